"""Ordering rectification: on one record, or on many chosen from the list of those that must rectify."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.actors import Actor
from accounts.roles import Role
from cases.refusals import refusal
from cases.services.rectification.compiling import Ordered, must_rectify, order_many
from cases.services.rectification.ordering import Plan, order, plan_order
from desk.access import for_posts
from desk.clauses import clauses_of
from desk.forms.demands import OrderForm, lead_field
from journal.now import now, today
from journal.refusals import Refusal
from look.forms import take_up
from records.models import CreditRecord, Department
from records.selectors import in_charge

RAISED_FURTHER = (HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND)
LISTED = 100
WAITED = (30, 60, 90, 180)
"""After how many days in the public a record with open duties is listed; the desk's own sieve, no law."""


@require_http_methods(["GET", "HEAD", "POST"])
@for_posts(Role.REVIEWER)
def new(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Order rectification of one record: why, by which clause, within how many days, what must be put right."""
    record = _record(request.GET.get("record", ""))
    plan = plan_order(record, actor=actor, on=today())
    leads = lead_field(today(), besides=plan.unit.pk)
    form = OrderForm(request.POST or None, edition=plan.edition, leads=leads)
    status = HTTPStatus.OK
    if request.method == "POST" and "more" not in request.POST:
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        if form.is_valid():
            try:
                case = order(record_id=record.pk, actor=actor, at=now(), **form.facts)
            except Refusal as refused:
                if refused.status in RAISED_FURTHER:
                    raise
                take_up(form, refused, form.REFUSED_FIELDS)
                status = refused.status
            else:
                told = (
                    _("The demands joined the order %(number)s.")
                    if plan.running
                    else _("%(number)s was ordered.")
                )
                messages.success(request, told % {"number": case.number})
                return redirect("desk:case", number=case.number)
    return render(request, "desk/rectification_new.html", _about(plan, form, status), status=status)


def _record(typed: str) -> CreditRecord:
    found = CreditRecord.objects.select_related("subject", "department", "listing")
    record = found.filter(pk=int(typed)).first() if typed.isdecimal() else None
    if record is None:
        raise refusal("no-record")
    return record


def _about(plan: Plan, form: OrderForm, status: HTTPStatus) -> dict[str, Any]:
    return {
        "record": plan.record,
        "plan": plan,
        "form": form,
        "clauses": clauses_of(plan.edition),
        "page_errors": status != HTTPStatus.OK,
        "on": today(),
    }


@require_http_methods(["GET", "HEAD", "POST"])
@for_posts(Role.REVIEWER)
def many(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Choose from the list of those that must rectify, write one order for all, look at it, then order."""
    asked = request.POST if request.method == "POST" else request.GET
    unit, days = _unit(asked.get("unit", ""), actor), _days(asked.get("days", ""))
    chosen = [int(pk) for pk in request.POST.getlist("record") if pk.isdecimal()]
    form = OrderForm(request.POST if request.method == "POST" else None, edition=None)
    results: tuple[Ordered, ...] = ()
    status, ordered = HTTPStatus.OK, False
    if request.method == "POST" and "more" not in request.POST:
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        ordered = "order" in request.POST
        results = _results(form, chosen, actor, write=ordered)
        if results:
            status = HTTPStatus.OK
        else:
            ordered = False
    context = {
        "units": _units(actor),
        "unit": unit,
        "days": days,
        "waited": WAITED,
        "rows": list(must_rectify(unit, on=today(), days=days)[:LISTED]) if unit and not ordered else [],
        "limit": LISTED,
        "chosen": chosen,
        "form": form,
        "results": results,
        "ordered": ordered,
        "page_errors": status != HTTPStatus.OK,
        "on": today(),
    }
    return render(request, "desk/rectification_many.html", context, status=status)


def _results(form: OrderForm, chosen: Sequence[int], actor: Actor, *, write: bool) -> tuple[Ordered, ...]:
    """What the order does to each record chosen; what is wrong with it as a whole goes to the form."""
    if not form.is_valid():
        return ()
    try:
        return order_many(record_ids=chosen, actor=actor, at=now(), write=write, **form.facts)
    except Refusal as refused:
        if refused.status in RAISED_FURTHER:
            raise
        take_up(form, refused, _FIELDS)
        return ()


_FIELDS: Mapping[str, str] = OrderForm.REFUSED_FIELDS


def _units(actor: Actor) -> list[Department]:
    """The departments for which the actor orders: reviewers of a unit that stands on the day."""
    posts = Department.objects.filter(pk__in=actor.departments(Role.REVIEWER)).order_by(
        "jurisdiction", "name_zh"
    )
    return [unit for unit in posts if in_charge(unit, today()) == unit]


def _unit(typed: str, actor: Actor) -> Department | None:
    """The department asked for among the actor's, or the first; one of others is refused as absent."""
    mine = _units(actor)
    if not typed:
        return mine[0] if mine else None
    for unit in mine:
        if str(unit.pk) == typed:
            return unit
    raise refusal("no-record")


def _days(typed: str) -> int:
    return int(typed) if typed in {str(days) for days in WAITED} else WAITED[0]
