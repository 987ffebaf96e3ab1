"""What the records do when something happened elsewhere."""

from __future__ import annotations

from journal.models import Entry
from records.services import listing as listings

OWNER_KIND = "record"
MAXIMUM = "maximum"


def on_deadline_breached(entry: Entry) -> None:
    """The longest period of a record ran out: its publication ends by itself."""
    payload = entry.payload
    if payload["owner_kind"] == OWNER_KIND and payload["term"] == MAXIMUM:
        listings.run_out(record_id=payload["owner_id"], at=entry.at, actor_ref=entry.actor_ref)
