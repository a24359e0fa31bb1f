"""Small article pages of platforms that do not exist, all about a county that does not exist either."""

from __future__ import annotations

NAV = "".join(f'<li><a href="/c{n}/">{name}</a></li>' for n, name in enumerate("首页 要闻 乡镇 民生 图片 专题".split()))
TITLES = (
    "全县春耕备耕现场会召开 石桥镇渔灯节开幕 云水河治理见成效 城东小学迁入新校区 夜市重新开张 山塘水库逐一排查".split()
)
LINKS = "".join(f'<li><a href="/n/{n}.html">{name}</a><span>06-{n:02}</span></li>' for n, name in enumerate(TITLES, 1))
FOOTER = (
    "<div><p>主办：云岭县融媒体中心　云岭新闻网版权所有　未经授权不得转载</p>"
    "<p>地址：云岭县城东路1号　电话：0999-0000001　云ICP备00000001号</p></div>"
)

TABLES = f"""<html><head><title>云岭信息港-县农机站下乡检修</title></head><body>
<table width=760><tr><td><img src="logo.gif" width=200><td>{NAV}</table>
<table width=760 align=center><tr><td width=180 valign=top><table><tr><td><b>热点新闻</b><tr><td>{LINKS}</table>
<td valign=top><table width=100%><tr><td align=center><font size=4><b>县农机站下乡检修</b></font>
<tr><td align=center>http://www.yunling.example　2005-3-18 9:05:12　来源：云岭日报　作者：方喆　点击：126
<tr><td><font size=3><br>　　惊蛰刚过，县农机站的六名技术员带着配件进了村。<br><br>　　“机子坏在地头最误事。”站长林远山说，今年要把
全县1200台拖拉机检修一遍。<br><br>　　到昨天为止，已有9个乡镇的412台机子修好。<br></font>
<tr><td align=right>【<a href="#">打印</a>】【<a href="#">关闭</a>】
<tr><td>上一篇：<a href="12.htm">城东小学迁入新校区</a><tr><td>下一篇：没有了</table></table>
<table width=760><tr><td align=center>{FOOTER}</table></body></html>"""

JEECMS = f"""<html><head><meta charset="utf-8"><title>退潮后的“赶海课”_校园_云岭网</title></head><body>
<div class="top"><ul>{NAV}</ul></div><div class="pos">当前位置：<a href="/">首页</a> &gt; <a href="/xy/">校园</a> &gt; 正文</div>
<div class="w"><div class="l"><div class="box"><h1>退潮后的“赶海课”</h1>
<div class="msgbar">发布时间：2016-05-09 10:26 &nbsp; 作者：<span>沈木棉</span> &nbsp; 来源：<span>云岭网</span> &nbsp; 浏览：<span>318</span>次</div>
<div class="abs">【摘要】外礁乡中心小学把课堂搬到了海边。</div>
<div class="content"><p style="text-indent:2em">“老师，这只螃蟹有六条腿！”5月7日午后，外礁乡中心小学四年级的28名学生在滩涂上喊成一片。</p>
<p align="center"><img src="/u/cms/1.jpg" width="600"></p><p style="text-align:center">学生在滩涂上辨认贝类</p>
<p style="text-indent:2em">这是学校新开的一门课，每逢大潮日就上一回。</p>
<p style="text-indent:2em">校长方远说，孩子们认识了36种潮间带生物，比书本上管用。</p></div>
<div class="editor">（责任编辑：何晓）</div>
<div class="share">分享到：<a href="#">微信</a><a href="#">微博</a></div>
<div class="rel"><h3>相关阅读</h3><ul>{LINKS}</ul></div></div></div>
<div class="r"><h3>热点排行</h3><ul>{LINKS}</ul></div></div>{FOOTER}</body></html>"""

TRS = f"""<html><head><meta charset="utf-8"><title>全县部署夏季防汛工作_云岭县人民政府</title>
<meta name="SiteName" content="云岭县人民政府"><meta name="ArticleTitle" content="全县部署夏季防汛工作">
<meta name="PubDate" content="2021-06-16 08:30"><meta name="ContentSource" content="县应急管理局">
<meta name="Author" content="云岭县人民政府"></head>
<body><div><h1>云岭县人民政府</h1><ul>{NAV}</ul></div>
<div class="xl"><h2>全县部署夏季防汛工作</h2><div class="bar"><a href="javascript:void(0)">打印</a> <a>分享</a> 字体：[ 大 中 小 ]</div>
<div class="xl_con"><div class=TRS_Editor><style>.TRS_Editor P{{margin:0}}</style>
<p>　　昨天上午，我县召开防汛工作领导小组会议。县长林远山要求，各乡镇要把防汛工作摆在首位。</p>
<p>　　入梅以来，全县平均降雨量达186毫米，7座水库均在汛限水位以下。</p></div></div>
<p>扫一扫在手机打开当前页</p><div><b>相关链接</b><ul>{LINKS}</ul></div></div>{FOOTER}</body></html>"""

HANWEB = f"""<html><head><meta charset="utf-8"><title>云岭县 图片新闻 盐田里的“收白”时节</title></head><body>
<table><tr><td>{NAV}</td></tr></table><div id="barrierfree_container"><table width="100%"><tr><td>
<div class="title"><!--<$[标题名称(html)]>begin-->盐田里的“收白”时节<!--<$[标题名称(html)]>end--></div></td></tr>
<tr><td>发布日期：2019-08-02 09:11　信息来源：县融媒体中心　浏览次数： 88　字号：[ 大 中 小 ]</td></tr>
<tr><td><div id="zoom"><!--ZJEG_RSS.content.begin--><p><img src="/picture/0/1.jpg"></p>
<p>　　7月31日，东门岛盐场的工人在收盐。今年晴天多，头茬盐比去年早收了6天。朱阿海 摄</p>
<!--ZJEG_RSS.content.end--></div></td></tr><tr><td><a href="#">打印</a> <a href="#">关闭</a></td></tr></table></div>{FOOTER}</body></html>"""

WORDPRESS = f"""<html><head><meta charset="utf-8"><title>老街的路灯亮了 &#8211; 云岭在线</title>
<script type="application/ld+json">{{"@context":"https://schema.org","@graph":[{{"@type":"WebSite","name":"云岭在线"}},
{{"@type":"NewsArticle","headline":"老街的路灯亮了","datePublished":"2022-11-30T17:30:00+00:00","author":{{"@type":"Person","name":"陶知远"}}}}]}}
</script></head><body><nav><ul>{NAV}</ul></nav><main><article><header><h2><a href="/p/9" rel="bookmark">老街的路灯亮了</a></h2>
<span><a href="/p/9"><time>3 天前</time></a></span></header><div>
<p>昨晚7时，石桥镇老街的486盏路灯同时点亮，等了一个冬天的居民走出家门。</p>
<h3>换了新灯</h3><p>灯杆是按老照片仿制的，灯泡换成了节能灯。</p>
<p>“亮堂了，夜里敢出门。”家住老街的吴大伯说。</p></div><footer>标签：<a href="/t/1">老街</a> <a href="/t/2">路灯</a></footer></article>
<section><h3>发表评论</h3><p>你的邮箱地址不会被公开，必填项已用*标注。</p></section>
<aside><h3>近期文章</h3><ul>{LINKS}</ul></aside></main>{FOOTER}</body></html>"""

WECHAT = """<html><head><meta charset="utf-8"><meta property="og:title" content="云水河，今夜有灯"><title></title></head><body>
<div id="page"><h2>
云水河，今夜有灯
</h2><div><span>原创</span> <span>何晓</span> <a href="javascript:void(0);">云岭发布</a> <em>2020年2月8日</em></div>
<div id="js" style="visibility:hidden"><section><section><section><span>点灯的人</span></section></section>
<section><span>从石桥来</span></section><section><span>从外礁来</span></section>
<section style="text-align:left"><span>他们把一盏一盏的灯</span></section><section><span>放到河里</span></section>
<section><p><img data-src="https://pic.example/640?wx_fmt=jpeg"></p></section>
<section><span>今夜的云水河</span></section><section><span>没有一处是黑的</span></section></section>
<section><span>来源：云岭县文化馆</span></section><section><span>编辑：吴凡</span></section></div>
<div>微信扫一扫</div><div>关注该公众号</div></div></body></html>"""

PORTAL = f"""<html><head><meta charset="gbk"><title>新农人返乡记：大学生回村养蜂--三农--云岭网</title></head><body>
<div><ul>{NAV}</ul></div><div><a href="/">云岭网</a>&gt;&gt;<a href="/sn">三农</a></div>
<div class="w1000"><h3>新农人返乡记：</h3><h1>大学生回村养蜂</h1>
<div class="box01"><div class="fl">2019年06月15日08:18&nbsp;&nbsp;来源：<a href="/">云岭网-三农频道</a></div><div class="fr"><a>分享到</a></div></div>
<div id="rwb_zw"><p>　　立夏刚过，城东乡岭脚村的山坡上，野桂花开得正盛。24岁的沈木棉掀开蜂箱，动作已像一个老把式。</p>
<p>　　去年从农校毕业，她带着40箱蜂回了村。如今，岭脚村已有9户人家跟着养蜂。（记者 林溪）</p></div>
<div class="edit clearfix">(责编：朱雨、吴凡)</div>
<div><h2><a href="/tj">推荐阅读</a></h2><ul><li><img src="1.jpg"><strong><a href="/n/1">渔灯节</a></strong><em>石桥镇渔灯节开幕，
两千盏渔灯点亮了老街，吸引了不少外地游客前来观看，热闹的场面持续到深夜。</em></li></ul></div></div>{FOOTER}</body></html>"""

BRIEF = f"""<html><head><meta charset="utf-8"><title>下洋村今日停水 - 快讯 - 云岭网</title></head><body><div>{NAV}</div>
<div class="a"><h1>下洋村今日停水</h1><p class="i"><span>2023-07-05</span><span>云岭网</span></p>
<div class="b">因管道检修，下洋村今日停水八小时。</div><div class="c">下一篇：<a href="2.html">夜市重新开张</a></div></div>
<div class="side"><h3>热门推荐</h3><ul>{LINKS}</ul><p>夜市重新开张，两百个摊位一夜之间全部租出，摊主们说，今年的生意比往年都好，
客人一直坐到凌晨两点才散。</p></div>{FOOTER}</body></html>"""

PAGES = {
    "tables": TABLES,
    "jeecms": JEECMS,
    "trs": TRS,
    "hanweb": HANWEB,
    "wordpress": WORDPRESS,
    "wechat": WECHAT,
    "portal": PORTAL,
    "brief": BRIEF,
}

SUMMARIES = "".join(
    f'<li><h3><a href="/n/{n}.html">{name}</a></h3><p>{name}，县里的干部群众都说，这件事办得好，办得快。</p><em>2021-06-{n:02}</em></li>'
    for n, name in enumerate(TITLES, 1)
)


def page(title: str, body: str) -> str:
    """Give a page in the frame of the county's site."""
    return (
        f"<html><head><meta charset=utf-8><title>{title}</title></head><body><ul>{NAV}</ul>{body}{FOOTER}</body></html>"
    )


NO_ARTICLES = {
    "list": page("要闻 - 云岭网", f"<h1>要闻</h1><ul>{LINKS}</ul><div>上一页 1 2 3 下一页</div>"),
    "list with summaries": page("要闻 - 云岭网", f"<h2>要闻</h2><ul>{SUMMARIES}</ul>"),
    "search": page("搜索结果 - 云岭网", f"<h1>搜索：春耕</h1><p>共找到6条结果，用时0.1秒。</p><ul>{SUMMARIES}</ul>"),
    "home": page(
        "云岭网-云岭第一门户",
        f"<h1>云岭网</h1><div>2021年6月16日 星期三</div><ul>{LINKS}</ul><h2>公告</h2><ul>{LINKS}</ul>",
    ),
    "captcha": page(
        "安全验证", "<h1>安全验证</h1><p>您的访问过于频繁，请输入验证码后继续访问。</p><input><button>提交</button>"
    ),
    "bare captcha": "<html><title>请稍候</title><body><h1>请稍候</h1><p>正在检查您的浏览器，完成后将自动跳转。</p></body></html>",
    "login": page("用户登录", "<h1>用户登录</h1><p>您还没有登录，请先登录后再阅读全文。</p><p>忘记密码？</p>"),
    "error": page(
        "404", "<h1>404</h1><p>抱歉，您访问的页面不存在或已删除，3秒后返回首页。</p><p>时间：2021-06-16 08:30</p>"
    ),
    "empty": "<html><body></body></html>",
    "menu": page("云岭网", ""),
    "contacts": page(
        "联系方式",
        "<h1>联系方式</h1><p>总机：86849114</p><p>夜班：86849790</p><p>广告：86849868</p><p>发行：86849176</p>",
    ),
}
