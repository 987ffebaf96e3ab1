"""Messages to the person who is signed in."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from accounts.actors import Actor
from accounts.roles import MandateScope
from cases import policies
from cases.complaint_policies import complaints_visible_to
from cases.services.grouping import visible_groups
from journal.now import now
from notifications import selectors, services
from notifications.models import Message
from portal.access import actor_for, user_of
from portal.filings import PREFIX
from portal.pages import page

GIVEN_AT = {"case.second_asked": "second", "second-near": "second", "case.confirmation_asked": "confirm"}
"""At which page of a filing the answer to a message is given."""


@login_required
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """The messages, newest first."""
    found = selectors.inbox(user_of(request).pk, at=now(), after=request.GET.get("after", ""))
    return page(request, "portal/inbox.html", {"inbox": found}, actor=actor_for(request))


@login_required
@require_POST
def read(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark a message as read."""
    services.mark_read(message_id=pk, user_id=user_of(request).pk, at=now())
    return redirect("portal:inbox")


@login_required
@require_safe
def follow(request: HttpRequest, pk: int) -> HttpResponse:
    """Lead from a message, such as one that came by mail, to what it is about; it counts as read then."""
    message = services.mark_read(message_id=pk, user_id=user_of(request).pk, at=now())
    return redirect(*_about(message, actor_for(request)))


def _about(message: Message, actor: Actor) -> tuple[str, ...]:
    """The page of a message for this person: the subject's or the desk's page of its case, else the inbox.

    What asks for a signature or a word leads to where it is given.
    """
    given = GIVEN_AT.get(message.template, "")
    groups = visible_groups(actor, MandateScope.FILE, MandateScope.SIGN)
    group = groups.filter(number=message.context.get("group", "")).first()
    if group is not None:
        return (f"portal:group_{given}" if given else "portal:group_result", group.number)
    if message.case is not None:
        if policies.acts_for(actor, message.case.subject_id):
            prefix = PREFIX.get(message.case.kind)
            if given and prefix is not None:
                return (f"portal:{prefix}{given}", message.case.number)
            return ("portal:case", message.case.number)
        if policies.visible_to(actor).filter(pk=message.case.pk).exists():
            return ("desk:case", message.case.number)
    complaint = complaints_visible_to(actor).filter(number=message.context.get("complaint", "")).first()
    if complaint is not None:
        own = policies.acts_for(actor, complaint.subject_id)
        return ("portal:complaint" if own else "desk:complaint", complaint.number)
    return ("portal:inbox",)
