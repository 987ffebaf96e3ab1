"""The countersigning officer's acts: sign what was proposed, or send it back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from accounts.actors import Actor
from cases.models import Case, Decision
from cases.models.decision import Outcome
from cases.refusals import refusal
from cases.services import commitments
from cases.services.acting import Doing, acting, text
from records.services import listing as listings
from records.services.causes import EndCause


def send_back(*, case_id: int, reason: str, actor: Actor, at: datetime, version: int | None = None) -> Case:
    """Send the proposal back (退回重审) with a reason; the decision term keeps running."""
    why = text(reason, otherwise="reason")
    with acting(case_id=case_id, act="send_back", actor=actor, at=at, version=version, kind=None) as doing:
        doing.move("case.sent_back", payload={"reason": why})
        Decision.objects.filter(case=doing.case, sent_back_at__isnull=True).update(
            sent_back_at=at, sent_back_by_ref=actor.ref, sent_back_reason=why
        )
    return doing.case


def approve(*, case_id: int, actor: Actor, at: datetime, version: int | None = None) -> Case:
    """Grant the repair (准予信用修复): publication ends and measures are lifted in the same transaction."""
    with acting(case_id=case_id, act="approve", actor=actor, at=at, version=version) as doing:
        sign(doing, Outcome.APPROVE, verb="case.approved")
        listings.end(
            record_id=doing.case.record_id,
            cause=EndCause.REPAIRED,
            case_id=doing.case.pk,
            edition_key=doing.case.edition_key,
            at=at,
            actor_ref=actor.ref,
        )
        commitments.take_up(doing)
    return doing.case


def refuse(*, case_id: int, actor: Actor, at: datetime, version: int | None = None) -> Case:
    """Refuse the repair (不予信用修复) with the reasons and the clause of the proposal."""
    with acting(case_id=case_id, act="refuse", actor=actor, at=at, version=version) as doing:
        sign(doing, Outcome.REFUSE, verb="case.refused")
    return doing.case


def sign(doing: Doing, outcome: Outcome, *, verb: str, facts: Mapping[str, Any] | None = None) -> None:
    """Close the case as its standing proposal says; `facts` go into the entry beside reasons and clause.

    Raises a refusal where the proposal says otherwise.
    """
    standing = Decision.objects.filter(
        case=doing.case, sent_back_at__isnull=True, signed_at__isnull=True
    ).first()
    if standing is not None and standing.outcome != outcome:
        raise refusal("wrong-outcome")
    told = {"reasons": standing.reasons, "clause": standing.clause} if standing else {}
    doing.move(verb, fields={"closed_at": doing.at}, payload={**told, **(facts or {})})
    Decision.objects.filter(case=doing.case, sent_back_at__isnull=True).update(
        signed_by_ref=doing.actor.ref, signed_at=doing.at
    )
    doing.stop(reason=str(outcome))
