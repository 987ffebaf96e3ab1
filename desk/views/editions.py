"""The legal texts the desk judges by, to be read: every rule with its clause, and the scenarios that try it."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.actors import Actor
from accounts.roles import Role
from desk.access import for_posts
from desk.edition_rows import edition_row, edition_rows, parts_of, scenarios_of, standards_of
from rulebook.clause_index import text_under


@require_safe
@for_posts(*Role)
def show(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Every text with what is laid over it, how much of it is to be confirmed, how many scenarios try it."""
    del actor  # any post may read the law
    return render(request, "desk/editions.html", {"rows": edition_rows()})


@require_safe
@for_posts(*Role)
def read(request: HttpRequest, actor: Actor, key: str) -> HttpResponse:
    """One text: head, classes, conditions, ways, terms, scenarios; of an overlay what it adds or changes."""
    del actor  # any post may read the law
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
    }
    return render(request, "desk/edition.html", context)
