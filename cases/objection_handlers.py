"""What the case room does about objections when it hears of the journal; told twice or late, it changes nothing."""

from __future__ import annotations

from cases.services.contested_repairs import repair_goes_on
from cases.services.objection import crossing, redress
from cases.states import CaseKind
from journal.models import Entry

# an objection may have ended, or contest less than before
ENDS = (
    *("case.corrected", "case.record_withdrawn", "case.upheld", "case.noted", "case.record_fell"),
    *("case.withdrawn", "case.terminated", "case.fields_dropped"),
)
ORDERS_THAT_MAKE_GOOD = ("correct", "withdraw")


def on_objection_ended(entry: Entry) -> None:
    """A repair that stood still for an objection goes on once that one decides it no longer (C22)."""
    if entry.payload["case_kind"] == CaseKind.OBJECTION:
        repair_goes_on(objection_id=entry.payload["case_id"], at=entry.at)


def on_record_corrected(entry: Entry) -> None:
    """A record was set right: open objections no longer contest what it shows now (C3, C5)."""
    facts = entry.payload
    crossing.drop_what_is_right(
        record_id=facts["record_id"],
        document=facts.get("document", ""),
        case_id=facts.get("case_id"),
        at=entry.at,
    )


def on_order_completed(entry: Entry) -> None:
    """Every holder of a copy confirmed that it is right or gone: that much of the redress is done."""
    if entry.payload["kind"] in ORDERS_THAT_MAKE_GOOD:
        redress.copies_are_right(record_id=entry.payload["record_id"], at=entry.at)


def on_deadline_breached(entry: Entry) -> None:
    """A term of redress ran out."""
    facts = entry.payload
    if facts["owner_kind"] == redress.OWNER_KIND and facts["goal"] == "law":
        redress.term_over(item_id=facts["owner_id"], term=facts["term"], due_on=facts["due_on"], at=entry.at)
