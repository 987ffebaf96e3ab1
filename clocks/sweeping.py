"""The sweep: finds the terms that end soon or have ended, and says so once, whatever was missed."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import OperationalError, transaction
from django.db.models import QuerySet

from clocks.models import Deadline, Standing
from clocks.rows import facts_of, hold_stream
from journal.record import record

CLOCK_REF = "system:clock"

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Swept:
    """How many terms were warned of, and how many ran out."""

    warned: int
    breached: int


def sweep(*, at: datetime, limit: int = 500) -> Swept:
    """Tell of what ended by `at` and of what is about to end, at most `limit` rows of each.

    Each row is claimed by a conditional update in a transaction of its own, so several sweepers fire nothing
    twice, and a sweep that slept finds everything in one run. A term whose end was slept over is told as
    ended, not as about to end. A row that somebody else holds locked is left to the next sweep.
    """
    breached = sum(_claim(row, at, _breach) for row in _due(at).order_by("due_at", "pk")[:limit])
    warned = sum(_claim(row, at, _warn) for row in _near(at).order_by("warn_at", "pk")[:limit])
    return Swept(warned=warned, breached=breached)


def _due(at: datetime) -> QuerySet[Deadline]:
    return Deadline.objects.filter(standing=Standing.RUNNING, due_at__lte=at)


def _near(at: datetime) -> QuerySet[Deadline]:
    return Deadline.objects.filter(
        standing=Standing.RUNNING, warned_at__isnull=True, warn_at__lte=at, due_at__gt=at
    )


def _claim(row: Deadline, at: datetime, tell: Callable[[Deadline, datetime], bool]) -> int:
    try:
        with transaction.atomic():
            hold_stream(row.stream)
            return int(tell(row, at))
    except OperationalError as busy:
        logger.warning("The term %s of %s is locked; the next sweep takes it: %s", row.term, row.stream, busy)
        return 0


def _breach(row: Deadline, at: datetime) -> bool:
    claim: dict[str, Any] = {"standing": Standing.BREACHED, "breached_at": at}
    if not row.on_breach:
        claim["stopped_at"] = at  # reaching the end is all there is to it
    if _due(at).filter(pk=row.pk).update(**claim) != 1:
        return False
    _tell("deadline.breached", row.pk, at)
    return True


def _warn(row: Deadline, at: datetime) -> bool:
    if _near(at).filter(pk=row.pk).update(warned_at=at) != 1:
        return False
    _tell("deadline.approaching", row.pk, at)
    return True


def _tell(verb: str, pk: int, at: datetime) -> None:
    row = Deadline.objects.get(pk=pk)  # as claimed: its day may have moved since the look
    record(stream=row.stream, verb=verb, actor_ref=CLOCK_REF, at=at, payload=facts_of(row))
