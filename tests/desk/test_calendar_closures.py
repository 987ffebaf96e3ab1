from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from http import HTTPStatus

import pytest
from django.test import Client

from accounts.roles import Role
from clocks.models import Deadline
from journal.now import SHANGHAI, standing_at
from rulebook.calendar_in_use import calendar_in_use
from rulebook.models import GazetteProposal
from tests.desk.calendar_steps import (
    AT,
    PAGE,
    Deliver,
    asked_to_supplement,
    counted,
    page_of,
    press_release,
)
from tests.desk.conftest import SignIn
from tests.factories.people import make_officer
from tests.factories.records import make_department

pytestmark = pytest.mark.django_db

CLOSURE = {
    "jurisdiction": "3704",
    "first": "2027-02-22",
    "last": "2027-02-23",
    "cause": "暴雪停工",
    "worked": "",
    "title": "暴雪停工通告（虚构）",
    "number": "虚构〔2027〕3号",
    "issued_on": "2027-02-01",
    "mark": "R",
}


@pytest.fixture(autouse=True)
def _on_the_day() -> Iterator[None]:
    with standing_at(AT):
        yield


@pytest.fixture
def one(sign_in: SignIn) -> Client:
    return sign_in(make_officer(Role.SYSTEM_ADMIN, make_department()))


@pytest.fixture
def other(sign_in: SignIn) -> Client:
    return sign_in(make_officer(Role.SYSTEM_ADMIN, make_department()))


def test_a_closure_moves_the_terms_of_its_place_after_a_second_person(
    one: Client, other: Client, deliver: Deliver
) -> None:
    """Ten working days from 10 February 2027: to the 24th; with the 22nd and 23rd closed to the 26th."""
    asked_to_supplement(at=datetime(2027, 2, 10, 9, tzinfo=SHANGHAI))
    assert Deadline.objects.get(term="supplement").due_on == date(2027, 2, 24)
    one.post(PAGE + "close/", CLOSURE)
    proposal = GazetteProposal.objects.get()
    assert (proposal.year, proposal.jurisdiction) == (2027, "3704")
    counted(deliver)
    page = other.get(page_of(proposal))
    assert "暴雪停工: 22 February 2027 to 23 February 2027" in page.content.decode()
    press_release(other, proposal)
    counted(deliver)
    assert Deadline.objects.get(term="supplement").due_on == date(2027, 2, 26)
    assert calendar_in_use("370400").why_off(date(2027, 2, 22)) == "暴雪停工"
    assert calendar_in_use("110000").why_off(date(2027, 2, 22)) is None
    listed = one.get(PAGE).content.decode()
    assert "虚构〔2027〕3号" in listed
    assert one.get(f"{PAGE}2027/3704/").status_code == HTTPStatus.OK


def test_a_second_closure_is_laid_beside_the_first(one: Client, other: Client, deliver: Deliver) -> None:
    one.post(PAGE + "close/", CLOSURE)
    counted(deliver)
    press_release(other, GazetteProposal.objects.get())
    one.post(PAGE + "close/", {**CLOSURE, "first": "2027-03-01", "last": "2027-03-01"})
    proposal = GazetteProposal.objects.latest("pk")
    counted(deliver)
    press_release(other, proposal)
    for day in (date(2027, 2, 22), date(2027, 3, 1)):
        assert calendar_in_use("3704").why_off(day) == "暴雪停工"


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"jurisdiction": "37040"}, "region code of 2, 4 or 6 digits"),
        ({"jurisdiction": "1101"}, "No department of this desk lies in 1101."),
        ({"last": "2027-02-21"}, "The last day lies before the first one."),
        ({"last": "2028-01-02"}, "A closure over the turn of a year"),
        ({"worked": "2027-02-24"}, "2027-02-24 is no weekend day."),
        ({"worked": "samstags"}, "“samstags” is no day."),
        ({"worked": "2028-02-26"}, "2028-02-26 is no day of 2027."),
        ({"number": ""}, "Enter the number of the order"),
        ({"cause": ""}, "Name the cause of the closure."),
        ({"issued_on": "gestern"}, "Write the day as year-month-day"),
    ],
)
def test_a_closure_that_cannot_be_says_why(one: Client, change: dict[str, str], told: str) -> None:
    refused = one.post(PAGE + "close/", {**CLOSURE, **change})
    assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert told in refused.content.decode()
    assert not GazetteProposal.objects.exists()
