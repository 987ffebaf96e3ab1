"""The sweep: finds the terms that end soon, have ended or stay unmet, and says so once, whatever was missed."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import OperationalError, transaction
from django.db.models import QuerySet

from clocks.models import Deadline, Standing
from clocks.points import next_at
from clocks.receipts import from_json
from clocks.rows import ONE_DAY, facts_of, falls_of, goes_up_at, hold_stream
from journal.now import day_of
from journal.record import record
from rulebook.calendar_in_use import calendar_in_use

CLOCK_REF = "system:clock"

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Swept:
    """How many terms were warned of, how many ran out, and of how many the lateness was told higher up."""

    warned: int
    breached: int
    escalated: int = 0

    @property
    def anything(self) -> bool:
        return bool(self.warned or self.breached or self.escalated)

    def plus(self, other: Swept) -> Swept:
        return Swept(
            self.warned + other.warned, self.breached + other.breached, self.escalated + other.escalated
        )


def sweep(*, at: datetime, limit: int = 500) -> Swept:
    """Tell of what ended by `at`, of what is about to end and of what stays unmet, at most `limit` rows of each.

    Each row is claimed by a conditional update in a transaction of its own, so several sweepers fire nothing
    twice, and a sweep that slept finds everything in one run. A term whose end was slept over is told as
    ended, not as about to end; a point that was slept over is not told where a later one is due too. A row
    that somebody else holds locked is left to the next sweep.
    """
    breached = sum(_claim(row, at, _breach) for row in _due(at).order_by("due_at", "pk")[:limit])
    warned = sum(_claim(row, at, _warn) for row in _near(at).order_by("warn_at", "pk")[:limit])
    escalated = sum(_claim(row, at, _go_up) for row in _unmet(at).order_by("goes_up_at", "pk")[:limit])
    return Swept(warned=warned, breached=breached, escalated=escalated)


def sweep_all(*, at: datetime) -> Swept:
    """Sweep until a look finds nothing to tell."""
    done = Swept(0, 0)
    while (swept := sweep(at=at)).anything:
        done = done.plus(swept)
    return done


def _due(at: datetime) -> QuerySet[Deadline]:
    return Deadline.objects.filter(standing=Standing.RUNNING, due_at__lte=at)


def _near(at: datetime) -> QuerySet[Deadline]:
    return Deadline.objects.filter(standing=Standing.RUNNING, warn_at__lte=at, due_at__gt=at)


def _unmet(at: datetime) -> QuerySet[Deadline]:
    return Deadline.objects.filter(standing=Standing.BREACHED, stopped_at__isnull=True, goes_up_at__lte=at)


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
    if row.on_breach:
        claim["goes_up_at"] = goes_up_at(row, calendar=calendar_in_use(row.jurisdiction))
    else:
        claim["stopped_at"] = at  # reaching the end is all there is to it
    # the day it is told higher up was counted from this very last day
    if _due(at).filter(pk=row.pk, due_on=row.due_on).update(**claim) != 1:
        return False
    _tell("deadline.breached", row.pk, at)
    return True


def _warn(row: Deadline, at: datetime) -> bool:
    """Tell the latest point that is due, and set the next one."""
    now = _near(at).filter(pk=row.pk).first()  # as it is: its day may have moved since the look
    if now is None or now.warn_at is None:
        return False
    falls = falls_of(from_json(now.receipt), kind=now.owner_kind, calendar=calendar_in_use(now.jurisdiction))
    on = day_of(at)
    due = [fall for fall in falls if fall.on <= on and fall.word not in now.warned]
    following = next_at(falls, told=now.warned, first=on + ONE_DAY)
    warned = [*now.warned, *(fall.word for fall in due)]
    claimed = _near(at).filter(pk=now.pk, warn_at=now.warn_at)
    if claimed.update(warn_at=following, warned=warned) != 1:
        return False
    if not due or due[-1].at < now.warn_at:
        return False  # a calendar released meanwhile moved the point
    _tell("deadline.approaching", now.pk, at, point=due[-1].word)
    return True


def _go_up(row: Deadline, at: datetime) -> bool:
    if _unmet(at).filter(pk=row.pk).update(goes_up_at=None) != 1:
        return False
    _tell("deadline.escalated", row.pk, at)
    return True


def _tell(verb: str, pk: int, at: datetime, **facts: str) -> None:
    row = Deadline.objects.get(pk=pk)  # as claimed: its day may have moved since the look
    record(stream=row.stream, verb=verb, actor_ref=CLOCK_REF, at=at, payload={**facts_of(row), **facts})
