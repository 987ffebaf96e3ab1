"""各方用时: the days of a rectification belong to whoever had to act: the unit, the subject, another unit."""

from __future__ import annotations

from datetime import date

import pytest

from cases.ledger import Side
from cases.states import RectificationState as S
from cases.time_spent import ledger_of_case
from tests.acts.reading import at_day
from tests.factories.people import make_officer
from tests.factories.records import make_platform
from tests.factories.rectifications import make_rectification

pytestmark = pytest.mark.django_db


def test_until_service_the_days_are_the_units_then_the_subjects_then_the_units_again() -> None:
    made = make_rectification(S.ISSUED).later(at=at_day(6, 3)).serve()
    made = made.later(at=at_day(6, 10)).report()
    ledger = ledger_of_case(made.case, on=date(2026, 6, 12))
    assert ledger is not None
    # 2 and 3 June; 4, 5, 8, 9, 10 June; 11 and 12 June
    assert (ledger.days[Side.DEPARTMENT], ledger.days[Side.SUBJECT]) == (4, 5)


def test_after_the_limit_the_days_are_the_units_and_after_bias_another_units() -> None:
    lead = make_platform()
    made = make_rectification(S.TALK_DUE)
    unit = made.case.handling_department
    made = made.later(at=at_day(7, 6))
    made = made.perform(
        "recuse_unit", by=make_officer("supervisor", lead), department_id=lead.pk, reason="利害关系"
    )
    ledger = ledger_of_case(made.case, on=date(2026, 7, 8))
    assert ledger is not None
    assert unit is not None
    # the limit passed on the second: 3 and 6 July; 7 and 8 July
    assert (ledger.units[unit.pk], ledger.units[lead.pk]) == (2, 2)
