"""Every state of a rectification is reached by its own acts."""

from __future__ import annotations

import pytest

from cases.states import RectificationState as S
from tests.factories.rectifications import make_rectification
from workflows.alignment import drifts

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("state", list(S))
def test_a_rectification_is_brought_to_a_state(state: str) -> None:
    assert make_rectification(state).case.state == state
    assert list(drifts()) == []
