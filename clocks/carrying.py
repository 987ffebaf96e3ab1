"""A thing is handled under another text from a day on: its open terms are counted anew under that text.

What happened to a term stays: its start, the pauses it had, the extensions it was given. A day that was told
never moves earlier. A term that has run out has run out under the text of its time and is left alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from clocks.models import Deadline, Standing
from clocks.receipts import Receipt, from_json, settle
from clocks.rows import Owner, hold_stream, open_rows
from clocks.words import CHANGEOVER
from clocks.writing import LAW, PROMISE, counted_row, has_ended, legal_limit, meet, number_of
from journal.now import day_of
from journal.record import record
from rulebook.calendar_in_use import calendar_in_use
from rulebook.clauses import Limit, Term
from rulebook.counting import Event, EventKind
from rulebook.edition import Edition, UnknownTerm
from rulebook.reminders import HALF
from rulebook.working_days import Calendar

# a pause for these ends or begins with the text that asks for it; a hold stands under every text
BY_THE_TEXT = ("supplement", "steps")


@dataclass(frozen=True)
class Carried:
    """What another text does to one term: its day before and after, and the day the text alone would give.

    `to_on` is None where the text knows no such goal (a promise that is not made any more).
    """

    term: str
    goal: str
    from_on: date
    to_on: date | None
    counted_on: date | None
    paused: bool

    @property
    def kept(self) -> bool:
        """Whether a day that was told stays where the text would end the term sooner."""
        return self.to_on is not None and self.counted_on is not None and self.counted_on < self.to_on

    def plain(self) -> dict[str, Any]:
        """The same as plain values, for the journal and for lists."""
        return {
            "term": self.term,
            "goal": self.goal,
            "from": self.from_on.isoformat(),
            "to": self.to_on and self.to_on.isoformat(),
            "paused": self.paused,
            "kept": self.kept,
        }


@dataclass(frozen=True)
class _Step:
    row: Deadline
    receipt: Receipt
    columns: dict[str, Any]
    carried: Carried


def preview(*, owner: Owner, edition: Edition, at: datetime, causes: Iterable[str]) -> list[Carried]:
    """What `carry_over` would do at an instant, writing nothing."""
    return [step.carried for step in _steps(owner, edition, at, frozenset(causes))]


def carry_over(
    *, owner: Owner, edition: Edition, at: datetime, actor_ref: str, causes: Iterable[str]
) -> list[Carried]:
    """Bring the open terms of a thing under another text, in the caller's transaction, and journal it.

    `causes` are those for which its clocks stand still now (supplement, steps): a term that the new text does
    not stop for them goes on from this day, one that it stops begins to stand still. Raises Refusal where the
    text lacks a number.
    """
    hold_stream(owner.stream)
    done = [
        step.carried
        for step in list(_steps(owner, edition, at, frozenset(causes)))
        if meet(step.row, step.receipt, (), at, **step.columns)
    ]
    done += _new_promises(owner, edition, at)
    if done:
        record(
            stream=owner.stream,
            verb="deadline.carried_over",
            actor_ref=actor_ref,
            at=at,
            payload={
                "owner_kind": owner.kind,
                "owner_id": owner.id,
                "edition": edition.key,
                "terms": [
                    {"term": one.term, "goal": one.goal, "due_on": (one.to_on or one.from_on).isoformat()}
                    for one in done
                ],
                "moves": [one.plain() for one in done],
            },
        )
    return done


def _steps(owner: Owner, edition: Edition, at: datetime, causes: frozenset[str]) -> Iterator[_Step]:
    calendar = calendar_in_use(owner.jurisdiction)
    for row in open_rows(owner):
        if row.standing == Standing.BREACHED or has_ended(row, at):
            continue
        step = _step(row, edition, at, causes, calendar)
        if step is not None:
            yield step


def _step(
    row: Deadline, edition: Edition, at: datetime, causes: frozenset[str], calendar: Calendar
) -> _Step | None:
    """What becomes of a row; None where the text does not know the term or would shorten what is left of it."""
    try:
        term = edition.term(row.term)
    except UnknownTerm:
        return None
    if row.goal == PROMISE:
        promise = edition.promise(row.term)
        if promise is None:
            gone = Carried(row.term, row.goal, row.due_on, None, None, row.standing == Standing.PAUSED)
            return _Step(row, from_json(row.receipt), {"standing": Standing.STOPPED, "stopped_at": at}, gone)
        limit = promise.limit
    else:
        limit = legal_limit(term, edition)
    before = from_json(row.receipt)
    on = day_of(at)
    events = before.events + (_pauses(before, term, causes, on) if row.goal == LAW else ())
    fresh = settle(under_text(before, term, edition, limit, events), calendar)
    counted_on = fresh.due_on
    if fresh.open_causes:
        if _left(fresh, on, calendar) < _left(before, on, calendar):
            return None
    elif counted_on < row.due_on:
        keep = Event(EventKind.KEEP, on, CHANGEOVER, until=row.due_on)
        fresh = settle(replace(fresh, events=(*fresh.events, keep)), calendar)
    columns: dict[str, Any] = {
        "edition_key": edition.key,
        "who": term.who,
        "to_confirm": limit.to_confirm,
        "standing": Standing.PAUSED if fresh.open_causes else Standing.RUNNING,
    }
    if row.goal == LAW:
        columns["on_breach"] = term.on_breach
    if fresh.due_on != row.due_on:
        # what counts from the end is told anew: it is another end
        columns["warned"] = [word for word in row.warned if word == HALF]
    paused = bool(fresh.open_causes)
    return _Step(
        row, fresh, columns, Carried(row.term, row.goal, row.due_on, fresh.due_on, counted_on, paused)
    )


def under_text(
    receipt: Receipt, term: Term, edition: Edition, limit: Limit, events: tuple[Event, ...]
) -> Receipt:
    """The receipt of a term as a text has it, its day not yet counted. Raises Refusal for a missing number."""
    return replace(
        receipt,
        edition=edition.key,
        instrument=limit.instrument,
        article=limit.article,
        mark=str(limit.mark),
        note=limit.note,
        trigger=limit.trigger or term.trigger,
        count=number_of(limit, edition, term.id),
        unit=limit.unit,
        rolls=term.rolls,
        events=events,
    )


def _pauses(receipt: Receipt, term: Term, causes: frozenset[str], on: date) -> tuple[Event, ...]:
    """The pauses that end or begin because the text says otherwise of them."""
    stopped = set(receipt.open_causes)
    wanted = causes & set(term.pauses)
    ending = [
        Event(EventKind.RESUME, on, cause)
        for cause in BY_THE_TEXT
        if cause in stopped and cause not in wanted
    ]
    beginning = [
        Event(EventKind.PAUSE, on, cause) for cause in BY_THE_TEXT if cause in wanted and cause not in stopped
    ]
    return (*ending, *beginning)


def _left(receipt: Receipt, on: date, calendar: Calendar) -> date:
    """The day on which a term would end were it taken up on a day: what is left of it, made comparable."""
    ends = tuple(Event(EventKind.RESUME, on, cause) for cause in receipt.open_causes)
    return settle(replace(receipt, events=(*receipt.events, *ends)), calendar).due_on


def _new_promises(owner: Owner, edition: Edition, at: datetime) -> list[Carried]:
    """Start the promises that the text makes beside running terms and the earlier one did not."""
    calendar = calendar_in_use(owner.jurisdiction)
    rows = list(open_rows(owner))
    promised = {row.term for row in rows if row.goal == PROMISE}
    started = []
    for row in rows:
        promise = edition.promise(row.term)
        if promise is None or row.goal != LAW or row.term in promised or row.standing != Standing.RUNNING:
            continue
        beside = counted_row(
            owner=owner,
            term=edition.term(row.term),
            edition=edition,
            limit=promise.limit,
            goal=PROMISE,
            trigger_on=max(row.started_on, day_of(at)),
            at=at,
            calendar=calendar,
        )
        beside.save()
        started.append(Carried(row.term, PROMISE, beside.due_on, beside.due_on, beside.due_on, paused=False))
    return started
