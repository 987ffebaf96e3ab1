"""The running terms of a case, nearest first, and what is promised beside them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from cases.models import Case
from clocks.models import Deadline, Standing
from clocks.services import Owner, open_terms
from look.case_words import term_words


@dataclass(frozen=True)
class Promised:
    """Two clocks of one term side by side: the legal limit, and the day by which the place promises it."""

    title: str
    legal_on: date
    promised_on: date


def running_terms(case: Case) -> list[Deadline]:
    """The open terms set by law, nearest last day first."""
    return sorted((term for term in _open(case) if term.goal == "law"), key=lambda term: term.due_at)


def promises(case: Case) -> list[Promised]:
    """What is promised beside the running terms; a promise that stands still or was not kept promises no day."""
    terms = [term for term in _open(case) if term.standing == Standing.RUNNING]
    legal = {term.term: term.due_on for term in terms if term.goal == "law"}
    return [
        Promised(term_words(term.term), legal[term.term], term.due_on)
        for term in terms
        if term.goal == "promise" and term.term in legal
    ]


def _open(case: Case) -> list[Deadline]:
    return open_terms(Owner(kind="case", id=case.pk, stream=case.stream))
