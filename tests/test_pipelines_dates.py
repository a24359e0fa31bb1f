"""Dates of URLs, of printed time lines, and of datelines without a year."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.dates import printed_date, resolve_month_day, url_date

DAYS = st.dates(min_value=dt.date(1990, 1, 1), max_value=dt.date(2099, 12, 31))


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://www.yunling.example/system/2017/10/19/016478629.shtml", dt.date(2017, 10, 19)),
        ("http://www.yunling.example/jxrb/system/2017/10/11/016455920.shtml", dt.date(2017, 10, 11)),
        ("http://www.yunling.example/system/2020/11/08/020717765_01.shtml", dt.date(2020, 11, 8)),
        ("http://paper.yunling.example/zglyb/html/2017-10/13/node_1.htm", dt.date(2017, 10, 13)),
        ("http://paper.yunling.example/html/2022-06/30/zjrbindex.htm", dt.date(2022, 6, 30)),
        ("https://paper.yunling.example/pc/layout/202607/18/node_01.html", dt.date(2026, 7, 18)),
        ("http://www.yunling.example/xw/t20190918_693227.shtml", dt.date(2019, 9, 18)),
        ("http://www.yunling.example/art/2016/11/22/art_1621004_30332664.html", dt.date(2016, 11, 22)),
        ("http://www.yunling.example/system/2016/02/29/1.shtml", dt.date(2016, 2, 29)),
    ],
)
def test_url_names_its_day(url: str, expected: dt.date) -> None:
    assert url_date(url) == expected


@pytest.mark.parametrize(
    "url",
    [
        "http://www.yunling.example/system/2015/02/29/1.shtml",
        "http://www.yunling.example/system/2017/13/01/1.shtml",
        "http://www.yunling.example/system/2017/04/31/1.shtml",
        "http://www.yunling.example/system/2017/00/10/1.shtml",
        "http://www.yunling.example/system/0000/01/01/1.shtml",
        "http://paper.yunling.example/html/2017-13/01/node_1.htm",
        "http://paper.yunling.example/pc/layout/201700/18/node_01.html",
        "http://www.yunling.example/xw/t20191318_693227.shtml",
    ],
)
def test_impossible_day_is_no_day(url: str) -> None:
    assert url_date(url) is None


@pytest.mark.parametrize(
    "url",
    [
        "",
        "http://www.yunling.example/hot/index.shtml",
        "http://www.yunling.example/system/count//0088001/000000000000/000/000/c0088001000000000000_000000304.shtml",
        "http://www.yunling.example/system/2017/10/016478629.shtml",
        "http://www.yunling.example/system/12017/10/19/1.shtml",
        "http://www.yunling.example/system/2017/10/193/1.shtml",
        "http://pic2.yunling.example/0/10/65/65/10656553_856650.jpg",
        "http://www.yunling.example/art_1621004_30332664.html",
        "http://www.yunling.example/W020190918693227.jpg",
        "https://mp.weixin.qq.com/s/a20190918b_Cd",
    ],
)
def test_url_without_a_day_has_none(url: str) -> None:
    assert url_date(url) is None


@given(DAYS)
def test_every_day_is_read_from_every_form(day: dt.date) -> None:
    base = "http://www.yunling.example"
    assert url_date(f"{base}/system/{day:%Y/%m/%d}/016478629.shtml") == day
    assert url_date(f"{base}/html/{day:%Y-%m/%d}/node_1.htm") == day
    assert url_date(f"{base}/pc/content/{day:%Y%m/%d}/content_1.html") == day
    assert url_date(f"{base}/t{day:%Y%m%d}_693227.shtml") == day


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("时间：2024-10-25 08:03:30　 来源：云岭日报　 作者：", "2024-10-25T08:03:30+08:00"),
        ("2019年06月15日08:18\u00a0\u00a0来源：云岭网", "2019-06-15T08:18:00+08:00"),
        ("2019年06月15日08:18  来源：", "2019-06-15T08:18:00+08:00"),
        ("2019-09-18 06:23", "2019-09-18T06:23:00+08:00"),
        ("2017-04-06 07:30:37:0", "2017-04-06T07:30:37+08:00"),
        ("2017-04-06 07:30:37.0", "2017-04-06T07:30:37+08:00"),
        ("2024-10-25 08:03:30　更新：2024-10-26 09:00:00", "2024-10-25T08:03:30+08:00"),
        ("来源：2021云岭发布　2021-05-08 23:59", "2021-05-08T23:59:00+08:00"),
    ],
)
def test_time_line_with_a_clock_gives_day_and_moment(text: str, at: str) -> None:
    found = printed_date(text)
    assert found is not None
    assert found.on == dt.date.fromisoformat(at[:10])
    assert found.at is not None
    assert found.at.isoformat() == at


@pytest.mark.parametrize(
    ("text", "on"),
    [
        ("发表于：2017/10/19", dt.date(2017, 10, 19)),
        ("2017年10月19日 来源：云岭网", dt.date(2017, 10, 19)),
        ("2020年5月8日　星期五", dt.date(2020, 5, 8)),
        ("发表于：2017/10/19　值班热线 08:30至17:30", dt.date(2017, 10, 19)),
        ("2024-10-25 25:61 来源：", dt.date(2024, 10, 25)),
        ("（2016-02-29）", dt.date(2016, 2, 29)),
    ],
)
def test_time_line_without_a_clock_gives_the_day_only(text: str, on: dt.date) -> None:
    found = printed_date(text)
    assert found is not None
    assert found.on == on
    assert found.at is None


def test_afternoon_is_never_read_as_the_small_hours() -> None:
    found = printed_date("2020年5月8日 下午3:05")
    assert found is not None
    assert found.on == dt.date(2020, 5, 8)
    assert found.at is None or found.at.hour == 15


@pytest.mark.parametrize(
    "text",
    [
        "", "2024年5月", "05-08", "13:05", "5月8日", "昨日下午", "云岭新闻网10月10日消息：今天",
        "来源：云岭日报　作者：",
        "2019-02-30", "2017年13月01日", "2015/02/29", "东ICP备07004085号-1", "电话：0999-86849275",
    ],
)  # fmt: skip
def test_text_without_a_full_possible_date_gives_none(text: str) -> None:
    assert printed_date(text) is None


def test_moment_is_in_the_zone_of_the_source() -> None:
    found = printed_date("2024-10-25 08:03", tz="Asia/Tokyo")
    assert found is not None
    assert found.at is not None
    assert found.at.isoformat() == "2024-10-25T08:03:00+09:00"


@given(DAYS, st.times().map(lambda time: time.replace(microsecond=0)))
def test_every_moment_printed_in_a_known_form_is_read(day: dt.date, time: dt.time) -> None:
    for date in (f"{day:%Y-%m-%d} ", f"{day:%Y/%m/%d} ", f"{day:%Y年%m月%d日}"):
        found = printed_date(f"时间：{date}{time:%H:%M:%S}　 来源：云岭日报")
        assert found is not None
        assert found.on == day
        assert found.at is not None
        assert found.at.replace(tzinfo=None) == dt.datetime.combine(day, time)


@pytest.mark.parametrize(
    ("month", "day", "near", "expected"),
    [
        (10, 21, dt.date(2012, 10, 21), dt.date(2012, 10, 21)),
        (7, 18, dt.date(2012, 10, 21), dt.date(2012, 7, 18)),
        (10, 22, dt.date(2012, 10, 21), dt.date(2012, 10, 22)),
        (10, 23, dt.date(2012, 10, 21), dt.date(2011, 10, 23)),
        (12, 31, dt.date(2013, 1, 1), dt.date(2012, 12, 31)),
        (1, 1, dt.date(2012, 12, 31), dt.date(2013, 1, 1)),
        (1, 2, dt.date(2012, 12, 31), dt.date(2012, 1, 2)),
        (2, 29, dt.date(2012, 2, 28), dt.date(2012, 2, 29)),
        (2, 29, dt.date(2012, 2, 27), dt.date(2008, 2, 29)),
        (2, 29, dt.date(2015, 3, 1), dt.date(2012, 2, 29)),
        (2, 29, dt.date(2104, 2, 27), dt.date(2096, 2, 29)),
    ],
)
def test_day_without_a_year_is_the_latest_that_can_have_been_meant(
    month: int, day: int, near: dt.date, expected: dt.date
) -> None:
    assert resolve_month_day(month, day, near=near) == expected


@pytest.mark.parametrize(("month", "day"), [(2, 30), (4, 31), (13, 1), (0, 5), (5, 0), (5, 32)])
def test_day_that_no_year_has_is_none(month: int, day: int) -> None:
    assert resolve_month_day(month, day, near=dt.date(2020, 5, 8)) is None


@given(DAYS, DAYS)
def test_resolved_day_is_the_last_one_not_after_tomorrow(day: dt.date, near: dt.date) -> None:
    found = resolve_month_day(day.month, day.day, near=near)
    tomorrow = near + dt.timedelta(days=1)
    candidates = [tomorrow - dt.timedelta(days=n) for n in range(366 * 8 + 2)]
    assert found == next(c for c in candidates if (c.month, c.day) == (day.month, day.day))
