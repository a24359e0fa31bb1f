"""Bind the role words of a byline to the names on one of their sides: 图/甲 文/乙, 甲 文 乙 图, 记者 甲 文/图."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from pipelines.byline_words import ROLE_WORDS, RoleWord
from pipelines.items import Contributor

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipelines.items import Role

COLONS = frozenset("：:")
_SLASHES = frozenset("/／∕|｜丨│┃")
_BOTH = _SLASHES | frozenset("、&+")  # between two role words: both hold
_SUBMITTED = frozenset(("供稿", "来稿"))  # by whom a text was sent in, which an organisation can do, too
_PLACE_ENDS = "镇乡村县市区"

Kind = Literal["role", "name", "organisation", "filler"]


@dataclass(frozen=True)
class Word:
    """A word of a byline, with the sign or blank that follows it.

    `is_known` says of a name that its surname is one of the list, of a role word that it names whom one works for.
    """

    kind: Kind
    text: str
    after: str = ""
    is_known: bool = True


@dataclass
class _Group:
    """Names that share their role words."""

    roles: tuple[Role, ...] = ()
    names: list[str] = field(default_factory=list)


class Binder:
    """Binds the role words of a byline to its names.

    Args:
        words: in printed order.
        is_strict: whether it is not sure that this is a byline: a village before a name is then no employer.
        bare: the role of people where no word names any; None: without a role word there is no byline.
    """

    def __init__(self, words: Sequence[Word], *, is_strict: bool, bare: Role | None) -> None:
        self.words = _with_joined_roles([word for word in words if word.kind != "filler"])
        self.is_strict = is_strict
        self.bare = bare
        self.groups: list[_Group] = [_Group()]
        self.open = 0  # the first group that no role word after it has closed

    def people(self) -> tuple[Contributor, ...]:
        """Give the people in printed order; nobody when somebody is left without a role."""
        for index, word in enumerate(self.words):
            is_bound = {"role": self._role, "name": self._name, "organisation": self._organisation}[word.kind](index)
            if not is_bound:
                return ()
        named = [group for group in self.groups if group.names]
        has_roles = any(word.kind == "role" for word in self.words)
        if any(not group.roles for group in named) and (self.bare is None or has_roles):
            return ()
        people: dict[Contributor, None] = {}
        for group in named:
            for role in group.roles or (self.bare,):
                people |= dict.fromkeys(Contributor(role=role, name=name) for name in group.names if role)
        return tuple(people)

    def _role(self, index: int) -> bool:
        word = self.words[index]
        if self._stands_after(index):
            return self._close(_role_of(word).roles)
        group, roles = self.groups[-1], _role_of(word).roles
        if group.names:
            self.groups.append(_Group(roles))
        elif not group.roles:
            group.roles = roles
        else:
            group.roles = _both_or_nearer(group.roles, roles, self.words[index - 1].after.strip())
        return True

    def _name(self, index: int) -> bool:
        if self.open == len(self.groups):
            self.groups.append(_Group())
        self.groups[-1].names.append(self.words[index].text)
        return True

    def _organisation(self, index: int) -> bool:
        """Take an organisation: where the person after it works, for whom a reporter works, or a correspondent."""
        word = self.words[index]
        following = self.words[index + 1] if index + 1 < len(self.words) else None
        if self.is_strict and word.text[-1] in _PLACE_ENDS:
            return False
        if following and following.kind in ("name", "organisation") and "、" not in word.after:
            return True
        if following and following.kind == "role" and _role_of(following).side == "before":
            return True
        if following is None and self.groups[-1].names and self.groups[-1].roles and not self.is_strict:
            return True  # 作者：甲 县作家协会
        is_submitted = any(word.text in _SUBMITTED for word in self.words[index:])
        return (is_submitted or self.groups[-1].roles == ("correspondent",)) and self._name(index)

    def _close(self, roles: tuple[Role, ...]) -> bool:
        """Give the names since the last such word its roles.

        A photographer's goes to all of them, an author's to those who have none (记者 甲 文/图).
        """
        scope = [group for group in self.groups[self.open :] if group.names]
        if not scope:
            return False
        names = [name for group in scope if "editor" not in group.roles for name in group.names]
        written = tuple(role for role in roles if role != "photographer")
        for group in scope:
            group.roles = group.roles or written
        if "photographer" in roles and any(group.roles for group in scope):
            self.groups.append(_Group(("photographer",), names))
        elif "photographer" in roles:
            scope[0].roles = ("photographer",)
        self.open = len(self.groups)
        return True

    def _stands_after(self, index: int) -> bool:
        """Tell whether a role word belongs to the names before it."""
        word = self.words[index]
        side = _role_of(word).side
        has_names = any(group.names for group in self.groups[self.open :])
        if side == "before" or not has_names or COLONS.intersection(word.after):
            return False
        following = [one.kind for one in self.words[index + 1 :]]
        if side == "after" or "name" not in following:
            return True
        if self._begins_with_either():
            return False
        if self.words[-1].kind == "role" or following[0] == "role":
            return True
        is_after_slash = _SLASHES.intersection(self.words[index - 1].after)
        return bool(is_after_slash) and not _SLASHES.intersection(word.after)

    def _begins_with_either(self) -> bool:
        """Tell whether a word that may stand on either side stands before all names: 文 甲 图 乙."""
        told = (one for one in self.words if one.kind == "name" or (one.kind == "role" and _is_either(one)))
        first = next(told, None)
        return first is not None and first.kind == "role"


def _with_joined_roles(words: Sequence[Word]) -> list[Word]:
    """Join role words that stand side by side for one thing: 文/图, 文 图, 摄影、文."""
    joined: list[Word] = []
    for word in words:
        last = joined[-1] if joined and not COLONS.intersection(joined[-1].after) else None
        if last and _is_either(last) and _is_either(word):
            joined[-1] = Word("role", f"{last.text}/{word.text}", word.after)
        else:
            joined.append(word)
    return joined


def _is_either(word: Word) -> bool:
    return word.kind == "role" and _role_of(word).side == "either"


def _role_of(word: Word) -> RoleWord:
    parts = [ROLE_WORDS[text] for text in word.text.split("/")]
    if len(parts) == 1:
        return parts[0]
    return RoleWord(roles=tuple(dict.fromkeys(role for part in parts for role in part.roles)), side="either")


def _both_or_nearer(far: tuple[Role, ...], near: tuple[Role, ...], between: str) -> tuple[Role, ...]:
    """Give the roles that two role words before a name stand for.

    作者：记者 甲: the nearer word tells; 图/记者 甲, 编辑/审核：甲: both do, but a reporter is known to have written.
    """
    kept = far if between in _BOTH else tuple(role for role in far if role == "photographer")
    if "reporter" in near or "correspondent" in near:
        kept = tuple(role for role in kept if role != "author")
    return tuple(dict.fromkeys((*near, *kept)))
