"""Whom the units may ask is named once: every later form of the company offers it again."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from cases.models import Application, Case, GroupFiling
from cases.states import CaseKind
from records.models import CreditRecord
from tests.factories.people import make_agent, make_owner
from tests.factories.records import make_record
from tests.portal.conftest import SignIn

pytestmark = pytest.mark.django_db
NAMED = {"contact_name": "张某某", "contact_phone": "0632-1234567"}


def drafted(client: Client, record: CreditRecord) -> str:
    client.post(reverse("portal:draft"), {"record": record.pk})
    number = Case.objects.get(record=record, kind=CaseKind.REPAIR).number
    return reverse("portal:part", args=[number, "application"])


def asks_anew(client: Client, address: str) -> bool:
    """Whether the page shows empty fields; else both stand filled in."""
    page = client.get(address).content.decode()
    shown = [f'value="{value}"' in page for value in NAMED.values()]
    assert len(set(shown)) == 1
    return not shown[0]


@pytest.fixture
def first() -> CreditRecord:
    return make_record()


@pytest.fixture
def owner(first: CreditRecord, sign_in: SignIn) -> Client:
    """The owner, who has named somebody in the application for the first record."""
    client = sign_in(make_owner(first.subject))
    address = drafted(client, first)
    assert asks_anew(client, address), "nobody was named before"
    client.post(address, {**NAMED, "reason": ""})
    return client


def test_a_second_application_offers_it_and_keeps_nothing_by_itself(
    owner: Client, first: CreditRecord
) -> None:
    second = make_record(subject=first.subject)
    assert not asks_anew(owner, drafted(owner, second))
    assert Application.objects.get(case__record=second).contact_name == ""


def test_so_do_a_group_and_an_objection(owner: Client, first: CreditRecord) -> None:
    others = [make_record(subject=first.subject) for _count in range(2)]
    owner.post(reverse("portal:group_choose"), {"records": [record.pk for record in others]})
    group = GroupFiling.objects.get(subject=first.subject)
    assert not asks_anew(owner, reverse("portal:group_contact", args=[group.number]))
    owner.post(reverse("portal:object"), {"record": first.pk})
    objection = Case.objects.get(record=first, kind=CaseKind.OBJECTION)
    assert not asks_anew(owner, reverse("portal:objection_part", args=[objection.number, "contact"]))


def test_an_agent_for_another_record_is_not_told_it(
    owner: Client, first: CreditRecord, sign_in: SignIn
) -> None:
    second = make_record(subject=first.subject)
    whole, part = make_agent(first.subject), make_agent(first.subject, records=[second])
    assert asks_anew(sign_in(part), drafted(sign_in(part), second))
    assert not asks_anew(sign_in(whole), drafted(sign_in(whole), second))


def test_another_company_is_not_told_it(owner: Client, sign_in: SignIn) -> None:
    strange = make_record()
    client = sign_in(make_owner(strange.subject))
    assert asks_anew(client, drafted(client, strange))


def test_a_name_that_was_masked_is_not_offered(owner: Client, first: CreditRecord) -> None:
    Application.objects.update(contact_name="张**")
    assert asks_anew(owner, drafted(owner, make_record(subject=first.subject)))
