"""Wakes the signatures whose window is over; carries nothing."""

from __future__ import annotations

from celery import shared_task

from journal.now import now
from workflows.signatures import take_effect


@shared_task(name="workflows.take_effect", ignore_result=True)
def signatures_take_effect(**_kwargs: object) -> None:
    """Look once; whatever is not due yet is found by a later look."""
    take_effect(at=now())
