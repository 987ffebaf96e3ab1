"""What the records do when something happened elsewhere."""

from __future__ import annotations

from datetime import datetime

from journal.models import Entry
from records.services import bars, links, reclassify, restoring
from records.services import listing as listings

LINKED = "record.linked"
COVERED = ("listing.hidden", "listing.shown_again")
RESTORED = "listing.restored"
OWNER_KIND = "record"
MAXIMUM = "maximum"
CLASS_NOTICE = "class-notice"


def on_deadline_breached(entry: Entry) -> None:
    """A longest period or a bar ran out: the publication, or the bar, ends by itself."""
    payload = entry.payload
    if payload["owner_kind"] == bars.OWNER_KIND:
        bars.run_out(pk=payload["owner_id"], at=entry.at, actor_ref=entry.actor_ref)
    if payload["owner_kind"] == OWNER_KIND and payload["term"] == MAXIMUM:
        listings.run_out(record_id=payload["owner_id"], at=entry.at, actor_ref=entry.actor_ref)


def on_leading_record(entry: Entry) -> None:
    """What a record leads ends, is hidden and is restored with it (C20); one that comes later, when it is linked."""
    record_id, cause = entry.payload["record_id"], entry.payload.get("cause", "")
    if entry.verb in COVERED:
        links.cover_copies(record_id=record_id, at=entry.at, actor_ref=entry.actor_ref)
    elif entry.verb == RESTORED:
        ended_at = datetime.fromisoformat(entry.payload["ended_at"])
        restoring.restore_followers(
            record_id=record_id, ended_at=ended_at, at=entry.at, actor_ref=entry.actor_ref
        )
    elif entry.verb != LINKED:
        links.end_followers(record_id=record_id, cause=cause, at=entry.at, actor_ref=entry.actor_ref)
    elif not links.end_if_led_to_its_end(record_id=record_id, at=entry.at, actor_ref=entry.actor_ref):
        links.cover_copy(record_id=record_id, at=entry.at, actor_ref=entry.actor_ref)


def on_letter_issued(entry: Entry) -> None:
    """The notice of a class has gone to the subject: a heavier one takes effect with it (C30)."""
    if entry.payload["kind"] == CLASS_NOTICE:
        reclassify.take_effect(record_id=entry.payload["record_id"], at=entry.at, actor_ref=entry.actor_ref)
