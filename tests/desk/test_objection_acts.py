"""The officers' acts on an objection over their pages: the platform's, the providing unit's, the countersigner's."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.html import strip_tags

from accounts.roles import Role
from cases.services.documents import ANSWER
from cases.states import CaseKind
from cases.states import ObjectionState as S
from desk.kinds import KINDS
from tests.desk.conftest import SignIn
from tests.factories.cases import PDF
from tests.factories.objections import CONTESTED, FiledObjection, make_objection
from tests.factories.people import make_officer
from tests.factories.records import make_record
from workflows.acts import SERVICES

pytestmark = pytest.mark.django_db

WHY = {"reason": "所述事项与本记录无关。", "clause": "广州市异议申诉指南"}
ITEM = {"rows": 4, "what_0": "处罚决定书原件", "material_0": "fine", "clause_0": ""}
ASK = {"question": "请与处罚决定书原件核对罚款金额。", "fields_asked": ["fine"]}
OWN = {"finding": "own-error", "reason": "导入时错位。"}
PROPOSED = {
    "outcome_fine": "corrected",
    "value_fine": "2",
    "reasons": "经核对原件。",
    "clause": "国办发〔2019〕35号",
}
ANSWERED = {"finding_fine": "confirmed-wrong", "value_fine": "2", "note_fine": "原件载明2万元。"}


def address(made: FiledObjection, act: str = "") -> str:
    return f"/desk/cases/{made.case.number}/{act}/" if act else f"/desk/cases/{made.case.number}/"


def send(client: Client, made: FiledObjection, act: str, facts: dict[str, Any] | None = None) -> Any:  # noqa: ANN401 - Django's test response
    return client.post(address(made, act), {"version": made.case.version, **(facts or {})}, follow=True)


@dataclass(frozen=True)
class Done:
    """An act in a state, what it says, what follows."""

    state: S
    act: str
    facts: dict[str, Any]
    then: S
    words: str


ACTS = [
    Done(S.FILED, "accept", {}, S.CHECKING, "The objection was accepted"),
    Done(S.FILED, "decline", WHY, S.DECLINED, "The objection was not accepted"),
    Done(S.FILED, "ask_supplement", ITEM, S.SUPPLEMENTING, "Every missing item was asked for at once."),
    Done(S.CHECKING, "inquire", ASK, S.INQUIRING, "The inquiry letter was sent."),
    Done(S.CHECKING, "conclude", OWN, S.REVIEWING, "own check is concluded"),
    Done(S.REVIEWING, "inquire_again", ASK, S.INQUIRING, "The inquiry letter was sent."),
    Done(
        S.REVIEWING, "extend", {"reason": "案情复杂。"}, S.REVIEWING, "The term of the decision was extended."
    ),
    Done(S.REVIEWING, "propose", PROPOSED, S.PROPOSED, "The proposal waits for countersignature."),
]


@pytest.mark.parametrize("done", ACTS, ids=lambda done: done.act)
def test_a_reviewers_act_is_done_on_its_page(sign_in: SignIn, done: Done) -> None:
    made = make_objection(done.state)
    client = sign_in(made.reviewer)
    assert client.get(address(made)).status_code == HTTPStatus.OK
    assert client.get(address(made, done.act)).status_code == HTTPStatus.OK
    page = send(client, made, done.act, done.facts)
    assert page.status_code == HTTPStatus.OK
    assert done.words in strip_tags(page.content.decode())
    assert made.later().case.state == done.then


def test_the_providing_unit_answers_field_by_field_with_its_proof(sign_in: SignIn) -> None:
    made = make_objection(S.INQUIRING)
    client = sign_in(made.provider)
    assert "请核实罚款金额。" in client.get(address(made, "answer")).content.decode()
    paper = SimpleUploadedFile("original.pdf", PDF)
    send(client, made, "answer", {**ANSWERED, "paper_fine": paper})
    assert made.later().case.state == S.REVIEWING
    assert made.case.documents.get().material == f"{ANSWER}fine"
    case_page = sign_in(made.reviewer).get(address(made)).content.decode()
    assert "原件载明2万元。" in case_page
    assert "original.pdf" in case_page


@pytest.mark.parametrize(
    ("proposed", "act", "then"),
    [
        ("corrected", "correct", S.CLOSED_CORRECTED),
        ("withdrawn", "withdraw_record", S.CLOSED_RECORD_WITHDRAWN),
        ("upheld", "uphold", S.CLOSED_UPHELD),
        ("noted", "note", S.CLOSED_NOTED),
        ("corrected", "send_back", S.REVIEWING),
    ],
)
def test_the_other_officer_signs_what_was_proposed_or_sends_it_back(
    sign_in: SignIn, proposed: str, act: str, then: S
) -> None:
    made = make_objection(S.REVIEWING).propose(proposed)
    client = sign_in(made.decider)
    page = client.get(address(made, act))
    assert str(made.reviewer) in page.content.decode()
    send(client, made, act, {"reason": "理由不充分。"} if act == "send_back" else {})
    assert made.later().case.state == then


def test_the_preview_tells_the_precedence_and_writes_nothing(sign_in: SignIn) -> None:
    made = make_objection(S.REVIEWING, fields={**CONTESTED, "violation": "未按规定操作"})
    client = sign_in(made.reviewer)
    chosen = {"outcome_fine": "withdrawn", "outcome_violation": "upheld", "more": "1"}
    page = client.post(
        address(made, "propose"), {"version": made.case.version, **chosen, "reasons": "先看一看。"}
    )
    words = strip_tags(page.content.decode())
    assert page.status_code == HTTPStatus.OK
    assert "The objection would close with: Withdraw the record." in words
    assert "nothing else is changed: Conduct" in words
    assert "先看一看。" in words
    assert made.later().case.version == made.case.version


@pytest.mark.parametrize(
    ("state", "act", "facts", "words"),
    [
        (S.FILED, "decline", {"reason": "", "clause": "第三章"}, "Give the reason."),
        (S.FILED, "ask_supplement", {"rows": 4}, "Name every missing item at once"),
        (S.CHECKING, "inquire", {"question": "请核对。"}, "Choose at least one field."),
        (S.CHECKING, "conclude", {"finding": "provider-is-us", "reason": "本单位提供。"}, "provid"),
        (S.REVIEWING, "propose", {**PROPOSED, "outcome_fine": ""}, "Choose what becomes of this field."),
        (S.REVIEWING, "propose", {**PROPOSED, "value_fine": "很多"}, "An amount is a number"),
    ],
)
def test_what_is_missing_is_named_and_what_was_typed_stays(
    sign_in: SignIn, state: S, act: str, facts: dict[str, Any], words: str
) -> None:
    made = make_objection(state)
    refused = send(sign_in(made.reviewer), made, act, facts)
    text = refused.content.decode()
    assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert words in text
    assert "Error:" in text
    assert all(str(value) in text for value in facts.values() if value != 4)
    assert made.later().case.version == made.case.version


@pytest.mark.parametrize(
    ("state", "act"), [(S.FILED, "accept"), (S.CHECKING, "inquire"), (S.REVIEWING, "propose")]
)
def test_the_providing_unit_does_none_of_the_platforms_acts(sign_in: SignIn, state: S, act: str) -> None:
    made = make_objection(state)
    page = send(sign_in(made.provider), made, act, {**ASK, **PROPOSED})
    assert page.status_code in {HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND}
    assert made.later().case.state == state


def test_the_platform_does_not_answer_for_the_providing_unit(sign_in: SignIn) -> None:
    made = make_objection(S.INQUIRING)
    page = send(sign_in(made.reviewer), made, "answer", ANSWERED)
    assert page.status_code == HTTPStatus.FORBIDDEN
    assert made.later().case.state == S.INQUIRING


def test_whoever_proposed_may_not_countersign(sign_in: SignIn) -> None:
    made = make_objection(S.PROPOSED)
    platform = made.case.handling_department
    assert platform is not None
    make_officer(Role.DECIDER, platform, user=made.reviewer)
    refused = send(sign_in(made.reviewer), made, "correct")
    assert refused.status_code == HTTPStatus.FORBIDDEN
    assert made.later().case.state == S.PROPOSED


def test_an_officer_of_another_unit_finds_nothing(sign_in: SignIn) -> None:
    made = make_objection(S.REVIEWING)
    stranger = make_officer(Role.REVIEWER, make_record().department)
    assert sign_in(stranger).get(address(made)).status_code == HTTPStatus.NOT_FOUND


def test_a_stale_page_is_refused_and_keeps_the_text(sign_in: SignIn) -> None:
    made = make_objection(S.REVIEWING)
    old = made.case.version
    made = made.perform("extend", reason="案情复杂。")
    facts = {**PROPOSED, "reasons": "我写了很久。", "version": old}
    refused = sign_in(made.reviewer).post(address(made, "propose"), facts)
    assert refused.status_code == HTTPStatus.CONFLICT
    assert "out of date" in refused.content.decode()
    assert "我写了很久。" in refused.content.decode()


def test_every_act_of_the_desks_has_its_page() -> None:
    assert set(KINDS[CaseKind.OBJECTION].pages) == set(SERVICES[CaseKind.OBJECTION])


@pytest.mark.parametrize("state", [S.FILED, S.CHECKING, S.REVIEWING, S.PROPOSED])
def test_a_state_has_one_primary_act(sign_in: SignIn, state: S) -> None:
    made = make_objection(state)
    for user in (made.reviewer, made.decider):
        acts = sign_in(user).get(address(made)).context["acts"]
        names = [acts.primary.name] if acts.primary else []
        names += [act.name for act in (*acts.others, *acts.destructive)]
        assert len(set(names) & set(KINDS[CaseKind.OBJECTION].primary)) == len(
            [n for n in (acts.primary,) if n]
        )


def test_an_inquiry_that_was_spent_is_not_offered_again(sign_in: SignIn) -> None:
    made = make_objection(S.REVIEWING).perform("inquire_again", question="请再核实。").answer()
    acts = sign_in(made.reviewer).get(address(made)).context["acts"]
    assert "inquire_again" not in {act.name for act in acts.others}


def test_statements_do_not_grow_with_what_is_contested(sign_in: SignIn) -> None:
    counted = []
    for fields in (
        CONTESTED,
        {**CONTESTED, "violation": "未按规定操作", "basis": "《公路法》", "permit": "无"},
    ):
        made = make_objection(S.REVIEWING, fields=fields)
        client = sign_in(made.reviewer)
        client.get("/desk/")
        with CaptureQueriesContext(connection) as statements:
            client.get(address(made))
        counted.append(len(statements))
    assert counted[0] == counted[1]
