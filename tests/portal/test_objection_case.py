"""The page of a filed objection, and what its subject does on it: supply, withdraw, ask for an apology, confirm."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from http import HTTPStatus

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import strip_tags

from cases.services.objection import inquiry, redress
from cases.states import ObjectionState as S
from journal.now import standing_at
from tests.factories.objections import CONTESTED, FiledObjection, make_objection
from tests.factories.people import actor_of_user, make_owner
from tests.factories.records import make_record
from tests.portal.conftest import SignIn

pytestmark = pytest.mark.django_db

SHOWN = [S.FILED, S.SUPPLEMENTING, S.CHECKING, S.INQUIRING, S.REVIEWING, S.PROPOSED]
ENDS = [
    S.CLOSED_CORRECTED,
    S.CLOSED_RECORD_WITHDRAWN,
    S.CLOSED_UPHELD,
    S.CLOSED_NOTED,
    S.DECLINED,
    S.WITHDRAWN,
]


def address(made: FiledObjection, act: str = "") -> str:
    if act:
        return reverse("portal:case_act", args=[made.case.number, act])
    return reverse("portal:case", args=[made.case.number])


def page_of(sign_in: SignIn, made: FiledObjection) -> str:
    page = sign_in(made.owner).get(address(made))
    assert page.status_code == HTTPStatus.OK
    return strip_tags(page.content.decode())


@pytest.mark.parametrize("state", [*SHOWN, *ENDS])
def test_every_state_has_its_words_and_names_what_is_contested(sign_in: SignIn, state: S) -> None:
    made = make_objection(state)
    words = page_of(sign_in, made)
    assert str(S(state).label) in words
    assert "Fine (in 10,000 yuan)" in words


def test_whose_turn_it_is_follows_the_inquiry(sign_in: SignIn) -> None:
    made = make_objection(S.INQUIRING)
    asked = made.case.asked_department
    assert asked is not None
    words = page_of(sign_in, made)
    assert "15 September 2026" in words  # ten working days to answer, after 1 September
    assert words.count(asked.name_en or asked.name_zh) >= 2
    platform = made.case.handling_department
    assert platform is not None
    header = sign_in(made.owner).get(address(made.answer())).context["header"]
    assert header.whose_turn == (platform.name_en or platform.name_zh)


def test_a_reminder_and_silence_are_told_in_plain_words(sign_in: SignIn) -> None:
    made = make_objection(S.INQUIRING)
    inquiry.remind(case_id=made.case.pk, at=made.at + timedelta(days=20))
    assert "Reminded on" in page_of(sign_in, made)
    inquiry.no_answer(case_id=made.case.pk, at=made.at + timedelta(days=30))
    assert "No answer came" in page_of(sign_in, made)


def test_a_late_unit_is_told_with_what_can_be_done(sign_in: SignIn) -> None:
    made = make_objection(S.FILED)
    with standing_at(made.at + timedelta(days=6)):
        words = page_of(sign_in, made)
    assert "The unit is late" in words
    assert "the objection stays open" in words
    assert "Administrative review" in words


def test_what_was_proposed_or_answered_is_not_told_before_it_is_signed(sign_in: SignIn) -> None:
    made = make_objection(S.PROPOSED)
    words = page_of(sign_in, made)
    assert "经核实，决定书载明罚款2万元。" not in words
    assert "Confirmed to be wrong" not in words


def test_a_corrected_field_shows_the_old_value_and_the_new_one(sign_in: SignIn) -> None:
    made = make_objection(S.CLOSED_CORRECTED, record=make_record(fine=Decimal(3)))
    page = sign_in(made.owner).get(address(made))
    (row,) = page.context["rows"]
    assert (row.before, row.after) == ("3", CONTESTED["fine"])
    assert '<del><span lang="zh-Hans">3</span></del>' in page.content.decode()


def test_an_upheld_record_tells_reasons_clause_and_remedies(sign_in: SignIn) -> None:
    words = page_of(sign_in, make_objection(S.CLOSED_UPHELD))
    assert "经核实，决定书载明罚款2万元。" in words
    assert "Administrative review" in words


def test_the_missing_items_are_supplied(sign_in: SignIn) -> None:
    made = make_objection(S.SUPPLEMENTING)
    client = sign_in(made.owner)
    assert "处罚决定书原件" in client.get(address(made, "supplement")).content.decode()
    empty = client.post(address(made, "supplement"), {"version": made.case.version})
    assert empty.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    client.post(address(made, "supplement"), {"answer": "已补交原件。", "version": made.case.version})
    assert made.later().case.state == S.FILED


def test_an_objection_is_withdrawn_after_the_consequence_was_shown(sign_in: SignIn) -> None:
    made = make_objection(S.CHECKING)
    client = sign_in(made.owner)
    assert "the mark on the record goes" in client.get(address(made, "withdraw")).content.decode()
    client.post(address(made, "withdraw"), {"reason": "已另行解决。", "version": made.case.version})
    assert made.later().case.state == S.WITHDRAWN


def test_an_apology_is_asked_for_and_the_redress_is_confirmed(sign_in: SignIn) -> None:
    made = make_objection(S.CLOSED_RECORD_WITHDRAWN)
    client = sign_in(made.owner)
    assert "Ask for a written apology" in client.get(address(made)).content.decode()
    client.post(address(made, "ask_apology"), {"version": made.case.version})
    assert client.get(address(made, "ask_apology")).status_code == HTTPStatus.CONFLICT
    refused = client.get(address(made, "confirm_redress"))
    assert refused.status_code == HTTPStatus.CONFLICT
    at = made.at + timedelta(minutes=5)
    for item in made.case.redress.all():
        who = made.provider if item.department == made.case.record.department else made.reviewer
        redress.redress_done(item_id=item.pk, proof="已在门户网站公开说明。", actor=actor_of_user(who), at=at)
    with standing_at(at):
        words = client.get(address(made, "confirm_redress")).content.decode()
        assert "已在门户网站公开说明。" in words
        client.post(address(made, "confirm_redress"), {"version": made.case.version})
    assert not made.case.redress.filter(confirmed_at__isnull=True).exists()


@pytest.mark.parametrize("act", ["accept", "answer", "correct", "nonsense"])
def test_an_officers_act_cannot_be_done_here(sign_in: SignIn, act: str) -> None:
    made = make_objection(S.FILED)
    assert sign_in(made.owner).post(address(made, act), {}).status_code == HTTPStatus.NOT_FOUND
    assert made.later().case.state == S.FILED


def test_another_company_and_the_officers_do_not_see_the_subjects_page(sign_in: SignIn) -> None:
    made = make_objection(S.REVIEWING)
    for other in (make_owner(make_record().subject), made.reviewer, made.provider):
        page = sign_in(other).get(address(made))
        assert page.status_code == HTTPStatus.NOT_FOUND
        assert made.case.subject.name not in page.content.decode()


def test_statements_do_not_grow_with_what_is_contested(sign_in: SignIn) -> None:
    counted = []
    for fields in (
        CONTESTED,
        {**CONTESTED, "violation": "未按规定操作", "basis": "《公路法》", "permit": "无"},
    ):
        made = make_objection(S.CLOSED_CORRECTED, fields=fields)
        client = sign_in(made.owner)
        client.get(reverse("portal:inbox"))
        with CaptureQueriesContext(connection) as statements:
            client.get(address(made))
        counted.append(len(statements))
    assert counted[0] == counted[1]
