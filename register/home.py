"""The first page: what this is, the planner, what is needed, how long it takes."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from clocks.words import length_words
from journal.names import title_of
from journal.now import today
from rulebook.clauses import Limit
from rulebook.editions_in_use import editions_in_use
from rulebook.in_force import CREDIT_CHINA, NoEdition


@dataclass(frozen=True)
class Lengths:
    """How long a repair takes by the national text of today, which it names."""

    title: str
    accept: str
    decide: str
    to_confirm: bool


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """The first page, for everybody."""
    return render(request, "home.html", {"lengths": lengths_of_today()})


def lengths_of_today() -> Lengths | None:
    """The two limits a company waits for; None on a day without a text, or where nobody has read its numbers."""
    try:
        edition = editions_in_use().in_force(route=CREDIT_CHINA, jurisdiction="", on=today())
    except NoEdition:
        return None
    accept, decide = edition.term("accept").stated, edition.term("decide").stated
    words = _words(accept), _words(decide)
    if not all(words):
        return None
    return Lengths(title_of(edition), *words, to_confirm=accept.to_confirm or decide.to_confirm)


def _words(limit: Limit) -> str:
    return "" if limit.count is None else length_words(limit.count, limit.unit)
