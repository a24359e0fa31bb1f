"""The ways in which one story stands in two places: sentences cut, changed or moved, other signs, corrections."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from benchmarks.stories.reports import Draft, more_sentences

if TYPE_CHECKING:
    from random import Random

SHARES = (5, 10, 20, 30, 40)
BY_SENTENCES = tuple(f"{how}_{share}" for how in ("removed", "replaced", "moved", "mixed") for share in SHARES)
_FACT = re.compile(r"[0-9]|百分之|[一二三四五六七八九十]{2}")
_HAN = re.compile(r"[一-鿿]")
_FIGURE = re.compile(r"(?<![0-9.])[1-9][0-9]{1,3}(?![0-9年月日时])")
_NUMERAL = re.compile(r"(?<![0-9.])[1-9][0-9](?![0-9.%年月日时:])")
_PERCENT = re.compile(r"(?<![0-9.])([1-9][0-9])%")
_HAN_PERCENT = re.compile(r"百分之([一二三四五六七八九]?十[一二三四五六七八九]?)")
_HAN_NUMERAL = re.compile(
    r"(?<![一二三四五六七八九十百分之])[一二三四五六七八九]?十[一二三四五六七八九]?(?=[个人次户亩家名台斤公米年])"
)
_DIGITS = "零一二三四五六七八九"
_ALIKE = (
    "的地得 在再 做作 以已 和合 有又由 是事市 进近 为位未 带代戴 到道 向象像 及即级 坐座 园圆元 制治 长常场 新心 生声升 家加 "
    "工公功 建件见 名明 力利立 期其齐 员原源 成城程 民明 会回 看刊 里理 发法 天添 水睡 山三 村存 树数 者这 部步布 记计 季纪"
).split()
_OTHER = {char: group.replace(char, "") for group in _ALIKE for char in group}
_STRAY = "的了是在人有我他这个们来到时大地为子中你说生国年着就那和要她出也得里后自以会家可下而过天去能对小多然于心学么之都好看起发当没成只如事把还用第样道想作种开美总从无情己面最女但现前些所同日手又行意动方期它头经长儿回位分爱老因很给名法间斯知世什两次使身者被高已亲其进此话常与活正感"
_SIMPLE = "个们来时说国会对开发还现学经过动从当样问车门无见听长东马鸟鱼风飞书买卖亲万与义乡习云亚产亩仓伟传体余众优价儿党农决况净减几刘办务劳势单厂县参双变叶号员响园团围场坏块坚垄处备复头夺奖妇宁宝实审宽导层岁岛岭帐帮带广庄库应庙张归录总恶惊惯愿战户扫扩报担拥择损据摆数断旧显晓术机杀权条极构枪标树桥档检楼横欢残毕气汉汤沟泽洁浇测济浓涛润渔湿满灭灯灾炉点炼烂热爱爷牵独猪环电画疗监盖盘着矿码确种积称稳穷竞笔笼筑签简类粮紧红纪约级纯纲纳纷纸线练组细织终绍给络绝统继绩续维综绿编缩网罗罚职联肃胜脉脑艺节芦苏药荣营蓝虽补观规觉览触计订认讨让训议记讲许论设访证评识诉诊词译试话询该详语误请诸课调谁谈谢负财责败货质购贫贵费贺资赏赛赶趋践轨转轮软轻载较辆输边达迁运这进远连迟适选邻邮郑释针钟钢钱铁铺销锁错镇闭间闲闻阳阶阵陆际陈险难韩页顶项顺须顾顿预领频题颜饭馆驻验"
_FULL = "個們來時說國會對開發還現學經過動從當樣問車門無見聽長東馬鳥魚風飛書買賣親萬與義鄉習雲亞產畝倉偉傳體餘眾優價兒黨農決況淨減幾劉辦務勞勢單廠縣參雙變葉號員響園團圍場壞塊堅壟處備復頭奪獎婦寧寶實審寬導層歲島嶺帳幫帶廣莊庫應廟張歸錄總惡驚慣願戰戶掃擴報擔擁擇損據擺數斷舊顯曉術機殺權條極構槍標樹橋檔檢樓橫歡殘畢氣漢湯溝澤潔澆測濟濃濤潤漁濕滿滅燈災爐點煉爛熱愛爺牽獨豬環電畫療監蓋盤著礦碼確種積稱穩窮競筆籠築簽簡類糧緊紅紀約級純綱納紛紙線練組細織終紹給絡絕統繼績續維綜綠編縮網羅罰職聯肅勝脈腦藝節蘆蘇藥榮營藍雖補觀規覺覽觸計訂認討讓訓議記講許論設訪證評識訴診詞譯試話詢該詳語誤請諸課調誰談謝負財責敗貨質購貧貴費賀資賞賽趕趨踐軌轉輪軟輕載較輛輸邊達遷運這進遠連遲適選鄰郵鄭釋針鐘鋼錢鐵鋪銷鎖錯鎮閉間閒聞陽階陣陸際陳險難韓頁頂項順須顧頓預領頻題顏飯館駐驗"
_TO_FULL = str.maketrans(_SIMPLE, _FULL)
_ASCII_PUNCTUATION = str.maketrans({"，": ",", "：": ":", "；": ";", "“": '"', "”": '"', "？": "?", "！": "!"})
_CORNERS = str.maketrans({"“": "「", "”": "」"})
_WIDE = str.maketrans("0123456789%", "０１２３４５６７８９％")


def fewest_sentences(kind: str) -> int:
    """Give how many sentences a report needs so that the share a kind names is at least half a sentence."""
    if kind == "third_kept":
        return 9
    share = int(kind.rpartition("_")[2]) if kind in BY_SENTENCES else 100
    return max(3, -(-50 // share))


def edit_sentences(draft: Draft, kind: str, rng: Random) -> list[str]:
    """Cut, replace or move the share of sentences that a kind names; the lead stays what and where it is."""
    sentences = list(draft.sentences)
    if kind == "third_kept":
        return _third(sentences, rng)
    how, _, share = kind.partition("_")
    count = min(len(sentences) - 1, max(1, round(len(sentences) * int(share) / 100)))
    at = rng.sample(range(1, len(sentences)), count)
    if how == "mixed":
        third = max(1, count // 3)
        removed, replaced, moved = at[:third], at[third : 2 * third], at[2 * third :]
    else:
        removed, replaced, moved = (at if how == name else [] for name in ("removed", "replaced", "moved"))
    for place, new in zip(replaced, more_sentences(draft, len(replaced), rng), strict=True):
        sentences[place] = new
    left = [text for place, text in enumerate(sentences) if place not in removed and place not in moved]
    for place in moved:
        _put_elsewhere(left, sentences[place], place, rng)
    return left


def _put_elsewhere(left: list[str], text: str, was: int, rng: Random) -> None:
    """Insert a sentence after the lead, and not where it was if there is another place."""
    places = [place for place in range(1, len(left) + 1) if place != was]
    left.insert(rng.choice(places or [was]), text)


def _third(sentences: list[str], rng: Random) -> list[str]:
    """Keep the lead and, up to a third of the letters, such sentences as say a fact."""
    wanted = sum(map(len, sentences)) / 3
    rest = sorted(range(1, len(sentences)), key=lambda at: (not _FACT.search(sentences[at]), rng.random()))
    kept, length = [0], len(sentences[0])
    for at in rest:
        if length + len(sentences[at]) / 2 < wanted:
            kept.append(at)
            length += len(sentences[at])
    return [sentences[at] for at in sorted(kept)]


def mistype(text: str, share: float, rng: Random) -> str:
    """Mistype a share of the Chinese characters, at least one: another character, mostly alike, or doubled or dropped."""
    places = [found.start() for found in _HAN.finditer(text)]
    chars = list(text)
    for at in rng.sample(places, min(len(places), max(1, round(len(places) * share)))):
        which = rng.random()
        if which < 0.6:
            chars[at] = rng.choice(_OTHER.get(chars[at]) or _STRAY.replace(chars[at], ""))
        else:
            chars[at] = chars[at] * 2 if which < 0.8 else ""
    return "".join(chars)


def correct(draft: Draft, rng: Random) -> list[str]:
    """Change one figure, or one person's name throughout; a typing error of a name is one of its characters."""
    text = "\n".join(draft.sentences)
    figures = list(_FIGURE.finditer(text))
    name = next((name for name in draft.cast[14:16] if name in text), None)
    if name and (not figures or rng.random() < 0.4):
        return text.replace(name, name[:-1] + rng.choice(_STRAY.replace(name[-1], ""))).split("\n")
    if not figures:
        return mistype(text, 0, rng).split("\n")
    figure = rng.choice(figures)
    other = str(int(figure[0]) + rng.choice([-7, -3, -1, 1, 2, 5, 10]))
    return f"{text[: figure.start()]}{other}{text[figure.end() :]}".split("\n")


def change_punctuation(text: str, rng: Random) -> str:
    """Print other marks: ASCII ones, or corner brackets."""
    return text.translate(_ASCII_PUNCTUATION if rng.random() < 0.5 else _CORNERS)


def widen(text: str) -> str:
    """Print digits in full width."""
    return text.translate(_WIDE)


def change_numerals(text: str) -> str:
    """Print numbers below a hundred the other way: 35 三十五, 百分之二十 20%."""
    text = _PERCENT.sub(lambda found: f"百分之{_in_han(int(found[1]))}", text) if "%" in text else text
    if (changed := _NUMERAL.sub(lambda found: _in_han(int(found[0])), text)) != text:
        return changed
    text = _HAN_PERCENT.sub(lambda found: f"{_in_digits(found[1])}%", text)
    return _HAN_NUMERAL.sub(lambda found: str(_in_digits(found[0])), text)


def to_traditional(text: str) -> str:
    """Print the commonest simplified characters in their full form."""
    return text.translate(_TO_FULL)


def vary(text: str, rng: Random) -> str:
    """Print a text another way in one to three respects that leave its words the same."""
    ways = rng.sample(["punctuation", "width", "numerals", "traditional"], rng.randint(1, 3))
    for way in sorted(ways):  # numerals before width: these read ASCII digits
        if way == "punctuation":
            text = change_punctuation(text, rng)
        elif way == "width":
            text = widen(text)
        elif way == "numerals":
            text = change_numerals(text)
        else:
            text = to_traditional(text)
    return text


def lay_out(sentences: list[str], rng: Random) -> str:
    """Set sentences in paragraphs, some of them with the indent of two wide blanks."""
    indent = "　　" if rng.random() < 0.3 else ""
    paragraphs, at = [], 0
    while at < len(sentences):
        size = rng.randint(1, 4)
        paragraphs.append(indent + "".join(sentences[at : at + size]))
        at += size
    return "\n".join(paragraphs)


def _in_han(number: int) -> str:
    tens, ones = divmod(number, 10)
    return ("" if tens == 1 else _DIGITS[tens]) + "十" + (_DIGITS[ones] if ones else "")


def _in_digits(text: str) -> int:
    tens, _, ones = text.partition("十")
    return (_DIGITS.index(tens) if tens else 1) * 10 + (_DIGITS.index(ones) if ones else 0)
