"""A page object has another version when its output is another one: re-parsing tells by it who read what."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.parser_outputs import PIPELINES, Output, kept, outputs, stale_versions


@pytest.fixture(scope="module")
def now() -> dict[str, Output]:
    """What today's code makes of the sample."""
    return outputs()


def test_versions_are_raised_where_output_has_changed(now: dict[str, Output]) -> None:
    assert stale_versions(now, kept()) == []


def test_file_is_of_today(now: dict[str, Output]) -> None:
    assert now == kept(), "run python -m tests.parser_outputs --renew"


def test_every_page_object_and_the_pipelines_are_held(now: dict[str, Output]) -> None:
    assert {name.partition("/")[0] for name in now} == {"article", "layout", "list", "pager", "entry", PIPELINES}
    assert len(now) == 10


def test_other_output_under_the_same_version_is_named(now: dict[str, Output]) -> None:
    name = "article/enorth"
    before = now | {name: replace(now[name], digest="0")}

    [line] = stale_versions(now, before)

    assert line.startswith(f"{name} makes other output of the same pages than before, but its version is still 1: ")
    assert stale_versions(now, now | {name: replace(now[name], digest="0", version="0")}) == []
    assert stale_versions(now, now | {name: replace(now[name], digest="0", pages="0")}) == []
