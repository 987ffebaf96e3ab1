"""What a new gazette changes against the one before it, day by day, before anybody is asked to release it. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from rulebook.working_days import Gazette

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Span:
    """Days on end that share a name: a holiday, a closure."""

    name: str
    first: date
    last: date

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1


@dataclass(frozen=True)
class GazetteChange:
    """Days newly off and newly worked, and those that are no longer so."""

    off: tuple[Span, ...]
    worked: tuple[date, ...]
    off_no_more: tuple[Span, ...]
    worked_no_more: tuple[date, ...]

    @property
    def nothing(self) -> bool:
        return not (self.off or self.worked or self.off_no_more or self.worked_no_more)


def change_of(before: Gazette | None, after: Gazette) -> GazetteChange:
    """How the days differ; before nothing, every day of the gazette is new."""
    was_off = {} if before is None else dict(before.off)
    was_worked = frozenset[date]() if before is None else before.working
    return GazetteChange(
        off=spans((day, name) for day, name in after.off.items() if day not in was_off),
        worked=tuple(sorted(after.working - was_worked)),
        off_no_more=spans((day, name) for day, name in was_off.items() if day not in after.off),
        worked_no_more=tuple(sorted(was_worked - after.working)),
    )


def spans(days: Iterable[tuple[date, str]]) -> tuple[Span, ...]:
    """Single days with their names as spans, earliest first."""
    found: list[Span] = []
    for day, name in sorted(days):
        last = found[-1] if found else None
        if last is not None and last.name == name and last.last + ONE_DAY == day:
            found[-1] = Span(name, last.first, day)
        else:
            found.append(Span(name, day, day))
    return tuple(found)
