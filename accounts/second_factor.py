"""What stands beside the password: an authenticator app or passkeys; officers must hold one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db.models import Q

from accounts.models import Post
from records.standing import in_force_on

FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


@dataclass(frozen=True)
class Held:
    """The second factors of one person: whether an app is set up, and the names of the passkeys."""

    app: bool
    passkeys: tuple[str, ...]

    @property
    def count(self) -> int:
        return len(self.passkeys) + self.app

    def __bool__(self) -> bool:
        return self.count > 0


def held_by(user_id: int) -> Held:
    """The second factors of a person (one query)."""
    rows = Authenticator.objects.filter(user=user_id, type__in=FACTORS).order_by("pk")
    names = tuple(row.wrap().name for row in rows if row.type == Authenticator.Type.WEBAUTHN)
    return Held(app=any(row.type == Authenticator.Type.TOTP for row in rows), passkeys=names)


def is_officer(user_id: int, on: date) -> bool:
    """Whether a person holds any post on a day."""
    return Post.objects.filter(in_force_on(on), user=user_id).exists()


def must_hold_one(user_id: int, on: date) -> bool:
    """Whether a person must have a second factor on a day: everybody who holds a post."""
    return bool(settings.SECOND_FACTOR_OF_OFFICERS) and is_officer(user_id, on)


def owes_one(user_id: int, on: date) -> bool:
    """Whether a person holds a post on a day and no second factor (one query)."""
    if not settings.SECOND_FACTOR_OF_OFFICERS:
        return False
    unprotected = ~Q(user__in=Authenticator.objects.filter(user=user_id, type__in=FACTORS).values("user"))
    return Post.objects.filter(in_force_on(on), unprotected, user=user_id).exists()
