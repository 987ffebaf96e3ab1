"""A lost second factor: reset by the security administrator with a reason, never one's own."""

from __future__ import annotations

from datetime import datetime

from allauth.mfa.models import Authenticator
from django.db import transaction

from accounts.actors import Actor
from accounts.policies import authorise_reset
from accounts.refusals import refusal
from accounts.second_factor import held_by
from accounts.services.sessions import end_sessions
from accounts.services.telling import locked_person, tell

REASON_LENGTH = 500


@transaction.atomic
def reset_second_factor(*, user_id: int, reason: str, actor: Actor, at: datetime) -> None:
    """Take a person's app, passkeys and recovery codes away and end every session of theirs.

    At the next sign-in an officer is led to set up another. The reason stands in the journal, and the
    person is told. Raises Refusal for an actor that may not, the actor's own account, an unknown person,
    one without a second factor, and an empty reason.
    """
    authorise_reset(actor, user_id)
    if not reason.strip():
        raise refusal("no-reason")
    person = locked_person(user_id)
    held = held_by(person.pk)
    if not held:
        raise refusal("no-second-factor")
    Authenticator.objects.filter(user=person).delete()
    tell(
        "account.second_factor_reset",
        actor_ref=actor.ref,
        at=at,
        user_id=person.pk,
        app=held.app,
        passkeys=len(held.passkeys),
        reason=reason.strip()[:REASON_LENGTH],
    )
    end_sessions(user_id=person.pk, actor_ref=actor.ref, at=at)


@transaction.atomic
def note_account(verb: str, *, user_id: int, at: datetime, **facts: object) -> None:
    """Journal what a person did with their own account at the door."""
    tell(verb, actor_ref=f"user:{user_id}", at=at, user_id=user_id, **facts)
