"""Messages to the person who is signed in."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from journal.now import now
from notifications import selectors, services
from portal.access import actor_for, user_of
from portal.pages import page


@login_required
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """The messages, newest first."""
    found = selectors.inbox(user_of(request).pk, after=request.GET.get("after", ""))
    return page(request, "portal/inbox.html", {"inbox": found}, actor=actor_for(request))


@login_required
@require_POST
def read(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark a message as read."""
    services.mark_read(message_id=pk, user_id=user_of(request).pk, at=now())
    return redirect("portal:inbox")
