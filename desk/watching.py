"""What an officer's page of a granted repair says of its commitment and of revocations."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from accounts.actors import Actor
from cases import policies
from cases.commitment_policies import commitments_visible_to
from cases.models import Case, Commitment
from cases.services.revocation.opening import may_be_opened
from cases.states import CaseKind, RepairState
from look.case_words import state_tone
from look.parts import Tone
from look.revocation import COMMITMENT_TONES
from records.models import CreditRecord
from records.services.bars import standing_bars


@dataclass(frozen=True)
class Watch:
    """The commitment of a granted repair, the revocations that were opened, and whether one may be now."""

    commitment: Commitment | None
    tone: Tone
    revocations: tuple[tuple[Case, Tone], ...]
    may_open: bool


def watch_of(case: Case, actor: Actor, *, on: date) -> Watch | None:
    """What became of the promise of a repair; None for a case that is no granted repair."""
    if case.kind != CaseKind.REPAIR or case.state != RepairState.CLOSED_REPAIRED:
        return None
    commitment = Commitment.objects.filter(case=case).first()
    opened = policies.visible_to(actor).filter(kind=CaseKind.REVOCATION, previous=case).order_by("pk")
    return Watch(
        commitment=commitment,
        tone=COMMITMENT_TONES[commitment.standing] if commitment is not None else "quiet",
        revocations=tuple((one, state_tone(one.state)) for one in opened),
        may_open=may_be_opened(case, actor, on=on),
    )


def standing_on(record: CreditRecord, actor: Actor, *, on: date) -> dict[str, Any]:
    """What stands beside a record: the commitments given for it that the actor may see, the bars on its subject."""
    given = commitments_visible_to(actor, on=on).filter(record=record)
    return {
        "commitments": given.select_related("case").order_by("pk"),
        "bars": standing_bars(record.subject_id, on),
    }
