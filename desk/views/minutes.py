"""Minutes of talks that a sharing platform without a system of its own takes in on its officers' page."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.actors import Actor
from accounts.roles import OFFICER_ROLES
from delisting import minutes
from delisting import minutes_policies as policies
from delisting.models import MinutesKind, MinutesState
from desk.access import for_posts
from desk.forms.releases import TakeInForm
from journal.now import now
from look.forms import attempt, status_of
from look.minutes import minutes_tone

FIELDS = {"no-receipt": "number", "proof-too-long": "number"}


@require_http_methods(["GET", "HEAD", "POST"])
@for_posts(*OFFICER_ROLES)
def take_in(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """One delivery: what it says, and the number under which it was taken in."""
    release = policies.load(pk, actor)
    form = TakeInForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        number = form.cleaned_data["number"]
        if attempt(
            form, lambda: minutes.take_in(release_id=pk, number=number, actor=actor, at=now()), FIELDS
        ):
            messages.success(request, _("The minutes were taken in; the unit that held the talk is told."))
            return redirect("desk:releases")
    context = {
        "release": release,
        "talk": release.entry,
        "record": release.entry.record,
        "what": MinutesKind(release.kind).label,
        "state": MinutesState(release.state).label,
        "tone": minutes_tone(release.state, stalled=release.stalled),
        "may_take_in": release.state == MinutesState.SENT,
        "waits": release.state == MinutesState.PENDING,
        "form": form,
    }
    return render(request, "desk/minutes.html", context, status=status_of(form))
