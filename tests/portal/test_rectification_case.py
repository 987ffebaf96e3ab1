"""The subject's pages of an ordered rectification: every state, the report with proof, the hour, the minutes."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from http import HTTPStatus
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import strip_tags

from cases.states import RectificationState as S
from journal.now import standing_at
from tests.conftest import Deliver
from tests.factories.people import make_owner
from tests.factories.records import make_record
from tests.factories.rectifications import FACTS, Ordered, make_rectification, with_talk
from tests.portal.conftest import SignIn

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\nproof of payment\n%%EOF\n"


def address(made: Ordered, act: str = "") -> str:
    if act:
        return reverse("portal:case_act", args=[made.case.number, act])
    return reverse("portal:case", args=[made.case.number])


def read(client: Client, made: Ordered, act: str = "") -> str:
    with standing_at(made.at + timedelta(minutes=5)):
        page = client.get(address(made, act))
    assert page.status_code == HTTPStatus.OK, page.content.decode()[:2000]
    return " ".join(strip_tags(page.content.decode()).split())


def send(client: Client, made: Ordered, act: str, **facts: object) -> Any:  # noqa: ANN401 - Django's test response
    with standing_at(made.at + timedelta(minutes=5)):
        return client.post(address(made, act), {"version": made.case.version, **facts}, follow=True)


def answered(made: Ordered, *, but: int = 0) -> dict[str, str]:
    return {f"answer_{one.pk}": f"第{one.ordinal}项已完成。" for one in made.demands if one.ordinal != but}


@pytest.mark.parametrize("state", list(S))
def test_every_state_has_its_words_and_names_what_is_demanded(sign_in: SignIn, state: S) -> None:
    made = make_rectification(state)
    told = read(sign_in(made.owner), made)
    assert str(S(state).label) in told
    assert "缴清罚款5万元" in told
    assert "国办发〔2019〕35号第九条" in told


def test_the_last_day_stands_with_why(sign_in: SignIn) -> None:
    made = make_rectification(S.RECTIFYING)
    told = read(sign_in(made.owner), made)
    assert "Wednesday 1 July 2026" in told


def test_the_report_goes_demand_by_demand_with_its_proof(sign_in: SignIn) -> None:
    made = make_rectification(S.RECTIFYING)
    first = made.demands[0]
    proof = SimpleUploadedFile("slip.pdf", PDF, content_type="application/pdf")
    page = send(sign_in(made.owner), made, "report", **answered(made), **{f"file_{first.pk}": proof})
    assert "The rectification was reported." in page.content.decode()
    after = made.later()
    assert after.case.state == S.REPORTED
    assert [one.report for one in after.demands] == ["第1项已完成。", "第2项已完成。"]
    assert list(after.case.documents.values_list("material", flat=True)) == [first.material]


def test_an_answer_left_out_keeps_the_others(sign_in: SignIn) -> None:
    made = make_rectification(S.RECTIFYING)
    page = send(sign_in(made.owner), made, "report", **answered(made, but=2))
    assert page.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    text = page.content.decode()
    assert "第1项已完成。" in text
    assert "Say what you have done about this demand." in text
    assert made.later().case.state == S.RECTIFYING


def test_a_paper_is_added_before_everything_is_answered(sign_in: SignIn) -> None:
    made = make_rectification(S.RECTIFYING)
    first = made.demands[0]
    proof = SimpleUploadedFile("slip.pdf", PDF, content_type="application/pdf")
    page = send(
        sign_in(made.owner),
        made,
        "report",
        lay=first.pk,
        **answered(made, but=2),
        **{f"file_{first.pk}": proof},
    )
    text = page.content.decode()
    assert "The document was added." in text
    assert "slip.pdf" in text
    assert "第1项已完成。" in text
    assert made.case.documents.count() == 1
    assert made.later().case.state == S.RECTIFYING


def test_a_paper_is_taken_out_again_but_none_of_another_case(sign_in: SignIn) -> None:
    made = make_rectification(S.RECTIFYING)
    other = make_rectification(S.RECTIFYING, record=make_record(subject=made.case.subject), owner=made.owner)
    client = sign_in(made.owner)
    for one in (made, other):
        proof = SimpleUploadedFile("slip.pdf", PDF, content_type="application/pdf")
        send(client, one, "report", lay="1", **{f"file_{one.demands[0].pk}": proof})
    mine, foreign = made.case.documents.get(), other.case.documents.get()
    assert send(client, made, "report", remove=foreign.pk).status_code == HTTPStatus.NOT_FOUND
    page = send(client, made, "report", remove=mine.pk, **answered(made, but=2))
    assert "第1项已完成。" in page.content.decode()
    assert made.case.documents.get().removed_at is not None
    assert other.case.documents.get().removed_at is None


def test_a_file_that_is_no_paper_is_refused_beside_its_demand(sign_in: SignIn) -> None:
    made = make_rectification(S.RECTIFYING)
    wrong = SimpleUploadedFile("slip.exe", b"MZ", content_type="application/pdf")
    page = send(
        sign_in(made.owner), made, "report", **answered(made), **{f"file_{made.demands[0].pk}": wrong}
    )
    assert page.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "PDF" in page.content.decode()
    assert made.later().case.state == S.RECTIFYING
    assert not made.case.documents.exists()


def with_hours() -> tuple[Ordered, datetime, datetime]:
    made = make_rectification(S.TALK_DUE)
    first = made.talk_facts("prompting")["set_for"]
    second = first + timedelta(days=1)
    return made.set_talk(set_for=None, slots=[first, second]), first, second


def test_one_of_several_hours_is_chosen_once(sign_in: SignIn) -> None:
    made, _first, second = with_hours()
    client = sign_in(made.owner)
    assert "Hours proposed" in read(client, made, "choose_slot")
    send(client, made, "choose_slot", slot=second.isoformat())
    assert made.later().talk.set_for == second
    assert "chosen by the company" in read(client, made.later())
    with standing_at(made.at + timedelta(minutes=9)):
        assert client.get(address(made, "choose_slot")).status_code == HTTPStatus.CONFLICT


def test_an_hour_that_was_not_proposed_is_refused(sign_in: SignIn) -> None:
    made, first, second = with_hours()
    page = send(sign_in(made.owner), made, "choose_slot", slot=(second + timedelta(days=1)).isoformat())
    assert page.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert made.later().talk.set_for == first


def test_the_talk_comes_as_a_calendar_entry_to_its_own_subject_only(sign_in: SignIn) -> None:
    made = make_rectification(S.TALK_SET)
    url = reverse("portal:talk_entry", args=[made.case.number])
    page = sign_in(made.owner).get(url)
    assert page["Content-Type"] == "text/calendar; charset=utf-8"
    assert f"{made.case.number}-1.ics" in page["Content-Disposition"]
    assert page.content.startswith(b"BEGIN:VCALENDAR\r\n")
    stranger = make_owner(make_record().subject)
    assert sign_in(stranger).get(url).status_code == HTTPStatus.NOT_FOUND
    assert sign_in(made.reviewer).get(url).status_code == HTTPStatus.NOT_FOUND


def test_the_minutes_are_read_and_confirmed_with_a_remark(sign_in: SignIn) -> None:
    made = with_talk(make_rectification(S.TALK_DUE))
    client = sign_in(made.owner)
    assert FACTS in read(client, made, "read_back")
    send(client, made, "read_back", remark="罚款数额以决定书为准。")
    kept = made.later().talk.minutes
    assert kept.read_back_at is not None
    assert kept.remark == "罚款数额以决定书为准。"
    assert "罚款数额以决定书为准。" in read(client, made.later())


@pytest.mark.parametrize("act", ["report", "choose_slot", "read_back"])
def test_strangers_and_officers_find_nothing(sign_in: SignIn, act: str) -> None:
    made = make_rectification(S.RECTIFYING)
    for user in (make_owner(make_record().subject), made.reviewer):
        client = sign_in(user)
        assert client.get(address(made)).status_code == HTTPStatus.NOT_FOUND
        assert send(client, made, act, **answered(made)).status_code == HTTPStatus.NOT_FOUND
    assert made.later().case.state == S.RECTIFYING


def test_an_officers_act_is_no_page_of_the_subject(sign_in: SignIn) -> None:
    made = make_rectification(S.REPORTED)
    assert send(sign_in(made.owner), made, "find_satisfied").status_code == HTTPStatus.NOT_FOUND


def test_a_stale_page_is_refused(sign_in: SignIn) -> None:
    made = make_rectification(S.RECTIFYING)
    stale = {**answered(made), "version": made.case.version - 1}
    assert send(sign_in(made.owner), made, "report", **stale).status_code == HTTPStatus.CONFLICT


def test_a_case_with_many_demands_asks_no_more_questions(sign_in: SignIn) -> None:
    wanted = [{"text": f"第{n}项", "kind": "duty", "proof_owed": "凭证"} for n in range(12)]
    counts = []
    for made in (make_rectification(S.REPORTED), make_rectification(S.REPORTED, demands=wanted)):
        client = sign_in(made.owner)
        read(client, made)
        with CaptureQueriesContext(connection) as asked:
            read(client, made)
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_the_order_counts_as_served_on_the_day_that_was_noted(sign_in: SignIn, deliver: Deliver) -> None:
    made = make_rectification(S.ISSUED)
    deliver(made.at)
    with standing_at(made.at):
        (card,) = sign_in(made.owner).get(address(made)).context["letters"]
    assert card.sent_at is not None
    assert card.served_on is None
    later = made.later(at=made.at + timedelta(days=2)).serve()
    with standing_at(later.at):
        (card,) = sign_in(made.owner).get(address(made)).context["letters"]
    assert card.served_on == date(2026, 6, 3)
