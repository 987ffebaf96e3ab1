from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime

import pytest
from django.contrib.auth import authenticate
from django.db import connection
from pytest_django import DjangoDbBlocker

from accounts.models import Post
from cases.models import Case, Complaint
from cases.states import ObjectionState
from config import town
from config.town.people import DEMO_PASSWORD, PEOPLE, SECURITY
from delisting.models import Release
from journal.models import Delivery
from journal.now import SHANGHAI, standing_at
from journal.verify import findings
from notifications.models import Letter
from records.models import CreditRecord, Subject
from tests.pages.preparing import ENOUGH, prepare
from tests.pages.town import WHEN, standing_town
from workflows.alignment import drifts

LETTERS = {
    "repair-notice",
    "receipt",
    "supplement",
    "approval",
    "refusal",
    "delisting",
    "objection-receipt",
    "objection-decision",
    "inquiry",
    "rectification-order",
    "talk-notice",
    "talk-minutes",
    "complaint-receipt",
    "complaint-answer",
}


@pytest.fixture
def built(request: pytest.FixtureRequest, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The town that this run has built; on PostgreSQL it is built here."""
    if connection.vendor == "sqlite":
        with django_db_blocker.unblock(), standing_town("test_town"):
            yield
        return
    request.getfixturevalue("db")
    assert town.is_empty()
    with standing_at(WHEN):
        town.build(at=WHEN, tell=lambda _line: None)
        prepare(WHEN)
        yield


def test_the_town_has_cases_in_many_states_and_a_sound_journal(built: None) -> None:
    assert not town.is_empty()
    assert CreditRecord.objects.count() == 300 + ENOUGH  # and those of the quarter that is over
    states = Counter(Case.objects.values_list("state", flat=True))
    assert states >= Counter(
        {
            "DRAFT": 1,
            "ROUTED": 3,
            "SUPPLEMENTING": 1,
            "VERIFYING": 2,
            "PROPOSED": 1,
            "CLOSED_REPAIRED": 2,
            "CLOSED_REFUSED": 1,
            "WITHDRAWN": 1,
        }
    )
    objections = set(Case.objects.filter(kind="objection").values_list("state", flat=True))
    assert objections >= set(ObjectionState) - {"DISCARDED", "LAPSED", "TERMINATED"}
    assert set(Complaint.objects.values_list("state", flat=True)) == {"RECEIVED", "ACCEPTED", "ANSWERED"}
    assert Complaint.objects.filter(late=True).exists()
    assert Release.objects.filter(stalled=True).exists()
    assert Release.objects.filter(order__kind="withdraw", holder__kind="gsxt", state="SENT").exists()
    assert list(findings()) == []
    assert list(drifts()) == []
    assert len(town.sign_ins()) == 1 + len(PEOPLE) + 2
    assert Subject.objects.get(mandates__user__username="owner").code in town.sign_ins()[-1]
    for person in (*PEOPLE, SECURITY):
        assert authenticate(username=person.username, password=DEMO_PASSWORD), person.username
    assert Post.objects.filter(role="security-admin").count() == 1


def test_what_is_left_to_the_worker_of_the_town_is_letters_and_the_first_of_each_kind_is_set(
    built: None,
) -> None:
    assert not Delivery.objects.exclude(last_error="").exists()
    left = Delivery.objects.filter(done_at__isnull=True)
    assert {row.handler for row in left} <= {"notifications", "notifications.complaints"}
    asked = {(row.handler, row.entry.verb) for row in left.select_related("entry")}
    done = Delivery.objects.filter(done_at__isnull=False).select_related("entry")
    assert asked <= {(row.handler, row.entry.verb) for row in done}
    assert set(Letter.objects.values_list("kind", flat=True)) >= LETTERS


@pytest.mark.django_db
def test_a_town_whose_records_are_all_over_still_opens() -> None:
    said: list[str] = []
    town.build(at=datetime(2035, 3, 1, 10, tzinfo=SHANGHAI), tell=said.append)
    assert Case.objects.count() == 0
    assert "no cases to tell" in said[-1]


@pytest.mark.django_db
def test_an_empty_desk_prints_no_sign_ins() -> None:
    assert town.sign_ins() == []
