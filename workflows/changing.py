"""Changing many cases over to a new text: one by one through the desk, each in a transaction of its own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from accounts.actors import DESK
from cases.editions import edition_to_choose
from cases.models import Case, Changeover
from cases.services.changeover import preview
from cases.states import RUNNING_STATES, CaseKind
from journal.now import day_of
from journal.refusals import Refusal
from rulebook.edition import Edition
from workflows import desks

MOVES, STAYS, REFUSED = "moves", "stays", "refused"


@dataclass(frozen=True)
class Outcome:
    """What a choice does to one case, or the sentence with which it is refused."""

    number: str
    department: str
    from_edition: str
    to_edition: str
    result: str
    terms: tuple[dict[str, Any], ...] = ()
    ways_added: tuple[str, ...] = ()
    ways_dropped: tuple[str, ...] = ()
    passes_to: str = ""
    refusal: str = ""

    def plain(self) -> dict[str, Any]:
        """The same as plain values."""
        return {
            "number": self.number,
            "department": self.department,
            "from": self.from_edition,
            "to": self.to_edition,
            "result": self.result,
            "terms": list(self.terms),
            "ways_added": list(self.ways_added),
            "ways_dropped": list(self.ways_dropped),
            "passes_to": self.passes_to,
            "refusal": self.refusal,
        }


def run(*, edition: Edition, choice: str, reason: str, at: datetime, write: bool) -> list[Outcome]:
    """What a choice does to every running case on which nothing was chosen for an edition yet, oldest first.

    Without `write` nothing is written. A case that refuses (on hold, a proposal under way) is named with its
    refusal and left as it is.
    """
    outcomes = []
    for case in _waiting().iterator(chunk_size=500):
        try:
            found = edition_to_choose(case, on=day_of(at))
        except Refusal as doubt:
            department = case.handling_department or case.determining_department
            head = (case.number, department.name_zh, case.edition_key, edition.key)
            outcomes.append(Outcome(*head, REFUSED, refusal=str(doubt)))
            continue
        if found is None or found.base_key != edition.base_key:
            continue
        outcomes.append(_one(case, found, choice=choice, reason=reason, at=at, write=write))
    return outcomes


def _waiting() -> QuerySet[Case]:
    return (
        # the other proceedings stay under the text they were opened under
        Case.objects.filter(kind=CaseKind.REPAIR, state__in=RUNNING_STATES)
        .select_related("record", "handling_department", "determining_department")
        .order_by("pk")
    )


def _one(case: Case, edition: Edition, *, choice: str, reason: str, at: datetime, write: bool) -> Outcome:
    department = case.handling_department or case.determining_department
    head = (case.number, department.name_zh, case.edition_key, edition.key)
    try:
        seen = preview(case, choice=choice, at=at)
        if write:
            desks.perform(case_id=case.pk, act="change_over", actor=DESK, at=at, choice=choice, reason=reason)
    except Refusal as refused:
        return Outcome(*head, REFUSED, refusal=str(refused))
    moved = Changeover.objects.get(case=case, to_edition=edition.key).moved if write else seen.moved
    return Outcome(
        *head,
        MOVES if moved else STAYS,
        terms=tuple(term.plain() for term in seen.terms),
        ways_added=seen.ways_added,
        ways_dropped=seen.ways_dropped,
        passes_to=seen.department.name_zh if seen.department else "",
    )
