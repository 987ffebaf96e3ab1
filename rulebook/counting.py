"""How a term's last day follows from its start and from everything that happened to it. Pure: no Django.

Rules (K where no text was found; Civil Code art. 201 and 203 by analogy):

- the start day is not counted, nor is the day on which a pause ends;
- the day on which a pause begins counts as used, except where it was the last day: a last day that was
  interrupted was never had in full, so one day is owed afterwards;
- a pause that ends on the day it began changes nothing, however often that happens;
- after a pause exactly the working days (or days) are left that were left before it;
- an extension lengthens the term from the end it then has, which may have moved off a day off;
- a day that was told is kept: where a calendar released later would end the term sooner, that day stays.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from rulebook.terms import Unit, count_term, working_days_between
from rulebook.working_days import Calendar

ONE_DAY = timedelta(days=1)


class EventKind(StrEnum):
    """What can happen to a running term."""

    PAUSE = "pause"
    RESUME = "resume"
    EXTEND = "extend"
    KEEP = "keep"


class CountingFault(ValueError):
    """A counting that contradicts itself: no length and no last day, or resumed without a pause."""


@dataclass(frozen=True)
class Event:
    """A pause or resumption with its cause; an extension with its length, reason, clause; a day kept `until`."""

    kind: EventKind
    on: date
    cause: str = ""
    count: int = 0
    unit: Unit = Unit.WD
    instrument: str = ""
    article: str = ""
    mark: str = ""
    until: date | None = None


@dataclass(frozen=True)
class Counting:
    """A term to count: `count` units after `started_on`, or a `last_day` that was fixed elsewhere."""

    started_on: date
    count: int | None = None
    unit: Unit | None = None
    rolls: bool = False
    last_day: date | None = None
    events: tuple[Event, ...] = ()


@dataclass(frozen=True)
class Standstill:
    """Days that did not count, both ends in it; `last` is None while the clock still stands."""

    first: date
    last: date | None
    causes: tuple[str, ...]


@dataclass(frozen=True)
class Result:
    """The last day (while paused, the one before the pause); from `looked_from` the calendar mattered."""

    due_on: date
    provisional: bool
    standstills: tuple[Standstill, ...]
    looked_from: date | None


def count(counting: Counting, calendar: Calendar | None) -> Result:
    """Count a term through all its events.

    Raises CountingFault for a contradiction, ValueError where a calendar is needed and none is given,
    NoGazette and DateBeyondReach as `rulebook.terms`.
    """
    run = _Run(counting, calendar)
    for event in counting.events:
        run.meet(event)
    return run.result()


class _Run:
    """One walk over the events; `due` is the last day before any roll off a day off."""

    def __init__(self, counting: Counting, calendar: Calendar | None) -> None:
        self.calendar = calendar
        self.in_working_days = counting.last_day is None and counting.unit is Unit.WD
        self.rolls = counting.rolls and not self.in_working_days
        self.provisional = False
        self.looked_from = counting.started_on if self.in_working_days else None
        self.open: list[str] = []
        self.causes: list[str] = []
        self.paused_on = counting.started_on
        self.standstills: list[Standstill] = []
        self.due = self._first(counting)

    def meet(self, event: Event) -> None:
        if event.kind is EventKind.EXTEND:
            self.due = self._after(self._present_end(), event.count, event.unit)
        elif event.kind is EventKind.PAUSE:
            self._pause(event)
        elif event.kind is EventKind.RESUME:
            self._resume(event)
        else:
            self._keep(event)

    def result(self) -> Result:
        standing = [self._standstill(None)] if self.open else []
        due = self._rolled(self.due) if self.rolls else self.due
        return Result(due, self.provisional, (*self.standstills, *standing), self.looked_from)

    def _present_end(self) -> date:
        # a paused term has no end to roll: what is left of it is counted when it goes on
        return self._rolled(self.due) if self.rolls and not self.open else self.due

    def _first(self, counting: Counting) -> date:
        if counting.last_day is not None:
            return counting.last_day
        if counting.count is None or counting.unit is None:
            raise CountingFault("A term needs a count with its unit, or a last day.")
        return self._after(counting.started_on, counting.count, counting.unit)

    def _pause(self, event: Event) -> None:
        if event.cause in self.open:
            raise CountingFault(f"Paused twice for {event.cause} on {event.on}.")
        if not self.open:
            self.paused_on, self.causes = event.on, []
        self.open.append(event.cause)
        self.causes.append(event.cause)

    def _resume(self, event: Event) -> None:
        if event.cause not in self.open:
            raise CountingFault(f"Resumed on {event.on} though not paused for {event.cause}.")
        self.open.remove(event.cause)
        if self.open or event.on <= self.paused_on:
            return
        self.standstills.append(self._standstill(event.on))
        left = max(1, self._left(self.paused_on))
        self.due = self._after(event.on, left, Unit.WD if self.in_working_days else Unit.D)

    def _keep(self, event: Event) -> None:
        if event.until is None:
            raise CountingFault(f"A day is kept on {event.on}, and none is named.")
        self.due = max(self.due, event.until)

    def _standstill(self, last: date | None) -> Standstill:
        used = self._left(self.paused_on) > 0
        return Standstill(self.paused_on + ONE_DAY if used else self.paused_on, last, tuple(self.causes))

    def _left(self, on: date) -> int:
        if not self.in_working_days:
            return max(0, (self.due - on).days)
        return working_days_between(on, self.due, self._needed())

    def _after(self, start: date, units: int, unit: Unit) -> date:
        if unit is not Unit.WD:
            return count_term(count=units, unit=unit, start=start, calendar=None).due_on
        self._look(start)
        counted = count_term(count=units, unit=unit, start=start, calendar=self._needed())
        self.provisional = self.provisional or counted.provisional
        return counted.due_on

    def _rolled(self, due: date) -> date:
        self._look(due - ONE_DAY)
        counted = count_term(count=0, unit=Unit.D, start=due, calendar=self._needed(), rolls=True)
        self.provisional = self.provisional or counted.provisional
        return counted.due_on

    def _look(self, start: date) -> None:
        self.looked_from = start if self.looked_from is None else min(self.looked_from, start)

    def _needed(self) -> Calendar:
        if self.calendar is None:
            raise CountingFault("Working days cannot be counted without a calendar.")
        return self.calendar
