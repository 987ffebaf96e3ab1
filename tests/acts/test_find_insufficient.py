"""认定不到位 where the edition asks for no steps during the case: there is nothing to send back to."""

from __future__ import annotations

import pytest

from cases.policies import acts_open_to
from cases.states import RepairState as S
from tests.acts.reading import refused_at_the_desk
from tests.factories.cases import make_filed_case
from tests.factories.people import actor_of_user

pytestmark = pytest.mark.django_db


def test_without_steps_during_the_case_nothing_goes_back() -> None:
    made = make_filed_case(S.VERIFYING)
    assert refused_at_the_desk(made, "find_insufficient", reason="整改不到位").code == "not-now"
    assert "find_insufficient" not in acts_open_to(made.case, actor_of_user(made.reviewer))


def test_a_rectification_found_insufficient_leads_to_a_refusal_instead() -> None:
    made = make_filed_case(S.VERIFYING).check_all("insufficient")
    made = made.perform("propose", outcome="refuse", reasons="整改不到位。", clause="第三章").countersign(
        "refuse"
    )
    assert made.case.state == S.CLOSED_REFUSED
