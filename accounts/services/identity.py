"""An identity of a department's own provider opens an officer's account, and never makes one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from allauth.socialaccount.models import SocialAccount
from django.db import transaction
from django.db.models import QuerySet

from accounts.actors import Actor
from accounts.models import User
from accounts.policies import authorise_reset
from accounts.refusals import refusal
from accounts.services.sessions import end_sessions
from accounts.services.telling import locked_person, tell
from journal.now import day_of
from journal.refusals import Refusal
from records.standing import in_force_on

ADDRESS = "email"


@dataclass(frozen=True)
class Provider:
    """An identity provider: its name here, the code of the department it vouches for, the claim that names accounts.

    The claim holds the sign-in name; `email` counts only where the provider has verified it.
    """

    name: str
    department: str
    claim: str


def admit(*, provider: Provider, subject: str, claims: Mapping[str, object], at: datetime) -> SocialAccount:
    """The binding of a signed identity to an officer of the provider's department, made at the first sign-in.

    `subject` is the identity's lasting id, `claims` the verified contents of its ID token. Raises Refusal,
    and journals the try, where no account answers to the claim, it holds no post in the department today,
    the address is unverified, or the account is bound to another identity.
    """
    try:
        with transaction.atomic():
            return _admit(provider, subject, claims, at)
    except Refusal as refused:
        with transaction.atomic():
            tell(
                "account.refused",
                actor_ref="visitor",
                at=at,
                act="identity",
                provider=provider.name,
                reason=refused.code,
            )
        raise


def identities_of(user_id: int) -> list[tuple[int, str, datetime]]:
    """The identities that open a person's account: id, the provider's name, when it was bound."""
    bound = SocialAccount.objects.filter(user=user_id).order_by("pk")
    return list(bound.values_list("pk", "provider", "date_joined"))


@transaction.atomic
def unbind(*, identity_id: int, user_id: int, actor: Actor, at: datetime) -> None:
    """End the binding of a person's account to an identity, and their sessions; the next sign-in binds anew.

    Raises Refusal for an actor that may not, the actor's own account, and a binding that is not there.
    """
    authorise_reset(actor, user_id)
    bound = SocialAccount.objects.select_for_update().filter(pk=identity_id, user=user_id).first()
    if bound is None:
        raise refusal("no-identity")
    bound.delete()
    tell(
        "account.identity_unbound",
        actor_ref=actor.ref,
        at=at,
        user_id=user_id,
        provider=bound.provider,
    )
    end_sessions(user_id=user_id, actor_ref=actor.ref, at=at)


def _admit(provider: Provider, subject: str, claims: Mapping[str, object], at: datetime) -> SocialAccount:
    bound = SocialAccount.objects.filter(provider=provider.name, uid=subject).first()
    officers = _officers(provider.department, day_of(at))
    if bound is not None:
        if not officers.filter(pk=bound.user_id).exists():
            raise refusal("identity-unknown")
        return bound
    person = _named(officers, provider, claims)
    locked_person(person.pk)
    if SocialAccount.objects.filter(provider=provider.name, user=person).exists():
        raise refusal("identity-other")
    bound = SocialAccount.objects.create(provider=provider.name, uid=subject, user=person)
    tell(
        "account.identity_bound",
        actor_ref=f"user:{person.pk}",
        at=at,
        user_id=person.pk,
        provider=provider.name,
    )
    return bound


def _officers(department: str, on: date) -> QuerySet[User]:
    return User.objects.filter(
        in_force_on(on, of="posts"), posts__department__code=department, is_active=True
    ).distinct()


def _named(officers: QuerySet[User], provider: Provider, claims: Mapping[str, object]) -> User:
    """The one officer a claim names."""
    value = claims.get(provider.claim)
    if not isinstance(value, str) or not value:
        raise refusal("identity-unnamed")
    if provider.claim == ADDRESS:
        if claims.get("email_verified") is not True:
            raise refusal("identity-unverified")
        found = list(officers.filter(email__iexact=value)[:2])
    else:
        found = list(officers.filter(username=value)[:2])
    if len(found) != 1:
        raise refusal("identity-unknown")
    return found[0]
