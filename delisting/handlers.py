"""What the delisting room does when it hears of the journal."""

from __future__ import annotations

from delisting import services
from delisting.models import OrderKind
from journal.models import Entry

# what every holder must do with its copy after each of these; heard by one name, so in the stream's order
KINDS = {
    "listing.ended": OrderKind.END,
    "listing.hidden": OrderKind.HIDE,
    "listing.shown_again": OrderKind.RESTORE,
    "listing.restored": OrderKind.RESTORE,
    "record.corrected": OrderKind.CORRECT,
    "record.reclassified": OrderKind.CORRECT,
    "record.class_took_effect": OrderKind.CORRECT,
    "listing.kept_back": OrderKind.HIDE,
    "record.passed_on": OrderKind.CORRECT,
}
WITHDRAWN = "withdrawn"


def on_listing_entry(entry: Entry) -> None:
    """Publication ended, was hidden, resumed or corrected: every holder of a copy is told. Once per entry."""
    facts = entry.payload
    if not facts.get("shown", True):
        return  # what nobody shows, before or after, changes no copy
    kind = OrderKind.WITHDRAW if facts["cause"] == WITHDRAWN else KINDS[entry.verb]
    services.open_order(
        record_id=facts["record_id"],
        kind=kind,
        cause=facts["cause"],
        case_id=facts.get("case_id"),
        edition_key=facts["edition_key"],
        entry_id=entry.pk,
        at=entry.at,
    )


def on_deadline_breached(entry: Entry) -> None:
    """A holder's term ran out; terms of other things are not ours."""
    facts = entry.payload
    if facts["owner_kind"] == "release":
        services.breach(release_id=facts["owner_id"], due_on=facts["due_on"], at=entry.at)
