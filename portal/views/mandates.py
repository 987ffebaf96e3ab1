"""Who may act for a company: its owner gives and ends mandates."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts import services as accounts
from accounts.actors import Actor
from accounts.models import Mandate, User
from accounts.policies import can_give_mandate
from accounts.refusals import refusal
from journal.now import now, today
from journal.refusals import Refusal
from portal.access import actor_for, chosen_subject
from portal.forms.company import MandateForm
from portal.pages import attempt, page, status_of
from records.models import Subject


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest) -> HttpResponse:
    """The mandates in force, and a form for a new one."""
    actor = actor_for(request)
    subject = _owned(actor, request.GET.get("code", ""))
    form = MandateForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = attempt(form, lambda: _give(form, subject, actor))
        if given is not None:
            messages.success(request, _("The mandate was given."))
            return redirect(request.get_full_path())
    on = today()
    mandates = (
        Mandate.objects.filter(Q(to_on__isnull=True) | Q(to_on__gt=on), subject=subject, from_on__lte=on)
        .select_related("user")
        .order_by("kind", "pk")
    )
    context = {"subject": subject, "mandates": mandates, "form": form, "own_id": actor.user_id}
    return page(request, "portal/mandates.html", context, actor=actor, status=status_of(form))


@login_required
@require_POST
def end(request: HttpRequest, mandate_id: int) -> HttpResponse:
    """End a mandate today: every later act of the agent is refused."""
    accounts.end_mandate(mandate_id=mandate_id, actor=actor_for(request), at=now())
    messages.success(request, _("The mandate was ended."))
    return redirect("portal:mandates")


def _give(form: MandateForm, subject: Subject, actor: Actor) -> Mandate:
    agent = User.objects.filter(username=form.cleaned_data["username"], is_active=True).first()
    if agent is None:
        raise Refusal(
            "no-agent",
            _("No account with this sign-in name can be given a mandate. Ask the agent for the exact name."),
        )
    mandate: Mandate = accounts.give_mandate(
        user_id=agent.pk, subject_id=subject.pk, until=form.cleaned_data["until"], actor=actor, at=now()
    )
    return mandate


def _owned(actor: Actor, code: str) -> Subject:
    subject = chosen_subject(actor, code)
    if subject is None or not can_give_mandate(actor, subject.pk):
        raise refusal("not-owner")
    return subject
