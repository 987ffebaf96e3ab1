"""No walk over the acts of an objection, with a repair of the same record beside it, leaves anything out of place."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.workflows.objection_walk import ObjectionWalk

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


def test_no_walk_over_an_objection_leads_astray() -> None:
    run_state_machine_as_test(
        ObjectionWalk,
        settings=settings(max_examples=6, stateful_step_count=22, suppress_health_check=list(HealthCheck)),
    )
