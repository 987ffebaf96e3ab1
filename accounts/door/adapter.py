"""Signing in by password: allauth's own way, in the house's words, and every refusal is journalled."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.usersessions.adapter import DefaultUserSessionsAdapter
from allauth.usersessions.models import UserSession
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.refusals import refusal
from accounts.services import end_sessions, note_failed_sign_in
from journal.now import now

WAYS = {
    "reauthenticate": _("By password"),
    "mfa_reauthenticate": _("By a code of the authenticator app, or a recovery code"),
    "mfa_reauthenticate:webauthn": _("By passkey"),
}


class DeskAdapter(DefaultAccountAdapter):  # type: ignore[misc] # allauth ships no types
    """allauth's own way, and every refused sign-in is journalled."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("This account is closed."),
        "email_taken": _("Another account has this e-mail address. Give another one."),
        "duplicate_email": _("This is your address already."),
        "enter_current_password": _("Enter the password you have had until now."),
        "incorrect_code": _("This code is not right. Enter the one that is shown now."),
        "incorrect_password": _("This password is not right."),
        "invalid_password_reset": _("This link was used already or has run out. Ask for a new one."),
        "rate_limited": _("Too many tries. Wait a few minutes."),
        "too_many_login_attempts": _("Too many failed tries. Wait a few minutes and try again."),
        "username_password_mismatch": _("Sign-in name or password is not right. Check both."),
        "username_taken": _("Somebody has this sign-in name already. Choose another one."),
    }

    def authentication_failed(self, request: HttpRequest, **credentials: object) -> None:
        note_failed_sign_in(
            username=str(credentials.get("username", "")), address=self.get_client_ip(request), at=now()
        )

    def get_reauthentication_methods(self, user: User) -> list[dict[str, str]]:
        """The ways by which a person may confirm who they are, in the house's words."""
        methods: list[dict[str, str]] = super().get_reauthentication_methods(user)
        return [
            {**method, "description": str(WAYS.get(method["id"], method["description"]))}
            for method in methods
        ]

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send at once, for whoever waits for a link; not kept, for the link is a secret. Raises Refusal."""
        try:
            super().send_mail(template_prefix, email, context)
        except OSError as fault:  # SMTPException is one too
            raise refusal("mail-away") from fault

    def format_email_subject(self, subject: str) -> str:
        """The desk's name in front, so that a person knows the mail among others."""
        return f"{gettext('Credit Repair Desk')}: {subject}"


class DeskSessions(DefaultUserSessionsAdapter):  # type: ignore[misc] # as above
    """Ends sessions with a trace."""

    def end_sessions(self, sessions: list[UserSession]) -> None:
        for user_id in {session.user_id for session in sessions}:
            ended = [session.pk for session in sessions if session.user_id == user_id]
            end_sessions(user_id=user_id, only=ended, actor_ref=f"user:{user_id}", at=now())
