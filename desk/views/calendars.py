"""Calendars of working days: one administrator proposes a notice, another one sees what moves and releases it."""

from __future__ import annotations

from http import HTTPStatus
from pathlib import Path
from typing import Any, TypeGuard

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.actors import Actor
from accounts.roles import Role
from clocks import recounting
from clocks.models import Recount
from desk.access import for_posts
from desk.calendar_rows import (
    calendar_rows,
    change_lines,
    days_off,
    move_rows,
    named_proposals,
    versions_of,
)
from desk.forms.calendars import ClosureForm, NoticeForm, RejectForm
from desk.views.proposals import after_asked, coming_again, decision_on, proposing
from journal.now import now
from look.people import names_of
from rulebook import releasing
from rulebook.calendar_in_use import book_in_use, gazette_released
from rulebook.gazette_change import change_of
from rulebook.models import GazetteProposal, ProposalState, ReleasedGazette
from rulebook.source import TomlSource

DECIDED = 20


@require_safe
@for_posts(Role.SYSTEM_ADMIN)
def show(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Every year with its notice and who released it, the closures of places, and what waits."""
    del actor  # the post is all that is asked
    national, local = calendar_rows()
    waiting = GazetteProposal.objects.filter(state=ProposalState.WAITING).order_by("pk")
    decided = GazetteProposal.objects.exclude(state=ProposalState.WAITING).order_by("-decided_at", "-pk")
    context = {
        "national": national,
        "local": local,
        "waiting": named_proposals(waiting),
        "decided": named_proposals(decided[:DECIDED]),
    }
    return render(request, "desk/calendars.html", context)


@require_safe
@for_posts(Role.SYSTEM_ADMIN)
def year(request: HttpRequest, actor: Actor, year: int, place: str = "") -> HttpResponse:
    """The days of one year, of the country or of a place, and every version of it."""
    del actor  # the post is all that is asked
    gazette = book_in_use().gazette(place, year)
    if gazette is None:
        raise Http404
    context = {
        "gazette": gazette,
        "spans": days_off(gazette),
        "worked": sorted(gazette.working),
        "versions": versions_of(year, place),
        "text": releasing.text_in_force(year, place),
    }
    return render(request, "desk/calendars_year.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_posts(Role.SYSTEM_ADMIN)
def propose(request: HttpRequest, actor: Actor) -> HttpResponse:
    """A notice as a file or a text; `?year=&place=` begins with the text in force."""
    if request.method == "POST":
        form = NoticeForm(request.POST, request.FILES)
    else:
        form = NoticeForm(initial={"text": _text_asked(request)})
    return _proposing(request, form, actor, "desk/calendars_propose.html")


@require_http_methods(["GET", "HEAD", "POST"])
@for_posts(Role.SYSTEM_ADMIN)
def close(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Closures of one place, laid beside those of its year."""
    form = ClosureForm(request.POST) if request.method == "POST" else ClosureForm()
    return _proposing(request, form, actor, "desk/calendars_close.html")


@require_safe
@for_posts(Role.SYSTEM_ADMIN)
def proposal(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """What a proposal changes and moves, and what this person can do with it."""
    return _proposal_page(request, actor, get_object_or_404(GazetteProposal, pk=pk), RejectForm())


@require_POST
@for_posts(Role.SYSTEM_ADMIN)
def release(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """Put a proposal in force; a worker then moves the terms."""
    row = releasing.release(proposal_id=pk, seen=request.POST.get("seen", ""), actor=actor, at=now())
    messages.success(request, _("The calendar was released. It counts from now on."))
    return redirect("desk:calendar_released", row.pk)


@require_POST
@for_posts(Role.SYSTEM_ADMIN)
def reject(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """Turn a proposal down, with the reason."""
    form = RejectForm(request.POST)
    if not form.is_valid():
        found = get_object_or_404(GazetteProposal, pk=pk)
        return _proposal_page(request, actor, found, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    releasing.reject(proposal_id=pk, reason=form.cleaned_data["reason"], actor=actor, at=now())
    messages.success(request, _("The proposal was rejected."))
    return redirect("desk:calendars")


@require_POST
@for_posts(Role.SYSTEM_ADMIN)
def withdraw(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """Take the own proposal back."""
    releasing.withdraw(proposal_id=pk, actor=actor, at=now())
    messages.success(request, _("The proposal was taken back."))
    return redirect("desk:calendars")


@require_POST
@for_posts(Role.SYSTEM_ADMIN)
def count(_request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """Count anew what a waiting proposal would move."""
    get_object_or_404(GazetteProposal, pk=pk, state=ProposalState.WAITING)
    recounting.rehearse(proposal_id=pk, actor_ref=actor.ref, at=now())
    return redirect("desk:calendar_proposal", pk)


@require_safe
@for_posts(Role.SYSTEM_ADMIN)
def released(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """What a released calendar moved, and how far the worker has come."""
    del actor  # the post is all that is asked
    row = get_object_or_404(ReleasedGazette, pk=pk)
    run = row.recounts.order_by("-pk").first()
    names = names_of([row.proposed_by, row.released_by])
    context = {
        "row": row,
        "gazette": gazette_released(row),
        "proposed_by": names[row.proposed_by],
        "released_by": names[row.released_by],
        **_walk(request, run),
    }
    response = render(request, "desk/calendars_released.html", context)
    return response if _ended(run) else coming_again(response)


def _text_asked(request: HttpRequest) -> str:
    year, place = request.GET.get("year", ""), request.GET.get("place", "")
    return releasing.text_in_force(int(year), place) if year.isdecimal() else ""


def _proposing(
    request: HttpRequest, form: NoticeForm | ClosureForm, actor: Actor, template: str
) -> HttpResponse:
    def propose(answers: dict[str, Any]) -> GazetteProposal:
        source = TomlSource(Path("notice.toml"), answers["text"])
        return releasing.propose(source=source, actor=actor, at=now())

    return proposing(request, form, propose, template=template, then="desk:calendar_proposal")


def _proposal_page(
    request: HttpRequest,
    actor: Actor,
    found: GazetteProposal,
    form: RejectForm,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    gazette = releasing.gazette_proposed(found)
    waits = found.state == ProposalState.WAITING
    before = book_in_use().gazette(found.jurisdiction, found.year)
    run = found.recounts.order_by("-pk").first() if waits else None
    fresh = _ended(run) and run.calendar == releasing.version_with(gazette)
    context = {
        **decision_on(found, form, actor),
        "gazette": gazette,
        "fresh": fresh,
        "stale": _ended(run) and not fresh,
        "changes": change_lines(change_of(before, gazette)) if waits else [],
        **_walk(request, run),
    }
    response = render(request, "desk/calendars_proposal.html", context, status=status)
    return response if not waits or _ended(run) else coming_again(response)


def _walk(request: HttpRequest, run: Recount | None) -> dict[str, object]:
    after = after_asked(request)
    rows, next_cursor = move_rows(run, after=after) if _ended(run) else ([], "")
    return {"run": run, "rows": rows, "next_cursor": next_cursor}


def _ended(run: Recount | None) -> TypeGuard[Recount]:
    return run is not None and run.ended_at is not None
