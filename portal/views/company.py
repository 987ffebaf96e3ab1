"""A subject's own page: its records, what may be done now, its cases; binding an account to it."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts import services as accounts
from accounts.policies import can_give_mandate
from cases import policies
from cases.services.classes import open_requests
from cases.services.grouping import can_group, visible_groups
from cases.services.planner import plan_subject
from cases.states import OPEN_STATES, CaseKind, RepairState
from journal.now import now, today
from portal.access import actor_for, chosen_subject, subjects_of, user_of
from portal.forms.company import ActivationForm
from portal.pages import attempt, page, status_of
from portal.record_terms import record_terms
from portal.standing import bars_on, commitments_of


@login_required
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """The records of the subject with "file now" or "wait until", and its cases; a choice first."""
    actor = actor_for(request)
    subject = chosen_subject(actor, request.GET.get("code", ""))
    if subject is None:
        subjects = subjects_of(actor)
        if not subjects:
            return redirect("portal:activate")
        return page(request, "portal/companies.html", {"subjects": subjects}, actor=actor)
    cases = list(
        policies.visible_to(actor)
        .filter(subject=subject)
        .exclude(state=RepairState.DISCARDED)
        .select_related("record", "handling_department")
        .order_by("-pk")
    )
    planned = plan_subject(subject.code, on=today(), public_only=False)
    plans = [plan for plan in planned if actor.sees(subject.pk, plan.record_id)]
    context = {
        "subject": subject,
        "plans": plans,
        "ripe": sum(plan.file_now(today()) and not plan.open_case_number for plan in plans),
        "may_group": can_group(actor, subject.pk),
        "group": visible_groups(actor).filter(subject=subject, closed_at__isnull=True).first(),
        "cases": cases,
        "open_objections": {
            case.record_id: case.number
            for case in cases
            if case.kind == CaseKind.OBJECTION and case.state in OPEN_STATES
        },
        "open_rectifications": {
            case.record_id: case.number
            for case in cases
            if case.kind == CaseKind.RECTIFICATION and case.state in OPEN_STATES
        },
        "record_terms": record_terms(plan.record_id for plan in plans),
        "class_asked": open_requests(subject.pk),
        "bars": bars_on(subject, on=today()),
        "commitments": commitments_of(subject),
        "may_give": can_give_mandate(actor, subject.pk),
        "several": len(actor.subjects) > 1 and actor.acting_for is None,
    }
    return page(request, "portal/company.html", context, actor=actor)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def activate(request: HttpRequest) -> HttpResponse:
    """Bind the account to a company by its activation code; nobody can claim a company without one."""
    actor = actor_for(request)
    form = ActivationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        mandate = attempt(
            form,
            lambda: accounts.activate(user_id=user_of(request).pk, code=form.cleaned_data["code"], at=now()),
        )
        if mandate is not None:
            messages.success(
                request, _("Your account now acts for %(name)s.") % {"name": mandate.subject.name}
            )
            return redirect("portal:company")
    return page(request, "portal/activate.html", {"form": form}, actor=actor, status=status_of(form))
