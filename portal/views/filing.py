"""From a record to a filed application: draft, task list, check, file, confirmation."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from accounts.actors import Actor
from cases.models import Case, GroupFiling
from cases.refusals import refusal
from cases.services import drafting
from cases.services.preflight import gaps
from cases.services.seconding import open_on
from cases.states import RepairState
from journal.now import now, today
from look.case_words import term_words
from look.terms import receipt_of
from portal.access import actor_for, own_repair
from portal.answers import answers_of
from portal.declaring import ahead_of_filing, beside_declaration, declared
from portal.filing_tasks import tasks_of, tasks_while_returned
from portal.filings import filing_of
from portal.forms.filing import DeclarationForm
from portal.pages import page, status_of
from portal.terms import own_terms, running_terms


@login_required
@require_POST
def draft(request: HttpRequest) -> HttpResponse:
    """Begin an application on a record, or go on with the one that was begun."""
    actor = actor_for(request)
    record_id = request.POST.get("record", "")
    if not record_id.isdigit():
        raise refusal("no-record")
    case = drafting.draft(record_id=int(record_id), actor=actor, at=now())
    return redirect("portal:filing", number=case.number)


@login_required
@require_safe
def tasks(request: HttpRequest, number: str) -> HttpResponse:
    """The task list of a draft, or of what was returned; an application that is with its unit shows its case."""
    actor = actor_for(request)
    case = own_repair(number, actor)
    if case.state in {RepairState.SUPPLEMENTING, RepairState.UNDER_REPAIR}:
        returned = {"case": case, "tasks": tasks_while_returned(case), "terms": own_terms(case)}
        return page(request, "portal/returned.html", returned, actor=actor)
    if case.state != RepairState.DRAFT:
        return redirect("portal:case", number=case.number)
    found = gaps(case, on=today())
    return page(
        request,
        "portal/filing.html",
        {
            "case": case,
            "tasks": tasks_of(case, found),
            "record_gaps": [gap for gap in found if gap.part == "record"],
            "terms": running_terms(case),
            "waiting": open_on(case.pk),
            "ahead": ahead_of_filing(filing_of(case), actor),
            "group": GroupFiling.objects.filter(applications__case=case, closed_at__isnull=True).first(),
        },
        actor=actor,
    )


@login_required
@require_safe
def check(request: HttpRequest, number: str) -> HttpResponse:
    """Every answer with a way to change it; the declaration; what is still missing."""
    actor = actor_for(request)
    case = own_repair(number, actor)
    if case.state != RepairState.DRAFT:
        return redirect("portal:case", number=case.number)
    return _check_page(request, case, actor, DeclarationForm(initial={"version": case.version}))


@login_required
@require_POST
def file(request: HttpRequest, number: str) -> HttpResponse:
    """File the application after the declaration."""
    actor = actor_for(request)
    case = own_repair(number, actor)
    form = DeclarationForm(request.POST)
    if form.is_valid():
        follows = declared(form, case, actor)
        if follows:
            return redirect(follows)
    return _check_page(request, case, actor, form)


@login_required
@require_safe
def filed(request: HttpRequest, number: str) -> HttpResponse:
    """The confirmation: number, what comes next, the dates and why."""
    actor = actor_for(request)
    case = own_repair(number, actor)
    if case.filed_at is None:
        return redirect("portal:filing", number=case.number)
    terms = running_terms(case)
    return page(
        request,
        "portal/filed.html",
        {"case": case, "receipts": [(term_words(term.term), receipt_of(term)) for term in terms]},
        actor=actor,
    )


@login_required
@require_POST
def discard(request: HttpRequest, number: str) -> HttpResponse:
    """Discard a draft."""
    actor = actor_for(request)
    case = own_repair(number, actor)
    drafting.discard(case_id=case.pk, actor=actor, at=now())
    return redirect("portal:company")


def _check_page(request: HttpRequest, case: Case, actor: Actor, form: DeclarationForm) -> HttpResponse:
    return page(
        request,
        "portal/check.html",
        {
            "case": case,
            "form": form,
            "gaps": gaps(case, on=today()),
            "answers": answers_of(case),
            "beside": beside_declaration(filing_of(case), actor),
        },
        actor=actor,
        status=status_of(form),
    )
