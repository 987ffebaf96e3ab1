"""Sends the mail that is due; carries nothing."""

from __future__ import annotations

from celery import shared_task

from journal.now import now
from notifications.services import send_due


@shared_task(name="notifications.send_messages", ignore_result=True)
def send_messages(**_kwargs: object) -> None:
    """Send what is due."""
    send_due(at=now())
