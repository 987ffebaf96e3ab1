"""A slow counter of working days, written apart from the code: it walks from day to day and keeps a tally."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from rulebook.working_days import Calendar

LONGEST = 4000


@dataclass(frozen=True)
class Span:
    """A pause from a day to a day."""

    paused_on: date
    resumed_on: date


def last_day(start: date, length: int, spans: list[Span], calendar: Calendar) -> date:
    """The day on which the tally is full. A day a pause begins on is used, one a pause ends on is not."""
    tally, owed, day = 0, length, start
    for _step in range(LONGEST):
        day += timedelta(days=1)
        begun = next((span for span in spans if span.paused_on == day and span.resumed_on > day), None)
        standing = any(span.paused_on < day <= span.resumed_on for span in spans)
        if standing or not calendar.is_working_day(day):
            continue
        tally += 1
        if tally < owed:
            continue
        if begun is None:
            return day
        owed += 1  # the last day was interrupted: one is owed
    raise AssertionError("the tally never filled")


def last_plain_day(start: date, length: int, spans: list[Span]) -> date:
    """The same for calendar days that never roll."""
    tally, owed, day = 0, length, start
    for _step in range(LONGEST):
        day += timedelta(days=1)
        begun = any(span.paused_on == day and span.resumed_on > day for span in spans)
        if any(span.paused_on < day <= span.resumed_on for span in spans):
            continue
        tally += 1
        if tally == owed:
            if not begun:
                return day
            owed += 1
    raise AssertionError("the tally never filled")
