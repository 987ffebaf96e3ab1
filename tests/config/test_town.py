from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import datetime

import pytest
from django.contrib.auth import authenticate

from accounts.models import Post
from cases.models import Case, Complaint
from cases.states import ObjectionState
from config import town
from config.town.people import DEMO_PASSWORD, PEOPLE, SECURITY
from delisting.models import Release
from journal.models import Delivery
from journal.now import SHANGHAI
from journal.verify import findings
from records.models import CreditRecord
from workflows.alignment import drifts

pytestmark = pytest.mark.django_db


def test_the_town_has_cases_in_many_states_and_a_sound_journal(deliver: Callable[[datetime], int]) -> None:
    assert town.is_empty()
    said: list[str] = []
    town.build(at=datetime(2026, 11, 20, 15, tzinfo=SHANGHAI), tell=said.append)
    assert not town.is_empty()
    assert CreditRecord.objects.count() == 300
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
    deliver(datetime(2026, 11, 20, 15, 1, tzinfo=SHANGHAI))
    assert not Delivery.objects.filter(done_at__isnull=True).exists()
    assert list(findings()) == []
    assert list(drifts()) == []
    assert len(town.sign_ins()) == 1 + len(PEOPLE) + 1
    for person in (*PEOPLE, SECURITY):
        assert authenticate(username=person.username, password=DEMO_PASSWORD), person.username
    assert Post.objects.filter(role="security-admin").count() == 1


def test_a_town_whose_records_are_all_over_still_opens() -> None:
    said: list[str] = []
    town.build(at=datetime(2035, 3, 1, 10, tzinfo=SHANGHAI), tell=said.append)
    assert Case.objects.count() == 0
    assert "no cases to tell" in said[-1]


def test_an_empty_desk_prints_no_sign_ins() -> None:
    assert town.sign_ins() == []
