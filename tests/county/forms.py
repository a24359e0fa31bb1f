"""The further forms of bylines, which the news site and the paper share: where they stand and whom they name."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from tests.county import phrases, words
from tests.county.draws import Draws
from tests.county.groups import PHOTO_FORMS, TEXT_FORMS
from tests.county.people import Byline, Cast, Person, in_role
from tests.county.quirks import AnyQuirk, Quirk

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

_CREDITS = ("（{} 摄）", "({}/摄)", " {} 摄", "　{}　摄", " 摄影：{}", " 图/{}", "（本报记者 {} 摄）", " 记者 {} 摄")


class Desk:
    """Writes the byline of one article, on one day."""

    def __init__(self, cast: Cast, on: dt.date) -> None:
        self.cast = cast
        self.rng = cast.rng
        self.on = on

    def one_of(self, *options: str) -> str:
        """Draw one of the options."""
        return self.rng.choice(options)

    def joined(self, people: list[Person], *signs: str) -> str:
        """Return names as printed, a blank or one of the given signs between them; padded ones have some sign."""
        sign = self.one_of(*(signs or (" ", " ", "、")))
        return (" " if not sign.strip() and any("　" in one.printed for one in people) else sign).join(
            person.printed for person in people
        )

    def bracket(self, words_inside: str) -> str:
        """Put words in round brackets, half-width ones at times."""
        return f"({words_inside})" if self.rng.random() < 0.2 else f"（{words_inside}）"

    def named(self, role: str, title: str, most: int = 2, *signs: str) -> Byline:
        """Name one or more people in one role: 记者 甲 乙."""
        people = self.cast.several(most)
        blank = "" if signs == ("、",) and self.rng.random() < 0.4 else " "
        return Byline(printed=f"{title}{blank}{self.joined(people, *signs)}", people=in_role(role, people))

    def reporters(self, most: int = 2, *signs: str) -> Byline:
        """Name reporters."""
        return self.named("reporter", self.one_of(*phrases.REPORTERS), most, *signs)

    def correspondents(self, most: int = 2, *signs: str) -> Byline:
        """Name correspondents."""
        return self.named("correspondent", self.one_of("通讯员", "通讯员", "特约通讯员"), most, *signs)

    def both(self, *signs: str) -> Byline:
        """Name reporters and correspondents."""
        first, second = self.reporters(2, *signs), self.correspondents(2, *signs)
        return Byline(printed=f"{first.printed} {second.printed}", people=first.people + second.people)


def draw_form(
    key: str, enabled: frozenset[AnyQuirk], on: dt.date, *, has_text: bool, has_pictures: bool
) -> tuple[AnyQuirk, Byline] | None:
    """Return a form and its byline; none for most articles."""
    draws = Draws(random.Random(f"{key}:forms"), enabled)
    form = draws.one_of((*(PHOTO_FORMS if has_pictures else ()), *(TEXT_FORMS if has_text else ())))
    if form is None:
        return None
    return form, byline_of(form, random.Random(f"{key}:forms:people"), enabled, on)


def byline_of(form: AnyQuirk, rng: random.Random, enabled: frozenset[AnyQuirk], on: dt.date) -> Byline:
    """Write a byline of the form."""
    draws = Draws(rng, enabled)
    cast = Cast(rng, draws)
    if draws.has(Quirk.MINORITY_NAME):
        cast.pending.insert(0, Quirk.MINORITY_NAME)
    return _FORMS[form](Desk(cast, on))


def placed(byline: Byline, place: str, desk: Desk) -> Byline:
    """Put words at the end, in brackets, or below as a paragraph of their own."""
    if place == "below":
        return Byline(printed=byline.printed, people=byline.people, place="below")
    return Byline(printed=desk.bracket(byline.printed), people=byline.people)


def _head_bare(desk: Desk) -> Byline:
    one = desk.both() if desk.rng.random() < 0.3 else desk.reporters()
    return Byline(printed=one.printed, people=one.people, place="head", gap=" ", dateline="本报讯")


def _head_bracket(desk: Desk) -> Byline:
    one = desk.rng.choice((desk.correspondents, desk.correspondents, desk.reporters, desk.both))()
    gap = desk.one_of("", "", " ")
    return Byline(printed=desk.bracket(one.printed), people=one.people, place="head", gap=gap, dateline="本报讯")


def _head_agency(desk: Desk) -> Byline:
    people = desk.cast.several(2)
    dateline = f"新华社{desk.one_of(*phrases.AGENCY_CITIES)}{desk.on.month}月{desk.on.day}日电"
    return Byline(
        printed=f"（记者{desk.joined(people, '、')}）",
        people=in_role("reporter", people),
        place="head",
        gap=desk.one_of("", " "),
        dateline=dateline,
        dateline_on=desk.on,
    )


def _square_open(desk: Desk) -> Byline:
    one = desk.reporters()
    return Byline(printed=f"□{desk.one_of('', ' ')}{one.printed}", people=one.people, place="above")


def _square_filled(desk: Desk) -> Byline:
    one = desk.named("reporter", desk.one_of("本报记者", "记者", "本报全媒体记者"))
    return Byline(printed=f"■{desk.one_of('', ' ')}{one.printed}", people=one.people, place="above")


def _square_two(desk: Desk) -> Byline:
    one, other = desk.named("reporter", desk.one_of("本报全媒体记者", "本报记者")), desk.correspondents()
    mark = desk.one_of("■ ", "■", "□ ")
    return Byline(printed=f"{mark}{one.printed}\n{other.printed}", people=one.people + other.people, place="above")


def _end_all(desk: Desk) -> Byline:
    one = desk.both()
    seen = tuple(("photographer", name) for _, name in one.people)
    return Byline(
        printed=f"（{one.printed} {desk.one_of('文/图', '文/图', '摄影报道', '文图')}）", people=one.people + seen
    )


def _end_supply(desk: Desk) -> Byline:
    people = desk.cast.several(2)
    one = Byline(printed=f"{desk.joined(people, ' ', '、')} 供稿", people=in_role("correspondent", people))
    return placed(one, desk.one_of("end", "below"), desk)


def _end_supply_glued(desk: Desk) -> Byline:
    people = desk.cast.glued(desk.rng.choice((1, 2, 2)))
    where = desk.one_of(*words.ORGS) if len(people) == 1 else ""
    printed = f"{where}{''.join(person.name for person in people)}供稿"
    return placed(
        Byline(printed=printed, people=in_role("correspondent", people)), desk.one_of("end", "end", "below"), desk
    )


def _end_supply_org(desk: Desk) -> Byline:
    name = desk.one_of(*phrases.ORG_CORRESPONDENTS)
    one = Byline(printed=f"{name}{desk.one_of('', ' ')}供稿", people=(("correspondent", name),))
    return placed(one, desk.one_of("end", "below"), desk)


def _correspondent_org(desk: Desk) -> Byline:
    name = desk.one_of(*phrases.ORG_CORRESPONDENTS)
    first = desk.reporters() if desk.rng.random() < 0.5 else None
    printed = f"{first.printed + ' ' if first else ''}通讯员 {name}"
    one = Byline(printed=printed, people=(*(first.people if first else ()), ("correspondent", name)))
    return placed(one, "end", desk)


def _end_roles(desk: Desk) -> Byline:
    one = desk.named("reporter", desk.one_of(*phrases.STAFF_REPORTERS))
    if desk.rng.random() < 0.5:
        other = desk.named("other", "实习生", 1)
        one = Byline(printed=f"{one.printed} {other.printed}", people=one.people + other.people)
    return placed(one, "end", desk)


def _end_names(desk: Desk) -> Byline:
    people = desk.cast.several(2)
    return placed(Byline(printed=desk.joined(people), people=in_role("author", people)), "end", desk)


def _end_comma(desk: Desk) -> Byline:
    one = desk.both("、") if desk.rng.random() < 0.5 else desk.reporters(3, "、")
    return placed(one, "end", desk)


def _end_glued(desk: Desk) -> Byline:
    people = desk.cast.glued(desk.rng.choice((2, 2, 3)))
    title, role = desk.rng.choice((("记者", "reporter"), ("通讯员", "correspondent"), ("本报记者", "reporter")))
    printed = f"{title}{desk.one_of('', ' ')}{''.join(person.name for person in people)}"
    return placed(Byline(printed=printed, people=in_role(role, people)), "end", desk)


def _end_she(desk: Desk) -> Byline:
    person = desk.cast.person()
    people = (("photographer", person.name),)
    printed = f"{person.printed} {desk.one_of('摄', '摄', '摄影')}"
    if desk.rng.random() < 0.5:
        return Byline(printed=printed, people=people, place="below")
    return Byline(printed=printed, people=people, gap="　　")


def _end_photo_colon(desk: Desk) -> Byline:
    people = desk.cast.several(2)
    one = Byline(printed=f"摄影：{desk.joined(people)}", people=in_role("photographer", people))
    return placed(one, desk.one_of("below", "below", "end"), desk)


def _end_photo_text(desk: Desk) -> Byline:
    first, second = desk.cast.person(), desk.cast.person()
    spans = [(f"图/{first.printed}", ("photographer", first.name)), (f"文/{second.printed}", ("author", second.name))]
    desk.rng.shuffle(spans)
    one = Byline(printed=" ".join(span for span, _ in spans), people=tuple(pair for _, pair in spans))
    return placed(one, desk.one_of("end", "below"), desk)


def _end_text_photo(desk: Desk) -> Byline:
    person = desk.cast.person()
    printed = f"{desk.one_of('文/摄', '文/图', '文图/', '文、图/')}"
    one = Byline(
        printed=f"{printed}{'' if printed.endswith('/') else ' '}{person.printed}",
        people=(("author", person.name), ("photographer", person.name)),
    )
    return placed(one, desk.one_of("end", "below"), desk)


_FORMS: dict[AnyQuirk, Callable[[Desk], Byline]] = {
    Quirk.HEAD_BARE: _head_bare,
    Quirk.HEAD_BRACKET: _head_bracket,
    Quirk.HEAD_AGENCY: _head_agency,
    Quirk.SQUARE_OPEN: _square_open,
    Quirk.SQUARE_FILLED: _square_filled,
    Quirk.SQUARE_TWO: _square_two,
    Quirk.END_ALL: _end_all,
    Quirk.END_SUPPLY: _end_supply,
    Quirk.END_SUPPLY_GLUED: _end_supply_glued,
    Quirk.END_SUPPLY_ORG: _end_supply_org,
    Quirk.CORRESPONDENT_ORG: _correspondent_org,
    Quirk.END_ROLES: _end_roles,
    Quirk.END_NAMES: _end_names,
    Quirk.END_COMMA: _end_comma,
    Quirk.END_GLUED: _end_glued,
    Quirk.END_SHE: _end_she,
    Quirk.END_PHOTO_COLON: _end_photo_colon,
    Quirk.END_PHOTO_TEXT: _end_photo_text,
    Quirk.END_TEXT_PHOTO: _end_text_photo,
}


def closing_of(form: AnyQuirk, rng: random.Random, enabled: frozenset[AnyQuirk]) -> Byline:
    """Write the line of editors below a body in one of the further forms."""
    cast = Cast(rng, Draws(rng, enabled))
    if form is Quirk.EDITOR_OTHER:
        person = cast.person()
        before, after = rng.choice(
            (
                ("责任编辑：", ""),
                ("责编：", ""),
                ("编辑：", ""),
                ("（责编 ", "）"),
                ("值班编辑：", ""),
                ("网络编辑：", ""),
            )
        )
        return Byline(printed=f"{before}{person.printed}{after}", people=(("editor", person.name),), place="below")
    titles = rng.choice(
        (
            (("编辑", "editor"), ("审核", "other"), ("监制", "other")),
            (("编辑", "editor"), ("校对", "other"), ("审核", "other")),
            (("一审", "other"), ("二审", "other"), ("三审", "other")),
            (("责任编辑", "editor"), ("审核", "other")),
            (("初审", "other"), ("复审", "other"), ("终审", "other")),
        )
    )
    colon = rng.choice((" ", "：", "："))
    people = [cast.person() for _ in titles]
    spans = [f"{title}{colon}{person.printed}" for (title, _), person in zip(titles, people, strict=True)]
    pairs = tuple((role, person.name) for (_, role), person in zip(titles, people, strict=True))
    return Byline(printed=" ".join(spans), people=pairs, place="below")


def credit_of(rng: random.Random, enabled: frozenset[AnyQuirk]) -> tuple[str, Person]:
    """Write a caption's credit, with what stands in front of it, and whom it names."""
    person = Cast(rng, Draws(rng, enabled)).person()
    form = rng.choice(_CREDITS)
    return form.format(person.printed), person
