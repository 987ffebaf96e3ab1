"""Wakes the signatures whose window is over, and the look at what a proposed text would change; carries nothing."""

from __future__ import annotations

from time import monotonic

from celery import shared_task

from journal.now import now
from workflows import text_replays
from workflows.signatures import take_effect

LOOK_FOR = 2.0  # seconds: a worker that is asked to stop never waits for a whole replay


@shared_task(name="workflows.take_effect", ignore_result=True)
def signatures_take_effect(**_kwargs: object) -> None:
    """Look once; whatever is not due yet is found by a later look."""
    take_effect(at=now())


@shared_task(name="workflows.replay_texts", ignore_result=True)
def replay_texts(**_kwargs: object) -> None:
    """Take batch after batch of what a proposed text would change until nothing is left or the look has lasted."""
    end = monotonic() + LOOK_FOR
    while text_replays.work(at=now()) and monotonic() < end:
        pass
