"""What the header offers to the person who looks at it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from desk import navigation as desk
from journal.now import now
from look.access import actor_of_request
from portal import navigation as portal
from register import navigation as register


def navigation(request: HttpRequest) -> dict[str, Any]:
    """The entries of each face for this reader: their own pages first, then the public ones."""
    actor = actor_of_request(request)
    own = [*desk.entries(request, actor), *portal.entries(request, actor)] if actor is not None else []
    return {"nav_items": [*own, *register.entries(request)]}


def practice(_request: HttpRequest) -> dict[str, Any]:
    """What the practice town's clock shows, for the strip on top of each of its pages; nothing on any other desk."""
    return {"practice_at": now()} if settings.PRACTICE else {}
