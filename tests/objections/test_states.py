"""An objection can be brought to every one of its states by its own acts."""

from __future__ import annotations

import pytest

from cases.states import ObjectionState as S
from tests.factories.objections import make_objection
from workflows.alignment import drifts

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("state", list(S))
def test_every_state_is_reached_and_its_desk_with_it(state: str) -> None:
    made = make_objection(state)
    assert made.case.state == state
    assert list(drifts()) == []
