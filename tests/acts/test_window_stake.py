"""Whoever acted for the company at the window may not work on that case as an officer."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from accounts.actors import DESK
from accounts.models import Post, User
from accounts.roles import Role
from cases.models import Case
from cases.services import intake
from cases.states import RepairState as S
from journal.refusals import NotAllowed
from tests.acts.reading import refused_at_the_desk
from tests.factories.cases import FiledCase, complete_draft, confirm_at_the_window, make_filed_case
from tests.factories.people import actor_of_user, make_officer
from tests.factories.records import make_subject
from workflows import desks, router

pytestmark = pytest.mark.django_db


def filed_at_the_window() -> tuple[FiledCase, User]:
    """A case that a clerk, who is reviewer and decider of the unit too, filed for the company."""
    made = make_filed_case(S.DRAFT)
    complete_draft(made)
    unit = made.case.record.department
    clerk = make_officer("window-clerk", unit)
    for role in ("reviewer", "decider"):
        make_officer(role, unit, user=clerk)
    serving = actor_of_user(clerk).serving(made.case.subject_id)
    confirm_at_the_window(made.case.pk, serving, at=made.at)
    intake.file(case_id=made.case.pk, actor=serving, at=made.at)
    intake.push(case_id=made.case.pk, actor=DESK, at=made.at)
    router.align(made.case.pk)
    return made.later(), clerk


def test_the_clerk_neither_accepts_nor_takes_the_work() -> None:
    made, clerk = filed_at_the_window()
    assert refused_at_the_desk(made, "accept", by=clerk).code == "own-window"
    with pytest.raises(NotAllowed) as refused:
        desks.claim(case_id=made.case.pk, actor=actor_of_user(clerk), at=made.at)
    assert refused.value.code == "own-window"
    assert made.perform("accept").case.state == S.VERIFYING


def test_the_clerk_does_not_decide_it_either() -> None:
    made, clerk = filed_at_the_window()
    made = made.perform("accept").check_all()
    made = made.perform("propose", outcome="approve", reasons="齐全", clause="第三章")
    assert refused_at_the_desk(made, "approve", by=clerk).code == "own-window"
    assert made.countersign("approve").case.state == S.CLOSED_REPAIRED


def test_the_end_of_the_clerks_post_changes_nothing() -> None:
    made, clerk = filed_at_the_window()
    Post.objects.filter(user=clerk, role="window-clerk").update(to_on=date(2020, 1, 1))
    assert not actor_of_user(clerk).holds_anywhere(Role.WINDOW_CLERK)
    assert refused_at_the_desk(made, "accept", by=clerk).code == "own-window"
    made = made.perform("accept").check_all()
    made = made.perform("propose", outcome="approve", reasons="齐全", clause="第三章")
    assert refused_at_the_desk(made, "approve", by=clerk).code == "own-window"


def test_a_successor_of_the_company_changes_nothing_either() -> None:
    made, clerk = filed_at_the_window()
    Case.objects.filter(pk=made.case.pk).update(subject=make_subject())
    assert refused_at_the_desk(made, "accept", by=clerk).code == "own-window"


def test_other_cases_stay_open_to_the_clerk() -> None:
    _made, clerk = filed_at_the_window()
    other = make_filed_case(S.ROUTED)
    make_officer("reviewer", other.case.record.department, user=clerk)
    assert replace(other, reviewer=clerk).perform("accept").case.state == S.VERIFYING
