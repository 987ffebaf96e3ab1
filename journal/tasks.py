"""Wakes the outbox; carries nothing."""

from __future__ import annotations

from celery import shared_task

from journal.deliver import deliver_due
from journal.now import now


@shared_task(name="journal.look_at_outbox", ignore_result=True)
def look_at_outbox(**_kwargs: object) -> None:
    """Deliver until a look finds nothing due."""
    while deliver_due(at=now()):
        pass
