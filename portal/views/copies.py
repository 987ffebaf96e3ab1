"""The company reports that a copy of its removed record is still online."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from delisting import copies
from delisting.refusals import refusal
from journal.now import now
from portal.access import actor_for, own_case
from portal.forms.copies import CopyForm
from portal.pages import attempt, page, status_of


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, number: str) -> HttpResponse:
    """Where the copy of a case's record is still shown; an officer of the platform looks and answers."""
    actor = actor_for(request)
    case = own_case(number, actor)
    if copies.removing_order(case.record_id) is None:
        raise refusal("not-removed-anywhere")
    form = CopyForm(
        request.POST if request.method == "POST" else None, places=copies.places_of(case.record_id)
    )
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        made = attempt(
            form,
            lambda: copies.report(
                record_id=case.record_id,
                release_id=form.release_id,
                place=said["place"],
                address=said["address"],
                shows=said["shows"],
                seen_on=said["seen_on"],
                note=said["note"],
                actor=actor,
                at=now(),
            ),
        )
        if made is not None:
            messages.success(
                request, _("The report was received. An officer of the platform looks at the page.")
            )
            return redirect("portal:case", number=case.number)
    return page(
        request, "portal/report_copy.html", {"case": case, "form": form}, actor=actor, status=status_of(form)
    )
