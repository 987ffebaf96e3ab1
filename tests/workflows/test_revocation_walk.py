"""No walk over all acts of a revocation leads astray, whatever crosses it."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.workflows.revocation_walk import RevocationWalk

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


def test_no_walk_over_all_acts_leads_astray() -> None:
    run_state_machine_as_test(
        RevocationWalk,
        settings=settings(max_examples=6, stateful_step_count=18, suppress_health_check=list(HealthCheck)),
    )
