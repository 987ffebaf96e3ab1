"""Deadline rows: whose they are, how a receipt becomes a row, when a row warns and when its lateness goes up."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import QuerySet

from clocks.models import Deadline
from clocks.points import Falls, next_at, points_of
from clocks.receipts import Receipt, to_json
from journal.models import StreamHead
from journal.now import day_of
from rulebook.editions_in_use import editions_in_use
from rulebook.reminders import Point, Reminders
from rulebook.terms import Unit, add_working_days, midnight_after
from rulebook.working_days import Calendar

ONE_DAY = timedelta(days=1)
TOLD_KINDS = frozenset({"case", "record", "complaint"})
ESCALATE = "escalate"
# the ends of a record's publicity and of a bar: nobody has to meet them
SILENT = frozenset({("record", "minimum"), ("bar", "bar")})
ENDING = ("record", "maximum")


@dataclass(frozen=True)
class Owner:
    """The thing a term belongs to: its kind ("case", "record", "release"), id, and journal stream.

    `jurisdiction` is the region code whose working days count; empty for the country's alone. It is needed
    where a term starts, not where one is looked for.
    """

    kind: str
    id: int
    stream: str
    jurisdiction: str = ""


@dataclass(frozen=True)
class Until:
    """A term whose last day was computed elsewhere (a publicity period); `receipt` says from what.

    Keys of `receipt` that are read: trigger, started_on (ISO), count, unit, instrument, article, mark, note.
    """

    owner: Owner
    term_id: str
    edition_key: str
    last_day: date
    to_confirm: bool
    receipt: dict[str, Any] = field(default_factory=dict)
    who: str = ""
    on_breach: str = ""


def open_rows(owner: Owner, terms: Sequence[str] | None = None) -> QuerySet[Deadline]:
    """The terms of a thing that are neither met nor fallen away (only those named), earliest first."""
    rows = Deadline.objects.filter(owner_kind=owner.kind, owner_id=owner.id, stopped_at__isnull=True)
    if terms is not None:
        rows = rows.filter(term__in=terms)
    return rows.order_by("due_at", "pk")


def hold_stream(stream: str) -> None:
    """Take the stream's head first, as everybody does: head, then deadline; nobody waits in a ring."""
    StreamHead.objects.select_for_update().filter(pk=stream).first()


def dates_of(
    receipt: Receipt,
    *,
    kind: str,
    calendar: Calendar,
    first: date,
    told: Collection[str] = (),
) -> dict[str, Any]:
    """The columns of a row that follow from its receipt.

    Its next warning is that of the first point that was not `told` and does not lie before the day `first`.
    """
    return {
        "due_on": receipt.due_on,
        "due_at": midnight_after(receipt.due_on),
        "warn_at": next_at(falls_of(receipt, kind=kind, calendar=calendar), told=told, first=first),
        "provisional": receipt.provisional,
        "receipt": to_json(receipt),
    }


def falls_of(receipt: Receipt, *, kind: str, calendar: Calendar) -> tuple[Falls, ...]:
    """The points at which a term of such a thing is warned of, earliest first."""
    return points_of(receipt, points=_points(kind, receipt), calendar=calendar)


def _points(kind: str, receipt: Receipt) -> tuple[Point, ...]:
    if (kind, receipt.term) in SILENT or not receipt.edition:  # a day that no text sets is nobody's limit
        return ()
    known = reminders_of(receipt.edition)
    return known.ending if (kind, receipt.term) == ENDING else known.points


def reminders_of(edition_key: str) -> Reminders:
    """When people are reminded under an edition."""
    return editions_in_use().by_key(edition_key).reminders


def day_after_start(receipt: Receipt, at: datetime) -> date:
    """From which day on a term that starts now is warned of: on the day itself it is on everybody's mind."""
    return max(receipt.started_on, day_of(at)) + ONE_DAY


def goes_up_at(row: Deadline, *, calendar: Calendar) -> datetime | None:
    """When the lateness of a term is told higher up, counted from its last day; None where it only is told."""
    if row.goal != "law" or row.on_breach != ESCALATE:
        return None
    after = reminders_of(row.edition_key).lead_after
    return midnight_after(add_working_days(row.due_on, after, calendar))


def receipt_of(until: Until) -> Receipt:
    """The receipt of a day that came from elsewhere; raises ValueError for a wrong unit or day."""
    told = until.receipt
    started = told.get("started_on")
    unit = told.get("unit")
    return Receipt(
        term=until.term_id,
        edition=until.edition_key,
        trigger=str(told.get("trigger", "")),
        started_on=date.fromisoformat(started) if started else until.last_day,
        due_on=until.last_day,
        count=told.get("count"),
        unit=Unit(unit) if unit else None,
        last_day=until.last_day,
        instrument=str(told.get("instrument", "")),
        article=str(told.get("article", "")),
        mark=str(told.get("mark", "")),
        note=str(told.get("note", "")),
    )


def row_until(until: Until, *, at: datetime, calendar: Calendar) -> Deadline:
    """The unsaved row of a term whose last day was computed elsewhere."""
    receipt = receipt_of(until)
    return Deadline(
        owner_kind=until.owner.kind,
        owner_id=until.owner.id,
        stream=until.owner.stream,
        jurisdiction=until.owner.jurisdiction,
        term=until.term_id,
        edition_key=until.edition_key,
        who=until.who,
        on_breach=until.on_breach,
        started_on=receipt.started_on,
        to_confirm=until.to_confirm,
        **dates_of(receipt, kind=until.owner.kind, calendar=calendar, first=day_after_start(receipt, at)),
    )


def is_told(row: Deadline) -> bool:
    """Whether the subject knows the day: terms of its cases, records and complaints stand on its pages."""
    return row.owner_kind in TOLD_KINDS


def facts_of(row: Deadline) -> dict[str, Any]:
    """What every journal entry says of a term."""
    return {
        "owner_kind": row.owner_kind,
        "owner_id": row.owner_id,
        "deadline_id": row.pk,
        "term": row.term,
        "goal": row.goal,
        "due_on": row.due_on.isoformat(),
        "on_breach": row.on_breach,
    }
