"""What only the printed paper says: page names, second headline lines, notices, jumps; all written for this sample."""

from __future__ import annotations

PAGE_TITLES = ("综合新闻", "乡镇新闻", "民生", "经济", "文化", "教育周刊", "平安云岭", "健康", "时事")
FRONT_TITLES = ("要闻", "头版", "一版要闻")
SUPPLEMENT_TITLES = ("年货专刊", "企业风采", "春耕特刊", "读书专刊")
KICKERS = (
    "{org}把服务送到家门口",
    "{n99}个村同步推进",
    "{town}今年办好{n9}件实事",
    "为了{n999}户农家的期盼",
    "从{village}看变化",
)
SUBHEADLINES = (
    "—— {town}{village}见闻",
    "计划用{n9}年时间完成 总投入{n9999}万元",
    "{n99}名干部驻村 {n999}户受益",
    "{org}表示还将扩大范围",
)
SECOND_LINES = (
    "{n99}个村的日子有了盼头",
    "{org}派出{n9}支小分队",
    "{village}走出一条新路子",
    "一项{n9}年计划稳步推进",
    "{town}百姓齐声叫好",
)
OTHER_HEADLINES = (
    "{town}{village}有了新动静",
    "{org}交出一份{n99}分答卷",
    "{n999}户人家的新变化",
    "来自{village}的报告",
    "{town}记事",
)
TEASERS = ("{town}{village}：老屋里的新日子", "{org}晒出{n99}件实事清单", "{crop}飘香的季节", "{village}的{n9}张笑脸")
# (headlines, first sentences, last sentences) of notices of one form.
NOTICES = (
    (
        "{org}关于开展{crop}质量抽检的公告",
        "{org}关于{village}饮用水水源保护的公告",
        "{town}人民政府关于禁止露天焚烧的公告",
        "{org}国有资产出租公告",
    ),
    ("遗失启事", "招领启事", "{village}股份经济合作社招租启事", "迁坟启事"),
    ("声明", "遗失声明", "{org}声明", "情况声明"),
)
NOTICE_BODIES = (
    (
        "根据工作安排，{org}定于近日对{town}{village}的{n99}个点位进行检查，公告期{n9}天，文号〔2014〕{n999}号。",
        "现将有关事项公告如下：一、范围为{town}全境；二、期限为{n99}天；三、违反者处以{n999}元以下罚款。",
        "经研究，决定将位于{village}的{n999}平方米房屋公开出租，起租价每年{n9999}元，保证金{n9999}元。",
    ),
    (
        "兹有{village}村民{name}于近日拾得黑色提包一只，内有现金{n999}元，请失主到{town}文化站认领。",
        "因{village}公路建设需要，涉及红线内坟墓{n99}座，请坟主在{n99}天内到村委会登记，每座补助{n9999}元。",
        "位于{village}的店面{n9}间对外招租，面积{n999}平方米，有意者请到村委会报名。",
    ),
    (
        "本单位原公章因磨损已更换，自即日起启用新章，旧章编号{n9999}停止使用，特此声明。",
        "{name}不慎遗失{village}集体土地使用证一本，证号{n9999}，特此声明。",
        "本公司从未委托{name}对外收取{n9999}元订金，由此产生的纠纷与本公司无关，特此声明。",
    ),
)
NOTICE_ENDS = ("特此公告，请互相转告。", "联系电话：0999{n9999}，逾期不再受理。", "有异议者请在{n9}天内书面提出。")
# A notice without a headline.
LOST = (
    "{name}遗失居民身份证一张，证号末四位{n9999}，声明作废。",
    "{village}经济合作社遗失收款收据{n9}份，号码0{n9999}，声明作废。",
    "{name}遗失道路运输证正本，编号云岭{n9999}，声明作废。",
    "{town}{name}副食店遗失营业执照副本，注册号3399{n9999}，声明作废。",
)
PHOTO_TAILS = ("", "图为活动现场。", "据了解，这样的景象还将持续{n9}天。")
