"""What the records do when something happened elsewhere."""

from __future__ import annotations

from datetime import datetime

from journal.models import Entry
from records.services import links, reclassify, restoring
from records.services import listing as listings

LINKED = "record.linked"
RESTORED = "listing.restored"
OWNER_KIND = "record"
MAXIMUM = "maximum"
CLASS_NOTICE = "class-notice"


def on_deadline_breached(entry: Entry) -> None:
    """The longest period of a record ran out: its publication ends by itself."""
    payload = entry.payload
    if payload["owner_kind"] == OWNER_KIND and payload["term"] == MAXIMUM:
        listings.run_out(record_id=payload["owner_id"], at=entry.at, actor_ref=entry.actor_ref)


def on_leading_record(entry: Entry) -> None:
    """What a record leads ends with it and is restored with it (C20); a later copy ends when it is linked."""
    facts = entry.payload
    if entry.verb == LINKED:
        links.end_if_led_to_its_end(record_id=facts["record_id"], at=entry.at, actor_ref=entry.actor_ref)
    elif entry.verb == RESTORED:
        restoring.restore_followers(
            record_id=facts["record_id"],
            ended_at=datetime.fromisoformat(facts["ended_at"]),
            at=entry.at,
            actor_ref=entry.actor_ref,
        )
    else:
        links.end_followers(
            record_id=facts["record_id"], cause=facts["cause"], at=entry.at, actor_ref=entry.actor_ref
        )


def on_letter_issued(entry: Entry) -> None:
    """The notice of a class has gone to the subject: a heavier one takes effect with it (C30)."""
    if entry.payload["kind"] == CLASS_NOTICE:
        reclassify.take_effect(record_id=entry.payload["record_id"], at=entry.at, actor_ref=entry.actor_ref)
