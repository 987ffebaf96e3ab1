"""What a signature that waits for its effect means for every other act on its case; asked under the case's lock.

Signed is signed: the subject withdraws no more, officers recall it first. What the law forces goes before it: the
desk's own act (a record withdrawn, a hold by a court's document, a change of department) and what a subject does
within a limit of its own let the signature fall. That a term ran out changes nothing.
"""

from __future__ import annotations

from datetime import datetime

from accounts.actors import DESK, Actor
from accounts.models import User
from cases.labels import act_label
from cases.machines.whose import Who
from cases.models import Case, Signature
from cases.models.signature import SignatureStanding
from cases.policies import RECALL, who_of
from cases.refusals import refusal
from cases.signed import may_wait
from journal.now import SHANGHAI

ONLY_NOTED = "breach"
WITHDRAWAL = "withdraw"


def waiting_on(case: Case) -> Signature | None:
    """The signature that waits on a case; asks nothing where no act of a countersigner could wait."""
    if not may_wait(case):
        return None
    return case.signatures.filter(standing=SignatureStanding.WAITING).first()


def meets(case: Case, act: str, actor: Actor, at: datetime) -> Signature | None:
    """Let an act meet the waiting signature: the one that the act lets fall, or None.

    The signed act itself, done by its signer when the window is over, is the signature taking effect. Raises the
    refusal that names signer and moment for an officer's other act and for a withdrawal.
    """
    signature = waiting_on(case)
    if signature is None or act in {RECALL, ONLY_NOTED}:
        return None
    if act == signature.act and actor.ref == signature.signed_by_ref and at >= signature.takes_effect_at:
        if not end(signature, SignatureStanding.EFFECTIVE, by=actor.ref, at=at):
            raise refusal("crossed")
        return None
    if actor.is_system:
        return signature
    if who_of(act, case.kind) == Who.SUBJECT:
        if act == WITHDRAWAL:
            raise refusal("signed-decision")
        return signature
    raise refusal(
        "signed",
        name=signer_name(signature),
        act=act_label(signature.act, case.kind),
        when=moment(signature.signed_at),
        then=moment(signature.takes_effect_at),
    )


def end(signature: Signature, standing: SignatureStanding, *, by: str, at: datetime, why: str = "") -> bool:
    """End a waiting signature by a guarded update; False where it had ended already."""
    waiting = Signature.objects.filter(pk=signature.pk, standing=SignatureStanding.WAITING)
    return waiting.update(standing=standing, ended_at=at, ended_by_ref=by, why=why) == 1


def signed_in_time(case: Case, *, due_at: datetime) -> bool:
    """Whether what a term asked for was signed and took effect, or will, before the term was over."""
    signature = waiting_on(case)
    return signature is not None and signature.takes_effect_at < due_at


def fell_facts(signature: Signature, *, why: str) -> dict[str, str]:
    """What the journal says of a signature that fell."""
    told = {"act": signature.act, "signed_by": signature.signed_by_ref, "why": why}
    return {**told, "in_place_of": signature.in_place_of_ref} if signature.in_place_of_ref else told


def fall(signature: Signature, *, why: str, at: datetime) -> bool:
    """Let a waiting signature fall; for callers that journal it. False where it had ended already."""
    return end(signature, SignatureStanding.FALLEN, by=DESK.ref, at=at, why=why)


def signer_name(signature: Signature) -> str:
    """Who signed, by name."""
    number = signature.signed_by_ref.partition(":")[2]
    return str(User.objects.get(pk=number))


def officer_name(signature: Signature) -> str:
    """The officer in whose place a substitute signed, by name; empty where the signer signed for nobody else."""
    number = signature.in_place_of_ref.partition(":")[2]
    return str(User.objects.get(pk=number)) if number else ""


def moment(at: datetime) -> str:
    """An instant of the place, as refusals name it."""
    return f"{at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
