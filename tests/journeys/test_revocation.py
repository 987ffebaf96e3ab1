"""A granted repair taken up again, page by page: the commitment looked at, the company heard, revoked or kept."""

from __future__ import annotations

import re
from http import HTTPStatus

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import User
from cases.models import Case, Commitment
from delisting.models import Order
from records.models import Bar
from records.models.holder import HolderKind
from tests.conftest import Clock, Deliver
from tests.factories.cases import FILED_AT, PDF, FiledCase
from tests.factories.people import make_officer, make_owner
from tests.factories.records import make_department, make_holder, make_measure, make_record
from tests.factories.revocations import GROUND, KEEP, REVOKE, STATEMENT, make_granted_repair, make_revocation

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _counted_anew() -> None:
    cache.clear()


def visitor(user: User | None) -> Client:
    client = Client(headers={"accept-language": "en"})
    if user is not None:
        client.force_login(user)
    return client


def read(client: Client, url: str, status: int = HTTPStatus.OK) -> str:
    answer = client.get(url)
    assert answer.status_code == status, answer.content.decode()[:2000]
    return answer.content.decode()


def send(client: Client, url: str, **facts: object) -> str:
    """Post a form with the version its page showed; the page one is led to, which must open."""
    shown = re.search(r'name="version" value="(\d+)"', read(client, url))
    data = {**facts, **({"version": shown[1]} if shown else {})}
    answer = client.post(url, data)
    assert answer.status_code == HTTPStatus.FOUND, answer.content.decode()[:4000]
    return read(client, answer["Location"])


def granted(clock: Clock, deliver: Deliver) -> FiledCase:
    """A granted repair whose copies are taken down, the clock an hour later."""
    record = make_record()
    make_measure(record)
    make_holder(kind=HolderKind.CREDIT_CHINA, department=make_department(name_zh="信用中国网站", field=""))
    repair = make_granted_repair(record)
    clock.stand_at(repair.at.replace(hour=14))
    deliver(clock.at)
    return repair


def doubted(repair: FiledCase, clock: Clock, deliver: Deliver) -> tuple[Case, Client, Client]:
    """The officer looks at the commitment, finds it broken and opens the case; the company states its defence."""
    officer, owner = visitor(repair.reviewer), visitor(repair.owner)
    commitment = Commitment.objects.get(case=repair.case)
    assert repair.case.subject.name in read(officer, "/desk/commitments/")
    assert f"/desk/commitments/{commitment.pk}/" in read(officer, f"/desk/records/{repair.case.record_id}/")
    page = send(
        officer,
        f"/desk/commitments/{commitment.pk}/",
        finding="broken",
        note="银行称无此笔缴款。",
        proof=SimpleUploadedFile("bank.pdf", PDF + b"%%EOF"),
    )
    assert "银行称无此笔缴款。" in page
    opening = f"/desk/cases/{repair.case.number}/revocation/"
    assert "银行称无此笔缴款。" in read(officer, opening), "what was found begins the facts"
    assert opening in read(officer, f"/desk/cases/{repair.case.number}/")
    send(officer, opening, **GROUND)
    case = Case.objects.get(kind="revocation")
    deliver(clock.at)
    told = read(owner, "/my/inbox/")
    assert case.number in told
    page = read(owner, f"/my/cases/{case.number}/")
    assert str(GROUND["facts"]) in page
    papers = f"/my/cases/{case.number}/papers/"
    send(owner, papers, title="银行流水", file=SimpleUploadedFile("flow.pdf", PDF + b"\n%%EOF"))
    page = send(owner, f"/my/cases/{case.number}/state_defence/", statement=STATEMENT)
    assert STATEMENT in page
    deliver(clock.at)
    page = read(officer, f"/desk/cases/{case.number}/")
    assert STATEMENT in page
    assert "银行流水" in page
    return case, officer, owner


def test_a_repair_won_by_a_forged_paper_is_revoked(clock: Clock, deliver: Deliver) -> None:
    clock.stand_at(FILED_AT)
    repair = granted(clock, deliver)
    listing = repair.case.record.listing
    public, commitment = visitor(None), Commitment.objects.get(case=repair.case)
    read(public, f"/register/{listing.key}/", HTTPStatus.GONE)
    promised = read(public, f"/commitments/{commitment.key}/")
    assert "依法诚信经营" in promised
    assert repair.case.record.decision_number not in promised
    case, officer, owner = doubted(repair, clock, deliver)
    send(officer, f"/desk/cases/{case.number}/propose/", **REVOKE)
    signing = visitor(repair.decider)
    page = send(signing, f"/desk/cases/{case.number}/revoke/")
    assert "The repair was revoked" in page
    deliver(clock.at)
    assert repair.case.record.decision_number in read(public, f"/register/{listing.key}/")
    bar = Bar.objects.get()
    assert "1 September 2029" in read(public, f"/bars/{bar.key}/")
    assert "may not apply for repair until" in read(public, f"/register/?code={repair.case.subject.code}")
    read(public, f"/commitments/{commitment.key}/", HTTPStatus.GONE)
    page = read(owner, f"/my/cases/{case.number}/")
    for part in ("Repair revoked", "Administrative review", str(REVOKE["reasons"]), "1 September 2029"):
        assert part in page
    assert "1 September 2029" in read(owner, "/my/")
    assert "This repair was revoked" in read(owner, f"/my/cases/{repair.case.number}/")
    assert [order.kind for order in Order.objects.order_by("sequence")] == ["end", "restore"]
    clock.stand_at(clock.at.replace(year=2029, month=9, day=2))
    read(public, f"/bars/{bar.key}/", HTTPStatus.GONE)


def test_a_doubt_that_the_company_clears_leaves_the_repair_standing(clock: Clock, deliver: Deliver) -> None:
    clock.stand_at(FILED_AT)
    repair = granted(clock, deliver)
    case, officer, owner = doubted(repair, clock, deliver)
    send(officer, f"/desk/cases/{case.number}/propose/", **KEEP)
    page = send(visitor(repair.decider), f"/desk/cases/{case.number}/keep/")
    assert "The repair was kept" in page
    deliver(clock.at)
    page = read(owner, f"/my/cases/{case.number}/")
    assert "The repair stands." in page
    assert not Bar.objects.exists()
    read(visitor(None), f"/register/{repair.case.record.listing.key}/", HTTPStatus.GONE)
    commitment = Commitment.objects.get(case=repair.case)
    page = send(officer, f"/desk/commitments/{commitment.pk}/honour/", note="逐项核对，均已履行。")
    assert "Honoured" in page


def test_others_are_shown_neither_button_nor_page(clock: Clock, deliver: Deliver) -> None:
    clock.stand_at(FILED_AT)
    repair = granted(clock, deliver)
    opening = f"/desk/cases/{repair.case.number}/revocation/"
    commitment = Commitment.objects.get(case=repair.case)
    decider, stranger = visitor(repair.decider), visitor(make_officer("reviewer", make_department()))
    assert opening not in read(decider, f"/desk/cases/{repair.case.number}/")
    assert decider.get(opening).status_code == HTTPStatus.FORBIDDEN
    assert stranger.get(opening).status_code == HTTPStatus.NOT_FOUND
    assert stranger.get(f"/desk/commitments/{commitment.pk}/").status_code == HTTPStatus.NOT_FOUND
    assert repair.case.number not in read(stranger, "/desk/commitments/")
    sent = decider.post(f"/desk/commitments/{commitment.pk}/", {"finding": "kept", "note": "已看。"})
    assert sent.status_code == HTTPStatus.FORBIDDEN


def test_the_pages_of_an_application_know_no_case_of_another_kind(clock: Clock) -> None:
    clock.stand_at(FILED_AT)
    case = make_revocation().case
    owner = visitor(make_owner(case.subject))
    for part in ("application", "commitment", "steps", "documents", "check"):
        address = f"/my/filing/{case.number}/{part}/"
        assert owner.get(address).status_code == HTTPStatus.NOT_FOUND
        assert owner.post(address, {}).status_code in {HTTPStatus.NOT_FOUND, HTTPStatus.METHOD_NOT_ALLOWED}
