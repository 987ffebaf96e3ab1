"""The successor of a party gives the credit commitment anew, so that its case goes on."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from cases.commitment import commitment_text
from cases.labels import RENEW_COMMITMENT
from cases.refusals import refusal
from cases.services import crossing
from journal.now import now
from look.forms import VersionedForm
from portal.access import actor_for, own_case
from portal.pages import attempt, page, refuse_stale, status_of


class RenewForm(VersionedForm):
    """Who answers for the successor."""

    signed_by = forms.CharField(
        label=gettext_lazy("Name of the person who signs for the successor"),
        max_length=80,
        error_messages={"required": gettext_lazy("Sign the credit commitment.")},
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def renew(request: HttpRequest, number: str) -> HttpResponse:
    """The commitment in the successor's name, signed by typing a name."""
    actor = actor_for(request)
    case = own_case(number, actor)
    if not crossing.commitment_owed(case):
        raise refusal("commitment-given")
    form = RenewForm(request.POST or None, initial={"version": case.version})
    if request.method == "POST" and form.is_valid():
        refuse_stale(case, form.seen_version)
        name, seen = form.cleaned_data["signed_by"], form.seen_version
        done = attempt(
            form,
            lambda: crossing.renew_commitment(
                case_id=case.pk, signed_by=name, actor=actor, at=now(), version=seen
            ),
        )
        if done is not None:
            messages.success(request, _("The commitment was given. The case goes on."))
            return redirect("portal:case", number=case.number)
    context = {"case": case, "label": RENEW_COMMITMENT, "form": form, "text": commitment_text(case)}
    return page(request, "portal/renew_commitment.html", context, actor=actor, status=status_of(form))
