"""Countersigning with a window for recall: tried at once, kept, and done by the desk when the window is over."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import override

from accounts.actors import Actor, actor_of
from accounts.models import User
from accounts.substitutions import stands_in_for
from cases.models import Case, Signature
from cases.models.signature import SignatureStanding
from cases.policies import authorise
from cases.refusals import refusal
from cases.services import signing
from cases.services import waiting_signature as waiting
from journal.now import day_of
from journal.refusals import Refusal
from journal.undone import undone
from workflows import desks
from workflows.acts import AT_ANY_DESK
from workflows.posts import post_for

logger = logging.getLogger(__name__)

SIGNED = signing.SIGNED
# somebody holds the lock, or the token is on its way: the next look finds the same signature
FOR_A_MOMENT = frozenset({"busy", "not-on-desk"})


def sign(
    *,
    case_id: int,
    act: str,
    actor: Actor,
    at: datetime,
    version: int | None = None,
    **facts: Any,
) -> Signature | None:
    """Sign an act: it takes effect RECALL_MINUTES later, the signature is returned; None where it was done at once.

    It is done at once where there is no window, and where a legal term would run out before its end. Whoever signs
    again once the window is over lets the first signature take effect. Raises whatever the act itself would be
    refused with, now.
    """
    if _own_window_is_over(case_id, act, actor, at):
        return None
    takes_effect_at = at + timedelta(minutes=settings.RECALL_MINUTES)
    if takes_effect_at == at or not signing.in_good_time(
        case_id=case_id, at=at, takes_effect_at=takes_effect_at
    ):
        desks.perform(case_id=case_id, act=act, actor=actor, at=at, version=version, **facts)
        return None
    with transaction.atomic():
        with undone():
            desks.perform(case_id=case_id, act=act, actor=actor, at=at, version=version, **facts)
        return signing.sign(
            case_id=case_id,
            act=act,
            facts=facts,
            actor=_on_the_desk(case_id, act, actor, at),
            at=at,
            takes_effect_at=takes_effect_at,
            version=version,
        )


def _on_the_desk(case_id: int, act: str, actor: Actor, at: datetime) -> Actor:
    """Take the work on if nobody has it; a substitute leaves it to the officer, and signs in the officer's place."""
    with desks.open_desk(case_id, actor) as task:
        nobodys, signer = task.owner_id is None, desks.in_whose_place(task, actor, at)
    if nobodys and act not in AT_ANY_DESK:
        desks.claim(case_id=case_id, actor=actor, at=at)
    return signer


def take_effect(*, at: datetime) -> int:
    """Do every signed act whose window is over, oldest first, each as its signer at the moment it was due.

    Several workers may look at once: an act is done by one of them. What cannot be done any more falls and is
    told. Returns how many took effect.
    """
    due = Signature.objects.filter(standing=SignatureStanding.WAITING, takes_effect_at__lte=at)
    due = due.select_related("case__record").order_by("takes_effect_at", "pk")
    return sum(_took_effect_by_itself(signature, at) for signature in due)


def _took_effect_by_itself(signature: Signature, at: datetime) -> bool:
    try:
        return _take_effect(signature, at)
    except Refusal:  # for a moment only
        return False
    except Exception:  # one signature that fails keeps no other from its effect; the next look tries again
        logger.exception("The signature %s of %s did not take effect.", signature.pk, signature.case_id)
        return False


def _own_window_is_over(case_id: int, act: str, actor: Actor, at: datetime) -> bool:
    """Let the signer's own signature of this act take effect if no worker has looked since its window ended.

    Raises whatever kept it from its effect for now: to sign anew would end the first signature without its act.
    """
    signature = (
        Signature.objects.filter(case=case_id, act=act, signed_by_ref=actor.ref)
        .filter(standing=SignatureStanding.WAITING, takes_effect_at__lte=at)
        .select_related("case__record")
        .first()
    )
    return signature is not None and _take_effect(signature, at)


def _take_effect(signature: Signature, at: datetime) -> bool:
    """Do a due act; False where it was refused for good and its signature fell. Raises what is in the way for now."""
    moment = signature.takes_effect_at
    try:
        signer = _signer(signature)
        authorise(signature.act, signature.case, signer)
        with transaction.atomic():
            desks.perform(
                case_id=signature.case_id, act=signature.act, actor=signer, at=moment, **signature.facts
            )
            _refuse_unless_its_own(signature)
    except Refusal as refused:
        if refused.code in FOR_A_MOMENT:
            raise
        with override(settings.LANGUAGE_CODE):
            signing.fall(signature_id=signature.pk, why=str(refused), at=at)
        return False
    return True


def _refuse_unless_its_own(signature: Signature) -> None:
    """The act must have been this signature taking effect: one that was recalled meanwhile undoes it."""
    if not Signature.objects.filter(pk=signature.pk, standing=SignatureStanding.EFFECTIVE).exists():
        raise refusal("no-signature")


def _signer(signature: Signature) -> Actor:
    """The signer with the posts of the day of the effect; whoever left may sign nothing any more.

    A substitute signs in the officer's place then too. Raises a refusal where the days of the substitution are over.
    """
    on = day_of(signature.takes_effect_at)
    person = User.objects.get(pk=signature.signed_by_ref.partition(":")[2])
    actor = actor_of(person, on=on)
    if not person.is_active:
        return Actor(ref=actor.ref, user_id=actor.user_id, name=actor.name)
    if not signature.in_place_of_ref:
        return actor
    officer = User.objects.get(pk=signature.in_place_of_ref.partition(":")[2])
    if officer.pk not in stands_in_for(actor, on=on, post=post_for(signature.case)):
        raise refusal("substitution-over", name=str(person), officer=str(officer))
    return actor.standing_in_for(officer.pk)


def waiting_on(case: Case) -> Signature | None:
    """The signature that waits on a case, for its page."""
    return waiting.waiting_on(case)
