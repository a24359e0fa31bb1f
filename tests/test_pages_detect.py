"""Each platform is known by its own signs, on the page or in the address, and the evidence is told."""

from __future__ import annotations

import pytest

from crawler.pages.base import UnreadablePage
from crawler.pages.detect import PLATFORMS, detect

HOME = "http://www.county.example/"
PLAIN = "<html><body><p>云岭县</p></body></html>"
ON_PAGE = [
    ("trs-epaper", '<a href="/reader/layout/findBmMenu.do">'),
    ("founder-cloud", "<cms-content><p>文</p></cms-content>"),
    ("founder-cloud", '<div class="layout-catalogue">'),
    ("aheading", '<div class="main-ed-map">'),
    ("aheading", "<!-- npm:article -->"),
    ("aheading", 'src="http://paper.cnepaper.com/x.js"'),
    ("founder-classic", "<founder-title>标题</founder-title>"),
    ("founder-classic", "<!--enpproperty <founder-date>2021-06-16</founder-date>-->"),
    ("enorth", '<!--enorth cms page [ enorth parse_date="2017"]-->'),
    ("enorth", '<!--<page cms="enorth webpublisher" version="5.0.0">-->'),
    ("enorth", "<!--function content() parse begin-->"),
    ("enorth", 'var schannelId= "0088001000000000000";'),
    ("trs-wcm", '<div class="TRS_Editor">'),
]
IN_URL = [
    ("trs-epaper", "/reader/layout/detailData.do"),
    ("founder-nbs", "/html/2021-06/16/nbs.D110000ylrb_01.htm"),
    ("founder-nbs", "/html/2021-06/16/nw.D110000ylrb_20210616_1-01.htm"),
    ("founder-pc", "/pc/layout/202106/16/node_01.html"),
    ("founder-pc", "/layout/202106/16/l01.html"),
    ("founder-classic", "/html/2021-06/16/content_123.htm"),
    ("founder-classic", "/html/2021-06/16/node_2.htm"),
    ("enorth", "/system/2021/06/16/014531534.shtml"),
    ("enorth", "/system/2021/06/16/014531534_01.shtml"),
    ("enorth", "/system/count//0088001/000000000000/000/000/c0088001000000000000_000000003.shtml"),
    ("trs-wcm", "/news/202106/t20210616_1234567.html"),
    ("hanweb", "/art/2021/6/16/art_1234_567890.html"),
]


@pytest.mark.parametrize(("platform", "sign"), ON_PAGE)
def test_sign_on_the_page_tells_the_platform(platform: str, sign: str) -> None:
    found = detect(f"<html><body>{sign}</body></html>", HOME)

    assert found.platform == platform
    assert [step for step in found.evidence if step.startswith("the page contains ")] == list(found.evidence)
    assert len(found.evidence) == 1


@pytest.mark.parametrize(("platform", "path"), IN_URL)
def test_address_tells_the_platform_when_the_page_does_not(platform: str, path: str) -> None:
    found = detect(PLAIN, f"http://www.county.example{path}")

    assert found.platform == platform
    assert len(found.evidence) == 1
    assert found.evidence[0].startswith("the URL contains ")


def test_wechat_is_told_by_its_host() -> None:
    assert detect(PLAIN, "https://mp.weixin.qq.com/s/AbCdEf").platform == "wechat"
    with pytest.raises(UnreadablePage):
        detect(PLAIN, "https://evil.example/?mp.weixin.qq.com/s/AbCdEf")


def test_page_outweighs_address_because_skins_cross_families() -> None:
    found = detect("<founder-title>标题</founder-title>", f"{HOME}system/2021/06/16/014531534.shtml")

    assert found.platform == "founder-classic"


def test_both_signs_are_told_when_they_agree() -> None:
    found = detect("<!--enorth cms page-->", f"{HOME}system/2021/06/16/014531534.shtml")

    assert found.evidence == (
        "the page contains '<!--enorth cms'",
        "the URL contains '/system/2021/06/16/014531534.shtml'",
    )


def test_every_platform_has_a_case_here() -> None:
    assert {*(name for name, _ in ON_PAGE), *(name for name, _ in IN_URL), "wechat"} == set(PLATFORMS)


@pytest.mark.parametrize(("text", "url"), [("", HOME), (PLAIN, f"{HOME}news/1.html"), (PLAIN, f"{HOME}system/x")])
def test_page_without_a_sign_is_refused(text: str, url: str) -> None:
    with pytest.raises(UnreadablePage) as refusal:
        detect(text, url)

    assert refusal.value.reason == "unknown_platform"
    assert all(name in refusal.value.detail for name in PLATFORMS)
