from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rulebook.terms import (
    DateBeyondReach,
    Unit,
    add_working_days,
    count_term,
    midnight_after,
    working_days_between,
)
from rulebook.working_days import NoGazette, shipped_calendar

DAYS = st.dates(min_value=date(2019, 1, 1), max_value=date(2040, 12, 31))
COUNTS = st.integers(min_value=0, max_value=120)


@pytest.mark.parametrize(
    ("start", "count", "due"),
    [
        (date(2026, 1, 3), 3, date(2026, 1, 6)),
        (date(2026, 3, 31), 10, date(2026, 4, 15)),
        (date(2026, 4, 30), 3, date(2026, 5, 8)),
        (date(2026, 9, 28), 10, date(2026, 10, 16)),
        (date(2026, 10, 9), 3, date(2026, 10, 13)),
    ],
)
def test_working_days_end_where_the_notice_of_2026_says(start: date, count: int, due: date) -> None:
    counted = count_term(count=count, unit=Unit.WD, start=start, calendar=shipped_calendar())
    assert counted.due_on == due
    assert not counted.provisional


@pytest.mark.parametrize(
    ("start", "count", "unit", "due"),
    [
        (date(2025, 11, 30), 3, Unit.M, date(2026, 2, 28)),
        (date(2026, 5, 15), 3, Unit.M, date(2026, 8, 15)),
        (date(2028, 2, 29), 1, Unit.Y, date(2029, 2, 28)),
        (date(2026, 12, 31), 2, Unit.M, date(2027, 2, 28)),
        (date(1990, 1, 31), 1, Unit.M, date(1990, 2, 28)),
        (date(2026, 9, 25), 10, Unit.D, date(2026, 10, 5)),
    ],
)
def test_days_months_and_years_need_no_calendar(start: date, count: int, unit: Unit, due: date) -> None:
    assert count_term(count=count, unit=unit, start=start, calendar=None).due_on == due


def test_skipped_days_and_worked_weekends_are_told() -> None:
    counted = count_term(count=3, unit=Unit.WD, start=date(2026, 1, 2), calendar=shipped_calendar())
    assert counted.due_on == date(2026, 1, 6)
    assert [(day.on, day.reason) for day in counted.skipped] == [(date(2026, 1, 3), "元旦")]
    assert counted.made_up == (date(2026, 1, 4),)


def test_a_procedural_limit_rolls_off_a_day_off() -> None:
    counted = count_term(
        count=30, unit=Unit.D, start=date(2026, 9, 1), calendar=shipped_calendar(), rolls=True
    )
    assert counted.due_on == date(2026, 10, 8)
    assert counted.skipped[0].reason == "国庆节"


def test_a_limit_into_an_unannounced_year_is_provisional() -> None:
    counted = count_term(count=10, unit=Unit.WD, start=date(2026, 12, 25), calendar=shipped_calendar())
    assert counted.due_on == date(2027, 1, 11)
    assert counted.provisional


def test_a_limit_of_nothing_ends_on_its_start() -> None:
    for unit in Unit:
        assert count_term(
            count=0, unit=unit, start=date(2026, 10, 3), calendar=shipped_calendar()
        ).due_on == (date(2026, 10, 3))


def test_a_negative_limit_is_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        count_term(count=-1, unit=Unit.D, start=date(2026, 1, 1), calendar=None)


def test_working_days_without_a_calendar_are_refused() -> None:
    with pytest.raises(ValueError, match="without a calendar"):
        count_term(count=1, unit=Unit.WD, start=date(2026, 1, 1), calendar=None)


def test_rolling_without_a_calendar_is_refused() -> None:
    with pytest.raises(ValueError, match="without a calendar"):
        count_term(count=1, unit=Unit.M, start=date(2026, 1, 1), calendar=None, rolls=True)


def test_working_days_before_the_first_gazette_are_refused() -> None:
    with pytest.raises(NoGazette):
        count_term(count=1, unit=Unit.WD, start=date(2018, 5, 1), calendar=shipped_calendar())


@pytest.mark.parametrize("unit", [Unit.D, Unit.M, Unit.Y])
def test_a_limit_beyond_the_last_year_is_refused(unit: Unit) -> None:
    with pytest.raises(DateBeyondReach):
        count_term(count=9_999_999, unit=unit, start=date(2026, 1, 1), calendar=None)


def test_the_day_ends_at_midnight_in_shanghai() -> None:
    assert midnight_after(date(2026, 12, 31)).isoformat() == "2027-01-01T00:00:00+08:00"


@given(start=DAYS, count=COUNTS)
def test_exactly_so_many_working_days_lie_in_the_limit(start: date, count: int) -> None:
    calendar = shipped_calendar()
    counted = count_term(count=count, unit=Unit.WD, start=start, calendar=calendar)
    assert working_days_between(start, counted.due_on, calendar) == count
    assert len(counted.skipped) + count == (counted.due_on - start).days
    assert count == 0 or calendar.is_working_day(counted.due_on)


@given(start=DAYS, first=COUNTS, second=COUNTS)
def test_working_days_add_up(start: date, first: int, second: int) -> None:
    calendar = shipped_calendar()
    halfway = add_working_days(start, first, calendar)
    assert add_working_days(halfway, second, calendar) == add_working_days(start, first + second, calendar)


@given(start=DAYS, count=COUNTS, unit=st.sampled_from(list(Unit)), later=st.integers(1, 40))
def test_a_later_event_never_ends_earlier(start: date, count: int, unit: Unit, later: int) -> None:
    calendar = shipped_calendar()
    early = count_term(count=count, unit=unit, start=start, calendar=calendar)
    late = count_term(count=count, unit=unit, start=start + timedelta(days=later), calendar=calendar)
    assert early.due_on <= late.due_on


@given(start=DAYS, count=COUNTS)
def test_twelve_months_are_a_year(start: date, count: int) -> None:
    by_month = count_term(count=12 * count, unit=Unit.M, start=start, calendar=None)
    assert by_month == count_term(count=count, unit=Unit.Y, start=start, calendar=None)


@given(start=DAYS, count=COUNTS, unit=st.sampled_from([Unit.D, Unit.M, Unit.Y]))
def test_rolling_ends_on_the_next_working_day(start: date, count: int, unit: Unit) -> None:
    if unit is Unit.Y:
        count = count % 50
    calendar = shipped_calendar()
    plain = count_term(count=count, unit=unit, start=start, calendar=None).due_on
    rolled = count_term(count=count, unit=unit, start=start, calendar=calendar, rolls=True)
    assert calendar.is_working_day(rolled.due_on)
    assert (
        rolled.due_on == plain
        or working_days_between(plain - timedelta(days=1), rolled.due_on, calendar) == 1
    )
