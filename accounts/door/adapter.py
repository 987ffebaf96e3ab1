"""Signing in by password: allauth's own way, in the house's words, and every refusal is journalled."""

from __future__ import annotations

from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.usersessions.adapter import DefaultUserSessionsAdapter
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.core.mail import EmailMessage
from django.http import HttpRequest
from django.utils.translation import get_language, gettext, override
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.refusals import refusal
from accounts.services import end_sessions, note_failed_sign_in
from journal.now import now

ONE_DAY = 24 * 60 * 60
WAYS = {
    "reauthenticate": _("By password"),
    "mfa_reauthenticate": _("By a code of the authenticator app, or a recovery code"),
    "mfa_reauthenticate:webauthn": _("By passkey"),
}


def days_of_link(template_prefix: str) -> int:
    """For how many days the link of a mail works."""
    if template_prefix.endswith("password_reset_key"):
        return int(settings.PASSWORD_RESET_TIMEOUT // ONE_DAY)
    return int(app_settings.EMAIL_CONFIRMATION_EXPIRE_DAYS)


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
        """Send at once, for whoever waits for a link; not kept, for the link is a secret. Raises Refusal.

        It is written in the language of the account's person, whatever the page spoke that asked for it.
        """
        person = context.get("user")
        language = person.language if isinstance(person, User) else ""
        facts = {"days": days_of_link(template_prefix), **context}
        try:
            with override(language or get_language() or settings.LANGUAGE_CODE):
                super().send_mail(template_prefix, email, facts)
        except OSError as fault:  # SMTPException is one too
            raise refusal("mail-away") from fault

    def render_mail(
        self,
        template_prefix: str,
        email: str,
        context: dict[str, Any],
        headers: dict[str, str] | None = None,
    ) -> EmailMessage:
        """The mail with the marks that the desk's other mails bear: sent by itself, and in which language."""
        marks = {
            "Auto-Submitted": "auto-generated",
            "Content-Language": get_language() or settings.LANGUAGE_CODE,
        }
        ready: EmailMessage = super().render_mail(
            template_prefix, email, context, headers={**marks, **(headers or {})}
        )
        return ready

    def format_email_subject(self, subject: str) -> str:
        """The desk's name in front, so that a person knows the mail among others."""
        return f"{gettext('Credit Repair Desk')}{gettext(': ')}{subject.strip()}"


class DeskSessions(DefaultUserSessionsAdapter):  # type: ignore[misc] # as above
    """Ends sessions with a trace."""

    def end_sessions(self, sessions: list[UserSession]) -> None:
        for user_id in {session.user_id for session in sessions}:
            ended = [session.pk for session in sessions if session.user_id == user_id]
            end_sessions(user_id=user_id, only=ended, actor_ref=f"user:{user_id}", at=now())
