"""The docs are true: every command in them runs, and what they show is what comes out."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer

from crawler.commands import crawl
from crawler.profile import load_profile
from db.views import VIEWS
from tests.conftest import PROJECT, Operator, base_url, serve
from tests.county import County
from tests.county.plan import date_of
from tests.county.stories import repeated_stories
from tests.forked import run_scrapy

BIN = Path(sys.executable).parent
DOCS = (PROJECT / "README.md", *sorted((PROJECT / "docs").glob("*.md")))
DEMO_DAYS = 21


def blocks(language: str) -> list[tuple[str, str]]:
    """All fenced blocks of a language, each with the name of its file."""
    pattern = re.compile(rf"^```{language}\n(.*?)^```", re.MULTILINE | re.DOTALL)
    return [(doc.name, block) for doc in DOCS for block in pattern.findall(doc.read_text(encoding="utf-8"))]


SHELL = [(name, line) for name, block in blocks("sh") for line in block.splitlines() if line.strip()]
SCRAPY = [(name, line) for name, line in SHELL if "scrapy " in line]
MAKE = [(name, line.split("#")[0].strip()) for name, line in SHELL if line.startswith("make ")]


def crawl_county(folder: Path, server: HTTPServer, days: int) -> Operator:
    """Crawl so many days of the sample county into an SQLite file."""
    serve(server, County(days=days, base_url=base_url(server)))
    operator = Operator(folder, f"sqlite:///{folder / 'demo.db'}")
    profile = operator.write_profile(base_url(server))
    assert operator.scrapy("crawl", "news", "-a", f"site={profile}").returncode == 0
    asked = ("-a", f"since={date_of(0)}", "-a", f"until={date_of(days - 1)}")
    assert operator.scrapy("crawl", "epaper", "-a", f"site={profile}", *asked).returncode == 0
    return operator


@pytest.fixture(scope="module")
def few_days(tmp_path_factory: pytest.TempPathFactory) -> Operator:
    """Three days of the county, for the commands that read all of them anew."""
    with HTTPServer(port=0) as server:
        return crawl_county(tmp_path_factory.mktemp("few"), server, 3)


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory, make_httpserver: HTTPServer) -> Operator:
    """What the demo leaves behind."""
    return crawl_county(tmp_path_factory.mktemp("docs"), make_httpserver, DEMO_DAYS)


def run(operator: Operator, line: str) -> subprocess.CompletedProcess[str]:
    """Run a line of the docs, with the sample county in place of the real one and files in a folder of the test."""
    line = line.replace(".venv/bin/", f"{BIN}/").replace("DATABASE_URL=sqlite:///var/demo.db ", "")
    site = re.search(r'url = "(http://127\.0\.0\.1:\d+)/"', (operator.folder / "yunling.toml").read_text())
    assert site is not None
    line = line.replace("http://127.0.0.1:8765", site[1])
    line = re.sub(r"site=\w+", f"site={operator.folder / 'yunling.toml'}", line).replace(
        " var/", f" {operator.folder}/"
    )
    line = line.replace(" reparse --", " reparse --jobs 1 --")  # to start processes takes longer than three days do
    if not re.search(r"[|&<>$;]", line):  # one command, and nothing for a shell to do
        _, *arguments = shlex.split(line)
        return run_scrapy(arguments, folder=PROJECT, environment=operator.environ(), timeout_s=120)
    return subprocess.run(
        ["bash", "-c", line],
        cwd=PROJECT,
        env=operator.environ(),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_docs_hold_commands() -> None:
    assert len(SCRAPY) > 10
    assert {line for _, line in MAKE} == {"make demo", "make test"}


@pytest.mark.parametrize(("name", "line"), SCRAPY, ids=[f"{name}-{n}" for n, (name, _) in enumerate(SCRAPY)])
def test_command_of_the_docs_runs(crawled: Operator, few_days: Operator, name: str, line: str) -> None:
    done = run(few_days if "scrapy reparse" in line else crawled, line)

    assert done.returncode == 0, f"{name}: {line}\n{done.stderr}"


@pytest.mark.parametrize("line", sorted({line for _, line in MAKE}))
def test_make_knows_the_verb(line: str) -> None:
    done = subprocess.run([*line.split(), "--dry-run"], cwd=PROJECT, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr


def test_queries_of_the_readme_give_the_results_that_it_shows(crawled: Operator) -> None:
    queries = [line for name, line in SCRAPY if name == "README.md" and " sql " in line]
    shown = [block for name, block in blocks("text") if name == "README.md"]

    assert [run(crawled, query).stdout for query in queries] == shown
    assert len(shown) == 3


CRONTAB = next(block for name, block in blocks("crontab") if name == "README.md").strip().splitlines()


@pytest.mark.parametrize("line", CRONTAB, ids=["news", "epaper"])
def test_crontab_line_mails_only_the_verdict_of_a_run_that_failed(crawled: Operator, line: str) -> None:
    schedule, command = line.split("  ", 1)
    command = command.replace("cd /srv/county-press && ", "")
    command = re.sub(r"var/([\w-]+\.log)", lambda log: str(crawled.folder / log[1]), command)

    fine = run(crawled, command)
    wrong = run(crawled, re.sub(r"crawl \w+", "crawl nothing", command))

    assert re.fullmatch(r"(?:[\d*/,-]+ ){4}[\d*/,-]+", schedule)
    assert (fine.stdout, fine.stderr) == ("", "")
    assert wrong.stdout.startswith("usage: ")
    assert wrong.stdout.count("\n") == 1


def test_crontab_lines_of_the_operator_guide_say_nothing_when_all_is_fine(crawled: Operator) -> None:
    lines = next(block for name, block in blocks("crontab") if name == "operator-guide.md").strip().splitlines()
    commands = [line.split("  ", 1)[1].replace("\\%", "%").replace("/backup/", f"{crawled.folder}/") for line in lines]

    done = [run(crawled, command.replace("cd /srv/county-press && ", "")) for command in commands]

    assert [(one.returncode, one.stdout, one.stderr) for one in done] == [(0, "", "")] * 2
    assert (crawled.folder / "backup.log").read_text(encoding="utf-8").endswith(" is whole\n")


def test_example_profile_of_the_docs_is_a_profile(tmp_path: Path) -> None:
    example = next(block for name, block in blocks("toml") if name == "site-profile.md")
    path = tmp_path / "example.toml"
    path.write_text(example, encoding="utf-8")

    assert load_profile(str(path)).county == "苍南县"


def test_every_column_stands_in_the_analyst_guide() -> None:
    guide = (PROJECT / "docs" / "analyst-guide.md").read_text(encoding="utf-8")

    missing = [
        f"{view.name}.{name}"
        for view in VIEWS
        for name, _, comment in view.columns
        if f"| `{name}` | {comment} |\n" not in guide.split(f"## {view.name}\n", 1)[1]
    ]

    assert missing == []


def test_every_exit_code_and_verb_is_documented() -> None:
    guide = (PROJECT / "docs" / "operator-guide.md").read_text(encoding="utf-8")
    in_help = re.findall(r"^ +(\d+) {2}\w", crawl._EPILOG, re.MULTILINE)
    in_guide = re.findall(r"^\| (\d+) \|", guide, re.MULTILINE)
    verbs = {path.stem for path in (PROJECT / "crawler" / "commands").glob("[a-z]*.py")}
    everything = "".join(doc.read_text(encoding="utf-8") for doc in DOCS)

    assert in_help == in_guide == ["75", "2", "1", "4", "5", "6", "3", "0"]
    assert {verb for verb in verbs if f"scrapy {verb}" in everything} == verbs


def test_demo_shows_what_the_county_holds_and_then_nothing_new(tmp_path: Path, unused_port: int) -> None:
    county = County(days=3)
    command = [sys.executable, "-m", "tests.demo", "--days", "3", "--port", str(unused_port), "--var", str(tmp_path)]
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}

    first, second = (
        subprocess.run(command, cwd=PROJECT, env=environment, capture_output=True, text=True, timeout=120, check=False)
        for _ in range(2)
    )

    stored, printed = len(list(county.articles())), len(list(county.print_articles()))
    further = sum(len(story.pieces) - 1 for story in county.print_joined())  # a story that jumps is one row
    assert (first.returncode, second.returncode) == (0, 0), first.stderr + second.stderr
    assert re.search(rf"articles +{stored + printed - further:,}\n", first.stdout)
    assert re.search(rf"stories told again +{len(repeated_stories(county))}\n", first.stdout)
    assert f"{stored} new" in first.stderr
    assert f"{printed} new" in first.stderr
    assert "— 0 new" in second.stderr
