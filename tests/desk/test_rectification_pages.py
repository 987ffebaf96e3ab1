"""The desk's pages of an ordered rectification: its case in every state, its acts one by one, bad input."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from http import HTTPStatus
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.html import strip_tags

from accounts.roles import Role
from cases.services import crossing
from cases.states import CaseKind
from cases.states import RectificationState as S
from desk.kinds import KINDS
from journal.now import SHANGHAI, standing_at
from notifications.models import Letter
from records.models import Department
from tests.desk.conftest import SignIn
from tests.factories.people import make_officer
from tests.factories.records import make_department
from tests.factories.rectifications import FACTS, Ordered, make_rectification, with_talk
from workflows.acts import SERVICES

pytestmark = pytest.mark.django_db


def address(made: Ordered, act: str = "") -> str:
    return f"/desk/cases/{made.case.number}/" + (f"{act}/" if act else "")


def read(client: Client, made: Ordered, act: str = "", query: str = "") -> str:
    with standing_at(made.at + timedelta(minutes=5)):
        page = client.get(address(made, act) + query)
    assert page.status_code == HTTPStatus.OK, page.content.decode()[:2000]
    return strip_tags(page.content.decode())


def send(client: Client, made: Ordered, act: str, **facts: object) -> Any:  # noqa: ANN401 - Django's test response
    with standing_at(made.at + timedelta(minutes=5)):
        return client.post(address(made, act), {"version": made.case.version, **facts}, follow=True)


def test_every_act_of_an_officer_has_a_page() -> None:
    pages = set(KINDS[CaseKind.RECTIFICATION].pages) - {"send_back"}
    assert set(SERVICES[CaseKind.RECTIFICATION]) == pages


@pytest.mark.parametrize("state", list(S))
def test_the_case_page_tells_each_state_with_its_demands(sign_in: SignIn, state: S) -> None:
    made = make_rectification(state)
    told = read(sign_in(made.reviewer), made)
    assert str(S(state).label) in told
    assert "缴清罚款5万元" in told
    assert "who determines, orders and holds the talk" in told


def test_report_proof_and_finding_stand_with_their_demand(sign_in: SignIn) -> None:
    made = make_rectification(S.REPORTED)
    told = read(sign_in(made.reviewer), made)
    assert "第1项已整改。" in told
    assert "No proof was handed in." in told
    assert told.count("Check this demand") == len(made.demands)
    send(
        sign_in(made.reviewer),
        made,
        "check_demand",
        demand=made.demands[0].pk,
        finding="not-done",
        reason="凭证金额不符。",
    )
    assert "凭证金额不符。" in read(sign_in(made.reviewer), made.later())


def test_minutes_and_attendance_stand_with_their_talk_and_show_no_identity_number(sign_in: SignIn) -> None:
    made = with_talk(make_rectification(S.TALK_DUE))
    told = read(sign_in(made.reviewer), made)
    assert FACTS in told
    assert "**************1234" in told
    assert "370402198001011234" not in told


def test_a_case_with_many_demands_and_talks_asks_no_more_questions(sign_in: SignIn) -> None:
    few = make_rectification(S.REPORTED)
    wanted = [{"text": f"第{n}项", "kind": "duty", "proof_owed": "凭证"} for n in range(12)]
    many = make_rectification(S.REPORTED, demands=wanted)
    counts = []
    for made in (few, many):
        client = sign_in(made.reviewer)
        read(client, made)
        with CaptureQueriesContext(connection) as asked:
            read(client, made)
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_an_order_is_served_from_its_page(sign_in: SignIn) -> None:
    made = make_rectification(S.ISSUED)
    day = made.at.astimezone(SHANGHAI).date().isoformat()
    page = send(sign_in(made.reviewer), made, "serve", how="mail", served_on=day, proof="挂号信XA12")
    assert "The service was noted" in page.content.decode()
    order = made.later().case.order
    assert (order.served_how, order.served_proof) == ("mail", "挂号信XA12")


def test_service_by_mail_without_proof_keeps_what_was_typed(sign_in: SignIn) -> None:
    made = make_rectification(S.ISSUED)
    page = send(sign_in(made.reviewer), made, "serve", how="mail", served_on="2026-06-01", proof="")
    assert page.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    text = page.content.decode()
    assert "Name the proof of service." in text
    assert 'value="2026-06-01"' in text
    assert made.later().case.state == S.ISSUED


def test_a_talk_with_several_hours_is_announced_from_its_page(sign_in: SignIn) -> None:
    made = make_rectification(S.TALK_DUE)
    first = made.talk_facts("prompting")["set_for"]
    typed = talk_typed(made, slot_0=hour(first), slot_1=hour(first + timedelta(days=1)))
    page = send(sign_in(made.reviewer), made, "set_talk", **typed)
    assert "The talk was announced" in page.content.decode()
    talk = made.later().talk
    assert (talk.set_for, len(talk.slots), len(talk.officers)) == (first, 2, 2)


def test_a_talk_too_soon_keeps_place_purpose_and_hours(sign_in: SignIn) -> None:
    made = make_rectification(S.TALK_DUE)
    page = send(
        sign_in(made.reviewer), made, "set_talk", **talk_typed(made, slot_0=hour(made.at + timedelta(days=1)))
    )
    assert page.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    text = page.content.decode()
    assert "The notice must be served 3 working days before" in text
    for kept in ("枣庄市交通运输局三楼会议室", "督促履行义务。", hour(made.at + timedelta(days=1))):
        assert kept in text
    assert not made.case.talks.exists()


def test_a_talk_is_minuted_from_its_page(sign_in: SignIn) -> None:
    made = make_rectification(S.TALK_SET).at_the_talk()
    page = send(sign_in(made.reviewer), made, "hold_talk", **minutes_typed(made))
    assert "The talk was minuted" in page.content.decode()
    held = made.later().talk
    assert held.standing == "held"
    assert held.minutes.limit_days == 20
    assert [one.text for one in made.later().demands][-1] == "安装限载设施"
    assert sorted(held.attendance.values_list("name", "present")) == [("张某某", True), ("王某某", False)]


def test_minutes_are_read_and_printed_as_a_draft_before_they_are_entered(sign_in: SignIn) -> None:
    made = make_rectification(S.TALK_SET).at_the_talk()
    client = sign_in(made.reviewer)
    shown = send(client, made, "hold_talk", letter="1", **minutes_typed(made)).content.decode()
    assert "The letter that would leave" in shown
    printed = send(client, made, "hold_talk", pdf="0", **minutes_typed(made))
    assert printed.headers["Content-Type"] == "application/pdf"
    assert made.later().case.state == S.TALK_SET
    assert not Letter.objects.filter(case=made.case, kind="talk-minutes").exists()


def test_minutes_without_signature_keep_what_was_typed_and_more_rows_lose_nothing(sign_in: SignIn) -> None:
    made = make_rectification(S.TALK_SET).at_the_talk()
    typed = {**minutes_typed(made), "signed_by": ""}
    asked: dict[str, str]
    for asked in ({}, {"more": "1"}):
        text = send(sign_in(made.reviewer), made, "hold_talk", **typed, **asked).content.decode()
        for kept in ("张某某", "当事人承认罚款未缴。", "安装限载设施"):
            assert kept in text
        assert ('name="text_4"' in text) == bool(asked)
    assert made.later().case.state == S.TALK_SET


def hour(at: Any) -> str:  # noqa: ANN401 - an instant
    return f"{at.astimezone(SHANGHAI):%Y-%m-%dT%H:%M}"


def talk_typed(made: Ordered, **changes: str) -> dict[str, Any]:
    return {
        "kind": "prompting",
        "place": "枣庄市交通运输局三楼会议室",
        "purpose": "督促履行义务。",
        "basis": "国办发〔2019〕35号第九项",
        "officers": [f"user:{made.reviewer.pk}", f"user:{made.colleague.pk}"],
        "how": "desk",
        **changes,
    }


def minutes_typed(made: Ordered) -> dict[str, Any]:
    begun = made.talk.set_for
    return {
        "started_at": hour(begun),
        "ended_at": hour(begun + timedelta(minutes=40)),
        "officers": [f"user:{made.reviewer.pk}", f"user:{made.colleague.pk}"],
        "chair": f"user:{made.reviewer.pk}",
        "recorder": f"user:{made.colleague.pk}",
        "name_0": "张某某",
        "role_0": "representative",
        "id_kind_0": "居民身份证",
        "id_number_0": "370402198001011234",
        "name_1": "王某某",
        "role_1": "staff",
        "absent_1": "on",
        "facts_found": "当事人承认罚款未缴。",
        "text_0": "安装限载设施",
        "kind_0": "duty",
        "limit_days": "20",
        "signed_by": "张某某",
        "rows": "2",
    }


FORMS = [
    (S.RECTIFYING, "add_demands"),
    (S.RECTIFYING, "extend"),
    (S.REPORTED, "find_satisfied"),
    (S.REPORTED, "find_insufficient"),
    (S.TALK_SET, "postpone"),
    (S.TALK_SET, "record_absence"),
    (S.TALK_SET, "recuse"),
]


@pytest.mark.parametrize(("state", "act"), FORMS)
def test_every_form_opens_and_says_what_will_happen(sign_in: SignIn, state: S, act: str) -> None:
    made = make_rectification(state)
    told = read(sign_in(made.reviewer), made, act)
    assert str(KINDS[CaseKind.RECTIFICATION].pages[act].consequence) in " ".join(told.split())


@pytest.mark.parametrize("act", ["last_limit", "hand_on", "cancel_order"])
def test_the_countersigner_closes_an_exhausted_case(sign_in: SignIn, act: str) -> None:
    made = make_rectification(S.EXHAUSTED)
    client = sign_in(made.decider)
    read(client, made, act)
    facts = {
        "reason": "两次约谈后仍未整改。",
        "to": "枣庄市支队",
        "document": "枣交撤〔2026〕1号",
        "days": "15",
    }
    send(client, made, act, **facts)
    wanted = {"last_limit": S.RECTIFYING, "hand_on": S.CLOSED_UNRECTIFIED, "cancel_order": S.CANCELLED}
    assert made.later().case.state == wanted[act]


def test_a_lead_supervisor_gives_the_case_of_a_biased_unit_to_another(sign_in: SignIn) -> None:
    made = make_rectification(S.TALK_DUE)
    lead = make_department(is_lead=True, jurisdiction=made.case.record.jurisdiction)
    supervisor = make_officer(Role.SUPERVISOR, lead)
    send(sign_in(supervisor), made, "recuse_unit", department=lead.pk, reason="负责人与当事人有利害关系。")
    case = made.later().case
    assert case.handling_department == lead
    told = read(sign_in(make_officer(Role.REVIEWER, lead)), made.later())
    assert "because of bias: 负责人与当事人有利害关系。" in told
    assert "Who stood back" in told


def test_why_this_desk_names_the_merger(sign_in: SignIn) -> None:
    made = make_rectification(S.TALK_DUE)
    unit, heir = made.case.record.department, make_department(name_en="Urban Transport Bureau")
    Department.objects.filter(pk=unit.pk).update(valid_to=date(2026, 7, 6), successor=heir)
    merged = made.later(at=datetime(2026, 7, 6, 9, tzinfo=SHANGHAI))
    crossing.hand_over(department_id=unit.pk, at=merged.at)
    told = read(sign_in(make_officer(Role.REVIEWER, heir)), merged)
    assert "it was merged into Urban Transport Bureau on Monday 6 July 2026" in told


def test_the_minutes_say_that_what_is_owed_stays(sign_in: SignIn) -> None:
    made = make_rectification(S.TALK_SET).at_the_talk()
    assert "Only what is demanded in addition" in read(sign_in(made.reviewer), made, "hold_talk")
