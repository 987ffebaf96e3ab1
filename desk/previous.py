"""What was decided before: other cases of the record and of the company, as far as the officer may see them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import BooleanField, ExpressionWrapper, Q

from accounts.actors import Actor
from cases import policies
from cases.models import Case
from journal.now import day_of
from look.case_words import state_tone
from look.parts import Tone

MOST = 20


@dataclass(frozen=True)
class EarlierCase:
    """Another case with its outcome; `same_record` where it is about the very record."""

    number: str
    kind: str
    decision_number: str
    filed_on: date
    closed_on: date | None
    state: str
    tone: Tone
    same_record: bool


def earlier_cases(case: Case, actor: Actor) -> tuple[EarlierCase, ...]:
    """The other filed cases of the record, then those of its subject, newest first, at most `MOST` (one statement).

    A record may have passed from another party: its cases then belong here too.
    """
    same = ExpressionWrapper(Q(record=case.record_id), output_field=BooleanField())
    others = (
        policies.visible_to(actor)
        .filter(Q(subject=case.subject_id) | Q(record=case.record_id), filed_at__isnull=False)
        .exclude(pk=case.pk)
        .select_related("record")
        .annotate(same_record=same)
        .order_by("-same_record", "-pk")[:MOST]
    )
    return tuple(
        EarlierCase(
            number=other.number,
            kind=str(other.get_kind_display()),
            decision_number=other.record.decision_number,
            filed_on=day_of(other.filed_at),
            closed_on=day_of(other.closed_at) if other.closed_at else None,
            state=other.get_state_display(),
            tone=state_tone(other.state),
            same_record=other.record_id == case.record_id,
        )
        for other in others
        if other.filed_at is not None
    )
