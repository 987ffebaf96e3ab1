"""Wakes the outbox; carries nothing."""

from __future__ import annotations

import threading
from time import monotonic, sleep

from celery import shared_task
from django.db import connection

from journal.deliver import deliver_due
from journal.now import now

A_FEW = 10
LOOK_FOR = 2.0  # seconds: a worker that is asked to stop never waits for a full outbox
# SQLite has one writer, and whoever waits for it looks again ten times a second: a worker that never paused would
# keep people out for as long as its outbox is full
AT_A_STRETCH = 0.2  # seconds
BREATH = 0.12  # seconds
_ONE_AT_A_TIME = threading.Lock()


@shared_task(name="journal.look_at_outbox", ignore_result=True)
def look_at_outbox(**_kwargs: object) -> None:
    """Deliver a few at a time until nothing is due or the look has lasted; the next look goes on."""
    end = monotonic() + LOOK_FOR
    if connection.vendor == "sqlite":
        _look_and_let_others_write(end)
        return
    while deliver_due(at=now(), limit=A_FEW) and monotonic() < end:
        pass


def _look_and_let_others_write(end: float) -> None:
    """The same on SQLite: one thread at a time, with a breath after each stretch."""
    if not _ONE_AT_A_TIME.acquire(blocking=False):
        return
    try:
        while monotonic() < end:
            breath_due = monotonic() + AT_A_STRETCH
            while monotonic() < breath_due:
                if not deliver_due(at=now(), limit=1):
                    return
            sleep(BREATH)
    finally:
        _ONE_AT_A_TIME.release()
