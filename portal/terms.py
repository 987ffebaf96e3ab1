"""The running terms of a case, nearest first."""

from __future__ import annotations

from cases.models import Case
from clocks.models import Deadline
from clocks.services import Owner, open_terms


def running_terms(case: Case) -> list[Deadline]:
    """The open terms set by law, nearest last day first; service goals are the unit's own affair."""
    owner = Owner(kind="case", id=case.pk, stream=case.stream)
    return sorted((term for term in open_terms(owner) if term.goal == "law"), key=lambda term: term.due_at)
