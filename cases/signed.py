"""Whether an act that was signed waits for its effect on a case: until then nothing else is done."""

from __future__ import annotations

from cases.models import Case
from cases.models.signature import SignatureStanding
from cases.states import CaseKind, RepairState


def may_wait(case: Case) -> bool:
    """Whether an act of a countersigner could wait on the case where it stands; asks the database nothing."""
    return case.kind == CaseKind.RECTIFICATION or case.state == RepairState.PROPOSED


def signature_waits(case: Case) -> bool:
    """Whether an act was signed on the case and waits for its effect; until then nothing else is done."""
    return may_wait(case) and case.signatures.filter(standing=SignatureStanding.WAITING).exists()
