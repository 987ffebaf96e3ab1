"""The machines of listing and measure against the table of the design."""

from __future__ import annotations

import pytest
from django_fsm import TransitionNotAllowed, can_proceed

from records.machines import ListingState, MeasureState
from records.models import Listing, Measure

LISTING: dict[str, tuple[set[str], str]] = {
    "publish": ({"PENDING", "UNPUBLISHED"}, "PUBLISHED"),
    "withhold": ({"PENDING", "PUBLISHED", "HIDDEN", "KEPT_ON"}, "UNPUBLISHED"),
    "run_out": ({"UNPUBLISHED", "PUBLISHED", "HIDDEN"}, "EXPIRED"),
    "keep_on": ({"PUBLISHED"}, "KEPT_ON"),
    "duties_done": ({"KEPT_ON"}, "EXPIRED"),
    "end": ({"HIDDEN", "PUBLISHED", "KEPT_ON"}, "ENDED"),
    "hide": ({"PUBLISHED", "KEPT_ON"}, "HIDDEN"),
    "show_again": ({"HIDDEN"}, "PUBLISHED"),
    "restore": ({"ENDED"}, "PUBLISHED"),
    "restore_past_end": ({"ENDED"}, "EXPIRED"),
    "withdraw": ({str(state) for state in ListingState} - {"WITHDRAWN"}, "WITHDRAWN"),
}
MEASURE: dict[str, tuple[set[str], str]] = {
    "suspend": ({"IN_FORCE"}, "SUSPENDED"),
    "resume": ({"SUSPENDED"}, "IN_FORCE"),
    "lift": ({"IN_FORCE", "SUSPENDED"}, "LIFTED"),
    "reimpose": ({"LIFTED"}, "IN_FORCE"),
}
FINAL = {"WITHDRAWN"}


@pytest.mark.parametrize("act", LISTING)
@pytest.mark.parametrize("state", ListingState)
def test_a_listing_moves_as_the_table_says(act: str, state: ListingState) -> None:
    sources, target = LISTING[act]
    listing = Listing(state=state)
    if state in sources:
        getattr(listing, act)()
        assert listing.state == target
    else:
        with pytest.raises(TransitionNotAllowed):
            getattr(listing, act)()


@pytest.mark.parametrize("act", MEASURE)
@pytest.mark.parametrize("state", MeasureState)
def test_a_measure_moves_as_the_table_says(act: str, state: MeasureState) -> None:
    sources, target = MEASURE[act]
    measure = Measure(state=state)
    if state in sources:
        getattr(measure, act)()
        assert measure.state == target
    else:
        with pytest.raises(TransitionNotAllowed):
            getattr(measure, act)()


@pytest.mark.parametrize(
    ("kind", "acts", "states"), [(Listing, LISTING, ListingState), (Measure, MEASURE, MeasureState)]
)
def test_every_state_that_is_not_final_has_a_way_on(
    kind: type[Listing | Measure], acts: dict[str, object], states: type[ListingState | MeasureState]
) -> None:
    for state in states:
        open_acts = [act for act in acts if can_proceed(getattr(kind(state=state), act))]
        assert bool(open_acts) is (state not in FINAL), state
