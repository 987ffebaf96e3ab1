"""A second application after a refusal (再次申请): whether it brings anything that the refused one did not (C17)."""

from __future__ import annotations

from cases.models import Case
from cases.states import RepairState


def repeats(case: Case) -> Case | None:
    """The refused case whose papers, answers and performance this one repeats unchanged; None where it does not.

    A case decided anew by order repeats nothing: it is the same application.
    """
    refused = case.previous
    if refused is None or case.remanded_from_id is not None or refused.state != RepairState.CLOSED_REFUSED:
        return None
    return refused if _brought(case) == _brought(refused) else None


def _brought(case: Case) -> tuple[object, ...]:
    form = case.application
    papers = {(paper.material, paper.sha256) for paper in case.documents.all() if paper.removed_at is None}
    answers = {step.way: step.facts for step in case.steps.all() if step.facts}
    return papers, answers, form.performed_on, form.performance
