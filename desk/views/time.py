"""Whose time it was, unit by unit: what a supervisor sees of closed cases, as medians."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.actors import Actor
from accounts.roles import Role
from cases.time_spent import FEWEST, time_of_units
from desk.access import for_posts
from desk.periods import asked_period
from journal.now import now


@require_safe
@for_posts(Role.SUPERVISOR)
def show(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The units a supervisor watches, with the medians of their closed cases; small cells stay empty."""
    period = asked_period(request)
    at = now()
    context = {
        "tabs": period.tabs,
        "label": period.label,
        "units": time_of_units(actor, since=at - period.length, until=at),
        "fewest": FEWEST,
    }
    return render(request, "desk/time.html", context)
