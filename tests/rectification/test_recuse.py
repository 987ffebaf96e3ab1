"""回避: an officer stands back, or the lead department takes the case from a department; each with a trace."""

from __future__ import annotations

from typing import Any

import pytest

from cases.models import Recusal
from cases.policies import visible_to
from cases.states import RectificationState as S
from tests.acts.reading import entry_of, owed
from tests.factories.people import actor_of_user, make_officer
from tests.factories.records import make_department, make_platform, make_record
from tests.factories.rectifications import Ordered, make_rectification
from tests.rectification.asking import refused
from workflows import desks

pytestmark = pytest.mark.django_db
WHY: dict[str, Any] = {"reason": "与当事人法定代表人有近亲属关系。"}


def ref(user: object) -> str:
    return f"user:{getattr(user, 'pk', 0)}"


def test_who_stood_back_does_nothing_more_on_the_case() -> None:
    made = make_rectification(S.REPORTED).check_all()
    made = made.perform("recuse", officer=ref(made.reviewer), **WHY)
    assert refused(made, "find_satisfied") == "recused"
    desk = desks.desk_of(made.case)
    assert desk is not None
    assert desk.owner_id is None
    told = entry_of(made.case, "case.officer_recused").payload
    assert (told["officer"], told["reason"]) == (ref(made.reviewer), WHY["reason"])
    assert made.perform("find_satisfied", by=made.colleague).case.state == S.SATISFIED


def test_only_a_supervisor_has_somebody_else_stand_back() -> None:
    made = make_rectification(S.TALK_SET)
    unit = made.case.handling_department
    assert unit is not None
    supervisor = make_officer("supervisor", unit)
    assert refused(made, "recuse", officer=ref(made.colleague), **WHY) == "recuse-others"
    assert refused(made, "recuse", officer=ref(made.reviewer), reason=" ") == "reason"
    stranger = make_officer("reviewer", make_department())
    assert refused(made, "recuse", by=supervisor, officer=ref(stranger), **WHY) == "no-officer"
    made = made.perform("recuse", by=supervisor, officer=ref(made.decider), **WHY)
    assert refused(made, "recuse", by=supervisor, officer=ref(made.decider), **WHY) == "recused-already"
    paper: dict[str, Any] = {"reason": "误发", "document": "1号"}
    assert refused(made, "cancel_order", by=made.decider, **paper) == "recused"


def test_a_recused_officer_does_not_hold_the_talk() -> None:
    made = make_rectification(S.TALK_SET)
    made = made.perform("recuse", by=made.colleague, officer=ref(made.colleague), **WHY).at_the_talk()
    assert refused(made, "hold_talk", **made.minutes_facts()) == "talk-officer-unfit"


def unit_of(made: Ordered) -> object:
    return made.case.handling_department


def test_the_lead_department_takes_the_case_from_a_biased_department() -> None:
    lead = make_platform()
    supervisor, reviewer = make_officer("supervisor", lead), make_officer("reviewer", lead)
    made = make_rectification(S.TALK_SET)
    before, terms = made.case.handling_department, owed(made.case)
    made = made.perform("recuse_unit", by=supervisor, department_id=lead.pk, **WHY)
    assert (made.case.handling_department, made.case.handling_reason) == (lead, "recusal")
    assert (made.case.state, owed(made.case)) == (S.TALK_SET, terms)
    assert made.talk.department == lead
    told = entry_of(made.case, "case.unit_recused").payload
    assert before is not None
    assert (told["from_department_id"], told["department_id"]) == (before.pk, lead.pk)
    assert Recusal.objects.get().department == before
    assert refused(made, "postpone", reason="改期") == "not-officer"
    assert made.perform("postpone", by=reviewer, reason="移交后另定时间").case.state == S.TALK_DUE


def test_nobody_else_takes_it_and_it_goes_to_no_other() -> None:
    lead, superior = make_platform(), make_department(jurisdiction="370000")
    supervisor = make_officer("supervisor", lead)
    made = make_rectification(S.RECTIFYING)
    unit = made.case.handling_department
    assert unit is not None
    own = make_officer("supervisor", unit)
    assert refused(made, "recuse_unit", by=own, department_id=lead.pk, **WHY) == "not-lead"
    reviewer_of_lead = make_officer("reviewer", lead)
    assert refused(made, "recuse_unit", by=reviewer_of_lead, department_id=lead.pk, **WHY) == "no-case"
    sibling = make_department()
    assert refused(made, "recuse_unit", by=supervisor, department_id=sibling.pk, **WHY) == "not-superior"
    assert refused(made, "recuse_unit", by=supervisor, department_id=unit.pk, **WHY) == "with-them-already"
    assert refused(made, "recuse_unit", by=supervisor, department_id=0, **WHY) == "not-in-charge"
    made = made.perform("recuse_unit", by=supervisor, department_id=superior.pk, **WHY)
    assert unit_of(made) == superior
    # it never comes back to whom it was taken from
    assert refused(made, "recuse_unit", by=supervisor, department_id=unit.pk, **WHY) == "not-superior"


@pytest.mark.parametrize("place", ["370402", "370400", "370000"])
def test_the_lead_department_of_an_enclosing_place_oversees_the_order(place: str) -> None:
    made = make_rectification(S.ISSUED, record=make_record(department=make_department(jurisdiction="370402")))
    supervisor = actor_of_user(make_officer("supervisor", make_platform(jurisdiction=place)))
    elsewhere = actor_of_user(make_officer("supervisor", make_platform(jurisdiction="370600")))
    assert visible_to(supervisor).filter(pk=made.case.pk).exists()
    assert not visible_to(elsewhere).filter(pk=made.case.pk).exists()
