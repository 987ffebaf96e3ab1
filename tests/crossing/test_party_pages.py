"""The pages on which a new operator, an administrator and the end of a spot check are entered."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Mandate
from journal.now import standing_at
from records.models import CreditRecord
from records.models.subject import SubjectKind
from tests.acts.reading import at_day
from tests.conftest import Deliver
from tests.crossing.papers import Scene, scene
from tests.crossing.test_pages import signed_in
from tests.factories.people import make_officer, make_owner
from tests.factories.records import make_department, make_record, make_subject

pytestmark = pytest.mark.django_db

CHANGE = {
    "what": "goes-on",
    "operator": "李四平",
    "document": "枣市监个变〔2026〕5号",
    "changed_on": "2026-09-01",
}
APPOINTED = {
    "name": "山东样例律师事务所",
    "issuer": "枣庄市中级人民法院",
    "number": "（2026）鲁04破1号",
    "document_on": "2026-08-28",
    "received_on": "2026-09-01",
}


@pytest.fixture(autouse=True)
def _second_of_september() -> Iterator[None]:
    with standing_at(at_day(9, 2)):
        yield


def page_of(record: CreditRecord) -> str:
    return reverse("desk:record", args=[record.pk])


def entering(record: CreditRecord, what: str) -> str:
    return reverse("desk:enter_document", args=[record.pk, what])


def officer_of(record: CreditRecord) -> Client:
    return signed_in(make_officer("reviewer", record.department))


def business(deliver: Deliver) -> Scene:
    subject = make_subject(kind=SubjectKind.INDIVIDUAL_BUSINESS, name="薛城区样例小吃店")
    return scene(deliver, record=make_record(subject=subject))


def test_a_change_of_the_operator_is_entered(deliver: Deliver) -> None:
    shown = business(deliver)
    client = officer_of(shown.record)
    assert entering(shown.record, "operator") in client.get(page_of(shown.record)).content.decode()
    assert (
        client.post(entering(shown.record, "operator"), {**CHANGE, "changed_on": "2026-10-01"}).status_code
        == 422
    )
    for wrong in ({"operator": ""}, {"what": "ends"}, {"what": ""}):
        assert client.post(entering(shown.record, "operator"), {**CHANGE, **wrong}).status_code == 422
    answer = client.post(entering(shown.record, "operator"), CHANGE)
    assert answer.status_code == 302
    page = client.get(answer["Location"]).content.decode()
    assert "李四平" in page
    assert "张某某" not in page
    assert not Mandate.objects.filter(subject=shown.record.subject, to_on__isnull=True).exists()


def test_where_nobody_goes_on_the_cases_end(deliver: Deliver) -> None:
    shown = business(deliver)
    client = officer_of(shown.record)
    ends = {**CHANGE, "what": "ends", "operator": ""}
    answer = client.post(entering(shown.record, "operator"), ends)
    assert answer.status_code == 302
    assert "Nobody goes on" in client.get(answer["Location"]).content.decode()
    assert shown.case.state == "TERMINATED"


def test_a_company_is_offered_no_operator(deliver: Deliver) -> None:
    shown = scene(deliver)
    client = officer_of(shown.record)
    assert entering(shown.record, "operator") not in client.get(page_of(shown.record)).content.decode()
    assert client.post(entering(shown.record, "operator"), CHANGE).status_code == 422


def test_an_administrator_is_entered_and_relieved(deliver: Deliver) -> None:
    shown = scene(deliver)
    client = officer_of(shown.record)
    answer = client.post(entering(shown.record, "administrator"), APPOINTED)
    assert answer.status_code == 302
    page = client.get(answer["Location"]).content.decode()
    assert APPOINTED["name"] in page
    assert entering(shown.record, "administrator") not in page
    assert client.post(entering(shown.record, "administrator"), APPOINTED).status_code == 409
    early = {"document": "（2026）鲁04破1号之四", "relieved_on": "2026-08-01"}
    assert client.post(entering(shown.record, "relief"), early).status_code == 422
    late = {**early, "relieved_on": "2026-09-02"}
    assert client.post(entering(shown.record, "relief"), late).status_code == 302
    assert entering(shown.record, "administrator") in client.get(page_of(shown.record)).content.decode()


def test_the_result_of_a_spot_check_is_linked_to_the_penalty_it_ends_with(deliver: Deliver) -> None:
    market = make_department(name_zh="枣庄市市场监督管理局", field="market-regulation")
    penalty = make_record(department=market, route="gsxt", edition_key="SAMR-107")
    check = make_record(
        department=market,
        subject=penalty.subject,
        route="gsxt",
        kind="spot-check",
        edition_key="SAMR-107/spot-check",
    )
    foreign = make_record(department=market, route="gsxt", edition_key="SAMR-107")
    client = officer_of(check)
    form = client.get(entering(check, "link")).content.decode()
    assert penalty.decision_number in form
    assert foreign.decision_number not in form
    assert client.post(entering(check, "link"), {"leading": foreign.pk}).status_code == 422
    answer = client.post(entering(check, "link"), {"leading": penalty.pk})
    assert answer.status_code == 302
    assert penalty.decision_number in client.get(answer["Location"]).content.decode()
    assert CreditRecord.objects.get(pk=check.pk).follows_id == penalty.pk
    assert entering(penalty, "link") not in client.get(page_of(penalty)).content.decode()


@pytest.mark.parametrize("what", ["operator", "administrator", "relief", "link"])
def test_a_stranger_and_an_officer_with_a_stake_find_no_page(what: str, deliver: Deliver) -> None:
    shown = business(deliver)
    stranger = signed_in(make_officer("reviewer", make_department()))
    assert stranger.get(entering(shown.record, what)).status_code == 404
    owner = make_owner(shown.record.subject)
    with_stake = signed_in(make_officer("reviewer", shown.record.department, user=owner))
    assert with_stake.post(entering(shown.record, what), {}).status_code == 404
