"""The service window: a clerk picks the subject before it and acts on the same pages for it."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST

from accounts import services as accounts
from accounts.actors import Actor
from accounts.roles import Role
from journal.now import now
from journal.refusals import NotAllowed
from portal.access import WINDOW_SUBJECT, actor_for
from portal.forms.company import PickSubjectForm
from portal.pages import page, status_of
from records.models import Subject


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest) -> HttpResponse:
    """Pick a subject by its code, or see which one is being served."""
    actor = _clerk(request)
    form = PickSubjectForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        subject = Subject.objects.filter(code=form.cleaned_data["code"]).first()
        if subject is not None:
            request.session[WINDOW_SUBJECT] = subject.pk
            return redirect("portal:company")
        form.add_error("code", _("There is no credit record of a subject with this code here."))
    return page(request, "portal/window.html", {"form": form}, actor=actor, status=status_of(form))


@login_required
@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Stop acting for the subject."""
    _clerk(request)
    request.session.pop(WINDOW_SUBJECT, None)
    return redirect("portal:window")


@login_required
@require_POST
@sensitive_variables("code")
def activation_code(request: HttpRequest) -> HttpResponse:
    """Issue an activation code to the subject being served; it is shown this once."""
    actor = _clerk(request)
    if actor.acting_for is None:
        messages.error(request, _("Pick the company first."))
        return redirect("portal:window")
    code = accounts.issue_activation(subject_id=actor.acting_for, actor=actor, at=now())
    return page(request, "portal/activation_code.html", {"code": code}, actor=actor)


def _clerk(request: HttpRequest) -> Actor:
    actor = actor_for(request)
    if not actor.holds_anywhere(Role.WINDOW_CLERK):
        raise NotAllowed("not-clerk", _("Only a window clerk acts for a company at the window."))
    return actor
