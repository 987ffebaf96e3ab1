"""Counting a limit through what happens in a scenario: its event, pauses, an extension."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from rulebook.clauses import Limit
from rulebook.counting import Counting, Event, EventKind, count
from rulebook.edition import Edition
from rulebook.scenario import Happened
from rulebook.working_days import Calendar

EXTENSION = ".extension"
# publicity and bars end on their exact day; only limits of the procedure move off a day off
NEVER_ROLLS = ("class.", "bar.", "revocation.record")


class Unfit(ValueError):
    """The scenario tells a story that the edition does not allow."""


def last_day_of(
    name: str, limit: Limit, edition: Edition, when: Happened, calendar: Calendar
) -> tuple[date, bool]:
    """The last day of a limit in a story, and whether it is provisional.

    A pause for a cause that the edition does not name for this limit does not touch it. Raises Unfit where the
    story does not lead to the limit, CountingFault, NoGazette, DateBeyondReach.
    """
    base = name.removesuffix(EXTENSION)
    extended = base != name
    id_ = base.removeprefix("term.")
    term = next((known for known in edition.every_term if known.id == id_), None)
    first = term.stated if term is not None else limit
    events = _pauses(when, term.pauses if term is not None else ())
    counting = Counting(
        started_on=_started(first, when),
        count=first.number(edition=edition.key, what=base),
        unit=first.unit,
        rolls=term.rolls if term is not None else not name.startswith(NEVER_ROLLS),
        events=events,
    )
    if extended:
        counting = _lengthened(counting, limit, when, calendar)
    result = count(counting, calendar)
    return result.due_on, result.provisional


def _started(limit: Limit, when: Happened) -> date:
    if limit.trigger not in when.events:
        raise Unfit(f"it runs from “{limit.trigger}”, which does not happen")
    return when.events[limit.trigger]


def _pauses(when: Happened, causes: tuple[str, ...]) -> tuple[Event, ...]:
    return tuple(
        event
        for pause in when.pauses
        if pause.cause in causes
        for event in (
            Event(EventKind.PAUSE, pause.first, pause.cause),
            Event(EventKind.RESUME, pause.last, pause.cause),
        )
    )


def _lengthened(counting: Counting, limit: Limit, when: Happened, calendar: Calendar) -> Counting:
    told_on = when.extended_on
    if told_on is None:
        raise Unfit("it is not extended")
    if limit.count is None:
        raise Unfit("its extension has no number")
    if told_on > count(counting, calendar).due_on:
        raise Unfit("an extension is told before the end")
    longer = Event(EventKind.EXTEND, told_on, "extended", count=limit.count, unit=limit.unit)
    before = tuple(event for event in counting.events if event.on <= told_on)
    after = counting.events[len(before) :]
    return replace(counting, events=(*before, longer, *after))
