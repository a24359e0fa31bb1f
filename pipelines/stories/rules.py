"""Tell how two articles hang together: the rules, a pure function of the two.

Two texts that share their words are one story when they agree on what they tell, and two when they are filled into one
form. A form is filled with other days, figures, names and places; a report that is printed again is cut, put in
another order, worded anew or corrected in a spot. So the sentences are laid side by side, and what differs is weighed:
figures alone never decide between texts of one day, unless they have the same headline or differ in names too; between
those of different days, when there are many and most of them differ.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipelines.stories.look import are_other_figures
from pipelines.stories.pair import Pair
from pipelines.stories.pointing import points

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from pipelines.stories.compared import Compared
    from pipelines.stories.look import Look

RULE_VERSION = 2  # raise it with every change of a result
REACH_DAYS = 31  # articles further apart are not compared
LETTERS = 30  # two texts that are shorter may be equal by accident

BRIEF = 45  # letters; a text with fewer is an item of a long one, although it begins alike

REWORDED = 0.3  # of the shorter text at least, where figures agree
ITEM = 0.5  # of the shorter text, for an item of the longer one
KEPT = 0.52  # of the shorter text, for a version of the longer one
CORRECTED = 0.93  # of the shorter text, where the day was corrected
CORRECTED_DAYS = 7  # between the two
CORRECTED_SHARE = 0.5  # of the passages, at least, that two texts share when one day was corrected

_MEDIUM = re.compile("[日晚晨时早商周都导快]报|都市报|报社|通讯社|新华|电视|广播|在线|新闻网|人民网|客户端|周刊")


@dataclass(frozen=True, slots=True)
class Link:
    """How two articles hang together.

    Args:
        method: exact, near, reprint (these unite), contained or teaser.
        score: the share of the shorter text that the longer one has, from 0 to 1.
    """

    method: str
    score: float


def link(a: Compared, b: Compared) -> Link | None:
    """Tell how two articles hang together; None when they are different stories. The order of the two is no matter."""
    if abs((a.published_on - b.published_on).days) > REACH_DAYS or not (a.folded and b.folded):
        return None
    pair = Pair.of(a, b)
    if pair.is_equal:
        is_long = len(a.letters) >= LETTERS or (a.title and a.title == b.title)
        return Link(_or_reprint("exact", a, b), 1.0) if is_long else None
    if points(pair):
        return Link("teaser", pair.kept)
    if pair.kept < REWORDED or len(pair.short.folded) < LETTERS:
        return None
    method = _weigh(pair)
    return Link(_or_reprint(method, a, b), pair.kept) if method else None


def may_link(a: Look, b: Look, share: float) -> bool:
    """Tell at a glance, without their texts, whether two articles may hang together: most notices name their day.

    Args:
        share: of the passages of the text that has fewer, those that both have.

    Returns:
        False when `link` gives None: two texts of which one day was corrected, as `link` allows it, have at least
        about two thirds of their passages in common, and are not asked for as many.
    """
    apart = abs((a.published_on - b.published_on).days)
    if apart > REACH_DAYS or (apart and are_other_figures(a.figures, b.figures)):
        return False
    is_other_day = a.days and b.days and a.days.relation_to(b.days) == "other"
    return not is_other_day or bool(may_be_corrected(apart, share))


def may_be_corrected(
    days_apart: NDArray[np.int64] | int, share: NDArray[np.float64] | float
) -> NDArray[np.bool_] | bool:
    """Tell whether two articles that name other days may be one in which the day was corrected; of one pair or of many.

    Args:
        days_apart: between their days of publication.
        share: see `may_link`.
    """
    return (days_apart <= CORRECTED_DAYS) & (share >= CORRECTED_SHARE)


def _weigh(pair: Pair) -> str | None:
    """Tell what two texts are that have words in common: near, contained, or different stories."""
    if _is_another_day(pair) or _tells_of_other_figures(pair) or (pair.is_next_of_series and pair.kept < CORRECTED):
        return None
    if pair.kept < KEPT:
        if _is_reworded(pair):
            return "near"
        return "contained" if pair.kept >= ITEM and pair.size < 0.5 and pair.filled < 2 else None
    if _is_form(pair) or _is_sequel(pair) or _is_beside(pair):
        return None
    return "near" if _is_version(pair) else "contained"


def _is_another_day(pair: Pair) -> bool:
    """Tell whether the texts name days and have none in common; one day may have been corrected."""
    if pair.days != "other":
        return False
    return not (pair.kept >= CORRECTED and pair.filled <= 1 and pair.days_apart <= CORRECTED_DAYS)


def _tells_of_other_figures(pair: Pair) -> bool:
    """Tell whether a text of another day has mostly other figures; those of one day may be brought up to date."""
    return pair.days_apart >= 1 and are_other_figures(pair.short.numbers, pair.long.numbers)


def _is_form(pair: Pair) -> bool:
    """Tell whether one form was filled in twice: in spots all over it stand other figures and other names."""
    is_of_one_day = pair.days == "same" and pair.days_apart == 0
    if is_of_one_day and not (pair.names or pair.letters):
        return False  # the figures of one event, brought up to date
    if not is_of_one_day and pair.figures >= 1 and pair.filled >= 2 and pair.density >= 3:
        return True  # a few words that are little more than what is filled in
    if pair.has_other_numbers and (pair.kept < 0.75 or (pair.is_of_one_press and pair.days_apart >= 1)):
        return True
    if pair.kept < 0.75 and min(pair.own) >= 0.1 and pair.filled >= 2 and pair.density >= 1.2:
        return True  # a frame, and something else in it
    if pair.title_alike >= 0.5 and pair.filled >= 2 and (pair.replaced >= 0.15 or _is_next_issue(pair)):
        return True
    is_worded_anew = pair.figures == 0 and pair.has_same_numbers
    return pair.excess >= (3 if is_worded_anew else 1)


def _is_next_issue(pair: Pair) -> bool:
    """Tell whether texts with one headline, and figures that differ, are of two days or tell of two places."""
    is_of_two_days = pair.days != "same" and pair.days_apart >= 1 and pair.figures >= 1 and pair.density >= 1.2
    is_of_two_places = pair.figures >= 2 and pair.names >= 1 and pair.density >= 1.5
    is_of_two_names = pair.figures == 1 and pair.names >= 2 and pair.density >= 2 and not pair.has_same_numbers
    return is_of_two_days or is_of_two_places or is_of_two_names


def _is_beside(pair: Pair) -> bool:
    """Tell whether they stand in one issue of a paper and differ in a fact: it corrects nothing within an issue."""
    is_one_issue = pair.is_of_one_press and pair.short.channel == "epaper" and pair.days_apart == 0
    return is_one_issue and pair.density >= 1


def _is_sequel(pair: Pair) -> bool:
    """Tell whether a later report repeats what came before: each has much of its own, and it does not begin alike."""
    if pair.kept >= 0.75 or pair.size < 0.5 or min(pair.own) < 0.2:
        return False
    if pair.days == "perhaps other" or max(pair.own) > 0.55:
        return True
    is_new_lead_of_old = pair.kept >= 0.7 and pair.has_same_numbers and pair.days_apart <= 3
    return not (pair.begins_alike or is_new_lead_of_old)


def _is_reworded(pair: Pair) -> bool:
    """Tell whether hardly a sentence is the same, each has its counterpart, and the figures agree."""
    is_same = pair.days_apart <= 3 and pair.days in ("same", "unknown") and pair.has_same_numbers
    if not is_same or pair.title_alike >= 0.5:
        return False  # before the sentences are laid side by side, which takes long
    return pair.alignment.equal <= 0.15 * len(pair.short.folded) and max(pair.own) <= 0.3


def _is_version(pair: Pair) -> bool:
    """Tell a text that was cut from an item of a longer one: cuts begin as the longer does, or leave half of it."""
    if pair.size >= 0.5:
        return True
    is_long = pair.size >= 0.33 or len(pair.short.folded) >= BRIEF
    is_cut = is_long and (pair.size >= 0.15 or pair.title_alike >= 0.5)
    return is_cut and pair.kept >= 0.75 and pair.begins_alike and not pair.is_in_roundup


def _or_reprint(method: str, a: Compared, b: Compared) -> str:
    """Name what unites: a reprint, when one of the two says that it is from another press."""
    if method not in ("exact", "near"):
        return method
    own = {a.press, b.press, None}
    others = {a.credited_source, b.credited_source} - own
    return "reprint" if any(_MEDIUM.search(credit or "") for credit in others) else method
