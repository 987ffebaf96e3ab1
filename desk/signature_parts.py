"""A signature that waits for its effect, as the case page shows it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from accounts.actors import Actor
from cases import policies
from cases.labels import act_label
from cases.models import Case
from cases.services.waiting_signature import officer_name, signer_name, waiting_on
from journal.refusals import NotAllowed


@dataclass(frozen=True)
class WaitingSignature:
    """What was signed by whom, from when it holds, and whether this officer may recall it."""

    what: str
    signer: str
    officer: str
    signed_at: datetime
    takes_effect_at: datetime
    may_recall: bool


def signature_of(case: Case, actor: Actor) -> WaitingSignature | None:
    """The signature that waits on a case; None where none does."""
    signature = waiting_on(case)
    if signature is None:
        return None
    return WaitingSignature(
        what=str(act_label(signature.act, case.kind)),
        signer=signer_name(signature),
        officer=officer_name(signature),
        signed_at=signature.signed_at,
        takes_effect_at=signature.takes_effect_at,
        may_recall=_may_recall(case, actor),
    )


def _may_recall(case: Case, actor: Actor) -> bool:
    try:
        policies.authorise(policies.RECALL, case, actor)
    except NotAllowed:
        return False
    return True
