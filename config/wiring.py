"""THE switchboard: which room hears of which journal verb, and how a worker is woken after commit."""

from __future__ import annotations

from django.conf import settings

from journal import switchboard


def connect() -> None:
    """Subscribe every handler. Names are kept in the outbox: never rename one."""
    if getattr(settings, "WAKE_WORKERS", True):
        switchboard.on_nudge(_wake)


def _wake() -> None:
    from config.celery import app  # noqa: PLC0415 - celery is loaded only where something is sent

    # no retry: whoever filed a paper does not wait for a broker that is down, the next look finds the entry
    app.send_task("journal.look_at_outbox", ignore_result=True, retry=False, expires=30)
