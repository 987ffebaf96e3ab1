"""From a limit and a day to the last day of the limit, with everything a receipt must be able to show."""

from __future__ import annotations

import calendar as months
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from rulebook.working_days import Calendar

SHANGHAI = ZoneInfo("Asia/Shanghai")
MONTHS_A_YEAR = 12
ONE_DAY = timedelta(days=1)


class Unit(StrEnum):
    """What a legal number counts."""

    WD = "WD"  # working days 工作日
    D = "D"  # calendar days 日
    M = "M"  # months 月
    Y = "Y"  # years 年


class DateBeyondReach(ValueError):
    """The limit ends outside the years a date can have."""


@dataclass(frozen=True)
class Skipped:
    """A day that did not count, and why: "weekend" or the holiday's Chinese name."""

    on: date
    reason: str


@dataclass(frozen=True)
class Counted:
    """The last day of a limit (inclusive). Provisional where a year's notice was still missing."""

    due_on: date
    provisional: bool
    skipped: tuple[Skipped, ...] = ()
    made_up: tuple[date, ...] = ()


def count_term(
    *, count: int, unit: Unit, start: date, calendar: Calendar | None, rolls: bool = False
) -> Counted:
    """The last day of a limit of `count` units from an event on `start`, the start day not counted.

    Months and years end on the same-numbered day, else on the month's last. `rolls` moves an end in days,
    months or years that falls on a day off to the next working day (procedural limits: 民法典 第203条, K).
    Raises ValueError for a negative count or a missing calendar, NoGazette outside the calendar's years,
    DateBeyondReach beyond the last year there is.
    """
    if count < 0:
        raise ValueError(f"A limit cannot be negative: {count}.")
    if unit is Unit.WD:
        return _working_days(count, start, _needed(calendar))
    end = _plain_end(count, unit, start)
    if not rolls:
        return Counted(due_on=end, provisional=False)
    return _rolled(end, _needed(calendar))


def add_working_days(start: date, n: int, calendar: Calendar) -> date:
    """The n-th working day after `start`; `start` itself for 0."""
    return count_term(count=n, unit=Unit.WD, start=start, calendar=calendar).due_on


def working_days_between(start: date, end: date, calendar: Calendar) -> int:
    """How many working days lie after `start`, up to and including `end`; 0 where `end` is not later."""
    days = (start + timedelta(days=n) for n in range(1, (end - start).days + 1))
    return sum(calendar.is_working_day(day) for day in days)


def midnight_after(on: date) -> datetime:
    """The exclusive end of a day: 00:00 of the next one in Asia/Shanghai."""
    following = on + ONE_DAY
    return datetime(following.year, following.month, following.day, tzinfo=SHANGHAI)


def _needed(calendar: Calendar | None) -> Calendar:
    if calendar is None:
        raise ValueError("Working days cannot be counted without a calendar.")
    return calendar


def _working_days(count: int, start: date, calendar: Calendar) -> Counted:
    day, left, provisional = start, count, False
    skipped: list[Skipped] = []
    made_up: list[date] = []
    while left:
        day += ONE_DAY
        reason = calendar.why_off(day)
        provisional = provisional or calendar.is_provisional(day.year)
        if reason is not None:
            skipped.append(Skipped(day, reason))
            continue
        left -= 1
        if calendar.is_made_up(day):
            made_up.append(day)
    return Counted(due_on=day, provisional=provisional, skipped=tuple(skipped), made_up=tuple(made_up))


def _rolled(end: date, calendar: Calendar) -> Counted:
    day, provisional = end, calendar.is_provisional(end.year)
    skipped: list[Skipped] = []
    while (reason := calendar.why_off(day)) is not None:
        skipped.append(Skipped(day, reason))
        day += ONE_DAY
        provisional = provisional or calendar.is_provisional(day.year)
    made_up = (day,) if skipped and calendar.is_made_up(day) else ()
    return Counted(due_on=day, provisional=provisional, skipped=tuple(skipped), made_up=made_up)


def _plain_end(count: int, unit: Unit, start: date) -> date:
    try:
        if unit is Unit.D:
            return start + timedelta(days=count)
        months_on = start.month - 1 + (count * MONTHS_A_YEAR if unit is Unit.Y else count)
        year, month = start.year + months_on // MONTHS_A_YEAR, months_on % MONTHS_A_YEAR + 1
        last = months.monthrange(year, month)[1] if year <= date.max.year else 1
        return date(year, month, min(start.day, last))
    except (OverflowError, ValueError):
        raise DateBeyondReach(
            f"{count} {unit} from {start.isoformat()} ends beyond the last year there is."
        ) from None
