"""约谈记录归集: minutes of a talk go to the sharing platform, are taken in under its number, sent again when late.

Every act is one transaction; what leaves the house is called after it, so a platform that hangs locks nothing.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import transaction

from accounts.actors import CLOCK, DESK, Actor
from clocks import services as clocks
from delisting.acting import wait_after
from delisting.gateways import GatewayFault, Receipt, minutes_gateway
from delisting.minutes_opening import facts_of, owner_of, start_term
from delisting.minutes_policies import authorise
from delisting.models import OPEN_MINUTES, MinutesRelease, MinutesState
from delisting.refusals import refusal
from journal.moves import Conflict, NotNow, move
from journal.refusals import Crossed

logger = logging.getLogger(__name__)

RECEIPT_LIMIT = 80
BY_GATEWAY, BY_HAND, TAKEN_IN = "gateway", "by hand", "page"


@contextmanager
def _acting(release_id: int) -> Iterator[MinutesRelease]:
    """Lock a delivery for one act. Raises NotFound, or Crossed where its state does not allow the act."""
    state = ""
    try:
        with transaction.atomic():
            release = (
                MinutesRelease.objects.select_for_update(of=("self",))
                .select_related("entry__record", "holder")
                .filter(pk=release_id)
                .first()
            )
            if release is None:
                raise refusal("no-minutes-release")
            state = str(MinutesState(release.state).label)
            yield release
    except NotNow as refused:
        raise refusal("minutes-not-now", state=state) from refused
    except Conflict as crossed:
        raise refusal("minutes-crossed") from crossed


def send(*, release_id: int, at: datetime) -> MinutesRelease:
    """Deliver the minutes (发送). A platform that answers at once has taken them in; a fault backs off."""
    with _acting(release_id) as release:
        gateway = minutes_gateway()
        move(
            release,
            "send",
            verb="minutes.sent",
            actor_ref=DESK.ref,
            at=at,
            payload={
                **facts_of(release),
                "attempt": release.attempts + 1,
                "by": TAKEN_IN if gateway is None else BY_GATEWAY,
            },
            fields={"sent_at": at, "attempts": release.attempts + 1, "next_attempt_at": None},
        )
    if gateway is None:
        return release
    try:
        receipt = gateway.deliver(release)
    except GatewayFault as fault:
        return _fail(release_id, fault=str(fault), at=at)
    return release if receipt is None else acknowledge(release_id=release_id, receipt=receipt, at=at)


def _fail(release_id: int, *, fault: str, at: datetime) -> MinutesRelease:
    with _acting(release_id) as release:
        move(
            release,
            "fail",
            verb="minutes.send_failed",
            actor_ref=DESK.ref,
            at=at,
            payload={**facts_of(release), "fault": fault[:500]},
            fields={"last_error": fault[:2000], "next_attempt_at": at + wait_after(release.attempts)},
        )
    return release


def acknowledge(*, release_id: int, receipt: Receipt, at: datetime) -> MinutesRelease:
    """The platform's own answer: number and moment (归集回执). Answered twice, the second is refused as crossed.

    Raises Refusal for a receipt without a number, Crossed where nothing waits for it.
    """
    number = _number(receipt.number)
    with _acting(release_id) as release:
        _take_in(
            release, "acknowledge", number=number, received_at=receipt.at, how=BY_GATEWAY, by=DESK.ref, at=at
        )
    return release


def take_in(*, release_id: int, number: str, actor: Actor, at: datetime) -> MinutesRelease:
    """An officer of a platform without a system of its own takes the minutes in, under the platform's number.

    Raises NotFound or NotAllowed for other people, Refusal without a number, Crossed where nothing was sent.
    """
    known = _number(number)
    with _acting(release_id) as release:
        authorise(release, actor)
        _take_in(release, "acknowledge", number=known, received_at=at, how=TAKEN_IN, by=actor.ref, at=at)
    return release


def confirm_by_hand(
    *,
    case_number: str,
    ordinal: int,
    number: str,
    received_at: datetime,
    proof: str,
    actor_ref: str,
    at: datetime,
) -> int:
    """The unit that held the talk noted the receipt with a proof: its open deliveries wait no more; how many.

    Whoever noted it was let to do so by the case; nothing is refused here.
    """
    waiting = MinutesRelease.objects.filter(
        entry__case_number=case_number, entry__ordinal=ordinal, state__in=[str(one) for one in OPEN_MINUTES]
    )
    done = 0
    for pk in waiting.order_by("pk").values_list("pk", flat=True):
        with _acting(pk) as release:
            _take_in(
                release,
                "confirm_by_hand",
                number=number,
                received_at=received_at,
                how=BY_HAND,
                by=actor_ref,
                at=at,
                proof=proof,
            )
            done += 1
    return done


def _take_in(
    release: MinutesRelease,
    act: str,
    *,
    number: str,
    received_at: datetime,
    how: str,
    by: str,
    at: datetime,
    proof: str = "",
) -> None:
    move(
        release,
        act,
        verb="minutes.received",
        actor_ref=by,
        at=at,
        payload={
            **facts_of(release),
            "receipt": number,
            "received_at": received_at.isoformat(),
            "how": how,
            **({"proof": proof} if proof else {}),
        },
        fields={
            "receipt_number": number,
            "received_at": received_at,
            "received_by_ref": by,
            "by_hand": how == BY_HAND,
            "proof": proof,
            "next_attempt_at": None,
            "last_error": "",
            "stalled": False,
        },
    )
    clocks.stop(owner=owner_of(release), at=at, actor_ref=by, reason="minutes taken in")


def breach(*, release_id: int, due_on: str, at: datetime) -> None:
    """The platform's term ran out (逾期): flagged; a silent one is sent again, same key; the term runs anew."""
    with _acting(release_id) as release:
        if release.state not in OPEN_MINUTES:
            return
        silent = release.state == MinutesState.SENT
        move(
            release,
            "silence" if silent else "breach",
            verb="minutes.breached",
            actor_ref=CLOCK.ref,
            at=at,
            payload={**facts_of(release), "due_on": due_on},
            fields={"stalled": True, **({"next_attempt_at": at} if silent else {})},
        )
        clocks.stop(owner=owner_of(release), at=at, actor_ref=CLOCK.ref, reason="ran out and told again")
        start_term(release, at=at)


def move_due(*, at: datetime, limit: int = 200) -> int:
    """Send what is to be sent by now; returns how many were taken in. Safe beside another mover."""
    due = MinutesRelease.objects.filter(state=MinutesState.PENDING, next_attempt_at__lte=at)
    taken = 0
    for pk in due.order_by("next_attempt_at", "pk").values_list("pk", flat=True)[:limit]:
        try:
            taken += send(release_id=pk, at=at).state == MinutesState.RECEIVED
        except Crossed as crossed:
            logger.info("The minutes %s were moved by somebody else: %s", pk, crossed)
    return taken


def _number(text: str) -> str:
    clean = text.strip()
    if not clean:
        raise refusal("no-receipt")
    if len(clean) > RECEIPT_LIMIT:
        raise refusal("proof-too-long", limit=RECEIPT_LIMIT)
    return clean
