"""The machines of order and release: every open state has a way on, every final one has none."""

from __future__ import annotations

import pytest

from delisting.models import OPEN_RELEASES, Order, Release, ReleaseState

ACTS = {
    "send": {("PENDING", "SENT")},
    "breach": {("PENDING", "PENDING"), ("ACKED", "ACKED")},
    "acknowledge": {("SENT", "ACKED")},
    "fail": {("SENT", "PENDING")},
    "silence": {("SENT", "PENDING")},
    "verify": {("ACKED", "CONFIRMED")},
    "contradict": {("ACKED", "PENDING")},
    "confirm_by_hand": {("PENDING", "CONFIRMED"), ("SENT", "CONFIRMED"), ("ACKED", "CONFIRMED")},
    "supersede": {("PENDING", "SUPERSEDED"), ("SENT", "SUPERSEDED"), ("ACKED", "SUPERSEDED")},
}


def moves_of(thing: type[Release], state: str) -> dict[str, str]:
    """What each act makes of a thing in a state; acts that are not possible are left out."""
    found = {}
    for act in ACTS:
        probe = thing(state=state)
        try:
            getattr(probe, act)()
        except Exception:  # noqa: BLE001, S112 - the machine's own refusal
            continue
        found[act] = probe.state
    return found


@pytest.mark.parametrize("state", [str(state) for state in ReleaseState])
def test_a_release_moves_only_as_drawn(state: str) -> None:
    expected = {act: target for act, ways in ACTS.items() for source, target in ways if source == state}
    assert moves_of(Release, state) == expected
    assert bool(expected) == (state in OPEN_RELEASES)


def test_an_order_moves_only_while_open() -> None:
    order = Order(state="OPEN")
    order.breach()
    assert order.state == "OPEN"
    order.all_confirmed()
    assert order.state == "COMPLETED"
    for act in ("breach", "all_confirmed", "supersede"):
        with pytest.raises(Exception, match=act):
            getattr(order, act)()
