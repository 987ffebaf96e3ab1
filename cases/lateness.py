"""When the authority is late: which of its legal terms ran out, whether the act is still owed, what can be done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from cases.models import Case
from cases.remedies import RemedyDay, remedy_days
from clocks.models import Deadline, Standing
from journal.now import day_of
from rulebook.editions_in_use import editions_in_use

# terms in which the unit owes the subject an act of its own; the whole procedure is only reported (一般)
OWED_TO_THE_SUBJECT = ("accept", "decide", "objection.accept", "objection.handle")
SILENCE = "breach"


@dataclass(frozen=True)
class Late:
    """A term that the unit let pass; `ended_on` is None while the act is owed, and only then there are remedies."""

    deadline: Deadline
    ended_on: date | None
    remedies: tuple[RemedyDay, ...]


def late_terms(case: Case, *, at: datetime) -> tuple[Late, ...]:
    """The unit's terms of a case that ran out by `at`, told by a sweep or not, in the order in which they began.

    Raises NumberMissing.
    """
    passed = Q(breached_at__isnull=False) | Q(standing=Standing.RUNNING, due_at__lte=at)
    rows = Deadline.objects.filter(
        passed, owner_kind="case", owner_id=case.pk, goal="law", term__in=OWED_TO_THE_SUBJECT
    ).order_by("pk")
    return tuple(
        Late(
            deadline=row,
            ended_on=day_of(row.stopped_at) if row.stopped_at else None,
            remedies=()
            if row.stopped_at
            else remedy_days(editions_in_use().by_key(row.edition_key), SILENCE, on=row.due_on),
        )
        for row in rows
    )
