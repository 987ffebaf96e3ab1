"""A later order takes the place of the open one: its releases and their terms end with it."""

from __future__ import annotations

from datetime import datetime

from accounts.actors import DESK
from clocks import services as clocks
from delisting.acting import facts_of, owner_of
from delisting.models import OPEN_RELEASES, Order, OrderState
from journal.moves import move


def supersede_open(*, record_id: int, at: datetime) -> None:
    """A later order takes the place of the open one: its open releases end with it (取代)."""
    order = Order.objects.select_for_update().filter(record_id=record_id, state=OrderState.OPEN).first()
    if order is None:
        return
    open_ones = order.releases.select_for_update(of=("self",)).select_related("order__record", "holder")
    for release in open_ones.filter(state__in=[str(state) for state in OPEN_RELEASES]):
        move(
            release,
            "supersede",
            verb="release.superseded",
            actor_ref=DESK.ref,
            at=at,
            payload=facts_of(release),
            fields={"next_attempt_at": None},
        )
        clocks.stop(owner=owner_of(release), at=at, actor_ref=DESK.ref, reason="superseded")
    move(
        order,
        "supersede",
        verb="order.superseded",
        actor_ref=DESK.ref,
        at=at,
        payload={"order_id": order.pk, "record_id": record_id},
    )
