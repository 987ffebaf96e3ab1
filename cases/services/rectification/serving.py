"""送达: the limit of an order runs from its service; where the party was replaced it is served anew (C10)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction

from accounts.actors import DESK, Actor
from cases.models import Case, RectificationOrder
from cases.models.hold import HoldCause
from cases.models.rectification import ServedHow
from cases.refusals import refusal
from cases.services import keeping
from cases.services.acting import Doing, text
from cases.services.rectification.frame import LIMITS, RECTIFY, SERVE, rectifying
from cases.states import RectificationState
from journal.now import day_of
from records.selectors import addressee_of


def serve(
    *,
    case_id: int,
    how: str,
    served_on: date,
    actor: Actor,
    at: datetime,
    proof: str = "",
    version: int | None = None,
) -> Case:
    """Note the service of the order (送达): the order's own days run from that day on.

    `proof` is needed for every way but through this desk. Raises a refusal for a day before the order or to come.
    """
    paper = proof_of(how, proof)
    with rectifying(case_id=case_id, act="serve", actor=actor, at=at, version=version) as doing:
        _refuse_day(doing, served_on)
        doing.move("case.served", payload=_note_service(doing, how=how, on=served_on, proof=paper))
        doing.stop(SERVE, reason="served")
        doing.start(RECTIFY, on=served_on, days=doing.case.order.limit_days)
    return doing.case


def proof_of(how: str, proof: str) -> str:
    """The proof of a service; refuses an unknown way, and one that needs a proof without it."""
    if how not in set(ServedHow):
        raise refusal("served-how")
    if how == ServedHow.DESK and not proof.strip():
        return ""
    return text(proof, otherwise="served-proof", limit=200)


def _refuse_day(doing: Doing, served_on: date) -> None:
    first = day_of(doing.case.filed_at or doing.at)
    if not first <= served_on <= doing.on:
        raise refusal("served-day", first=first)


def _note_service(doing: Doing, *, how: str, on: date, proof: str) -> dict[str, Any]:
    addressee = addressee_of(doing.case.subject)
    RectificationOrder.objects.filter(case=doing.case).update(
        served_on=on, served_how=how, served_to=addressee, served_proof=proof
    )
    return {
        "how": how,
        "served_on": on.isoformat(),
        "served_to": addressee,
        "proof": proof,
        "limit_days": doing.case.order.limit_days,
    }


@transaction.atomic
def serve_anew(
    *,
    case_id: int,
    how: str,
    served_on: date,
    actor: Actor,
    at: datetime,
    proof: str = "",
    version: int | None = None,
) -> Case:
    """Serve the order on the successor of its party: the hold ends, and a limit that ran runs anew from that day.

    The duties passed by law, the time to perform them did not. Raises a refusal where nothing waits for it.
    """
    paper = proof_of(how, proof)
    with rectifying(case_id=case_id, act="serve_anew", actor=actor, at=at, version=version) as doing:
        if not waits_for_service(doing.case):
            raise refusal("not-waiting-for-service")
        _refuse_day(doing, served_on)
        doing.note("case.served", anew=True, **_note_service(doing, how=how, on=served_on, proof=paper))
        again = doing.case.state == RectificationState.RECTIFYING
        if again:
            doing.stop(*LIMITS, reason="party substituted")
        if doing.case.holds.filter(to_at__isnull=True, cause=HoldCause.SUCCESSION).exists():
            keeping.resume(case_id=case_id, actor=DESK, at=at)
        if again:
            doing.start(RECTIFY, on=served_on, days=doing.case.order.limit_days)
    return doing.case


def waits_for_service(case: Case) -> bool:
    """Whether an order that was served once must be served on the successor of its party."""
    return str(case.state) != RectificationState.ISSUED and case.order.served_on is None


def owe_service(case: Case) -> bool:
    """The party of an order was replaced: whoever takes its place must be served; whether anything waits for that."""
    RectificationOrder.objects.filter(case=case).update(served_on=None, served_to="", served_proof="")
    return str(case.state) != RectificationState.ISSUED
