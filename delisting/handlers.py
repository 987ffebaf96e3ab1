"""What the delisting room does when it hears of the journal."""

from __future__ import annotations

from delisting import services
from journal.models import Entry


def on_listing_ended(entry: Entry) -> None:
    """Publication ended, for whatever cause: every holder of a copy is told. Once per entry."""
    facts = entry.payload
    services.open_order(
        record_id=facts["record_id"],
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
