"""Whose time it was, unit by unit: what a supervisor sees of closed cases, as medians."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from accounts.actors import Actor
from accounts.roles import Role
from cases.time_spent import FEWEST, time_of_units
from desk.access import for_posts
from journal.now import now
from look.parts import Tab

PERIODS: Mapping[str, tuple[Promise, timedelta]] = {
    "year": (_("Last twelve months"), timedelta(days=365)),
    "quarter": (_("Last three months"), timedelta(days=92)),
}
FIRST_PERIOD = "year"


@require_safe
@for_posts(Role.SUPERVISOR)
def show(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The units a supervisor watches, with the medians of their closed cases; small cells stay empty."""
    asked = request.GET.get("period", "")
    period = asked if asked in PERIODS else FIRST_PERIOD
    label, length = PERIODS[period]
    at = now()
    context = {
        "tabs": tuple(
            Tab(str(words), f"?{urlencode({'period': name})}", active=name == period)
            for name, (words, _length) in PERIODS.items()
        ),
        "label": label,
        "units": time_of_units(actor, since=at - length, until=at),
        "fewest": FEWEST,
    }
    return render(request, "desk/time.html", context)
