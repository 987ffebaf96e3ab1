"""The way of a case in plain words: what is behind it, where it stands, what is to come; and what was told of it."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse
from django.utils import translation

from cases.models import Case
from cases.states import FINAL_STATES, STATES, CaseKind
from cases.states import RepairState as S
from journal.verbs import VERBS
from portal.milestones import WAYS, Milestone, milestones_of
from tests.conftest import Deliver
from tests.factories.cases import make_filed_case
from tests.factories.objections import make_objection
from tests.portal.conftest import SignIn

FILED_ON = date(2026, 9, 1)
database = pytest.mark.django_db


def shown(case: Case) -> list[tuple[str, str]]:
    with translation.override("en"):
        return [(mark.title, mark.place) for mark in milestones_of(case)]


@database
def test_a_case_that_waits_for_acceptance() -> None:
    made = make_filed_case(S.ROUTED)
    assert shown(made.case) == [
        ("Filed", "done"),
        ("Passed to the unit that decides", "done"),
        ("Accepted", "now"),
        ("Examined and decided", "ahead"),
    ]
    with translation.override("en"):
        assert milestones_of(made.case)[0] == Milestone("Filed", "done", FILED_ON)


@database
def test_a_granted_repair_waits_for_its_copies() -> None:
    made = make_filed_case(S.CLOSED_REPAIRED)
    marks = shown(made.case)
    assert ("Examined and decided", "done") in marks
    assert "now" not in [place for title, place in marks if not title.startswith("Taken down")]


@database
def test_a_withdrawn_case_ends_where_it_was() -> None:
    made = make_filed_case(S.WITHDRAWN)
    marks = shown(made.case)
    assert marks[0] == ("Filed", "done")
    assert marks[-1] == ("Withdrawn", "end")
    assert "ahead" not in [place for _title, place in marks]


@database
def test_an_objection_that_nobody_was_asked_about_names_no_other_unit() -> None:
    made = make_objection("REVIEWING")
    titles = [title for title, _place in shown(made.case)]
    assert ("The providing unit answered" in titles) == made.case.inquiries.exists()
    assert shown(made.case)[-1] == ("Examined and decided", "now")


@pytest.mark.parametrize("kind", list(CaseKind))
def test_every_open_state_has_its_place_and_every_verb_exists(kind: CaseKind) -> None:
    marks = WAYS[kind]
    placed = [str(state) for mark in marks for state in mark.states]
    running = {str(state) for state in STATES[kind]} - {str(state) for state in FINAL_STATES}
    assert set(placed) == running
    assert len(placed) == len(set(placed))
    assert {verb for mark in marks for verb in mark.verbs} <= VERBS.keys()


@database
def test_the_case_page_shows_the_way_and_what_was_told(sign_in: SignIn, deliver: Deliver) -> None:
    made = make_filed_case(S.FILED)
    address = reverse("portal:case", args=[made.case.number])
    before = sign_in(made.owner).get(address).content.decode()
    assert "No message about this case has reached you yet." in before
    deliver(made.at)
    page = sign_in(made.owner).get(address).content.decode()
    assert 'aria-current="step"' in page
    assert "All messages are in your inbox" in page
