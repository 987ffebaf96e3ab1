"""The legal texts the desk judges by, to be read: every rule with its clause, and the scenarios that try it."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.actors import Actor
from accounts.roles import Role
from desk.access import for_posts
from desk.calendar_rows import named_proposals
from desk.edition_rows import edition_row, edition_rows, parts_of, scenarios_of, standards_of
from rulebook.clause_index import text_under
from rulebook.models import ProposalState, TextProposal
from rulebook.releasing_texts import can_keep_texts

DECIDED = 20


@require_safe
@for_posts(*Role)
def show(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Every text with what is laid over it, how much of it is to be confirmed, and what waits to be released."""
    waiting = TextProposal.objects.filter(state=ProposalState.WAITING).order_by("pk")
    decided = TextProposal.objects.exclude(state=ProposalState.WAITING).order_by("-decided_at", "-pk")
    keeps = can_keep_texts(actor)
    context = {
        "rows": edition_rows(),
        "keeps": keeps,
        "waiting": named_proposals(waiting) if keeps else [],
        "decided": named_proposals(decided[:DECIDED]) if keeps else [],
    }
    return render(request, "desk/editions.html", context)


@require_safe
@for_posts(*Role)
def read(request: HttpRequest, actor: Actor, key: str) -> HttpResponse:
    """One text: head, classes, conditions, ways, terms, scenarios; of an overlay what it adds or changes."""
    try:
        row = edition_row(key)
    except KeyError as unknown:
        raise Http404 from unknown
    under = text_under(key)
    context = {
        "row": row,
        "under": edition_row(under) if under else None,
        "parts": parts_of(key),
        "standards": [] if under else standards_of(key),
        "scenarios": scenarios_of(key),
        "begin_with": key.rpartition("+")[2] if can_keep_texts(actor) and "/" not in key else "",
    }
    return render(request, "desk/edition.html", context)
