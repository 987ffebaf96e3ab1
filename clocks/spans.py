"""The days off of a span, taken out of a calendar, and the calendar made of them again. Pure: no Django."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from types import MappingProxyType

from rulebook.counting import Result
from rulebook.terms import Skipped
from rulebook.working_days import Calendar, Gazette

ONE_DAY = timedelta(days=1)


def days_off(result: Result, calendar: Calendar) -> tuple[tuple[Skipped, ...], tuple[date, ...]]:
    """The days off and the worked weekend days that a counting looked at, its last day among them."""
    off: list[Skipped] = []
    made_up: list[date] = []
    for on in _span(result):
        reason = calendar.why_off(on)
        if reason is not None:
            off.append(Skipped(on, reason))
        elif calendar.is_made_up(on):
            made_up.append(on)
    return tuple(off), tuple(made_up)


def described(
    years: Iterable[int], off: Sequence[Skipped], made_up: Sequence[date], *, notice: str
) -> Calendar:
    """The calendar that knows these days and nothing else."""
    return Calendar(
        MappingProxyType(
            {
                year: Gazette(
                    year=year,
                    status="official",
                    notice=notice,
                    off=MappingProxyType({day.on: day.reason for day in off if day.on.year == year}),
                    working=frozenset(on for on in made_up if on.year == year),
                )
                for year in years
            }
        )
    )


def _span(result: Result) -> Iterator[date]:
    if result.looked_from is None:
        return
    on = result.looked_from + ONE_DAY
    while on <= result.due_on:
        yield on
        on += ONE_DAY
