"""One act on many cases: chosen on the worklist, looked at before, done row by row, told row by row."""

from __future__ import annotations

from http import HTTPStatus
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.actors import Actor
from accounts.substitutions import officers_of
from cases import policies
from desk.access import CASE_ROLES, back_to, for_posts
from desk.forms.giving import GiveForm
from journal.now import now, today
from journal.refusals import Refusal
from workflows import bulk
from workflows.reassigning import colleagues_for, reassign
from workflows.worklists.finding import DESKS

RAISED_FURTHER = (HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT)


@require_http_methods(["GET", "HEAD", "POST"])
@for_posts(*CASE_ROLES)
def choose(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What would become of each chosen case, before anything is done.

    The acts are tried and taken back, so only a form that is sent asks for it; whoever merely opens the address (after
    signing in, after another language) goes back to the list and chooses.
    """
    said = request.POST
    wanted = _wanted(said)
    if not wanted.numbers:
        messages.warning(request, _("Choose at least one case."))
        return redirect(back_to(request))
    if wanted.act == bulk.REASSIGN:
        people = list(officers_of(actor.departments(*DESKS), on=today()))
        asked = "reason" in said
        form = GiveForm(said if asked else None, people=people)
        if not asked or not form.is_valid():
            status = HTTPStatus.UNPROCESSABLE_ENTITY if asked else HTTPStatus.OK
            return _page(request, wanted, form=form, status=status)
        wanted = bulk.Wanted(wanted.act, wanted.numbers, form.to_id, form.cleaned_data["reason"])
    return _page(request, wanted, outcomes=bulk.tried(wanted, actor=actor, at=now()))


@require_POST
@for_posts(*CASE_ROLES)
def run(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Do it; sent twice, it is done once."""
    wanted = _wanted(request.POST)
    row = bulk.run(wanted, key=request.POST.get("key", "")[:36] or str(uuid4()), actor=actor, at=now())
    return redirect("desk:bulk_result", key=row.key)


@require_safe
@for_posts(*CASE_ROLES)
def result(request: HttpRequest, actor: Actor, key: str) -> HttpResponse:
    """What became of each case."""
    row = bulk.run_of(key, actor)
    outcomes = bulk.results_of(row, actor)
    context = {
        "label": bulk.ACTS[row.act],
        "outcomes": outcomes,
        "done": sum(outcome.done for outcome in outcomes),
        "left": len(row.numbers) - len(outcomes),
    }
    return render(request, "desk/bulk_result.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_posts(*CASE_ROLES)
def give(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """Give the work of one case to a colleague, with a reason."""
    case = policies.load(number, actor)
    people = colleagues_for(case, at=now())
    form = GiveForm(request.POST if request.method == "POST" else None, people=people)
    status = HTTPStatus.OK
    if request.method == "POST":
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        if form.is_valid():
            try:
                reassign(
                    case_id=case.pk,
                    to_id=form.to_id,
                    reason=form.cleaned_data["reason"],
                    actor=actor,
                    at=now(),
                )
            except Refusal as refused:
                if refused.status in RAISED_FURTHER:
                    raise
                form.add_error("to", str(refused))
                status = refused.status
            else:
                messages.success(request, _("%(number)s was given to a colleague.") % {"number": case.number})
                return redirect("desk:worklist")
    context = {"case": case, "form": form, "people": people, "page_errors": status != HTTPStatus.OK}
    return render(request, "desk/give.html", context, status=status)


def _wanted(said: QueryDict) -> bulk.Wanted:
    to = said.get("to", "")
    return bulk.Wanted(
        act=said.get("act", ""),
        numbers=bulk.numbers_of(said.getlist("case")),
        to_id=int(to) if to.isdecimal() else None,
        reason=said.get("reason", "").strip(),
    )


def _page(
    request: HttpRequest,
    wanted: bulk.Wanted,
    *,
    form: GiveForm | None = None,
    outcomes: tuple[bulk.Outcome, ...] = (),
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    context = {
        "wanted": wanted,
        "label": bulk.ACTS.get(wanted.act, ""),
        "form": form,
        "outcomes": outcomes,
        "possible": sum(outcome.done for outcome in outcomes),
        "key": str(uuid4()),
        "next": back_to(request),
        "page_errors": status != HTTPStatus.OK,
    }
    return render(request, "desk/bulk.html", context, status=status)
