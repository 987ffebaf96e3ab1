"""A rehearsal: cases walked the whole way through the very services and desks that the pages use."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from cases.models import Case
from cases.states import CaseKind
from journal.models import Entry
from records.models import CreditRecord
from workflows import rehearsal_of_objections as of_objections
from workflows import rehearsal_of_rectifications as of_rectifications
from workflows import rehearsal_of_repairs as of_repairs
from workflows import rehearsal_of_revocations as of_revocations
from workflows.invented import end_posts, invent_records
from workflows.rehearsing import Rehearsed, Stage, cast


class Ready(Protocol):
    """Which records are ready for a walk, at most so many."""

    def __call__(self, count: int, *, at: datetime) -> list[CreditRecord]: ...


@dataclass(frozen=True)
class Walk:
    """How cases of a kind are rehearsed: on which records, how one is walked, at which ends it is closed."""

    ready: Ready
    walk: Callable[[CreditRecord, Stage, int], Case]
    ends: tuple[str, ...]


WALKS: Mapping[str, Walk] = {
    CaseKind.REPAIR: Walk(of_repairs.ready, of_repairs.walk, of_repairs.ENDS),
    CaseKind.REVOCATION: Walk(of_revocations.ready, of_revocations.walk, of_revocations.ENDS),
    CaseKind.OBJECTION: Walk(of_objections.ready, of_objections.walk, of_objections.ENDS),
    CaseKind.RECTIFICATION: Walk(of_rectifications.ready, of_rectifications.walk, of_rectifications.ENDS),
}


def rehearse(
    *,
    count: int,
    clock: Callable[[], datetime],
    progress: Callable[[int], None],
    kind: str = CaseKind.REPAIR,
) -> Rehearsed:
    """Walk `count` cases of a kind from draft to end, every act in a transaction of its own.

    Invented records, people and evidence fill what the database lacks; the people's posts end with the rehearsal.
    """
    started = time.perf_counter()
    before = Entry.objects.count()
    result = Rehearsed()
    of_kind = WALKS[kind]
    stage = Stage(cast(), clock, result)
    for number, record in enumerate(_records(of_kind, count, stage), start=1):
        result.cases += 1
        case = of_kind.walk(record, stage, number)
        if case.state in of_kind.ends:
            result.closed += 1
        progress(number)
    people = stage.cast
    end_posts(people.reviewer, people.decider, people.keeper, people.provider, on=stage.on)
    result.entries = Entry.objects.count() - before
    result.seconds = time.perf_counter() - started
    return result


def _records(of_kind: Walk, count: int, stage: Stage) -> list[CreditRecord]:
    """Records that are ready for the walk; invented ones where there are too few."""
    found = of_kind.ready(count, at=stage.at)
    if len(found) < count:
        invent_records(count - len(found), at=stage.at)
        found = of_kind.ready(count, at=stage.at)
    return found
