"""The worklist says of a case that it is signed and when that takes effect, and asks nothing more for it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import Settings

from accounts.roles import Role
from cases.services import signing
from cases.states import RepairState as S
from journal.now import standing_at
from tests.acts.reading import unit_of
from tests.factories.cases import FiledCase, make_filed_case
from tests.factories.people import actor_of_user, make_officer
from workflows import signatures
from workflows.worklists.asked import Asked
from workflows.worklists.pages import Row, worklist

pytestmark = pytest.mark.django_db
WINDOW = timedelta(minutes=5)


@pytest.fixture(autouse=True)
def _five_minutes(settings: Settings) -> None:
    settings.RECALL_MINUTES = 5


def signed() -> FiledCase:
    made = make_filed_case(S.PROPOSED)
    actor = actor_of_user(made.decider)
    assert signatures.sign(case_id=made.case.pk, act="approve", actor=actor, at=made.at) is not None
    return made


def row_of(made: FiledCase) -> Row:
    page = worklist(actor_of_user(made.decider), Asked(tab="mine"), at=made.at)
    return next(row for row in page.rows if row.case.pk == made.case.pk)


def test_a_row_says_when_its_signature_takes_effect_until_it_is_recalled() -> None:
    made = signed()
    assert row_of(made).takes_effect_at == made.at + WINDOW
    signing.recall(case_id=made.case.pk, actor=actor_of_user(made.decider), at=made.at + WINDOW / 2)
    assert row_of(made).takes_effect_at is None


def test_the_flag_is_read_on_the_page() -> None:
    made = signed()
    client = Client(headers={"accept-language": "en"})
    client.force_login(made.decider)
    with standing_at(made.at):
        page = client.get(reverse("desk:worklist") + "?tab=mine").content.decode()
    assert "Signed, waits" in page


def test_it_costs_no_statement() -> None:
    made = make_filed_case(S.PROPOSED)
    officer = actor_of_user(make_officer(Role.DECIDER, unit_of(made.case)))
    counted = []
    for act in ("before", "after"):
        if act == "after":
            signatures.sign(
                case_id=made.case.pk, act="approve", actor=actor_of_user(made.decider), at=made.at
            )
        with CaptureQueriesContext(connection) as statements:
            page = worklist(officer, Asked(tab="overdue"), at=made.at + timedelta(days=90))
        assert [row.case.pk for row in page.rows] == [made.case.pk]
        counted.append(len(statements))
    assert counted[0] == counted[1]
