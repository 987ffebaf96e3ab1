"""转送有权机关: the case goes to the unit that is competent; the total does not begin anew."""

from __future__ import annotations

from datetime import date

import pytest

from cases.policies import acts_open_to
from cases.states import RepairState as S
from tests.acts.reading import at_day, entry_of, owed, refused_at_the_desk, unit_of
from tests.factories.cases import FiledCase, make_filed_case
from tests.factories.people import actor_of_user, make_officer
from tests.factories.records import make_department
from workflows import desks

pytestmark = pytest.mark.django_db

WHY = "该事项由应急管理部门办理。"


def rerouted() -> FiledCase:
    made = make_filed_case(S.ROUTED).later(at=at_day(9, 3))
    return made.perform("reroute", department_id=make_department().pk, reason=WHY)


def test_the_competent_unit_has_the_case_and_its_own_three_days() -> None:
    made = rerouted()
    assert made.case.state == S.ROUTED
    assert made.case.handling_department_id != made.case.determining_department_id
    assert made.case.handling_reason == "rerouted"
    assert owed(made.case) == {"accept": "running 2026-09-08", "total": "running 2026-09-15"}
    facts = entry_of(made.case, "case.rerouted").payload
    assert facts["from_department_id"] == made.case.determining_department_id
    assert facts["department_id"] == made.case.handling_department_id
    assert facts["reason"] == WHY


def test_the_officer_who_passed_it_on_does_not_keep_the_work() -> None:
    made = rerouted()
    desk = desks.desk_of(made.case)
    assert desk is not None
    assert (desk.node, desk.owner_id) == ("acceptance", None)
    theirs = make_officer("reviewer", unit_of(made.case))
    desks.perform(case_id=made.case.pk, act="accept", actor=actor_of_user(theirs), at=made.at)
    assert made.later().case.state == S.VERIFYING


def test_the_first_unit_has_nothing_more_to_do_with_it() -> None:
    made = rerouted()
    assert acts_open_to(made.case, actor_of_user(made.reviewer)) == ()
    assert refused_at_the_desk(made, "accept").code == "not-officer"


def test_a_case_on_hold_because_competence_is_in_dispute_may_be_passed_on_and_stays_on_hold() -> None:
    made = make_filed_case(S.ROUTED).perform("hold", cause="competence", document="枣编办函〔2026〕3号")
    made = made.perform("reroute", department_id=make_department().pk, reason=WHY)
    assert owed(made.case) == {
        "accept": "paused",
        "total": "paused",
        "hold-review": "running 2026-10-08",
    }


def test_a_case_is_not_passed_to_the_unit_that_has_it_to_gain_time() -> None:
    made = make_filed_case(S.ROUTED).later(at=at_day(9, 3))
    own = made.case.handling_department_id
    refusal = refused_at_the_desk(made, "reroute", department_id=own, reason=WHY)
    assert refusal.code == "with-them-already"
    assert owed(made.case)["accept"] == "running 2026-09-04"


def test_a_unit_that_is_no_longer_in_charge_cannot_take_it() -> None:
    made = make_filed_case(S.ROUTED)
    merged = make_department(valid_to=date(2026, 8, 1), successor=make_department())
    refusal = refused_at_the_desk(made, "reroute", department_id=merged.pk, reason=WHY)
    assert refusal.code == "not-in-charge"
    assert merged.name_zh in str(refusal)


def test_an_unknown_unit_cannot_take_it() -> None:
    made = make_filed_case(S.ROUTED)
    assert refused_at_the_desk(made, "reroute", department_id=999_999, reason=WHY).code == "not-in-charge"


def test_a_reason_is_owed() -> None:
    made = make_filed_case(S.ROUTED)
    other = make_department()
    assert refused_at_the_desk(made, "reroute", department_id=other.pk, reason=" ").code == "reason"


def test_an_accepted_case_is_not_passed_on() -> None:
    made = make_filed_case(S.VERIFYING)
    other = make_department()
    assert refused_at_the_desk(made, "reroute", department_id=other.pk, reason=WHY).code == "overtaken"


def test_the_subject_does_not_choose_its_unit() -> None:
    made = make_filed_case(S.ROUTED)
    other = make_department()
    refusal = refused_at_the_desk(made, "reroute", by=made.owner, department_id=other.pk, reason=WHY)
    assert refusal.code == "own-company"
