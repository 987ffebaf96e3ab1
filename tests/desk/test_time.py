"""Whose time it was: the bar on both case pages, and medians of units for their supervisor."""

from __future__ import annotations

from datetime import timedelta
from http import HTTPStatus

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.roles import Role
from cases.services import intake
from cases.states import RepairState as S
from cases.time_spent import FEWEST, time_of_units
from journal.now import standing_at
from records.models import Department
from tests.acts.reading import at_day
from tests.desk.conftest import SignIn
from tests.factories.cases import make_filed_case
from tests.factories.people import actor_of_user, make_officer
from tests.factories.records import make_department, make_platform, make_record
from workflows import router

pytestmark = pytest.mark.django_db

SINCE, UNTIL = at_day(8, 1), at_day(12, 31)


def closed_cases(department: Department, days: range) -> None:
    """A case of a unit declined after so many days of September, for each of them."""
    reviewer = make_officer(Role.REVIEWER, department)
    decider = make_officer(Role.DECIDER, department)
    for day in days:
        made = make_filed_case(
            S.ROUTED, record=make_record(department=department), reviewer=reviewer, decider=decider
        )
        at = made.at + timedelta(days=day)
        made.later(at=at).perform("decline", reason="不属于本单位职权。", clause="第三章")


def test_the_bar_stands_on_both_case_pages(sign_in: SignIn) -> None:
    made = make_filed_case(S.SUPPLEMENTING)  # asked on Tuesday 1 September
    with standing_at(at_day(9, 3)):
        intake.supplement(
            case_id=made.case.pk, answer="已补充。", actor=actor_of_user(made.owner), at=at_day(9, 3)
        )
        router.align(made.case.pk)
    with standing_at(at_day(9, 7)):
        pages = [
            sign_in(made.owner).get(reverse("portal:case", args=[made.case.number])),
            sign_in(made.reviewer).get(reverse("desk:case", args=[made.case.number])),
        ]
    for page in pages:
        assert [share.days for share in page.context["time"].shares] == [2, 2, 0, 0]
        words = page.content.decode()
        assert "Whose time it was" in words
        assert "4 working days in all" in words
        assert "2 days off in between" in words


def test_a_case_of_today_says_that_no_day_has_passed(sign_in: SignIn) -> None:
    made = make_filed_case(S.ROUTED)
    words = sign_in(made.owner).get(reverse("portal:case", args=[made.case.number])).content.decode()
    assert "No working day has passed since the filing." in words


def test_a_supervisor_sees_the_medians_of_the_own_unit(sign_in: SignIn) -> None:
    unit = make_department(name_en="Transport Bureau")
    closed_cases(unit, range(5))  # closed on 1 to 5 September: 0, 1, 2, 3, 3 working days
    supervisor = make_officer(Role.SUPERVISOR, unit)
    (row,) = time_of_units(actor_of_user(supervisor), since=SINCE, until=UNTIL)
    assert (row.department, row.cases, row.own, row.subject, row.total) == (unit, 5, 2, 0, 2)
    with standing_at(UNTIL):
        page = sign_in(supervisor).get(reverse("desk:time"))
    assert page.status_code == HTTPStatus.OK
    assert "Transport Bureau" in page.content.decode()


def test_few_cases_are_counted_and_their_days_not_told(sign_in: SignIn) -> None:
    unit = make_department()
    closed_cases(unit, range(1))
    supervisor = make_officer(Role.SUPERVISOR, unit)
    with standing_at(UNTIL):
        page = sign_in(supervisor).get(reverse("desk:time"))
    (row,) = page.context["units"]
    assert (row.own, row.subject, row.other, row.total, row.late) == (None,) * 5
    assert f"fewer than {FEWEST}" in page.content.decode()


def test_the_lead_department_sees_the_units_of_its_place_and_no_others() -> None:
    near, far = make_department(jurisdiction="370402"), make_department(jurisdiction="370100")
    for unit in (near, far):
        closed_cases(unit, range(1))
    lead = make_officer(Role.SUPERVISOR, make_platform())
    rows = time_of_units(actor_of_user(lead), since=SINCE, until=UNTIL)
    assert [row.department for row in rows] == [near]


def test_cases_closed_outside_the_period_do_not_count(sign_in: SignIn) -> None:
    unit = make_department()
    closed_cases(unit, range(1))
    supervisor = make_officer(Role.SUPERVISOR, unit)
    assert time_of_units(actor_of_user(supervisor), since=at_day(10, 1), until=UNTIL) == ()
    with standing_at(UNTIL):
        page = sign_in(supervisor).get(reverse("desk:time"), {"period": "quarter"})
    assert "No case was closed in this period" in page.content.decode()


def test_the_table_is_no_reviewers_business(sign_in: SignIn) -> None:
    page = sign_in(make_officer(Role.REVIEWER, make_department())).get(reverse("desk:time"))
    assert page.status_code == HTTPStatus.FORBIDDEN


def test_more_cases_and_units_cost_no_more_statements() -> None:
    lead = actor_of_user(make_officer(Role.SUPERVISOR, make_platform()))
    counts = []
    for _more in range(2):
        closed_cases(make_department(), range(1))
        with CaptureQueriesContext(connection) as asked:
            assert time_of_units(lead, since=SINCE, until=UNTIL)
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 7
