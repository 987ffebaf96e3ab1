"""THE switchboard: which room hears of which journal verb, and how a worker is woken after commit."""

from __future__ import annotations

from django.conf import settings

from journal import switchboard


def connect() -> None:
    """Subscribe every handler. Names are kept in the outbox: never rename one."""
    if getattr(settings, "WAKE_WORKERS", True):
        switchboard.on_nudge(_wake)


def _wake() -> None:
    from journal.tasks import look_at_outbox  # noqa: PLC0415 - celery is loaded only where something is sent

    look_at_outbox.delay()
