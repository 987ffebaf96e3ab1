"""The second person of the company: the answers to check, to sign, or to send back; and whether two sign at all."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.actors import Actor
from accounts.refusals import refusal as of_people
from cases.models import Case
from cases.services import second_signature
from cases.services.seconding import open_on
from cases.states import RepairState
from journal.now import now
from portal.access import actor_for, chosen_subject, own_repair
from portal.answers import answers_of
from portal.forms.declaring import SecondSignatureForm, SendBackForm
from portal.pages import attempt, page, refuse_stale, status_of


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, number: str) -> HttpResponse:
    """Every answer, the first declaration, and the second one to give. Signing files the application."""
    actor = actor_for(request)
    case = own_repair(number, actor)
    if case.state != RepairState.DRAFT:
        return redirect("portal:case", number=case.number)
    form = SecondSignatureForm(
        request.POST if request.method == "POST" else None, initial={"version": case.version}
    )
    if request.method == "POST" and form.is_valid():
        refuse_stale(case, form.seen_version)
        signed = attempt(
            form,
            lambda: second_signature.sign(case_id=case.pk, actor=actor, at=now(), version=form.seen_version),
        )
        if signed is not None:
            return redirect("portal:filed", number=case.number)
    return _page(request, case, actor, form, SendBackForm(initial={"version": case.version}))


@login_required
@require_POST
def send_back(request: HttpRequest, number: str) -> HttpResponse:
    """Send the declaration back with a remark."""
    actor = actor_for(request)
    case = own_repair(number, actor)
    form = SendBackForm(request.POST)
    if form.is_valid():
        refuse_stale(case, form.seen_version)
        done = attempt(
            form,
            lambda: second_signature.send_back(
                case_id=case.pk, remark=form.cleaned_data["remark"], actor=actor, at=now()
            ),
        )
        if done is not None:
            messages.success(request, _("The application was sent back. The first person is told."))
            return redirect("portal:filing", number=case.number)
    return _page(request, case, actor, SecondSignatureForm(initial={"version": case.version}), form)


@login_required
@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """The owner lets two persons sign from now on, or no longer."""
    actor = actor_for(request)
    subject = chosen_subject(actor, request.GET.get("code", ""))
    if subject is None:
        raise of_people("not-owner")
    two = request.POST.get("two") == "yes"
    second_signature.choose_two(subject_id=subject.pk, two=two, actor=actor, at=now())
    messages.success(
        request,
        _("Two persons sign every application now.")
        if two
        else _("One person can file for the company now."),
    )
    response = redirect("portal:mandates")
    response["Location"] += f"?code={subject.code}"
    return response


def _page(
    request: HttpRequest, case: Case, actor: Actor, form: SecondSignatureForm, back: SendBackForm
) -> HttpResponse:
    waiting = open_on(case.pk)
    context = {
        "case": case,
        "waiting": waiting,
        "first": second_signature.first_of(waiting) if waiting is not None else None,
        "may_sign": waiting is not None and second_signature.may_sign(waiting, case, actor),
        "answers": answers_of(case),
        "form": back if back.is_bound else form,
        "sign_form": form,
        "back_form": back,
    }
    return page(request, "portal/second.html", context, actor=actor, status=status_of(form, back))
