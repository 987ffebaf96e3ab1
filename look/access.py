"""Who stands before a page: the actor of a request, asked for once."""

from __future__ import annotations

from django.http import HttpRequest

from accounts.actors import Actor, actor_of
from accounts.models import User
from journal.now import today

KEPT_AS = "desk.actor"


def actor_of_request(request: HttpRequest) -> Actor | None:
    """The signed-in person with today's powers, None for the public (two queries, once a request)."""
    user = getattr(request, "user", None)
    if not isinstance(user, User):
        return None
    kept = request.META.get(KEPT_AS)
    if not isinstance(kept, Actor):
        kept = actor_of(user, on=today())
        request.META[KEPT_AS] = kept
    return kept
