"""Site profiles: the shipped ones load, and every kind of mistake is one line that names file, key and reason."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from crawler.profile import SITES, load_profile
from crawler.profile_table import ProfileError

if TYPE_CHECKING:
    from pathlib import Path

GOOD = """\
name = "yunling"
county = "云岭县"
timezone = "Asia/Shanghai"

[news]
name = "云岭新闻网"
url = "https://www.yunling.example/"
platform = "enorth"
since = 2020-01-31
hosts = ["News.yunling.example"]

[news.sections]
hot = "/hot/index.shtml"
photo = "https://photo.yunling.example/"

[epaper]
name = "今日云岭"

[wechat]
name = "云岭发布"
account = "ylfabu"

[politeness]
delay_s = 2
autothrottle = false

[guard]
allow = ["127.0.0.1", "10.1.2.3/8", "::1"]
"""


def write(folder: Path, text: str | bytes) -> str:
    path = folder / "site.toml"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return str(path)


def changed(old: str, new: str) -> str:
    assert GOOD.count(old) == 1
    return GOOD.replace(old, new)


def error_of(site: str) -> ProfileError:
    with pytest.raises(ProfileError) as raised:
        load_profile(site)
    assert "\n" not in str(raised.value)
    return raised.value


@pytest.mark.parametrize("site", sorted(path.stem for path in SITES.glob("*.toml")))
def test_shipped_profile_loads_under_its_own_name(site: str) -> None:
    assert load_profile(site).name == site
    assert load_profile(str(SITES / f"{site}.toml")) == load_profile(site)


def test_cangnan_names_the_three_channels_of_its_paper() -> None:
    profile = load_profile("cangnan")

    assert profile.county == "苍南县"
    assert profile.news is not None
    assert profile.epaper is not None
    assert profile.wechat is not None
    assert (profile.news.name, profile.epaper.name) == ("苍南新闻网", "今日苍南")
    assert (profile.wechat.name, profile.wechat.account) == ("苍南发布", "cnfabu")
    assert profile.allow_addresses == ()


def test_every_key_reaches_the_profile(tmp_path: Path) -> None:
    profile = load_profile(write(tmp_path, GOOD))

    assert profile.news is not None
    assert profile.news.sections == {
        "hot": "https://www.yunling.example/hot/index.shtml",
        "photo": "https://photo.yunling.example/",
    }
    assert profile.news.hosts == {"www.yunling.example", "news.yunling.example"}
    assert (profile.news.platform, profile.news.since) == ("enorth", dt.date(2020, 1, 31))
    assert profile.epaper is not None
    assert (profile.epaper.url, profile.epaper.platform) == (None, "auto")
    assert profile.wechat is not None
    assert profile.wechat.account == "ylfabu"
    assert (profile.delay_s, profile.autothrottle) == (2.0, False)
    assert profile.allow_addresses == ("127.0.0.1/32", "10.0.0.0/8", "::1/128")


def test_what_may_be_left_out_has_a_default(tmp_path: Path) -> None:
    profile = load_profile(
        write(tmp_path, 'name = "x"\ncounty = "县"\n[news]\nname = "网"\nurl = "http://x.example/"\n')
    )

    assert (profile.tz, profile.delay_s, profile.autothrottle, profile.allow_addresses) == (
        "Asia/Shanghai",
        None,
        None,
        (),
    )
    assert profile.news is not None
    assert (profile.news.platform, profile.news.sections, profile.news.since) == ("auto", {}, None)
    assert (profile.epaper, profile.wechat) == (None, None)


@pytest.mark.parametrize(
    ("old", "new", "key", "reason"),
    [
        ('county = "云岭县"', 'county = "云岭县"\nsince = 2020-01-31', "since", "is not a key"),
        ("[guard]", "[guard]\nallowed = []", "guard.allowed", "is not a key"),
        ("autothrottle = false", "auto_throttle = false", "politeness.auto_throttle", "is not a key"),
        ('[epaper]\nname = "今日云岭"', '[epaper]\nname = "今日云岭"\nhome = "x"', "epaper.home", "is not a key"),
        ('county = "云岭县"', "", "county", "is missing"),
        ('name = "云岭新闻网"', "", "news.name", "is missing"),
        ('url = "https://www.yunling.example/"', "", "news.url", "is missing"),
        ('account = "ylfabu"', "", "wechat.account", "is missing"),
        ('county = "云岭县"', "county = 5", "county", "is 5"),
        ('county = "云岭县"', 'county = "  "', "county", "is empty"),
        ('name = "yunling"', 'name = "Yun Ling"', "name", "'Yun Ling'"),
        ('name = "yunling"', 'name = "../x"', "name", "'../x'"),
        ("autothrottle = false", "autothrottle = 0", "politeness.autothrottle", "true or false"),
        ("delay_s = 2", "delay_s = true", "politeness.delay_s", "a number of seconds"),
        ("delay_s = 2", 'delay_s = "2"', "politeness.delay_s", "a number of seconds"),
        ("delay_s = 2", "delay_s = -1", "politeness.delay_s", "from 0 to 3600"),
        ("delay_s = 2", "delay_s = nan", "politeness.delay_s", "from 0 to 3600"),
        ("delay_s = 2", "delay_s = 36000", "politeness.delay_s", "from 0 to 3600"),
        ('"https://www.yunling.example/"', '"www.yunling.example"', "news.url", "must be a URL"),
        ('"https://www.yunling.example/"', '"ftp://www.yunling.example/"', "news.url", "must be a URL"),
        ('"https://www.yunling.example/"', '"https://"', "news.url", "must be a URL"),
        ('"https://www.yunling.example/"', '"https://a b.example/"', "news.url", "must be a URL"),
        ('"https://www.yunling.example/"', '"https://[::1/"', "news.url", "must be a URL"),
        ('"https://www.yunling.example/"', '"https://a.example:99999/"', "news.url", "must be a URL"),
        ('"/hot/index.shtml"', '"mailto:news@yunling.example"', "news.sections.hot", "must be a URL"),
        ('"/hot/index.shtml"', "7", "news.sections.hot", "path or URL"),
        ('[news.sections]\nhot = "/hot/index.shtml"', '[news.sections]\nhot = ""', "news.sections.hot", "path or URL"),
        ("since = 2020-01-31", "since = 2020-01-31T08:00:00", "news.since", "must be a date"),
        ("since = 2020-01-31", 'since = "31.1.2020"', "news.since", "must be a date"),
        ("since = 2020-01-31", "since = 2020", "news.since", "must be a date"),
        ('timezone = "Asia/Shanghai"', 'timezone = "Asia/Cangnan"', "timezone", "IANA time zone"),
        ('timezone = "Asia/Shanghai"', 'timezone = "../../etc"', "timezone", "IANA time zone"),
        ('timezone = "Asia/Shanghai"', 'timezone = "Asia"', "timezone", "IANA time zone"),
        ('["News.yunling.example"]', '["https://news.yunling.example"]', "news.hosts", "host names"),
        ('["News.yunling.example"]', '["news.yunling.example:80"]', "news.hosts", "host names"),
        ('["News.yunling.example"]', '"news.yunling.example"', "news.hosts", "a list of host names"),
        ('["News.yunling.example"]', "[80]", "news.hosts", "host names"),
        ('"10.1.2.3/8"', '"10.1.2"', "guard.allow", "holds '10.1.2'"),
        ('"10.1.2.3/8"', '"localhost"', "guard.allow", "holds 'localhost'"),
        ('"10.1.2.3/8"', "127", "guard.allow", "holds 127"),
        ('platform = "enorth"', 'platform = "wordpress"', "news.platform", "auto, "),
        ("[epaper]\n", '[epaper]\nplatform = "northwind"\n', "epaper.platform", "auto, "),
        ('[wechat]\nname = "云岭发布"\naccount = "ylfabu"', "[[wechat]]", "wechat", "must be a table"),
    ],
)
def test_mistake_is_told_with_file_key_and_reason(tmp_path: Path, old: str, new: str, key: str, reason: str) -> None:
    path = write(tmp_path, changed(old, new))

    error = error_of(path)

    assert (str(error.file), error.key) == (path, key)
    assert reason in error.reason
    assert str(error) == f"{path}: {key}: {error.reason}"


def test_profile_without_a_channel_is_a_mistake(tmp_path: Path) -> None:
    path = write(tmp_path, 'name = "x"\ncounty = "县"\n')

    assert str(error_of(path)) == f"{path}: names no channel; it needs a table [news], [epaper] or [wechat]"


@pytest.mark.parametrize(
    "content",
    ["name = ", "[news\n", "a = 1\na = 2\n", 'name = "云岭'.encode("gb18030"), b"\xff\xfe", GOOD.encode("utf-16")],
)
def test_file_that_is_no_toml_is_a_mistake(tmp_path: Path, content: str | bytes) -> None:
    path = write(tmp_path, content)

    assert str(error_of(path)).startswith(f"{path}: is no TOML: ")


def test_missing_file_is_told_with_the_sites_there_are(tmp_path: Path) -> None:
    assert "there is no such file; the sites are: cangnan, " in str(error_of("nowhere"))
    assert str(tmp_path / "x.toml") in str(error_of(str(tmp_path / "x.toml")))


def test_folder_is_no_profile(tmp_path: Path) -> None:
    (tmp_path / "site.toml").mkdir()

    assert "cannot be read" in str(error_of(str(tmp_path / "site.toml")))


@pytest.mark.parametrize("site", ["", "../secret", "Cangnan", "a b", "/etc/passwd", "cangnan.yaml"])
def test_name_that_no_site_can_have_is_no_path_either(site: str) -> None:
    assert "is neither the name of a site nor the path of a .toml file" in str(error_of(site))
