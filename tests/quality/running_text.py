"""Articles of local news that name nobody as their writer, and are full of what tempts a reader of bylines.

Whatever a reader finds in them is a mistake: the 记者 of an interview names nobody, a list of winners is no staff,
and the last paragraph never ends in a bracket that holds nothing but names.
"""

from __future__ import annotations

import random
import re
from itertools import cycle
from typing import TYPE_CHECKING

from tests.quality.running_words import BODIES, CLOSINGS, OPENINGS, PEOPLE, WORDS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SLOT = re.compile(r"\{([a-z]+)(\d?)\}")

GREETINGS: tuple[str, ...] = (
    "记者：{p1}老师，您好！您是什么时候开始研究{crop}的？",
    "记者：{p1}，祝贺您当选“{honour}”。此刻最想感谢谁？",
    "记者：请先介绍一下{v1}的情况。",
    "记者：{day}我们在{place}见过面，您还记得吗？",
    "记者：{p1}您好，很多读者来信问到{crop}，您怎么看？",
)

QUESTIONS: tuple[str, ...] = (
    "记者：您怎么看？",
    "记者：家里人支持吗？",
    "记者：听说您和{p}、{p}是同班同学？",
    "记者：{o}提出的目标，{v1}能完成吗？",
    "记者：{n}年里，有没有想过放弃？",
    "记者：有人说{crop}卖不出去，是这样吗？",
    "记者：谢谢您接受采访。最后，请对读者说一句话。",
    "记者：{topic}，这个名字是谁起的？",
    "记者：接下来有什么打算？",
    "记者：作者、编辑、农民，哪个身份您最喜欢？",
)

ANSWERS: tuple[str, ...] = (
    "{p1}：当然记得。那年{d}，{many}一起上的山，走了{few}个小时。",
    "{p1}：全村{big}口人，{n}个党员，主要收入来源：{crop}和外出务工。",
    "{p1}：（笑）我这人笨，认准了就不回头。",
    "{p1}：要感谢{o}，也要感谢{p}，没有他们就没有今天。",
    "{p1}：想过。可是一到{crop}开花，就什么都忘了。",
    "{p1}：最难的是{year}年，亏了{money}万元，连路费都是向{p}借的。",
    "{p1}：我说了不算，得问问大家。{p}：我们都听他的！",
    "{p1}：老话说得好，人勤地不懒。",
    "{p1}：先把路修好，再请{n}位摄影师来拍一拍，让外面的人知道{v1}。",
    "{p1}：名字是{p}起的，大家觉得顺口，就一直叫到现在。",
    "{p1}：我只读过{w}，作者写的就是我们{t}的事。",
)

PRIZE_INTROS: tuple[str, ...] = (
    "“{topic}”比赛{d}揭晓，获奖名单如下：",
    "经评委会评定、{o}审核，现将结果公布如下：",
    "在记者节座谈会上，{o}宣读了表彰决定，受表彰人员名单：",
    "摄影、书法、征文三个类别的奖项各有归属，其中{topic}组：",
)

PRIZE_LINES: tuple[str, ...] = (
    "{prize}：{row}",
    "{prize}（{n}名）：{row}",
    "{prize}：{p}{w} {p}{w} {p}{w}",
    "{prize}：{p}（{sc}） {p}（{t}） {p}（{o}）",
    "{honour}：{row}",
    "{row}",
)

POST_INTROS: tuple[str, ...] = (
    "大会选举产生了新一届理事会，名单（按姓氏笔画为序）如下：",
    "{o}{day}公布了领导小组组成人员：",
    "摄影家协会换届，{names}等人当选，分工如下：",
)

POST_LINES: tuple[str, ...] = ("{post}：{row}", "{post}：{p}", "{post}：{p}（{o}） {p}（{f}）", "{post}：{p}（兼）")

BRACKETED_LISTS: tuple[str, ...] = (
    "敬老爱亲类2人（{two}）",
    "入选省队的运动员共2名（{two}）",
    "同获{prize}的还有来自{sc}的2位同学（{two}）",
    "其余席位由{t}推荐产生（{two}）",
    "因故缺席的委员2人（{two}）",
    "青年组并列第一（{p}、{p}）",
    "{honour}提名1人（{p}）",
)

POEMS: tuple[tuple[str, ...], ...] = (
    ("台上，{sc}的孩子们齐声朗诵起自己编的童谣：", "云岭高，云溪长，", "翻过山梁是学堂，", "学堂里头谁敲钟？{p1}"),
    ("{v1}至今传唱着一首山歌：", "哥在对面砍毛竹，", "妹在溪边唤{p1}"),
    ("墙报上有学生集体写的一首小诗：", "灯火 从窗口流出来", "照见雪地里 归来的{p1}", "照见一个冬天的脚印"),
    ("石碑背面刻着四句顺口溜：", "一渠清水绕村流，不忘当年{p1}", "千亩良田年年绿，半夜笑醒{p}"),
    ("有人即兴念了几句：", "春风吹过茶山，我记住了{p}", "秋雨落在渡口，我想起了{p}"),
    ("戏台两侧的对联，据说出自{p}之手：", "半榻清风，一声渔唱{topic}", "满船明月，几处炊烟唤{p}"),
    ("{p}把给女儿的话编成了歌词：", "你问{crop}几时开", "我说等到{month}月来", "来时莫忘喊{p}"),
    ("孩子们把感谢写成了一首诗：", "谁在风里修路，谁在雨里撑船", "我问云，我问山", "山说：是{p1}"),
)

FACTS: tuple[str, ...] = (
    "时间：{d}{hour}",
    "地点：{place}（{addr}）",
    "联系人：{p} 电话：{ph}",
    "报名条件：年满{n}周岁，摄影、写作、编辑软件三项至少会一项",
    "作者单位：学生写学校和班级，村民写乡镇和村名，不写者视为无效",
    "资格审核：由{o}在{few}个工作日内完成",
    "奖金来源：{f}赞助{money}万元，其余由{o}承担",
    "乘车路线：从{place}乘{n}路公交车到{v}站下",
    "供稿单位：每家限报{n}件，须加盖公章",
    "主持人：{p}（{job}）",
    "演出单位：{t}文艺队、{sc}",
    "剧中人物：老支书（{p}饰） 会计（{p}饰） 货郎（{p}饰）",
)

FACT_INTROS: tuple[str, ...] = (
    "“{topic}”活动具体安排如下：",
    "{o}发布的公告写明：",
    "记者{s}从海报上看到如下内容：",
)


class Writer:
    """One article in the making: what its numbered slots hold, and the templates it has used."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.bound: dict[str, str] = {}
        self.used: set[str] = set()
        self.people = cycle(rng.sample(PEOPLE, len(PEOPLE)))
        self.makers: dict[str, Callable[[], str]] = {
            "p": lambda: next(self.people),
            "names": lambda: self.row("、", rng.randint(2, 5)),
            "many": lambda: f"{self.row('、', rng.randint(2, 4))}等{rng.randint(5, 40)}人",
            "row": self.spaced_row,
            "two": lambda: self.row(" ", 2),
            "d": lambda: f"{rng.randint(1, 12)}月{rng.randint(1, 28)}日",
            "month": lambda: str(rng.randint(1, 12)),
            "year": lambda: str(rng.randint(1950, 2024)),
            "hour": lambda: f"{rng.choice(('凌晨', '上午', '傍晚'))}{rng.randint(2, 11)}时{rng.choice(('', '30分'))}",
            "age": lambda: str(rng.randint(23, 96)),
            "n": lambda: str(rng.randint(3, 60)),
            "few": lambda: str(rng.randint(2, 9)),
            "big": lambda: str(rng.randint(101, 9800)),
            "money": lambda: rng.choice((str(rng.randint(8, 900)), f"{rng.randint(1, 90)}.{rng.randint(1, 9)}")),
            "ph": lambda: f"0577-{rng.randint(60000000, 69999999)}",
            "addr": lambda: f"云岭县{rng.choice(('人民', '云溪', '解放', '学前'))}路{rng.randint(1, 380)}号",
        }

    def row(self, between: str, count: int) -> str:
        return between.join(next(self.people) for _ in range(count))

    def spaced_row(self) -> str:
        """Names as a list of winners prints them: apart, and those of two characters at times pulled apart too."""
        names = [next(self.people) for _ in range(self.rng.randint(2, 7))]
        if self.rng.random() < 0.3:
            names = [f"{name[0]}\u3000{name[1]}" if len(name) == 2 else name for name in names]
        return self.rng.choice((" ", "\u3000", "、", "  ")).join(names)

    def fill(self, template: str) -> str:
        return SLOT.sub(self.word, template)

    def word(self, slot: re.Match[str]) -> str:
        kind, number = slot.groups()
        if number and slot[0] in self.bound:
            return self.bound[slot[0]]
        word = self.makers[kind]() if kind in self.makers else self.rng.choice(WORDS[kind])
        if number:
            self.bound[slot[0]] = word
        return word

    def one(self, templates: tuple[str, ...]) -> str:
        """A template filled, one this article has not used while there is any."""
        fresh = [template for template in templates if template not in self.used] or list(templates)
        template = self.rng.choice(fresh)
        self.used.add(template)
        return self.fill(template)

    def some(self, templates: tuple[str, ...], low: int, high: int) -> list[str]:
        return [self.one(templates) for _ in range(self.rng.randint(low, high))]


def _prose(writer: Writer) -> list[str]:
    return ["".join(writer.some(BODIES, 1, 4))]


def _noted(writer: Writer) -> list[str]:
    """A paragraph of prose that ends in a note, as those beside a picture or a break do."""
    return [writer.fill("".join(writer.some(BODIES, 1, 2)) + "{note}")]


def _section(writer: Writer) -> list[str]:
    return [writer.fill("{head}"), *_prose(writer)]


def _interview(writer: Writer) -> list[str]:
    """Question and answer, on lines of their own or run together."""
    questions = [writer.one(GREETINGS), *writer.some(QUESTIONS, 0, 2)]
    turns = [(question, writer.one(ANSWERS)) for question in questions]
    if writer.rng.random() < 0.25:
        return [f"{question} {answer}" for question, answer in turns]
    return [line for turn in turns for line in turn]


def _prizes(writer: Writer) -> list[str]:
    lines = [writer.one(PRIZE_INTROS), *writer.some(PRIZE_LINES, 1, 3)]
    return [*lines, writer.one(BRACKETED_LISTS)] if writer.rng.random() < 0.4 else lines


def _posts(writer: Writer) -> list[str]:
    lines = [writer.one(POST_INTROS), *writer.some(POST_LINES, 1, 3)]
    return [*lines, writer.one(BRACKETED_LISTS)] if writer.rng.random() < 0.4 else lines


def _poem(writer: Writer) -> list[str]:
    return [writer.fill(line) for line in writer.rng.choice(POEMS)]


def _facts(writer: Writer) -> list[str]:
    return [writer.one(FACT_INTROS), *writer.some(FACTS, 2, 4)]


BLOCKS: tuple[Callable[[Writer], list[str]], ...] = (
    *(_prose, _prose, _prose, _prose, _noted),
    *(_section, _interview, _interview, _prizes, _posts, _poem, _facts),
)


def _opening(writer: Writer) -> str:
    return "".join([writer.one(OPENINGS), *writer.some(BODIES, 0, 2)])


def _closing(writer: Writer, before: str) -> str:
    """The last paragraph: prose, a note, or now and then the last line of a list of winners."""
    if before.split("：", maxsplit=1)[0] in WORDS["prize"] and writer.rng.random() < 0.4:
        return writer.fill("{prize}：{row}")
    if writer.rng.random() < 0.06:
        return "".join(writer.some(BODIES, 1, 2))
    return "".join([*writer.some(BODIES, 0, 1), writer.one(CLOSINGS)])


def _article(rng: random.Random) -> tuple[str, ...]:
    writer = Writer(rng)
    wanted = rng.randint(3, 9)
    paragraphs = [_opening(writer)]
    last: Callable[[Writer], list[str]] = _prose
    while len(paragraphs) < wanted - 1:
        block = rng.choice(BLOCKS)
        lines = block(writer)
        if len(paragraphs) + len(lines) <= 8:
            paragraphs += lines
            last = block
    if last is not _interview or len(paragraphs) < 3 or rng.random() < 0.6:
        paragraphs.append(_closing(writer, paragraphs[-1]))
    if rng.random() < 0.08:
        narrow = str.maketrans("（）：", "():")
        paragraphs = [paragraph.translate(narrow) for paragraph in paragraphs]
    return tuple(paragraphs)


def articles(count: int, *, seed: int) -> Iterator[tuple[str, ...]]:
    """``count`` articles, each its paragraphs: the same for the same seed."""
    rng = random.Random(seed)
    for _ in range(count):
        yield _article(rng)
