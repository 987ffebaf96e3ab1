"""Binding an account to a company: by a code handed over at the window, or by the clerk at once.

A code is shown once and kept as a digest; nobody can claim a company without one. Limits are the house's
own choice (K): a code works for 30 days, and five wrong codes in an hour end the trying for that hour.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from accounts.actors import Actor
from accounts.models import ActivationCode, Mandate, User
from accounts.policies import authorise_service
from accounts.refusals import refusal
from accounts.roles import MandateKind
from accounts.services.codes import digest_of, new_code
from accounts.services.mandates import close, facts_of, in_force, subject_of
from accounts.services.telling import STREAM, locked_person, tell
from journal.models import Entry
from journal.now import day_of
from journal.refusals import Refusal
from records.models import Subject

VALID_FOR = timedelta(days=30)
TRIES, TRYING_TIME = 5, timedelta(hours=1)


@transaction.atomic
def issue_activation(*, subject_id: int, actor: Actor, at: datetime) -> str:
    """Issue a code that binds one account to a subject, and let every earlier unused one run out.

    The code is returned this once, as XXXX-XXXX-XXXX. Raises Refusal for an actor who is no clerk or has a
    stake in the subject, and for an unknown subject.
    """
    authorise_service(actor, subject_id)
    subject = subject_of(subject_id)
    earlier = ActivationCode.objects.filter(subject=subject, used_at__isnull=True, expires_at__gt=at)
    earlier.update(expires_at=at)
    plain = new_code()
    code = ActivationCode.objects.create(
        subject=subject,
        digest=digest_of(plain),
        issued_by_ref=actor.ref,
        issued_at=at,
        expires_at=at + VALID_FOR,
    )
    tell(
        "account.activation_issued",
        actor_ref=actor.ref,
        at=at,
        activation_id=code.pk,
        subject_id=subject.pk,
        expires_at=code.expires_at.isoformat(),
    )
    return plain


def activate(*, user_id: int, code: str, at: datetime) -> Mandate:
    """Bind an account to the company of a code; the account before it, if any, is released.

    Letters may be small, with or without dashes. Raises Refusal for a wrong, used or expired code and after
    too many tries; a refused try is journalled.
    """
    try:
        with transaction.atomic():
            return _activate(user_id, code, at)
    except Refusal as refused:
        if refused.code in {"wrong-code", "code-ran-out"}:
            with transaction.atomic():
                tell(
                    "account.refused", actor_ref=f"user:{user_id}", at=at, act="activate", reason=refused.code
                )
        raise


@transaction.atomic
def bind_owner(*, user_id: int, subject_id: int, actor: Actor, at: datetime) -> Mandate:
    """Bind an account to a company at the window, by a clerk who has checked the papers.

    Raises Refusal as `issue_activation`, for an unknown account and for one that can act for it already.
    """
    authorise_service(actor, subject_id)
    person = locked_person(user_id)
    return _bind(person, subject_of(subject_id), at=at, given_by_ref=actor.ref, actor_ref=actor.ref)


@transaction.atomic
def note_failed_sign_in(*, username: str, address: str, at: datetime) -> None:
    """Journal a refused sign-in; a name that no account bears is not kept: it may be a mistyped password."""
    person = User.objects.filter(username=username).first()
    tell(
        "account.refused",
        actor_ref="visitor" if person is None else f"user:{person.pk}",
        at=at,
        act="sign-in",
        address=address,
    )


def _activate(user_id: int, code: str, at: datetime) -> Mandate:
    person = locked_person(user_id)
    if _tries(user_id, at) >= TRIES:
        raise refusal("too-many-tries")
    found = ActivationCode.objects.select_for_update().filter(digest=digest_of(code)).first()
    if found is None or found.used_at is not None:
        raise refusal("wrong-code")
    if found.expires_at <= at:
        raise refusal("code-ran-out", day=day_of(found.expires_at))
    found.used_at = at
    found.save(update_fields=["used_at"])
    return _bind(
        person, found.subject, at=at, given_by_ref=found.issued_by_ref, actor_ref=f"user:{person.pk}"
    )


def _bind(person: User, subject: Subject, *, at: datetime, given_by_ref: str, actor_ref: str) -> Mandate:
    on = day_of(at)
    held = in_force(person, subject.pk, on)
    if held is not None and held.kind == MandateKind.OWNER:
        raise refusal("mandate-held")
    owners = Mandate.objects.select_for_update().filter(
        Q(to_on__isnull=True) | Q(to_on__gt=on), subject=subject, kind=MandateKind.OWNER
    )
    for earlier in [*owners, *([held] if held else [])]:
        close(earlier, actor_ref=actor_ref, at=at, reason="replaced")
    mandate = Mandate.objects.create(
        user=person, subject=subject, kind=MandateKind.OWNER, from_on=on, given_by_ref=given_by_ref
    )
    tell("account.activated", actor_ref=actor_ref, at=at, **facts_of(mandate))
    return mandate


def _tries(user_id: int, at: datetime) -> int:
    refused = Entry.objects.filter(
        verb="account.refused", at__gt=at - TRYING_TIME, stream=STREAM, actor_ref=f"user:{user_id}"
    )
    return sum(entry.payload.get("act") == "activate" for entry in refused)
