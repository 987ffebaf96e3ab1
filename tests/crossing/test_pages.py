"""The pages on which documents are entered, and the public statement that names nobody."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from cases.states import RepairState as S
from journal.now import standing_at
from records.models import EnteredDocument
from records.models.entered import DocumentKind
from tests.acts.reading import at_day
from tests.conftest import Deliver
from tests.crossing.papers import STATEMENT, Scene, scene
from tests.factories.people import make_officer, make_owner
from tests.factories.records import make_department, make_subject

pytestmark = pytest.mark.django_db

PAPER = {
    "kind": "annulled",
    "issuer": "枣庄市薛城区人民法院",
    "number": "（2026）鲁0403行初9号",
    "document_on": "2026-08-30",
    "received_on": "2026-09-01",
}


@pytest.fixture(autouse=True)
def _second_of_september() -> Iterator[None]:
    with standing_at(at_day(9, 2)):
        yield


def signed_in(user: User) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(user)
    return client


def entering(shown: Scene, what: str) -> str:
    return reverse("desk:enter_document", args=[shown.record.pk, what])


def test_an_officer_finds_the_record_and_enters_a_judgment(deliver: Deliver) -> None:
    shown = scene(deliver)
    client = signed_in(shown.made.reviewer)
    found = client.get(reverse("desk:records"), {"q": shown.record.decision_number})
    assert reverse("desk:record", args=[shown.record.pk]) in found.content.decode()
    assert "What will happen" in client.get(entering(shown, "court")).content.decode()
    answer = client.post(entering(shown, "court"), PAPER)
    assert answer.status_code == 302
    assert shown.record.listing.state == "WITHDRAWN"
    page = client.get(answer["Location"]).content.decode()
    assert PAPER["issuer"] in page
    document = EnteredDocument.objects.get()
    reasons = reverse("desk:state_reasons", args=[shown.record.pk, document.pk])
    assert reasons in page
    assert client.post(reasons, {"statement": STATEMENT}).status_code == 302
    public = Client(headers={"accept-language": "en"}).get(reverse("register:statement", args=[document.key]))
    assert STATEMENT in public.content.decode()
    assert shown.record.subject.name not in public.content.decode()
    assert shown.record.subject.code not in public.content.decode()


def test_before_the_reasons_are_stated_there_is_no_public_page(deliver: Deliver) -> None:
    shown = scene(deliver)
    shown.enter(DocumentKind.ANNULLED, statement="")
    document = EnteredDocument.objects.get()
    assert Client().get(reverse("register:statement", args=[document.key])).status_code == 404


def test_a_changed_penalty_needs_its_new_number(deliver: Deliver) -> None:
    shown = scene(deliver)
    client = signed_in(shown.made.reviewer)
    changed = {**PAPER, "kind": "changed", "fine": "2"}
    assert client.post(entering(shown, "court"), changed).status_code == 422
    answer = client.post(entering(shown, "court"), {**changed, "new_number": "枣交罚变字〔2026〕3号"})
    assert answer.status_code == 302
    assert shown.record.fine == 2


def test_a_ruling_is_entered(deliver: Deliver) -> None:
    shown = scene(deliver)
    answer = signed_in(shown.made.reviewer).post(
        entering(shown, "ruling"), {**PAPER, "kind": "plan-approved"}
    )
    assert answer.status_code == 302
    assert shown.record.listing.state == "HIDDEN"


def test_what_became_of_the_party_is_entered(deliver: Deliver) -> None:
    shown, successor = scene(deliver), make_subject()
    client = signed_in(shown.made.reviewer)
    facts = {"what": "passes-on", "document": "枣市监合〔2026〕1号", "successor_code": successor.code}
    assert client.post(entering(shown, "party"), facts).status_code == 302
    assert shown.record.subject_id == successor.pk
    ceased = {"what": "ceased", "document": "枣市监销〔2026〕1号"}
    assert client.post(entering(shown, "party"), ceased).status_code == 422
    assert client.post(entering(shown, "party"), {**ceased, "ceased_on": "2026-09-01"}).status_code == 302
    assert shown.case.state == S.TERMINATED


def test_the_successor_signs_the_commitment_anew_on_its_own_page(deliver: Deliver) -> None:
    shown, successor = scene(deliver), make_subject()
    facts = {"what": "passes-on", "document": "枣市监合〔2026〕1号", "successor_code": successor.code}
    signed_in(shown.made.reviewer).post(entering(shown, "party"), facts)
    client, case = signed_in(make_owner(successor)), shown.case
    address = reverse("portal:renew_commitment", args=[case.number])
    assert address in client.get(reverse("portal:case", args=[case.number])).content.decode()
    assert successor.name in client.get(address).content.decode()
    assert client.post(address, {"version": case.version, "signed_by": ""}).status_code == 422
    assert client.post(address, {"version": case.version, "signed_by": "李某某"}).status_code == 302
    assert shown.held == []
    assert client.get(address).status_code == 409


def test_a_stranger_sees_no_record(deliver: Deliver) -> None:
    shown = scene(deliver)
    client = signed_in(make_officer("reviewer", make_department()))
    assert client.get(reverse("desk:record", args=[shown.record.pk])).status_code == 404
    assert client.post(entering(shown, "court"), PAPER).status_code == 404
    found = client.get(reverse("desk:records"), {"q": shown.record.decision_number})
    assert reverse("desk:record", args=[shown.record.pk]) not in found.content.decode()
