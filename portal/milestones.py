"""The way of a case in plain words: what is behind it, where it stands, what is still to come."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.models import Case
from cases.states import FINAL_STATES, CaseKind, RepairState
from cases.states import ObjectionState as O
from cases.states import RectificationState as R
from cases.states import RevocationState as V
from delisting.selectors import ledger
from journal.models import Entry
from journal.now import day_of

Place = Literal["done", "now", "ahead", "end"]


@dataclass(frozen=True)
class Mark:
    """A milestone: the verbs that reach it, and the states in which it is what is waited for."""

    title: Promise
    verbs: tuple[str, ...]
    states: tuple[str, ...] = ()


@dataclass(frozen=True)
class Milestone:
    """A milestone of one case: behind it with its day, present, or ahead; "end" is an end out of the row."""

    title: str
    place: Place
    on: date | None = None


STEPS_DONE = Mark(_("Steps done and submitted"), ("case.steps_submitted",), (RepairState.UNDER_REPAIR,))
ANSWERED = Mark(
    _("The providing unit answered"),
    ("case.answered", "case.unanswered"),
    (O.INQUIRING,),
)
WAYS: Mapping[str, tuple[Mark, ...]] = {
    CaseKind.REPAIR: (
        Mark(_("Filed"), ("case.filed",), (RepairState.DRAFT,)),
        Mark(_("Passed to the unit that decides"), ("case.pushed",), (RepairState.FILED,)),
        Mark(_("Accepted"), ("case.accepted",), (RepairState.ROUTED, RepairState.SUPPLEMENTING)),
        STEPS_DONE,
        Mark(
            _("Examined and decided"),
            ("case.approved", "case.refused"),
            (RepairState.VERIFYING, RepairState.PROPOSED),
        ),
    ),
    CaseKind.OBJECTION: (
        Mark(_("Filed"), ("case.filed",), (O.DRAFT,)),
        Mark(_("Accepted"), ("case.accepted",), (O.FILED, O.SUPPLEMENTING)),
        ANSWERED,
        Mark(
            _("Examined and decided"),
            ("case.corrected", "case.record_withdrawn", "case.upheld", "case.noted"),
            (O.CHECKING, O.REVIEWING, O.PROPOSED),
        ),
    ),
    CaseKind.RECTIFICATION: (
        Mark(_("Order served on you"), ("case.served",), (R.ISSUED,)),
        Mark(
            _("Rectification reported"),
            ("case.reported",),
            (R.RECTIFYING, R.TALK_DUE, R.TALK_SET, R.EXHAUSTED),
        ),
        Mark(_("Checked by the department"), ("case.satisfied",), (R.REPORTED,)),
    ),
    CaseKind.REVOCATION: (
        Mark(_("You were told of the grounds"), ("case.revocation_opened",)),
        Mark(_("Your defence"), ("case.defence_stated", "case.defence_over"), (V.NOTIFIED,)),
        Mark(_("Examined and decided"), ("case.revoked", "case.kept"), (V.REVIEWING, V.PROPOSED)),
    ),
}
REACHED = frozenset(
    {
        *(RepairState.CLOSED_REPAIRED, RepairState.CLOSED_REFUSED),
        *(O.CLOSED_CORRECTED, O.CLOSED_RECORD_WITHDRAWN, O.CLOSED_UPHELD, O.CLOSED_NOTED),
        *(R.SATISFIED, V.REVOKED, V.KEPT),
    }
)
"""The ends to which the row of milestones leads; every other end breaks it off."""


def milestones_of(case: Case) -> tuple[Milestone, ...]:
    """The milestones of a case, each once; a way that is gone again (a second report) shows its last day."""
    marks = _marks(case)
    days = _days(case, marks)
    reached = [mark for mark in marks if any(verb in days for verb in mark.verbs)]
    if case.state in FINAL_STATES:
        return (*_behind(reached, days), *_end(case))
    now = next((place for place, mark in enumerate(marks) if case.state in mark.states), len(marks))
    found: list[Milestone] = []
    for place, mark in enumerate(marks):
        if place < now:
            found += _behind([mark], days)
        else:
            found.append(Milestone(str(mark.title), "now" if place == now else "ahead"))
    return tuple(found)


def _marks(case: Case) -> tuple[Mark, ...]:
    """The milestones of its kind; steps and the asking of another unit only where the case has them."""
    marks = WAYS[case.kind]
    if case.kind == CaseKind.REPAIR:
        during = case.steps.filter(phase="during-case", who="subject").exists()
        return marks if during else tuple(mark for mark in marks if mark is not STEPS_DONE)
    if case.kind == CaseKind.OBJECTION and not case.inquiries.exists():
        return tuple(mark for mark in marks if mark is not ANSWERED)
    return marks


def _days(case: Case, marks: tuple[Mark, ...]) -> dict[str, date]:
    """The last day of each verb, in one statement."""
    verbs = [verb for mark in marks for verb in mark.verbs]
    told = Entry.objects.filter(stream=case.stream, verb__in=verbs).order_by("seq").values_list("verb", "at")
    return {verb: day_of(at) for verb, at in told}


def _behind(marks: list[Mark], days: Mapping[str, date]) -> list[Milestone]:
    return [
        Milestone(
            str(mark.title), "done", max((days[verb] for verb in mark.verbs if verb in days), default=None)
        )
        for mark in marks
    ]


def _end(case: Case) -> tuple[Milestone, ...]:
    """What follows a decision, or the end that broke the row off."""
    if case.state not in REACHED:
        closed = day_of(case.closed_at) if case.closed_at else None
        return (Milestone(case.get_state_display(), "end", closed),)
    if case.state != RepairState.CLOSED_REPAIRED:
        return ()
    found = ledger(case.record_id)
    title = str(_("Taken down at every place"))
    if found is None:
        return ()
    done = found.completed_at is not None
    return (
        Milestone(
            title, "done" if done else "now", day_of(found.completed_at) if found.completed_at else None
        ),
    )
