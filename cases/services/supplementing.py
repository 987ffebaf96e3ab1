"""补正: what asking for missing items and supplying them do on a case of every kind that knows them."""

from __future__ import annotations

from typing import Any

from cases.models import Supplement
from cases.refusals import refusal
from cases.services.acting import TEXT_LIMIT, Doing
from cases.states import term_of

CAUSE = "supplement"


def ask_for(doing: Doing, items: list[dict[str, Any]]) -> None:
    """Ask for every missing item at once (一次性告知补正), as often as the text says; what it stops stands still.

    Raises a refusal where the text allows no further time.
    """
    case = doing.case
    supplement, accept = term_of(case.kind, "supplement"), term_of(case.kind, "accept")
    times = doing.edition.term(supplement).times
    if times is not None and case.supplements >= times:
        raise refusal("supplement-spent")
    doing.move(
        "case.supplement_asked", fields={"supplements": case.supplements + 1}, payload={"items": items}
    )
    Supplement.objects.create(case=case, items=items, asked_at=doing.at, asked_by_ref=doing.actor.ref)
    paused = doing.pausing(CAUSE)
    if paused:
        doing.pause(*paused, cause=CAUSE)
    if accept not in paused:
        doing.stop(accept, reason="supplement asked")
    doing.start(supplement)


def supply(doing: Doing, answer: str) -> None:
    """Supply the missing items (补正): the terms go on with exactly the working days that were left."""
    said = answer.strip()[:TEXT_LIMIT]
    accept = term_of(doing.case.kind, "accept")
    doing.move("case.supplemented", payload={"answer": said})
    Supplement.objects.filter(case=doing.case, answered_at__isnull=True).update(
        answered_at=doing.at, answer=said
    )
    doing.stop(term_of(doing.case.kind, "supplement"), reason="supplemented")
    doing.resume(CAUSE)
    if accept not in doing.open_terms():
        doing.start(accept)
