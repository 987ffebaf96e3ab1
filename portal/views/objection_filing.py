"""From a record to a filed objection: draft, task list, check, file, confirmation that can be printed."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.actors import Actor
from cases.models import Case
from cases.models.objection import Against
from cases.refusals import refusal
from cases.services.objection import drafting
from cases.services.objection.preflight import gaps
from cases.services.preflight import Gap
from cases.states import CaseKind, ObjectionState
from journal.now import now, today
from look.cards import letter_cards
from look.case_words import term_words
from look.contested import contested_rows
from look.people import names_of
from look.terms import receipt_of
from portal.access import actor_for, own_case
from portal.declaring import ahead_of_filing, beside_declaration, declared, waiting_of
from portal.filings import filing_of
from portal.forms.objection import ObjectionDeclarationForm
from portal.objection_tasks import PART_OF, answers_of, tasks_of
from portal.pages import page, status_of
from portal.terms import running_terms


@login_required
@require_POST
def draft(request: HttpRequest) -> HttpResponse:
    """Begin an objection to a record, or to the result of a repair; go on with the one that was begun."""
    actor = actor_for(request)
    repair = request.POST.get("previous", "")
    if repair:
        contested = own_case(repair, actor)
        case = drafting.draft(
            record_id=contested.record_id,
            against=Against.REPAIR_RESULT,
            previous_id=contested.pk,
            actor=actor,
            at=now(),
        )
    else:
        record_id = request.POST.get("record", "")
        if not record_id.isdigit():
            raise refusal("no-record")
        case = drafting.draft(record_id=int(record_id), actor=actor, at=now())
    return redirect("portal:objection", number=case.number)


def own_objection(number: str, actor: Actor) -> Case:
    """An objection of a subject the actor acts for; a case of another kind is told as absent."""
    case = own_case(number, actor)
    if case.kind != CaseKind.OBJECTION:
        raise refusal("no-case")
    return case


@login_required
@require_safe
def tasks(request: HttpRequest, number: str) -> HttpResponse:
    """The task list of a draft; a filed objection shows its case instead."""
    actor = actor_for(request)
    case = own_objection(number, actor)
    if case.state != ObjectionState.DRAFT:
        return redirect("portal:case", number=case.number)
    found = gaps(case, on=today())
    context = {
        "case": case,
        "tasks": tasks_of(case, found),
        "record_gaps": [gap for gap in found if gap.part == "record"],
        "terms": running_terms(case),
        "waiting": waiting_of(filing_of(case)),
        "filing": filing_of(case),
        "ahead": ahead_of_filing(filing_of(case), actor),
    }
    return page(request, "portal/objection.html", context, actor=actor)


@login_required
@require_safe
def check(request: HttpRequest, number: str) -> HttpResponse:
    """Every answer with a way to change it, and the declaration."""
    actor = actor_for(request)
    case = own_objection(number, actor)
    if case.state != ObjectionState.DRAFT:
        return redirect("portal:case", number=case.number)
    return _check_page(request, case, actor, ObjectionDeclarationForm(initial={"version": case.version}))


@login_required
@require_POST
def file(request: HttpRequest, number: str) -> HttpResponse:
    """File the objection after the declaration, or ask the second person."""
    actor = actor_for(request)
    case = own_objection(number, actor)
    form = ObjectionDeclarationForm(request.POST)
    if form.is_valid():
        follows = declared(form, case, actor)
        if follows:
            return redirect(follows)
    return _check_page(request, case, actor, form)


@login_required
@require_safe
def filed(request: HttpRequest, number: str) -> HttpResponse:
    """The confirmation with everything a printed receipt needs: number, moment, clerk, what is contested, dates."""
    actor = actor_for(request)
    case = own_objection(number, actor)
    if case.filed_at is None:
        return redirect("portal:objection", number=case.number)
    served_by = case.filing.served_by_ref
    context = {
        "case": case,
        "rows": contested_rows(case),
        "served_by": names_of([served_by])[served_by] if served_by else "",
        "letters": letter_cards(case.pk, to_subject=True),
        "receipts": [(term_words(term.term), receipt_of(term)) for term in running_terms(case)],
    }
    return page(request, "portal/objection_filed.html", context, actor=actor)


@login_required
@require_POST
def discard(request: HttpRequest, number: str) -> HttpResponse:
    """Discard a draft."""
    actor = actor_for(request)
    case = own_objection(number, actor)
    drafting.discard(case_id=case.pk, actor=actor, at=now())
    return redirect(f"{reverse('portal:company')}?code={case.subject.code}")


def _check_page(
    request: HttpRequest, case: Case, actor: Actor, form: ObjectionDeclarationForm
) -> HttpResponse:
    context = {
        "case": case,
        "form": form,
        "gaps": [(gap, _mended_on(case, gap)) for gap in gaps(case, on=today())],
        "answers": answers_of(case),
        "beside": beside_declaration(filing_of(case), actor),
    }
    return page(request, "portal/objection_check.html", context, actor=actor, status=status_of(form))


def _mended_on(case: Case, gap: Gap) -> str:
    part = PART_OF.get(gap.code, "")
    return reverse("portal:objection_part", args=[case.number, part]) if part else ""
