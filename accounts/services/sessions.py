"""Sessions ended by their person or, with the second factor, by the security administrator."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from allauth.usersessions.models import UserSession
from django.db import transaction

from accounts.refusals import refusal
from accounts.services.telling import tell


@transaction.atomic
def end_session(*, session_id: int, user_id: int, at: datetime) -> None:
    """End one of one's own sessions: whoever uses it must sign in again. Raises Refusal for another's."""
    if not end_sessions(user_id=user_id, only=[session_id], actor_ref=f"user:{user_id}", at=at):
        raise refusal("no-session")


@transaction.atomic
def end_sessions(*, user_id: int, actor_ref: str, at: datetime, only: Collection[int] | None = None) -> int:
    """End a person's sessions (all, or `only` those by id), tell how many, and return their number."""
    sessions = UserSession.objects.filter(user=user_id)
    if only is not None:
        sessions = sessions.filter(pk__in=only)
    ended = list(sessions)
    for session in ended:
        session.end()
    if ended:
        tell("account.sessions_ended", actor_ref=actor_ref, at=at, user_id=user_id, count=len(ended))
    return len(ended)
