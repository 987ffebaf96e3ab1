"""Signing in by password: allauth's own way, in the house's words, and every refusal is journalled."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from allauth.usersessions.adapter import DefaultUserSessionsAdapter
from allauth.usersessions.models import UserSession
from django.http import HttpRequest
from django.utils.translation import gettext

from accounts.services import end_sessions, note_failed_sign_in
from journal.now import now

NOWHERE = "0.0.0.0"  # noqa: S104 - nothing is bound to it: the address of a request that came over no wire


class DeskAdapter(DefaultAccountAdapter):  # type: ignore[misc] # allauth ships no types
    """allauth's own way, and every refused sign-in is journalled."""

    def authentication_failed(self, request: HttpRequest, **credentials: object) -> None:
        note_failed_sign_in(
            username=str(credentials.get("username", "")), address=self.get_client_ip(request), at=now()
        )

    def get_client_ip(self, request: HttpRequest) -> str:
        """The caller's address; a sign-in made by the house itself came over no wire and has none."""
        return str(super().get_client_ip(request)) if request.META else NOWHERE

    def format_email_subject(self, subject: str) -> str:
        """The desk's name in front, so that a person knows the mail among others."""
        return f"{gettext('Credit Repair Desk')}: {subject}"


class DeskSessions(DefaultUserSessionsAdapter):  # type: ignore[misc] # as above
    """Ends sessions with a trace."""

    def end_sessions(self, sessions: list[UserSession]) -> None:
        for user_id in {session.user_id for session in sessions}:
            ended = [session.pk for session in sessions if session.user_id == user_id]
            end_sessions(user_id=user_id, only=ended, actor_ref=f"user:{user_id}", at=now())
