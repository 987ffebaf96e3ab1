"""Which part of an agent's mandate an act of the subject belongs to."""

from __future__ import annotations

from accounts.roles import MandateScope
from cases.models import Case
from cases.states import CaseKind

DRAFT = "DRAFT"
SIGN_SECOND = "sign_second"
OF_FILING = frozenset({"file", "discard", "withdraw", "renew_commitment"})


def scope_of(act: str, case: Case) -> MandateScope:
    """The scope that covers an act of the subject on a case in its present state.

    What is changed on a filed repair answers a unit, whichever page it is done on; all of an objection is objecting.
    """
    if act == SIGN_SECOND:
        return MandateScope.SIGN
    if case.kind == CaseKind.OBJECTION:
        return MandateScope.OBJECT
    if case.kind == CaseKind.REPAIR and (case.state == DRAFT or act in OF_FILING - {"file"}):
        return MandateScope.FILE
    return MandateScope.ANSWER
