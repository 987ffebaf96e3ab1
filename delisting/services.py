"""Delisting: open an order when publication ended, tell every holder, take answers, look, complete.

Every act is one transaction; what leaves the house is called after it, so a holder that hangs locks nothing.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from accounts.actors import CLOCK, DESK, Actor
from clocks import services as clocks
from delisting.acting import acting, complete_if_done, owner_of, start_term, wait_after
from delisting.gateways import GatewayFault, gateway_of
from delisting.models import OPEN_RELEASES, REMOVING, Order, OrderKind, OrderState, Release, ReleaseState
from delisting.policies import authorise
from delisting.refusals import refusal
from delisting.superseding import supersede_open
from journal.moves import move
from journal.record import record
from journal.refusals import Crossed
from records.models import CreditRecord
from records.selectors import holders_of

logger = logging.getLogger(__name__)

PROOF_LIMIT = 2000


@dataclass(frozen=True)
class Moved:
    """What one look at the due releases did."""

    sent: int = 0
    verified: int = 0
    failed: int = 0


def open_order(
    *,
    record_id: int,
    cause: str,
    edition_key: str,
    entry_id: int,
    at: datetime,
    case_id: int | None = None,
    kind: OrderKind = OrderKind.END,
) -> Order:
    """Open the order that a journal entry asks for, with one release a holder, each under its own term.

    Asked twice for one entry, the first order is returned. An order still open on the record is superseded.
    Asked late, after an order of a later entry, that later order is returned: a late end never wins over it.
    Without holders the order is complete at once. Holders for which the edition has no limit are named in the
    entry `order.opened` and get no term.
    """
    with transaction.atomic():
        credit_record = CreditRecord.objects.select_for_update(of=("self",)).get(pk=record_id)
        known = Order.objects.filter(opened_by_entry=entry_id).first()
        if known is not None:
            return known
        later = Order.objects.filter(record_id=record_id, opened_by_entry__gt=entry_id).order_by("-sequence")
        if (standing := later.first()) is not None:
            return standing
        under_way = Order.objects.filter(record_id=record_id, state=OrderState.OPEN).first()
        if kind == OrderKind.CORRECT and under_way is not None:
            if under_way.kind in REMOVING:
                return under_way  # the copy goes away; shown again, it is the corrected one
            kind = OrderKind(under_way.kind)
        supersede_open(record_id=record_id, at=at)
        last = Order.objects.filter(record_id=record_id).aggregate(last=Max("sequence"))["last"]
        order = Order.objects.create(
            record=credit_record,
            kind=kind,
            sequence=(last or 0) + 1,
            cause=cause,
            case_id=case_id,
            edition_key=edition_key,
            opened_by_entry=entry_id,
            opened_at=at,
        )
        releases = [
            Release.objects.create(order=order, holder=holder, next_attempt_at=at)
            for holder in holders_of(credit_record)
        ]
        without_limit = [
            release.holder.code for release in releases if not start_term(release, at=at, actor_ref=DESK.ref)
        ]
        record(
            stream=order.stream,
            verb="order.opened",
            actor_ref=DESK.ref,
            at=at,
            payload={
                "order_id": order.pk,
                "kind": str(kind),
                "sequence": order.sequence,
                "record_id": record_id,
                "subject_id": credit_record.subject_id,
                "case_id": case_id,
                "cause": cause,
                "holders": [release.holder.code for release in releases],
                "without_limit": without_limit,
            },
        )
        complete_if_done(order, at=at, actor_ref=DESK.ref)
    return order


def send(*, release_id: int, at: datetime) -> Release:
    """Tell the holder (发送). One that answers at once is acknowledged and looked at; a fault backs off."""
    with acting(release_id, at=at, actor_ref=DESK.ref) as doing:
        release = doing.release
        doing.move(
            "send",
            verb="release.sent",
            payload={"attempt": release.attempts + 1},
            fields={"sent_at": at, "attempts": release.attempts + 1, "next_attempt_at": None},
        )
    try:
        answer = gateway_of(release).tell(release)
    except GatewayFault as fault:
        return fail(release_id=release_id, fault=str(fault), at=at)
    if answer is None:
        return release
    with acting(release_id, at=at, actor_ref=DESK.ref) as doing:
        doing.move(
            "acknowledge",
            verb="release.acknowledged",
            fields={
                "acked_at": at,
                "acked_by_ref": DESK.ref,
                "proof": answer,
                "next_attempt_at": at,
                "last_error": "",
            },
        )
    return verify(release_id=release_id, at=at)


def fail(*, release_id: int, fault: str, at: datetime) -> Release:
    """The holder could not be reached (发送失败): sent again after a growing wait; the fault is kept."""
    with acting(release_id, at=at, actor_ref=DESK.ref) as doing:
        doing.move(
            "fail",
            verb="release.failed",
            payload={"fault": fault[:500]},
            fields={
                "last_error": fault[:2000],
                "next_attempt_at": at + wait_after(doing.release.attempts),
            },
        )
    return doing.release


def acknowledge(*, release_id: int, actor: Actor, at: datetime, note: str = "") -> Release:
    """An officer of the holder answers that the copy is gone (反馈).

    Where the holder cannot be probed the release is confirmed with it; else the desk looks first. Raises
    NotFound or NotAllowed for other people, Crossed when there is nothing to answer.
    """
    proof = _proof(note, needed=False)
    with acting(release_id, at=at, actor_ref=actor.ref) as doing:
        authorise(doing.release, actor)
        doing.move(
            "acknowledge",
            verb="release.acknowledged",
            payload={"note": proof} if proof else None,
            fields={
                "acked_at": at,
                "acked_by_ref": actor.ref,
                "proof": proof,
                "next_attempt_at": at,
                "last_error": "",
            },
        )
    return verify(release_id=release_id, at=at)


def verify(*, release_id: int, at: datetime) -> Release:
    """Look whether the copy is as ordered (核实): confirmed if so or if nobody can look, else sent again.

    A holder that cannot be probed just now is looked at again later, the fault kept in sight.
    """
    release = Release.objects.select_related("order__record", "holder").filter(pk=release_id).first()
    if release is None:
        raise refusal("no-release")
    try:
        shown = gateway_of(release).shows(release)
    except GatewayFault as fault:
        return _look_later(release, fault=str(fault), at=at)
    with acting(release_id, at=at, actor_ref=DESK.ref) as doing:
        if _is_otherwise(doing.release.order.kind, shown=shown):
            doing.move(
                "contradict",
                verb="release.contradicted",
                fields={"next_attempt_at": at + wait_after(doing.release.attempts)},
            )
        else:
            doing.confirm("verify", how="not probeable" if shown is None else "probed")
    return doing.release


def _is_otherwise(kind: str, *, shown: bool | None) -> bool:
    """Whether the holder shows what must be gone, or not what must be back; a correction cannot be probed."""
    if shown is None or kind == OrderKind.CORRECT:
        return False
    return shown if kind in REMOVING else not shown


def _look_later(release: Release, *, fault: str, at: datetime) -> Release:
    attempts = release.attempts + 1
    Release.objects.filter(pk=release.pk, state=ReleaseState.ACKED).update(
        attempts=attempts, last_error=fault[:2000], next_attempt_at=at + wait_after(attempts)
    )
    release.refresh_from_db()
    return release


def confirm_by_hand(*, release_id: int, actor: Actor, at: datetime, proof: str) -> Release:
    """An officer of the holder confirms by hand (人工核实), whatever the sending came to; a proof is owed.

    Raises NotFound or NotAllowed for other people, Crossed once it is over, and a Refusal without a proof.
    """
    shown = _proof(proof, needed=True)
    with acting(release_id, at=at, actor_ref=actor.ref) as doing:
        authorise(doing.release, actor)
        doing.confirm(
            "confirm_by_hand",
            how="by hand",
            fields={"acked_at": doing.release.acked_at or at, "acked_by_ref": actor.ref, "proof": shown},
        )
    return doing.release


def breach(*, release_id: int, due_on: str, at: datetime) -> None:
    """The holder's term ran out (逾期): flagged; a silent one is sent again, same key; the term runs anew.

    A release that is over by then is left as it is.
    """
    with acting(release_id, at=at, actor_ref=CLOCK.ref) as doing:
        release = doing.release
        if release.state not in OPEN_RELEASES:
            return
        silent = release.state == ReleaseState.SENT
        doing.move(
            "silence" if silent else "breach",
            verb="release.breached",
            payload={"due_on": due_on},
            fields={"stalled": True, **({"next_attempt_at": at} if silent else {})},
        )
        clocks.stop(owner=owner_of(release), at=at, actor_ref=CLOCK.ref, reason="ran out and told again")
        start_term(release, at=at, actor_ref=CLOCK.ref)
        if not release.order.stalled:
            move(
                release.order,
                "breach",
                verb="order.breached",
                actor_ref=CLOCK.ref,
                at=at,
                payload={"order_id": release.order_id, "record_id": release.order.record_id},
                fields={"stalled": True},
            )


def move_due(*, at: datetime, limit: int = 500) -> Moved:
    """Send what is to be sent, look at what was answered, as far as due; safe beside another mover."""
    due = Release.objects.filter(
        state__in=[str(ReleaseState.PENDING), str(ReleaseState.ACKED)], next_attempt_at__lte=at
    ).order_by("next_attempt_at", "pk")
    sent = verified = failed = 0
    for pk, state in due.values_list("pk", "state")[:limit]:
        try:
            act = send if state == ReleaseState.PENDING else verify
            release = act(release_id=pk, at=at)
        except Crossed as crossed:
            logger.info("Release %s was moved by somebody else: %s", pk, crossed)
            continue
        sent += release.state != ReleaseState.PENDING and state == ReleaseState.PENDING
        verified += release.state == ReleaseState.CONFIRMED
        failed += bool(release.last_error)
    return Moved(sent=sent, verified=verified, failed=failed)


def _proof(text: str, *, needed: bool) -> str:
    clean = text.strip()
    if needed and not clean:
        raise refusal("no-proof")
    if len(clean) > PROOF_LIMIT:
        raise refusal("proof-too-long", limit=PROOF_LIMIT)
    return clean
