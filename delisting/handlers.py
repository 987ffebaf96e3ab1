"""What the delisting room does when it hears of the journal."""

from __future__ import annotations

from datetime import date

from delisting import minutes, minutes_opening, services
from delisting.acting import OWNER_KIND
from delisting.models import MinutesKind, OrderKind
from journal.models import Entry
from journal.now import noon_of

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
# what a sharing platform is told of a talk after each of these; heard by one name, so in the stream's order
MINUTES = {
    "minutes.entered": MinutesKind.ENTER,
    "minutes.corrected": MinutesKind.CORRECT,
    "minutes.basis_fell": MinutesKind.NOTE,
}


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
    """The term of a holder or of a platform ran out; terms of other things are not ours."""
    facts = entry.payload
    if facts["owner_kind"] == OWNER_KIND:
        services.breach(release_id=facts["owner_id"], due_on=facts["due_on"], at=entry.at)
    elif facts["owner_kind"] == minutes_opening.OWNER_KIND:
        minutes.breach(release_id=facts["owner_id"], due_on=facts["due_on"], at=entry.at)


def on_minutes(entry: Entry) -> None:
    """A talk entered the credit record, or what stands there of it changed: the sharing platforms are told."""
    for talk in entry.payload.get("entry_ids", ()):
        minutes_opening.open_releases(
            entry_id=talk,
            kind=MINUTES[entry.verb],
            caused_by=entry.pk,
            case_id=entry.payload.get("case_id"),
            at=entry.at,
        )


def on_receipt_noted(entry: Entry) -> None:
    """The unit that held the talk noted the platform's receipt with a proof; what the platform said is known here."""
    facts = entry.payload
    if facts.get("how") == minutes.BY_HAND:
        minutes.confirm_by_hand(
            case_number=facts["number"],
            ordinal=facts["talk"],
            number=facts["receipt"],
            received_at=noon_of(date.fromisoformat(facts["received_on"])),
            proof=facts["proof"],
            actor_ref=entry.actor_ref,
            at=entry.at,
        )
