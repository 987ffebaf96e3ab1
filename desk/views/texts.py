"""Legal texts: one administrator proposes one, another one sees what it says and changes, and releases it."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.actors import Actor
from accounts.roles import Role
from desk.access import for_posts
from desk.forms.calendars import RejectForm
from desk.forms.texts import TextForm
from desk.text_rows import changed_rows, changes_shown, said_by, scenarios_changed, told
from desk.views.proposals import after_asked, coming_again, decision_on, proposing
from journal.now import now
from rulebook import releasing_texts as releasing
from rulebook.editions_in_use import editions_in_use, version_in_use
from rulebook.models import ProposalState, TextProposal
from workflows import text_replays
from workflows.models import TextReplay


@require_http_methods(["GET", "HEAD", "POST"])
@for_posts(Role.SYSTEM_ADMIN)
def propose(request: HttpRequest, actor: Actor) -> HttpResponse:
    """A text as a file or written; `?key=` begins with the one in use."""
    if request.method == "POST":
        form = TextForm(request.POST, request.FILES)
    else:
        form = TextForm(initial={"text": _text_asked(request)})

    def propose(answers: dict[str, Any]) -> TextProposal:
        text, scenarios = answers["text"], answers["scenarios"]
        return releasing.propose(text=text, scenarios=scenarios, actor=actor, at=now())

    return proposing(request, form, propose, template="desk/texts_propose.html", then="desk:text_proposal")


@require_safe
@for_posts(Role.SYSTEM_ADMIN)
def proposal(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """What a proposed text says and changes, and what this person can do with it."""
    return _proposal_page(request, actor, get_object_or_404(TextProposal, pk=pk), RejectForm())


@require_POST
@for_posts(Role.SYSTEM_ADMIN)
def release(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """Put a proposed text among those in use."""
    releasing.release(proposal_id=pk, seen=request.POST.get("seen", ""), actor=actor, at=now())
    messages.success(request, _("The text was released. It counts from now on, for the days it is in force."))
    return redirect("desk:text_proposal", pk)


@require_POST
@for_posts(Role.SYSTEM_ADMIN)
def reject(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """Turn a proposal down, with the reason."""
    form = RejectForm(request.POST)
    if not form.is_valid():
        found = get_object_or_404(TextProposal, pk=pk)
        return _proposal_page(request, actor, found, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    releasing.reject(proposal_id=pk, reason=form.cleaned_data["reason"], actor=actor, at=now())
    messages.success(request, _("The proposal was rejected."))
    return redirect("desk:editions")


@require_POST
@for_posts(Role.SYSTEM_ADMIN)
def withdraw(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """Take the own proposal back."""
    releasing.withdraw(proposal_id=pk, actor=actor, at=now())
    messages.success(request, _("The proposal was taken back."))
    return redirect("desk:editions")


@require_POST
@for_posts(Role.SYSTEM_ADMIN)
def look(_request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """Look anew at what a waiting proposal would change."""
    del actor  # the post is all that is asked
    get_object_or_404(TextProposal, pk=pk, state=ProposalState.WAITING)
    text_replays.begin(proposal_id=pk, at=now())
    return redirect("desk:text_proposal", pk)


def _text_asked(request: HttpRequest) -> str:
    key = request.GET.get("key", "")
    editions = editions_in_use()
    known = key in editions.texts or key in editions.overlays
    return editions.source_of(key).text if known else ""


def _proposal_page(
    request: HttpRequest,
    actor: Actor,
    found: TextProposal,
    form: RejectForm,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    waits = found.state == ProposalState.WAITING
    context = {**decision_on(found, form, actor), **(_effects(request, found) if waits else {})}
    response = render(request, "desk/texts_proposal.html", context, status=status)
    return response if not waits or context["ended"] else coming_again(response)


def _effects(request: HttpRequest, found: TextProposal) -> dict[str, object]:
    """What the text says and would change; the changes as far as the worker has looked."""
    after = after_asked(request)
    replay = TextReplay.objects.filter(proposal=found).first()
    ended = replay is not None and replay.ended_at is not None
    findings = releasing.findings_of(found)
    stale = replay is not None and replay.law != version_in_use()
    shown, next_cursor = changes_shown(replay, after=after) if replay and ended else ([], "")
    return {
        "replay": replay,
        "ended": ended,
        "stale": stale,
        "findings": findings,
        "fresh": ended and not stale and not findings,
        "said": said_by(found),
        "scenarios_changed": scenarios_changed(found),
        "departments": changed_rows(replay) if replay and ended else [],
        "changes": told(found, shown),
        "next_cursor": next_cursor,
        "most": text_replays.SHOWN,
    }
