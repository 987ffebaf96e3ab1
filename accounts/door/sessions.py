"""Where somebody is signed in: allauth's page, listing with a fixed number of statements."""

from __future__ import annotations

from typing import Any

from allauth.usersessions.models import UserSession
from allauth.usersessions.views import ListUserSessionsView
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.models import Session
from django.db.models.functions import Now
from django.utils.crypto import constant_time_compare
from django.views.generic.edit import FormView

from accounts.models import User


def open_sessions(user: User) -> list[UserSession]:
    """A person's open sessions, the oldest first; rows of those that are over are removed (three statements at most).

    allauth's own list asks three times for each session.
    """
    rows = UserSession.objects.filter(user=user).order_by("created_at", "pk")
    # a session ends by the true time, which the database tells, whatever day the desk counts by
    kept = Session.objects.filter(pk__in=rows.values("session_key"), expire_date__gt=Now())
    held = {one.session_key for one in kept if _is_held_by(user, one.get_decoded())}
    over = [row.pk for row in rows if row.session_key not in held]
    if over:
        UserSession.objects.filter(pk__in=over).delete()
    return [row for row in rows if row.session_key in held]


def _is_held_by(user: User, facts: dict[str, Any]) -> bool:
    """Whether a session is the person's and from after the last change of the password."""
    proofs = (user.get_session_auth_hash(), *user.get_session_auth_fallback_hash())
    given = str(facts.get(HASH_SESSION_KEY, ""))
    return facts.get(SESSION_KEY) == str(user.pk) and any(
        constant_time_compare(given, proof) for proof in proofs
    )


class SessionsPage(ListUserSessionsView):  # type: ignore[misc]  # allauth ships no types
    """The sessions of whoever is signed in, and one button that ends all others."""

    def get_context_data(self, **kwargs: object) -> dict[str, Any]:
        """What the page shows; allauth's own step is left out, which would ask for every session by itself."""
        context = FormView.get_context_data(self, **kwargs)
        sessions = open_sessions(self.request.user)
        return {**context, "sessions": sessions, "session_count": len(sessions)}


list_sessions = SessionsPage.as_view()
