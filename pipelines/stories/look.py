"""What two articles are looked at by before their texts are: most pairs of notices are told apart at a glance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipelines.stories.days import Days
from pipelines.stories.pointing import may_point

if TYPE_CHECKING:
    import datetime as dt

    from pipelines.stories.compared import Compared

FIGURES = 5  # fewer tell nothing
DAY_BITS = 31  # for the numbers of days; a month as a whole is 0, and shares its bit with 31
_MOST_FIGURES = 64  # more are not kept; the texts will tell


@dataclass(frozen=True, slots=True)
class Look:
    """When an article was published, and which days and figures it names.

    Args:
        published_on: local day.
        days: None where they tell nothing: of an article that may point to any other.
        figures: empty where they tell nothing.
    """

    published_on: dt.date
    days: Days | None
    figures: frozenset[str]

    @classmethod
    def at(cls, article: Compared) -> Look:
        """Look at an article."""
        if may_point(article):
            return cls(article.published_on, None, frozenset())
        is_few = len(article.numbers) <= _MOST_FIGURES
        return cls(article.published_on, article.days, article.numbers if is_few else frozenset())

    def facts(self) -> str | None:
        """Give the days and figures as `from_facts` reads them: 3-5 0-7|2-28|12 4.5; None where they tell nothing."""
        if self.days is None:
            return None
        days = (
            " ".join(f"{month}-{day}" for month, day in sorted(some)) for some in (self.days.dated, self.days.relative)
        )
        return "|".join((*days, " ".join(sorted(self.figures))))

    @property
    def day_bits(self) -> int:
        """The numbers of the days as `db.stories.fingerprints.Passages` has them.

        A text whose only days are 昨天 and its like may be a copy of the day before's, and tells nothing.
        """
        if self.days is None or not self.days.dated:
            return 0
        return sum({1 << number % DAY_BITS for _, number in self.days.named})

    @classmethod
    def from_facts(cls, published_on: dt.date, facts: str | None) -> Look:
        """Give what `facts` was told of."""
        if facts is None:
            return cls(published_on, None, frozenset())
        dated, relative, figures = facts.split("|")
        return cls(published_on, Days(_days(dated), _days(relative)), frozenset(figures.split()))


def are_other_figures(ours: frozenset[str], theirs: frozenset[str]) -> bool:
    """Tell whether both texts have figures enough, and most figures of the one with fewer are not in the other."""
    fewer = min(len(ours), len(theirs))
    return fewer >= FIGURES and 2 * len(ours & theirs) < fewer


def _days(text: str) -> frozenset[tuple[int, int]]:
    return frozenset((int(month), int(day)) for month, day in (one.split("-") for one in text.split()))
