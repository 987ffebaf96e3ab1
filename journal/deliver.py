"""Hands journal entries to their handlers: in stream order, each once, whatever the broker loses."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from journal import switchboard
from journal.models import Delivery

logger = logging.getLogger(__name__)

FIRST_WAIT = timedelta(seconds=2)
LONGEST_WAIT = timedelta(hours=1)


def deliver_due(*, at: datetime, limit: int = 200) -> int:
    """Deliver what is due at an instant, earliest first; returns how many handlers succeeded.

    A failure is kept on its row with its error and tried again with a growing wait (2 seconds up to an hour);
    it delays its own stream for that handler only. Two deliverers never run the same row.
    """
    done = 0
    for pk in _due(at)[:limit].values_list("pk", flat=True):
        done += _deliver_one(pk, at)
    return done


def deliver_all(*, at: datetime, rounds: int = 50) -> int:
    """Deliver until nothing is due any more (handlers may cause new entries); returns how many succeeded."""
    total = 0
    for _ in range(rounds):
        done = deliver_due(at=at)
        total += done
        if not done:
            return total
    raise RuntimeError(f"The outbox is not empty after {rounds} rounds.")


def _due(at: datetime) -> QuerySet[Delivery]:
    earlier = Delivery.objects.filter(
        handler=OuterRef("handler"), stream=OuterRef("stream"), done_at__isnull=True, pk__lt=OuterRef("pk")
    )
    return Delivery.objects.filter(~Exists(earlier), done_at__isnull=True, due_at__lte=at).order_by("pk")


def _deliver_one(pk: int, at: datetime) -> int:
    try:
        with transaction.atomic():
            row = (
                Delivery.objects.select_for_update(skip_locked=True, of=("self",))
                .select_related("entry")
                .filter(pk=pk, done_at__isnull=True, due_at__lte=at)
                .first()
            )
            if row is None:
                return 0
            switchboard.handler(row.handler)(row.entry)
            Delivery.objects.filter(pk=pk).update(done_at=at, attempts=row.attempts + 1, last_error="")
    except Exception as fault:  # noqa: BLE001 - any fault of a handler is kept on its row and tried again
        _postpone(pk, at, fault)
        return 0
    return 1


def _postpone(pk: int, at: datetime, fault: Exception) -> None:
    row = Delivery.objects.filter(pk=pk, done_at__isnull=True).first()
    if row is None:
        return
    wait = min(FIRST_WAIT * 2 ** min(row.attempts, 12), LONGEST_WAIT)
    Delivery.objects.filter(pk=pk, done_at__isnull=True).update(
        attempts=row.attempts + 1, due_at=at + wait, last_error=f"{type(fault).__name__}: {fault}"[:2000]
    )
    logger.warning("Delivery %s of %s failed: %s", pk, row.handler, fault, exc_info=fault)
