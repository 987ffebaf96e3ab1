"""What allauth did with an account goes into the journal: second factors, codes, passwords, addresses."""

from __future__ import annotations

from typing import Any

from allauth.account import signals as account
from allauth.mfa import signals as mfa
from allauth.mfa.models import Authenticator
from django.contrib.auth.signals import user_logged_in
from django.http import HttpRequest

from accounts.door.middleware import SEEN
from accounts.models import User
from accounts.services import note_account
from journal.now import now


def connect() -> None:
    """Listen to allauth; called once, when the apps are ready."""
    mfa.authenticator_added.connect(_on_added)
    mfa.authenticator_removed.connect(_on_removed)
    mfa.authenticator_reset.connect(_on_codes_made)
    mfa.authenticator_used.connect(_on_used)
    mfa.authentication_failed.connect(_on_failed)
    for signal in (account.password_changed, account.password_set, account.password_reset):
        signal.connect(_on_password)
    account.email_changed.connect(_on_address)
    user_logged_in.connect(_on_signed_in)


def _on_added(user: User, authenticator: Authenticator, **_facts: Any) -> None:
    if authenticator.type == Authenticator.Type.RECOVERY_CODES:
        _note("account.recovery_codes_made", user)
    else:
        _note("account.second_factor_added", user, factor=str(authenticator.type))


def _on_removed(user: User, authenticator: Authenticator, **_facts: Any) -> None:
    if authenticator.type != Authenticator.Type.RECOVERY_CODES:  # codes go with the last factor
        _note("account.second_factor_removed", user, factor=str(authenticator.type))


def _on_codes_made(user: User, **_facts: Any) -> None:
    _note("account.recovery_codes_made", user)


def _on_used(user: User, authenticator: Authenticator, **_facts: Any) -> None:
    if authenticator.type == Authenticator.Type.RECOVERY_CODES:
        authenticator.refresh_from_db()  # the code was struck off on a row of its own
        left = len(authenticator.wrap().get_unused_codes())
        _note("account.recovery_code_used", user, left=left)


def _on_failed(user: User, authenticator: Authenticator, **_facts: Any) -> None:
    _note("account.refused", user, act="second-factor", factor=str(authenticator.type))


def _on_password(user: User, **_facts: Any) -> None:
    _note("account.password_changed", user)


def _on_address(user: User, **_facts: Any) -> None:
    _note("account.address_changed", user)


def _on_signed_in(request: HttpRequest, **_facts: Any) -> None:
    request.session[SEEN] = now().isoformat()


def _note(verb: str, user: User, **facts: object) -> None:
    note_account(verb, user_id=user.pk, at=now(), **facts)
