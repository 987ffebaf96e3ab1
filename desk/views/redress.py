"""消除不良影响: what is owed to a wrongly listed company, said to be done with proof, and confirmed."""

from __future__ import annotations

from functools import partial
from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.actors import Actor
from accounts.roles import Role
from cases.models import Case
from cases.redress_due import redress_due
from cases.refusals import refusal
from cases.services.objection import redress
from cases.states import CaseKind
from desk import case_parts
from desk.access import CASE_ROLES, for_posts
from desk.checks import evidence
from desk.forms.objections import RedressDoneForm
from desk.redress_rows import listed_redress
from journal.now import now, today
from journal.refusals import Refusal
from look.contested import can_be_confirmed, redress_rows
from look.forms import take_up

AT_THE_FIELD = {
    "proof": "proof",
    "file-kind": "file",
    "file-large": "file",
    "file-empty": "file",
    "file-twice": "file",
}


@require_safe
@for_posts(Role.REVIEWER, Role.SUPERVISOR)
def listed(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Everything that the actor's units still owe to companies, or see to, the earliest day first."""
    rows = tuple(listed_redress(due) for due in redress_due(actor, at=now()))
    return render(request, "desk/redress_due.html", {"rows": rows, "on": today()})


@require_safe
@for_posts(*CASE_ROLES)
def show(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """Each thing that is owed, by whom, by when; a form for whoever owes it; the supervisor's confirmation."""
    return _page(request, _load(number, actor), actor, RedressDoneForm(), item_id=None)


@require_http_methods(["POST"])
@for_posts(*CASE_ROLES)
def done(request: HttpRequest, actor: Actor, number: str, pk: int) -> HttpResponse:
    """Say what was done, where, and by which proof."""
    case = _load(number, actor)
    if not case.redress.filter(pk=pk).exists():
        raise refusal("no-redress")
    form = RedressDoneForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, case, actor, form, item_id=pk, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        redress.redress_done(
            item_id=pk,
            proof=form.cleaned_data["proof"],
            upload=form.cleaned_data["file"],
            actor=actor,
            at=now(),
        )
    except Refusal as refused:
        if refused.status != HTTPStatus.UNPROCESSABLE_ENTITY:
            raise
        take_up(form, refused, AT_THE_FIELD)
        return _page(request, case, actor, form, item_id=pk, status=refused.status)
    messages.success(request, _("It is noted as done; the company is asked to confirm it."))
    return redirect("desk:redress", number=number)


@require_POST
@for_posts(Role.SUPERVISOR)
def confirm(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """Confirm in the place of a company that keeps silent."""
    case = _load(number, actor)
    redress.confirm_redress(case_id=case.pk, actor=actor, at=now())
    messages.success(request, _("The redress was confirmed."))
    return redirect("desk:redress", number=number)


def _load(number: str, actor: Actor) -> Case:
    case = case_parts.load(number, actor)
    if case.kind != CaseKind.OBJECTION:
        raise refusal("no-case")
    return case


def _page(
    request: HttpRequest,
    case: Case,
    actor: Actor,
    form: RedressDoneForm,
    *,
    item_id: int | None,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    at, on = now(), today()
    rows = redress_rows(case, partial(evidence, names={}), on=on)
    items = {item.pk: item for item in case.redress.select_related("department", "case")}
    context = {
        "case": case,
        "rows": [
            (
                row,
                form if row.pk == item_id else RedressDoneForm(auto_id=f"id_{row.pk}_%s"),
                row.done_at is None and redress.may_redress(items[row.pk], actor, at=at),
            )
            for row in rows
        ],
        "form": form,
        "may_confirm": can_be_confirmed(rows) and actor.holds(Role.SUPERVISOR, case.handling_department_id),
        "on": on,
    }
    return render(request, "desk/redress.html", context, status=status)
