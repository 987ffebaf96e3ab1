"""Reads the stored deadlines as an auditor does: every date computed anew from its own receipt."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from clocks.models import Deadline, Standing
from clocks.receipts import ReceiptFault, disagreements, from_json, outdated, recompute
from rulebook.calendar_in_use import book_in_use
from rulebook.terms import midnight_after
from rulebook.working_days import Calendar

COUNTING_ON = frozenset({Standing.RUNNING, Standing.PAUSED})


@dataclass(frozen=True)
class Finding:
    """What is wrong with which deadline."""

    deadline_id: int
    stream: str
    term: str
    reason: str


def findings() -> Iterator[Finding]:
    """Every deadline whose day does not follow from its receipt or whose receipt bends its calendar.

    A term that still runs by a calendar that was replaced is one too.
    """
    book = book_in_use()
    for row in Deadline.objects.order_by("pk").iterator(chunk_size=2000):
        reason = _fault(row, book.of(row.jurisdiction))
        if reason:
            yield Finding(row.pk, row.stream, row.term, reason)


def _fault(row: Deadline, calendar: Calendar) -> str:
    try:
        due_on = recompute(row.receipt)
        receipt = from_json(row.receipt)
    except ReceiptFault as fault:
        return str(fault)
    if due_on != row.due_on or receipt.due_on != row.due_on:
        return f"the receipt leads to {due_on.isoformat()}, the row says {row.due_on.isoformat()}"
    if row.due_at != midnight_after(row.due_on):
        return f"the term ends at {row.due_at.isoformat()} and not with its last day"
    if receipt.started_on != row.started_on or receipt.term != row.term or receipt.goal != row.goal:
        return "the receipt is another term's"
    bent = disagreements(receipt, calendar)
    if bent:
        return f"the receipt bends the calendar on {bent[0].isoformat()}"
    behind = outdated(receipt, calendar) if row.standing in COUNTING_ON and row.stopped_at is None else ()
    return (
        f"the receipt follows a calendar that was replaced, as on {behind[0].isoformat()}" if behind else ""
    )
