"""What the people's room does when something happened elsewhere."""

from __future__ import annotations

from accounts.services import mandates
from journal.models import Entry


def on_deadline_breached(entry: Entry) -> None:
    """The last day of a mandate is over: its people are told, its power ended with the day."""
    if entry.payload["owner_kind"] == mandates.OWNER_KIND:
        mandates.run_out(mandate_id=entry.payload["owner_id"], at=entry.at, actor_ref=entry.actor_ref)
