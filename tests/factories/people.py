"""People for tests: a user, an officer, an owner, an agent, and the actor behind each."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import count

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.contrib.auth.hashers import make_password

from accounts.actors import Actor, actor_of
from accounts.models import Mandate, Post, User
from accounts.roles import EVERY_SCOPE, MandateKind, Role
from records.models import CreditRecord, Department, Subject

PASSWORD = "Mountain-Lamp-42"
APP_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
LONG_AGO = date(2019, 1, 1)

_numbers = count(1)


def make_user(username: str = "", *, full_name: str = "", password: str = PASSWORD) -> User:
    """A person who can sign in with `PASSWORD` and holds no power at all."""
    number = next(_numbers)
    name = username or f"person-{number}"
    return User.objects.create(username=name, full_name=full_name, password=make_password(password))


def make_officer(
    role: Role | str, department: Department, *, user: User | None = None, from_on: date = LONG_AGO
) -> User:
    """A person with a post in a department; give `user` to add a second post to the same person.

    As every officer they have an authenticator app, with the key `APP_SECRET`.
    """
    person = user or make_user()
    Post.objects.create(user=person, department=department, role=str(role), from_on=from_on)
    if not Authenticator.objects.filter(user=person, type=Authenticator.Type.TOTP).exists():
        TOTP.activate(person, APP_SECRET)
    return person


def make_owner(subject: Subject, *, user: User | None = None, from_on: date = LONG_AGO) -> User:
    """A person who owns the account of a subject."""
    return _with_mandate(subject, MandateKind.OWNER, user, from_on)


def make_agent(
    subject: Subject,
    *,
    user: User | None = None,
    from_on: date = LONG_AGO,
    scopes: str = EVERY_SCOPE,
    records: Sequence[CreditRecord] = (),
) -> User:
    """A person who acts for a subject by its owner's mandate: in everything, or in scopes and on records only."""
    person = _with_mandate(subject, MandateKind.AGENT, user, from_on)
    mandate = Mandate.objects.get(user=person, subject=subject, kind=MandateKind.AGENT)
    mandate.scopes, mandate.limited = scopes, bool(records)
    mandate.save()
    mandate.records.set(records)
    return person


def code_of(secret: str) -> str:
    """What an authenticator app with that key shows at this moment."""
    return str(format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time())))))


def actor_of_user(user: User, *, on: date | None = None) -> Actor:
    """The actor behind a user on a day (by default one on which every factory's post is in force)."""
    return actor_of(user, on=on or date(2026, 3, 2))


def _with_mandate(subject: Subject, kind: MandateKind, user: User | None, from_on: date) -> User:
    person = user or make_user()
    Mandate.objects.create(
        user=person, subject=subject, kind=kind, from_on=from_on, given_by_ref="system:tests"
    )
    return person
