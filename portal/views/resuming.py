"""Going on with a draft elsewhere: a code is issued with the draft, and typed with its reference."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST

from cases.services import resuming
from journal.now import day_of, now
from portal.access import WINDOW_SUBJECT, actor_for, own_case
from portal.forms.resuming import ResumeForm
from portal.pages import attempt, page, status_of


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_variables("form")
def resume(request: HttpRequest) -> HttpResponse:
    """Reference and code lead to the draft; a clerk then serves its company at the window."""
    actor = actor_for(request)
    form = ResumeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        case = attempt(
            form,
            lambda: resuming.resume(number=told["number"], code=told["code"], actor=actor, at=now()),
        )
        if case is not None:
            if case.subject_id not in actor.subjects:
                request.session[WINDOW_SUBJECT] = case.subject_id
            return redirect("portal:case", number=case.number)
    return page(request, "portal/resume.html", {"form": form}, actor=actor, status=status_of(form))


@login_required
@require_POST
@sensitive_variables("code")
def issue(request: HttpRequest, number: str) -> HttpResponse:
    """Issue a code for a draft; it is shown this once."""
    actor = actor_for(request)
    case = own_case(number, actor)
    at = now()
    code = resuming.issue_code(case_id=case.pk, actor=actor, at=at)
    context = {"case": case, "code": code, "until": day_of(at + resuming.VALID_FOR)}
    return page(request, "portal/resume_code.html", context, actor=actor)
