"""Wakes the outbox; carries nothing."""

from __future__ import annotations

from time import monotonic

from celery import shared_task

from journal.deliver import deliver_due
from journal.now import now

A_FEW = 10
LOOK_FOR = 2.0  # seconds: a worker that is asked to stop never waits for a full outbox


@shared_task(name="journal.look_at_outbox", ignore_result=True)
def look_at_outbox(**_kwargs: object) -> None:
    """Deliver a few at a time until nothing is due or the look has lasted; the next look goes on."""
    end = monotonic() + LOOK_FOR
    while deliver_due(at=now(), limit=A_FEW) and monotonic() < end:
        pass
