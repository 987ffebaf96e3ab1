"""Filing many records in one sitting: choose, what is asked once, each record, check, file, what became of each."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.actors import Actor
from accounts.roles import MandateScope
from cases.models import Case, GroupFiling, SecondSignature
from cases.refusals import refusal
from cases.services import group_filing, grouping, second_signature
from cases.services.group_filing import loaded, rows_of
from cases.states import RepairState
from journal.now import now, today
from portal.access import actor_for, chosen_subject
from portal.declaring import ahead_of, ahead_of_filing, beside_declaration, waiting_of
from portal.filings import GROUP, Filing, own_group
from portal.forms.group import ChooseRecordsForm, GroupDeclarationForm, GroupRecordForm
from portal.group_rows import choices_of, own_gaps, papers_of, results_of, shared_gaps, tasks_of
from portal.pages import attempt, page, status_of
from records.models import CreditRecord


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: HttpRequest) -> HttpResponse:
    """The company's records: those that can be filed now to choose from, the others with the reason."""
    actor = actor_for(request)
    subject = chosen_subject(actor, request.GET.get("code", ""))
    if subject is None or not grouping.can_group(actor, subject.pk):
        return redirect("portal:company")
    found = choices_of(subject)
    ripe = [choice for choice in found if choice.can_file]
    form = ChooseRecordsForm(
        request.POST if request.method == "POST" else None,
        choices=[(str(choice.plan.record_id), choice.plan.decision_number) for choice in ripe],
        initial={"records": [str(choice.plan.record_id) for choice in ripe]},
    )
    if request.method == "POST" and form.is_valid():
        opened = attempt(
            form,
            lambda: grouping.choose(subject_id=subject.pk, record_ids=form.record_ids, actor=actor, at=now()),
        )
        if opened is not None:
            group, refused = opened
            for why in refused.values():
                messages.warning(request, str(why))
            return redirect("portal:group", number=group.number)
    records = CreditRecord.objects.filter(pk__in=[choice.plan.record_id for choice in ripe])
    context = {
        "form": form,
        "subject": subject,
        "choices": ripe,
        "others": [choice for choice in found if not choice.can_file],
        "chosen": set(form["records"].value() or []),
        "limit": grouping.GROUP_LIMIT,
        "ahead": ahead_of(subject, records.select_related("department"), actor),
    }
    return page(request, "portal/group_choose.html", context, actor=actor, status=status_of(form))


@login_required
@require_safe
def show(request: HttpRequest, number: str) -> HttpResponse:
    """The task list of the sitting; a closed one shows what became of each record."""
    actor = actor_for(request)
    group = own_group(number, actor)
    if group.closed_at is not None:
        return redirect("portal:group_result", number=group.number)
    rows, filing = rows_of(group, on=today()), Filing(GROUP, group)
    context = {
        "group": group,
        "tasks": tasks_of(group, rows, papers=papers_of(group).count()),
        "filed": group.applications.filter(case__filed_at__isnull=False).count(),
        "filing": filing,
        "waiting": waiting_of(filing),
        "ahead": ahead_of_filing(filing, actor),
    }
    return page(request, "portal/group.html", context, actor=actor)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def record(request: HttpRequest, number: str, case: str) -> HttpResponse:
    """What one record is asked for itself; then the next one that still lacks something."""
    actor = actor_for(request)
    group = own_group(number, actor)
    rows = rows_of(group, on=today())
    row = next((row for row in rows if row.case.number == case), None)
    if row is None:
        raise refusal("no-case")
    kept = row.case.application
    form = GroupRecordForm(
        request.POST or None,
        initial={"performed_on": kept.performed_on, "performance": kept.performance, "reason": kept.reason},
    )
    if row.case.previous is not None:
        form.answering(row.case.previous.number)
    if request.method == "POST" and form.is_valid():
        answers = {
            name: form.cleaned_data[name] for name in ("performed_on", "performance", "reason", "for_all")
        }
        saved = attempt(
            form,
            lambda: group_filing.save_answers(
                group_id=group.pk, case_id=row.case.pk, actor=actor, at=now(), **answers
            ),
        )
        if saved is not None:
            return _next_record(group, after=row.case)
    context = {
        "group": group,
        "case": row.case,
        "form": form,
        "place": [one.case.pk for one in rows].index(row.case.pk) + 1,
        "count": len(rows),
        "missing": [gap for gap in own_gaps(row) if gap.part in {"documents", "steps", "record"}],
        "papers": [paper for paper in row.case.documents.all() if paper.removed_at is None],
    }
    return page(request, "portal/group_record.html", context, actor=actor, status=status_of(form))


def _next_record(group: GroupFiling, *, after: Case) -> HttpResponse:
    """The next record that still lacks its answers, else the task list."""
    waiting = [
        row.case
        for row in rows_of(group, on=today())
        if any(gap.part in {"application", "rectification"} for gap in own_gaps(row))
    ]
    later = next((case for case in waiting if case.pk > after.pk), None)
    if later is None:
        return redirect("portal:group", number=group.number)
    return redirect("portal:group_record", number=group.number, case=later.number)


@login_required
@require_POST
def leave(request: HttpRequest, number: str, case: str) -> HttpResponse:
    """Take a record out of the sitting; its draft stays by itself."""
    actor = actor_for(request)
    group = own_group(number, actor)
    draft = grouping.drafts_of(group).filter(number=case).first()
    if draft is None:
        raise refusal("no-case")
    grouping.leave(group_id=group.pk, case_id=draft.pk, actor=actor, at=now())
    messages.success(request, _("The record was taken out. Its draft is on the company's page."))
    return redirect("portal:group", number=group.number)


@login_required
@require_POST
def close(request: HttpRequest, number: str) -> HttpResponse:
    """End the sitting without filing the rest."""
    actor = actor_for(request)
    group = own_group(number, actor)
    grouping.close(group_id=group.pk, actor=actor, at=now())
    messages.success(request, _("The group filing was closed. What was not filed stays as single drafts."))
    return redirect("portal:company")


@login_required
@require_safe
def check(request: HttpRequest, number: str) -> HttpResponse:
    """Every answer of every record with ways to change it; the one declaration."""
    actor = actor_for(request)
    group = own_group(number, actor)
    if group.closed_at is not None:
        return redirect("portal:group_result", number=group.number)
    return _check_page(request, group, actor, GroupDeclarationForm())


@login_required
@require_POST
def file(request: HttpRequest, number: str) -> HttpResponse:
    """Declare, and file what is ready, record by record; pressed again it goes on with the rest.

    Where two must sign, the second person is asked once for all of it.
    """
    actor = actor_for(request)
    group = own_group(number, actor)
    form = GroupDeclarationForm(request.POST)
    if not form.is_valid():
        return _check_page(request, group, actor, form)
    if group.closed_at is None:
        declared = attempt(
            form, lambda: second_signature.declare_group(group_id=group.pk, actor=actor, at=now())
        )
        if declared is None:
            return _check_page(request, group, actor, form)
        if isinstance(declared, SecondSignature):
            return redirect("portal:group_check", number=group.number)
    return redirect("portal:group_result", number=group.number)


@login_required
@require_safe
def result(request: HttpRequest, number: str) -> HttpResponse:
    """One line a record: its number, the next date and why; or why it was not filed."""
    actor = actor_for(request)
    group = own_group(number, actor, MandateScope.FILE, MandateScope.SIGN)
    may_file = grouping.can_group(actor, group.subject_id)
    rows = rows_of(group, on=today())
    cases = loaded(Case.objects.filter(application__group=group).order_by("pk"))
    results = results_of(group, cases, rows)
    context = {
        "group": group,
        "results": results,
        "filed": sum(one.filed for one in results),
        "waiting": sum(one.case.state == RepairState.DRAFT for one in results),
        "ready": sum(row.is_ready for row in rows),
        "may_file": may_file,
        "waits": waiting_of(Filing(GROUP, group)) is not None,
        "declaration": GroupDeclarationForm.base_fields["declared"].label,
    }
    return page(request, "portal/group_result.html", context, actor=actor)


def _check_page(
    request: HttpRequest, group: GroupFiling, actor: Actor, form: GroupDeclarationForm
) -> HttpResponse:
    rows = rows_of(group, on=today())
    context = {
        "group": group,
        "form": form,
        "rows": [(row, own_gaps(row)) for row in rows],
        "shared": shared_gaps(group, rows),
        "ready": sum(row.is_ready for row in rows),
        "papers": papers_of(group),
        "beside": beside_declaration(Filing(GROUP, group), actor),
    }
    return page(request, "portal/group_check.html", context, actor=actor, status=status_of(form))
