"""Where a person goes after signing in: officers to their work, everybody else to their company."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from accounts.roles import Role
from look.access import actor_of_request

# the first place whose role the person holds is the door; whoever holds none is a subject
DOORS = (
    ("desk:worklist", (Role.REVIEWER, Role.DECIDER, Role.SUPERVISOR)),
    ("portal:window", (Role.WINDOW_CLERK,)),
    ("desk:posts", (Role.SECURITY_ADMIN,)),
    ("desk:departments", (Role.SYSTEM_ADMIN,)),
    ("desk:journal", (Role.AUDIT_ADMIN,)),
)


@login_required
def after_sign_in(request: HttpRequest) -> HttpResponse:
    """Lead a person to their first page."""
    actor = actor_of_request(request)
    if actor is not None:
        for door, roles in DOORS:
            if actor.holds_anywhere(*roles):
                return redirect(door)
    return redirect("portal:company")
