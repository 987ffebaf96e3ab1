"""C14 over the pages: carried out, a plan ends publication by a repair without the minimum, or directly."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from cases.models import Case
from cases.states import RepairState as S
from delisting.services import move_due
from journal.now import standing_at
from records.models import CreditRecord
from rulebook.in_force import shipped_editions, using
from tests.acts.reading import at_day
from tests.conftest import Deliver
from tests.crossing.test_pages import PAPER, signed_in
from tests.factories.cases import PDF
from tests.factories.people import make_officer, make_owner
from tests.factories.records import make_measure, make_record

pytestmark = pytest.mark.django_db
AT = at_day(9, 2)


@pytest.fixture(autouse=True)
def _second_of_september() -> Iterator[None]:
    with standing_at(AT):
        yield


def enter(client: Client, record: CreditRecord, kind: str) -> int:
    facts = {**PAPER, "kind": kind, "number": f"（2026）鲁04破1号之{kind}"}
    return client.post(reverse("desk:enter_document", args=[record.pk, "ruling"]), facts).status_code


def file(client: Client, record: CreditRecord) -> Case:
    """What the company does on its pages, from the draft to the filing."""
    client.post(reverse("portal:draft"), {"record": record.pk})
    case = Case.objects.get(record=record)

    def part(name: str) -> str:
        return reverse("portal:part", args=[case.number, name])

    performed = {
        "performed_on": "2026-08-30",
        "performance": "重整计划已执行完毕，罚款已缴清。",
    }
    client.post(part("application"), {"contact_name": "张某某", "contact_phone": "0632-1234567"})
    client.post(part("rectification"), performed)
    client.post(part("commitment"), {"signed_by": "张某某"})
    client.post(part("documents"), {"material": "M3", "title": "", "file": SimpleUploadedFile("a.pdf", PDF)})
    client.post(reverse("portal:file", args=[case.number]), {"declared": "on"})
    return Case.objects.get(pk=case.pk)


def act(client: Client, case: Case, name: str, **facts: str) -> None:
    version = Case.objects.get(pk=case.pk).version
    answer = client.post(reverse("desk:act", args=[case.number, name]), {"version": version, **facts})
    assert answer.status_code == 302, answer.content.decode()


def test_the_ruling_stands_in_the_place_of_the_minimum_until_the_repair_is_granted(deliver: Deliver) -> None:
    record = make_record(determined_on=at_day(8, 20).date())
    measure = make_measure(record)
    company = signed_in(make_owner(record.subject))
    officer = signed_in(make_officer("reviewer", record.department))
    decider = signed_in(make_officer("decider", record.department))
    company.post(reverse("portal:draft"), {"record": record.pk})
    assert not Case.objects.exists()  # the minimum of three months runs until November
    assert enter(officer, record, "plan-approved") == 302
    assert enter(officer, record, "plan-executed") == 302
    case = file(company, record)
    assert case.state == S.FILED
    deliver(AT)
    act(officer, case, "accept")
    for way in case.steps.values_list("way", flat=True):
        act(officer, case, "check_step", way=way, finding="satisfied")
    act(officer, case, "propose", outcome="approve", reasons="重整计划执行完毕。", clause="第三章")
    act(decider, case, "approve")
    deliver(AT)
    move_due(at=AT)
    record.refresh_from_db()
    measure.refresh_from_db()
    assert Case.objects.get().state == S.CLOSED_REPAIRED
    assert (record.listing.state, record.listing.end_cause, measure.state) == ("ENDED", "repaired", "LIFTED")
    assert record.listing.earliest_filing_on is not None
    assert record.listing.earliest_filing_on > AT.date()


def test_where_the_text_ends_publication_directly_no_application_is_needed(
    tmp_path: Path, deliver: Deliver
) -> None:
    source = Path(shipped_editions().by_key("NDRC-36").file)
    text = source.read_text(encoding="utf-8")
    assert text.count('"court-confirms-execution"') == 1
    draft = tmp_path / source.name
    draft.write_text(text.replace('"court-confirms-execution"', '"ends-publicity"'), encoding="utf-8")
    record = make_record(determined_on=at_day(8, 20).date())
    measure = make_measure(record)
    officer = signed_in(make_officer("reviewer", record.department))
    with using(shipped_editions().with_draft(draft)):
        assert enter(officer, record, "plan-executed") == 409  # no plan stands
        assert enter(officer, record, "plan-approved") == 302
        assert enter(officer, record, "plan-executed") == 302
        deliver(AT)
        measure.refresh_from_db()
        listing = CreditRecord.objects.get(pk=record.pk).listing
        assert (listing.state, listing.end_cause, measure.state) == ("ENDED", "plan-executed", "LIFTED")
        assert list(record.orders.values_list("kind", flat=True)) == ["hide", "end"]
        shown = officer.get(reverse("desk:record", args=[record.pk])).content.decode()
        assert "Plan carried out" in shown
