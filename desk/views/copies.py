"""Copies that companies reported to be still online: the platform's officer looks and says what was done."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.actors import Actor
from delisting import copies
from delisting.models import CopyReportState, ReleaseState
from desk.access import CASE_ROLES, for_posts
from desk.forms.releases import CopyAnswerForm
from journal.now import now
from look.cards import release_tone
from look.forms import attempt, status_of

FIELDS = {"unknown-outcome": "outcome", "copy-answer": "text", "copy-text-too-long": "text"}


@require_http_methods(["GET", "HEAD", "POST"])
@for_posts(*CASE_ROLES)
def answer(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """One report: the address, the request to that place, and the answer."""
    report = copies.load_report(pk, actor)
    form = CopyAnswerForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        if attempt(form, lambda: copies.answer(report_id=pk, actor=actor, at=now(), **said), FIELDS):
            messages.success(request, _("The report was answered; the company is told."))
            return redirect("desk:releases")
    release = report.release
    context = {
        "report": report,
        "record": report.order.record,
        "release": release,
        "state": ReleaseState(release.state).label if release else "",
        "tone": release_tone(release.state, stalled=release.stalled) if release else "quiet",
        "waits": report.state == CopyReportState.OPEN,
        "form": form,
    }
    return render(request, "desk/copy_report.html", context, status=status_of(form))
