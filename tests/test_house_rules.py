"""The rules of the house: who may import whom, who owns the names, how long a module is, what is pinned."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from functools import cache
from importlib import import_module
from importlib.metadata import distributions
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from importlinter.api import read_configuration

from tests.conftest import PROJECT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

STAGES = ("crawler", "pipelines", "db")  # data flows from left to right, and so do imports
LINES = 330
MODULES = sorted(path for stage in STAGES for path in (PROJECT / stage).rglob("*.py"))
TESTS = sorted((PROJECT / "tests").rglob("*.py"))
COUNTY = sorted((PROJECT / "tests" / "county").rglob("*.py"))
LOCK = PROJECT / "requirements.lock"
LOWEST = PROJECT / "requirements.lowest.txt"


def name_of(path: Path) -> str:
    return path.relative_to(PROJECT).as_posix()


def stage_of(path: Path) -> str:
    return path.relative_to(PROJECT).parts[0]


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imports_of(path: Path) -> Iterator[str]:
    """The dotted names that a module imports, inside functions too; a relative one begins with a dot."""
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield f"{'.' * node.level}{node.module or ''}"


def top_names(path: Path) -> set[str]:
    return {name.partition(".")[0] for name in imports_of(path)}


def test_there_are_modules_to_check() -> None:
    assert {stage_of(path) for path in MODULES} == set(STAGES)
    assert len(MODULES) > 30
    assert len(COUNTY) > 5


def test_imports_run_from_crawler_to_pipelines_to_db() -> None:
    to_the_left = {stage: {*STAGES[:place], "tests"} for place, stage in enumerate(STAGES)}

    assert [name_of(path) for path in MODULES if top_names(path) & to_the_left[stage_of(path)]] == []
    assert [name_of(path) for path in MODULES if any(name.startswith(".") for name in imports_of(path))] == []


def test_import_contracts_name_the_same_layers() -> None:
    contracts = read_configuration(str(PROJECT / "pyproject.toml"))["contracts_options"]

    layers = [contract["layers"] for contract in contracts if contract["type"] == "layers"]
    assert layers == [list(STAGES)]


@pytest.mark.parametrize(
    ("stage", "foreign"), [("db", {"scrapy", "lxml", "web_poet"}), ("pipelines", {"lxml", "web_poet"})]
)
def test_stage_does_not_know_what_is_not_its_own(stage: str, foreign: set[str]) -> None:
    known = {name for path in MODULES if path.is_relative_to(PROJECT / stage) for name in top_names(path)}

    assert known & foreign == set()


def test_crawler_holds_no_sql_and_page_objects_no_settings() -> None:
    sql = [name_of(path) for path in MODULES if path.is_relative_to(PROJECT / "crawler" / "spiders")]
    pages = [path for path in MODULES if path.is_relative_to(PROJECT / "crawler" / "pages")]

    assert len(sql) > 1
    assert len(pages) > 5
    assert [name for name in sql if "sqlalchemy" in top_names(PROJECT / name)] == []
    assert [name_of(path) for path in pages if {"scrapy", "db"} & top_names(path)] == []


def test_every_module_says_what_it_owns() -> None:
    docstrings = {name_of(path): ast.get_docstring(tree_of(path)) or "" for path in [*MODULES, *COUNTY]}

    assert [name for name, docstring in docstrings.items() if len(docstring) < 10] == []


def test_every_module_is_short_enough_to_read() -> None:
    lines = {name_of(path): len(path.read_text(encoding="utf-8").splitlines()) for path in MODULES}

    assert {name: count for name, count in lines.items() if count > LINES} == {}


def test_own_modules_are_never_imported_whole() -> None:
    whole = {
        name_of(path)
        for path in [*MODULES, *TESTS]
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Import) and {alias.name for alias in node.names} & set(STAGES)
    }

    assert whole == set()  # from_crawler(cls, crawler) would shadow the package


def test_patterns_have_no_possessive_quantifiers() -> None:
    """Python before 3.11.5 misreads those; an atomic group says the same."""
    texts = {
        f"{name_of(path)}:{node.lineno}": node.value
        for path in MODULES
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    assert [place for place, text in texts.items() if re.search(r"(?<!\\)[*+?]\+", text)] == []


def test_environment_is_read_in_the_settings_only() -> None:
    readers = {name_of(path) for path in MODULES if names_used(path) & {"environ", "environb", "getenv"}}

    assert readers == {"crawler/settings.py"}


def names_used(path: Path) -> set[str]:
    """The attributes that a module uses and the names that it imports from elsewhere."""
    nodes = list(ast.walk(tree_of(path)))
    used = {node.attr for node in nodes if isinstance(node, ast.Attribute)}
    return used | {alias.name for node in nodes if isinstance(node, ast.ImportFrom) for alias in node.names}


def test_sample_county_knows_nothing_of_what_it_tests() -> None:
    assert [name_of(path) for path in COUNTY if top_names(path) & set(STAGES)] == []


def test_no_other_distribution_owns_our_names() -> None:
    owners = {
        (name, one.metadata["Name"])
        for one in distributions()
        for file in one.files or ()
        if (name := file.parts[0].removesuffix(".py")) in STAGES
    }

    assert {owner for _, owner in owners} <= {"county-press"}
    assert {stage: Path(str(import_module(stage).__file__)).parent for stage in STAGES} == {
        stage: PROJECT / stage for stage in STAGES
    }


def test_every_package_has_an_init_and_no_test_folder_has_its_name() -> None:
    folders = {path.parent for path in [*MODULES, *TESTS]}

    assert [name_of(folder) for folder in folders if not (folder / "__init__.py").is_file()] == []
    assert {folder.name for folder in (PROJECT / "tests").iterdir() if folder.is_dir()} & set(STAGES) == set()


def versions(requirements: Iterable[str], operator: str) -> dict[str, tuple[int, ...]]:
    """The version of each requirement of the form `name[extra]>=1.2.3`."""
    pattern = re.compile(rf"([\w.-]+)(?:\[\w+\])?{operator}(\d+(?:\.\d+)*)")
    found = [match for match in map(pattern.match, requirements) if match]
    return {match[1]: tuple(map(int, match[2].split("."))) for match in found}


@cache
def lower_bounds() -> dict[str, tuple[int, ...]]:
    """The oldest version of each requirement that pyproject.toml allows, extras included."""
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = [one for extra in project["optional-dependencies"].values() for one in extra]
    bounds = versions([*project["dependencies"], *extras], ">=")
    assert len(bounds) == len({*project["dependencies"], *extras})
    return bounds


def pins(path: Path) -> dict[str, tuple[int, ...]]:
    return versions(path.read_text(encoding="utf-8").splitlines(), "==")


def test_lock_satisfies_every_lower_bound() -> None:
    locked = pins(LOCK)

    assert len(locked) > 40
    assert {name for name, bound in lower_bounds().items() if name not in locked or locked[name] < bound} == set()


def test_every_locked_file_has_a_hash() -> None:
    text = LOCK.read_text(encoding="utf-8")

    assert text.count("--hash=sha256:") >= len(pins(LOCK))


@pytest.mark.skipif(not LOWEST.is_file(), reason="there is no list of the lowest versions")
def test_lowest_versions_are_the_lower_bounds() -> None:
    lowest = pins(LOWEST)

    assert {name: lowest.get(name) for name in lower_bounds()} == lower_bounds()


def test_commands_load_what_they_need_when_they_run() -> None:
    names = [path.stem for path in (PROJECT / "crawler" / "commands").glob("*.py")]
    load = "; ".join(f"importlib.import_module('crawler.commands.{name}')" for name in names)
    loaded = subprocess.run(
        [sys.executable, "-c", f"import importlib, sys; {load}; print(*sys.modules)"],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    assert "crawler.commands.runs" in loaded
    assert [name for name in loaded if name.split(".")[0] in ("db", "numpy", "pipelines", "sqlalchemy")] == []
    assert "crawler.spiders" not in loaded
