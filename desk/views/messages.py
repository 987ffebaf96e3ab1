"""The messages that could not be sent, for whoever sees to it that they are."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.actors import Actor
from accounts.roles import Role
from desk.access import for_posts
from journal.now import now
from notifications import delivery_status

WHO = (Role.SUPERVISOR, Role.SYSTEM_ADMIN)


@require_safe
@for_posts(*WHO)
def show(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What failed and is still tried, newest first."""
    found = delivery_status.failing(actor, after=request.GET.get("after", ""))
    return render(request, "desk/messages.html", {"found": found})


@require_POST
@for_posts(*WHO)
def again(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """Let one be tried at once."""
    delivery_status.send_again(message_id=pk, actor=actor, at=now())
    messages.success(
        request, _("It is tried again now; reminders, summaries and text messages in working hours.")
    )
    return redirect("desk:messages")
