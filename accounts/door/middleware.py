"""Who comes in: officers only with a second factor, everybody with a trace of when they were last here."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from accounts.models import User
from accounts.second_factor import owes_one
from journal.now import now, today

GUARDED_ROOMS = {"desk", "portal"}
OPEN_PAGES = {"inbox", "read_message"}  # where one reads that the second factor was reset
SEEN = "seen-at"
SEEN_EVERY = timedelta(minutes=5)

Next = Callable[[HttpRequest], HttpResponse]


class SecondFactorOfOfficers:
    """Leads a person who holds a post and no second factor to its setting up, whatever page was asked for.

    Stands behind the authentication middleware; costs one query on the pages of desk and portal.
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, _view: object, _args: object, _kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        match, user = request.resolver_match, request.user
        if match is None or match.app_name not in GUARDED_ROOMS or match.url_name in OPEN_PAGES:
            return None
        if not isinstance(user, User) or not owes_one(user.pk, today()):
            return None
        asked = request.get_full_path() if request.method == "GET" else reverse("after_sign_in")
        return redirect(f"{reverse('mfa_index')}?{urlencode({REDIRECT_FIELD_NAME: asked})}")


class LastSeen:
    """Keeps on the list of sessions when each was last used, to five minutes.

    The moment stands in the session too, so that a page costs nothing between two notes.
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if isinstance(request.user, User):
            note_seen(request, now())
        return self.get_response(request)


def note_seen(request: HttpRequest, at: datetime) -> None:
    """Write down that a session is in use, unless that was done within five minutes."""
    kept = request.session.get(SEEN)
    if isinstance(kept, str) and abs(at - datetime.fromisoformat(kept)) < SEEN_EVERY:
        return
    request.session[SEEN] = at.isoformat()
    UserSession.objects.filter(session_key=request.session.session_key).update(last_seen_at=at)
