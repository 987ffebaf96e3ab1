"""签发后的撤回时限: an act is signed now, may be recalled for some minutes, and is done at the end of its window."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.actors import DESK, Actor
from cases.models import Case, Signature
from cases.models.signature import SignatureStanding
from cases.policies import RECALL, SIGNING
from cases.refusals import refusal
from cases.services import waiting_signature as waiting
from cases.services.acting import acting, facts_of
from clocks import services as clocks
from clocks.models import Standing
from journal.record import record

SIGNED = SIGNING | {"last_limit", "hand_on", "cancel_order"}
"""The acts of a countersigner that say something to the subject by letter. Sending back says nothing outside."""


def in_good_time(*, case_id: int, at: datetime, takes_effect_at: datetime) -> bool:
    """Whether an effect at that moment still lies within every legal term of the case that has not run out."""
    case = Case.objects.get(pk=case_id)
    terms = clocks.open_terms(clocks.Owner("case", case.pk, case.stream))
    running = [term for term in terms if term.goal == "law" and term.standing == Standing.RUNNING]
    return not any(at < term.due_at <= takes_effect_at for term in running)


def sign(
    *,
    case_id: int,
    act: str,
    facts: Mapping[str, Any],
    actor: Actor,
    at: datetime,
    takes_effect_at: datetime,
    version: int | None = None,
) -> Signature:
    """Keep a countersignature until it takes effect. For callers that have tried whether the act could be done.

    Raises what `acting` raises, and the refusal of a second signature.
    """
    with acting(case_id=case_id, act=act, actor=actor, at=at, version=version, kind=None) as doing:
        signature = Signature.objects.create(
            case=doing.case,
            act=act,
            facts=dict(facts),
            version=doing.case.version,
            signed_by_ref=actor.ref,
            in_place_of_ref=actor.in_place_of,
            signed_at=at,
            takes_effect_at=takes_effect_at,
        )
        doing.note("case.signed", takes_effect_at=takes_effect_at.isoformat())
    return signature


def recall(*, case_id: int, actor: Actor, at: datetime) -> Case:
    """Recall the signature that waits on a case: the signer, or whoever else could have signed.

    Raises the refusal of one that took effect, was recalled or fell.
    """
    with acting(case_id=case_id, act=RECALL, actor=actor, at=at, kind=None) as doing:
        signature = waiting.waiting_on(doing.case)
        if signature is None or not waiting.end(signature, SignatureStanding.RECALLED, by=actor.ref, at=at):
            raise refusal("no-signature")
        doing.note("case.signature_recalled", act=signature.act, signed_by=signature.signed_by_ref)
    return doing.case


@transaction.atomic
def fall(*, signature_id: int, why: str, at: datetime) -> bool:
    """A signature whose act could not be done in the end falls; `why` is what it was refused with, in Chinese.

    False where it took effect, was recalled or fell before.
    """
    case_id = Signature.objects.values_list("case_id", flat=True).get(pk=signature_id)
    case = Case.objects.select_for_update(of=("self", "record")).select_related("record").get(pk=case_id)
    signature = Signature.objects.get(pk=signature_id)
    if not waiting.fall(signature, why=why, at=at):
        return False
    record(
        stream=case.stream,
        verb="case.signature_fell",
        actor_ref=DESK.ref,
        at=at,
        payload={**facts_of(case, DESK), **waiting.fell_facts(signature, why=why)},
    )
    return True
