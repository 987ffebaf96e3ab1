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
from cases.models import Case, GroupFiling
from cases.services import group_filing, second_persons, second_signature
from journal.now import now
from portal.access import actor_for, chosen_subject
from portal.declaring import waiting_of
from portal.filings import Filing, own_filing
from portal.forms.declaring import SecondSignatureForm, SendBackForm
from portal.pages import attempt, page, refuse_stale, status_of


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, number: str, what: str) -> HttpResponse:
    """Every answer, the first declaration, and the second one to give. Signing files what was declared."""
    actor = actor_for(request)
    filing = own_filing(what, number, actor)
    if not filing.is_open:
        return redirect(filing.home)
    form = SecondSignatureForm(
        request.POST if request.method == "POST" else None, initial={"version": filing.version}
    )
    if request.method == "POST" and form.is_valid():
        _refuse_stale(filing, form.seen_version)
        if attempt(form, lambda: _sign(filing, actor, form.seen_version)):
            return redirect(filing.done)
    return _page(request, filing, actor, form, SendBackForm(initial={"version": filing.version}))


def _sign(filing: Filing, actor: Actor, version: int | None) -> Case | GroupFiling:
    """Sign; of a group file what is ready, which whoever has signed it may press again for the rest."""
    if isinstance(filing.of, Case):
        return second_signature.sign(case_id=filing.of.pk, actor=actor, at=now(), version=version)
    if waiting_of(filing) is not None:
        second_signature.sign_group(group_id=filing.of.pk, actor=actor, at=now())
    group, _left = group_filing.file_ready(group_id=filing.of.pk, actor=actor, at=now())
    return group


@login_required
@require_POST
def send_back(request: HttpRequest, number: str, what: str) -> HttpResponse:
    """Send the declaration back with a remark."""
    actor = actor_for(request)
    filing = own_filing(what, number, actor)
    form = SendBackForm(request.POST)
    if form.is_valid():
        _refuse_stale(filing, form.seen_version)
        remark = form.cleaned_data["remark"]
        done = attempt(
            form,
            lambda: second_signature.send_back(**filing.key, remark=remark, actor=actor, at=now()),
        )
        if done is not None:
            messages.success(request, _("It was sent back. The first person is told."))
            return redirect(filing.way_back(actor))
    return _page(request, filing, actor, SecondSignatureForm(initial={"version": filing.version}), form)


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
        _("Two persons sign whatever is filed now.")
        if two
        else _("One person can file for the company now."),
    )
    response = redirect("portal:mandates")
    response["Location"] += f"?code={subject.code}"
    return response


def _refuse_stale(filing: Filing, version: int | None) -> None:
    if isinstance(filing.of, Case):
        refuse_stale(filing.of, version)


def _page(
    request: HttpRequest, filing: Filing, actor: Actor, form: SecondSignatureForm, back: SendBackForm
) -> HttpResponse:
    waiting = waiting_of(filing)
    context = {
        "filing": filing,
        "way_back": filing.way_back(actor),
        "waiting": waiting,
        "first": second_persons.first_of(waiting) if waiting is not None else None,
        "may_sign": waiting is not None and second_persons.may_sign(waiting, actor),
        "besides_owners": waiting is not None and second_persons.besides_owners(waiting),
        "answers": filing.answers,
        "form": back if back.is_bound else form,
        "sign_form": form,
        "back_form": back,
    }
    return page(request, "portal/second.html", context, actor=actor, status=status_of(form, back))
