"""Moves the releases; carries nothing."""

from __future__ import annotations

from celery import shared_task

from delisting import minutes
from delisting.services import move_due
from journal.now import now


@shared_task(name="delisting.move_releases", ignore_result=True)
def move_releases(**_kwargs: object) -> None:
    """Send what is to be sent and look at what was answered; minutes of talks too."""
    moment = now()
    move_due(at=moment)
    minutes.move_due(at=moment)
