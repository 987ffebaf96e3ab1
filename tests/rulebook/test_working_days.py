from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import chinese_calendar
import holidays
import pytest

from rulebook.source import EditionFault
from rulebook.working_days import Calendar, Gazette, NoGazette, read_gazette, shipped_calendar

# No difference between the gazettes and either oracle is known, the epidemic extension of 2020 and the
# second Labour Day notice of 2019 included; a line here would have to say which notice explains it.
EXPLAINED: dict[date, str] = {}


def days_of(year: int) -> list[date]:
    first = date(year, 1, 1)
    return [first + timedelta(days=n) for n in range((date(year + 1, 1, 1) - first).days)]


@pytest.mark.parametrize("year", range(2019, 2027))
def test_every_day_agrees_with_chinesecalendar(year: int) -> None:
    calendar = shipped_calendar()
    differ = [on for on in days_of(year) if calendar.is_working_day(on) != chinese_calendar.is_workday(on)]
    assert [on for on in differ if on not in EXPLAINED] == []


@pytest.mark.parametrize("year", range(2019, 2027))
def test_every_day_agrees_with_holidays(year: int) -> None:
    calendar, oracle = shipped_calendar(), holidays.country_holidays("CN", years=year)
    differ = [on for on in days_of(year) if calendar.is_working_day(on) != oracle.is_working_day(on)]
    assert [on for on in differ if on not in EXPLAINED] == []


def test_2026_has_248_working_days() -> None:
    assert sum(shipped_calendar().is_working_day(on) for on in days_of(2026)) == 248


def test_a_day_off_says_why() -> None:
    calendar = shipped_calendar()
    assert calendar.why_off(date(2026, 10, 1)) == "国庆节"
    assert calendar.why_off(date(2026, 10, 11)) == "weekend"
    assert calendar.why_off(date(2026, 10, 10)) is None


def test_the_epidemic_extension_of_2020_is_off() -> None:
    calendar = shipped_calendar()
    assert not calendar.is_working_day(date(2020, 1, 31))
    assert not calendar.is_working_day(date(2020, 2, 1))
    assert calendar.is_working_day(date(2020, 2, 3))


def test_shipped_years_are_official_and_the_next_is_provisional() -> None:
    calendar = shipped_calendar()
    assert not any(calendar.is_provisional(year) for year in range(2019, 2027))
    assert calendar.is_provisional(2027)
    assert calendar.is_provisional(2028)


def test_2027_knows_its_statutory_days() -> None:
    oracle = holidays.country_holidays("CN", years=2027, language="zh_CN")
    statutory = {on for on, name in oracle.items() if "补假" not in name}
    assert set(shipped_calendar().gazettes[2027].off) == statutory
    assert not shipped_calendar().gazettes[2027].working


def test_a_year_without_a_notice_is_weekends_only() -> None:
    calendar = shipped_calendar()
    assert calendar.is_working_day(date(2031, 10, 1))
    assert calendar.why_off(date(2031, 10, 4)) == "weekend"


@pytest.mark.parametrize("on", [date(2018, 12, 31), date(2100, 1, 1)])
def test_a_day_outside_the_years_is_refused(on: date) -> None:
    with pytest.raises(NoGazette):
        shipped_calendar().is_working_day(on)


def test_every_gazette_names_its_notice() -> None:
    assert "国办发明电〔2025〕7号" in shipped_calendar().gazettes[2026].notice
    assert "国办发明电〔2020〕1号" in shipped_calendar().gazettes[2020].notice


def test_the_digest_follows_the_days() -> None:
    calendar = shipped_calendar()
    moved = Gazette(2027, "official", "notice", {date(2027, 1, 1): "元旦"}, frozenset())
    later = calendar.with_gazettes([moved])
    assert len(calendar.digest) == 16
    assert later.digest != calendar.digest
    assert later.with_gazettes([calendar.gazettes[2027]]).digest == calendar.digest
    assert not later.is_provisional(2027)


def test_the_digest_does_not_follow_the_order_of_reading() -> None:
    gazettes = shipped_calendar().gazettes
    assert Calendar(dict(sorted(gazettes.items(), reverse=True))).digest == shipped_calendar().digest


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "year.toml"
    path.write_text(text, encoding="utf-8")
    return path


HEAD = 'year = 2026\nstatus = "official"\n'
NOTICE = '[[notice]]\ntitle = "t"\nnumber = "n"\nissued_on = 2025-11-04\nmark = "K"\n'


def test_a_worked_weekday_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, HEAD + "working = [2026-01-05]\n" + NOTICE)
    with pytest.raises(EditionFault, match=r"year\.toml:3: 2026-01-05 is a Monday: only a weekend day"):
        read_gazette(path)


def test_a_day_of_another_year_is_refused(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        HEAD + "working = []\n" + NOTICE + '[[off]]\nname = "元旦"\nfirst = 2025-12-31\nlast = 2026-01-01\n',
    )
    with pytest.raises(EditionFault, match="no span of days of 2026"):
        read_gazette(path)


def test_a_day_named_twice_is_refused(tmp_path: Path) -> None:
    span = '[[off]]\nname = "元旦"\nfirst = 2026-01-01\nlast = 2026-01-02\n'
    with pytest.raises(EditionFault, match="2026-01-01 is named twice"):
        read_gazette(written(tmp_path, HEAD + "working = []\n" + NOTICE + span + span))


def test_a_gazette_without_a_notice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EditionFault, match="no \\[\\[notice\\]\\]"):
        read_gazette(written(tmp_path, HEAD + "working = []\n"))
