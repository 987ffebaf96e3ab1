"""How a deadline row is built, changed and told of; used by the services alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from clocks.models import Deadline, Standing
from clocks.receipts import Receipt, recounted, settle
from clocks.refusals import refusal
from clocks.rows import Owner, dates_of, day_after_start, is_told
from journal.names import lazy_title
from journal.now import day_of
from journal.record import record
from rulebook.calendar_in_use import calendar_in_use
from rulebook.clauses import Limit, NumberMissing, Term
from rulebook.counting import Event
from rulebook.edition import Edition
from rulebook.terms import DateBeyondReach
from rulebook.working_days import Calendar, NoGazette

LAW = "law"
PROMISE = "promise"


def legal_limit(term: Term, edition: Edition) -> Limit:
    try:
        return term.limit()
    except NumberMissing as missing:
        raise refusal("number-missing", term=term.id, edition=lazy_title(edition)) from missing


def number_of(limit: Limit, edition: Edition, term: str) -> int:
    try:
        return limit.number(edition=edition.key, what=term)
    except NumberMissing as missing:
        raise refusal("number-missing", term=term, edition=lazy_title(edition)) from missing


def counted_row(
    *,
    owner: Owner,
    term: Term,
    edition: Edition,
    limit: Limit,
    goal: str,
    trigger_on: date,
    at: datetime,
    calendar: Calendar,
) -> Deadline:
    blank = Receipt(
        term=term.id,
        goal=goal,
        edition=edition.key,
        instrument=limit.instrument,
        article=limit.article,
        mark=str(limit.mark),
        note=limit.note,
        trigger=limit.trigger or term.trigger,
        started_on=trigger_on,
        due_on=trigger_on,
        count=limit.count,
        unit=limit.unit,
        rolls=term.rolls,
    )
    receipt = _settled(blank, calendar)
    return Deadline(
        owner_kind=owner.kind,
        owner_id=owner.id,
        stream=owner.stream,
        jurisdiction=owner.jurisdiction,
        term=term.id,
        goal=goal,
        edition_key=edition.key,
        who=term.who,
        # a broken promise is told; it never decides anything
        on_breach=term.on_breach if goal == LAW else "report",
        started_on=trigger_on,
        to_confirm=limit.to_confirm,
        **dates_of(receipt, kind=owner.kind, calendar=calendar, first=day_after_start(receipt, at)),
    )


def _settled(receipt: Receipt, calendar: Calendar) -> Receipt:
    try:
        return settle(receipt, calendar)
    except NoGazette as missing:
        raise refusal("no-calendar", term=receipt.term, day=missing.on) from missing
    except DateBeyondReach as beyond:
        raise refusal("beyond-reach", term=receipt.term) from beyond


def has_ended(row: Deadline, at: datetime) -> bool:
    return row.standing == Standing.RUNNING and row.due_at <= at


def meet(
    row: Deadline,
    receipt: Receipt,
    events: tuple[Event, ...],
    at: datetime,
    **columns: Any,
) -> bool:
    """Let a term meet events: its receipt, its days and these columns; False where the sweep was first.

    A term that was counted under an earlier calendar is first brought under the one in use.
    """
    calendar = calendar_in_use(row.jurisdiction)
    if receipt.calendar not in {"", calendar.digest}:
        receipt = recounted(receipt, calendar, on=day_of(at), told=is_told(row))
    settled = _settled(replace(receipt, events=(*receipt.events, *events)), calendar)
    dates = dates_of(
        settled,
        kind=row.owner_kind,
        calendar=calendar,
        first=day_of(at),
        told=columns.get("warned", row.warned),
    )
    return write(row, **{**dates, **columns})


def write(row: Deadline, **columns: Any) -> bool:
    """Write a row that is still as it was read; False where the sweep was first."""
    unchanged = Deadline.objects.filter(pk=row.pk, standing=row.standing, stopped_at__isnull=True)
    if unchanged.update(**columns) != 1:
        return False
    for name, value in columns.items():
        setattr(row, name, value)
    return True


def tell(
    verb: str,
    owner: Owner,
    rows: Sequence[Deadline],
    at: datetime,
    actor_ref: str,
    **facts: Any,
) -> None:
    if not rows:
        return
    payload = {
        "owner_kind": owner.kind,
        "owner_id": owner.id,
        "terms": [{"term": row.term, "goal": row.goal, "due_on": row.due_on.isoformat()} for row in rows],
        **facts,
    }
    record(stream=owner.stream, verb=verb, actor_ref=actor_ref, at=at, payload=payload)
