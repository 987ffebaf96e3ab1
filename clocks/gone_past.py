"""The days off that a term in calendar days went past: those before which it would have ended. Pure: no Django."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from rulebook.counting import Counting, Event, EventKind, count
from rulebook.terms import Skipped, Unit
from rulebook.working_days import Calendar

ONE_DAY = timedelta(days=1)


def gone_past(
    counting: Counting, off: Sequence[Skipped], *, due_on: date, calendar: Calendar | None
) -> tuple[Skipped, ...]:
    """Of the days off in a term's span those that moved an end, its own or one before an extension.

    Every other day off was counted like any day; a term in working days goes past all of them.
    """
    extensions = [event for event in counting.events if event.kind is EventKind.EXTEND]
    if Unit.WD in {counting.unit, *(event.unit for event in extensions)}:
        return tuple(off)
    by_day = {day.on: day for day in off}
    before = _ends_before_extensions(counting, calendar)
    counted_to = (date.min, *(_counted_to(end, event) for end, event in zip(before, extensions, strict=True)))
    moved = []
    for end, first in zip((*before, due_on), counted_to, strict=True):
        on = end - ONE_DAY
        while on in by_day and on >= first:
            moved.append(by_day[on])
            on -= ONE_DAY
    return tuple(sorted(moved, key=lambda day: day.on))


def _ends_before_extensions(counting: Counting, calendar: Calendar | None) -> tuple[date, ...]:
    """The last days that the term had when each extension was given."""
    return tuple(
        count(replace(counting, events=counting.events[:place]), calendar).due_on
        for place, event in enumerate(counting.events)
        if event.kind is EventKind.EXTEND
    )


def _counted_to(end: date, extension: Event) -> date:
    """The day to which an extension counts; where that is no plain sum, nothing is left out for it."""
    return end + timedelta(days=extension.count) if extension.unit is Unit.D else date.min
