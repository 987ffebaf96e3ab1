"""Each letter of a case says its number, its facts, its clause, its day and how the day was counted."""

from __future__ import annotations

import hashlib
from datetime import timedelta

import pytest

from cases.states import RepairState as S
from delisting import services as delisting
from delisting.services import open_order
from journal.models import Entry
from journal.verify import findings
from notifications.composing.record_letters import CONDITIONS, END_CAUSES
from notifications.composing.words import EFFECTS, TERMINATIONS
from notifications.letters import LetterKind, render
from notifications.models import Letter
from records.models.holder import HolderKind
from records.services.causes import EndCause
from rulebook.in_force import shipped_editions
from tests.factories.cases import FiledCase, make_filed_case
from tests.factories.records import make_department, make_holder, make_platform, make_record
from tests.notifications.telling import letter_of, tell_all, text_of

pytestmark = pytest.mark.django_db


def told(made: FiledCase, kind: LetterKind) -> str:
    tell_all()
    return text_of(letter_of(made.case, kind))


def test_the_receipt_names_the_terms_with_their_last_days_and_receipts() -> None:
    platform = make_platform()
    made = make_filed_case()
    text = told(made, LetterKind.RECEIPT)
    assert platform.name_zh in text
    assert made.case.number in text
    assert made.case.record.decision_number in text
    # filed on Tuesday 1 September 2026: ten working days end on 15 September, three on 4 September
    assert "2026年9月15日" in text
    assert "次日起算，共10个工作日；其间休息日4天不计入。" in text
    assert "2026年9月4日" in text
    assert "依据：《信用修复管理办法》第三章〔待确认〕" in text
    assert "不收取任何费用" in text


def test_the_receipt_tells_the_terms_as_they_began_whatever_came_later() -> None:
    made = make_filed_case(S.SUPPLEMENTING)
    text = told(made, LetterKind.RECEIPT)
    assert "2026年9月15日" in text
    assert "停止计算" not in text


def test_the_receipt_of_a_place_with_a_promise_names_it_beside_the_law() -> None:
    text = told(make_filed_case(), LetterKind.RECEIPT)
    assert "本地服务承诺" in text
    assert "1个工作日内决定，不替代法定期限" in text


def test_where_a_place_has_no_platform_the_determining_unit_signs_the_receipt() -> None:
    made = make_filed_case()
    tell_all()
    assert letter_of(made.case, "receipt").content["unit"] == made.case.record.department.name_zh


def test_the_supplement_notice_lists_every_item_and_the_last_day() -> None:
    made = make_filed_case()
    items = [
        {"what": "罚款缴纳凭证", "material": "M3", "clause": "第三章"},
        {"what": "承诺书应由法定代表人签字", "material": "M1", "clause": ""},
    ]
    made = made.perform("ask_supplement", items=items)
    text = told(made, LetterKind.SUPPLEMENT)
    assert "罚款缴纳凭证" in text
    assert "承诺书应由法定代表人签字" in text
    assert "履行义务证明材料" in text
    assert "2026年9月15日" in text
    assert "逾期未补正的，视为撤回申请" in text


def test_the_notice_of_no_acceptance_gives_reason_clause_and_remedies_with_last_days() -> None:
    made = make_filed_case(S.DECLINED)
    text = told(made, LetterKind.DECLINE)
    assert "申请事项不属于本单位职权。" in text
    assert "《信用修复管理办法》（国家发展和改革委员会令第36号）第三章" in text
    # 60 days end on Saturday 31 October 2026 and move to Monday; six months end on Monday 1 March 2027
    assert "申请行政复议2026年11月2日" in text
    assert "提起行政诉讼2027年3月1日" in text
    assert "2027年放假安排尚未公布，日期暂定" in text
    assert "《中华人民共和国行政复议法》第二十条〔待确认〕" in text


def test_the_extension_gives_the_reason_and_the_new_day_with_its_receipt() -> None:
    made = make_filed_case(S.VERIFYING).perform("extend", reason="需要到企业现场核查")
    text = told(made, LetterKind.EXTENSION)
    assert "延长10个工作日（需要到企业现场核查）" in text
    assert "9月20日为调休上班日，计入" in text
    assert "2026年9月23日" in text


def test_the_termination_gives_cause_and_paper() -> None:
    text = told(make_filed_case(S.TERMINATED), LetterKind.TERMINATION)
    assert "申请所指的失信信息或者受理单位有误" in text
    assert "枣交函〔2026〕1号" in text


def test_a_lapsed_application_is_told_as_withdrawn_with_the_term_that_ran_out() -> None:
    text = told(make_filed_case(S.LAPSED), LetterKind.TERMINATION)
    assert "视为撤回申请" in text
    assert "原定期限2026年9月15日" in text


def test_the_decision_that_grants_lists_reasons_clause_and_effects() -> None:
    text = told(make_filed_case(S.CLOSED_REPAIRED), LetterKind.APPROVAL)
    assert "准予信用修复决定书" in text
    assert "义务已全部履行，整改到位。" in text
    for effect in EFFECTS.values():
        assert effect in text
    assert "救济途径" not in text


def test_the_decision_that_refuses_names_remedies_and_the_way_back() -> None:
    text = told(make_filed_case(S.CLOSED_REFUSED), LetterKind.REFUSAL)
    assert "不予信用修复决定书" in text
    assert "罚款尚未缴清。" in text
    assert "可以重新提出申请" in text
    assert "申请行政复议" in text


def test_a_clause_that_names_its_own_text_is_printed_as_written() -> None:
    made = make_filed_case(S.ROUTED).perform(
        "decline", reason="不符合条件。", clause="《山东省社会信用条例》第四十条"
    )
    text = told(made, LetterKind.DECLINE)
    assert "依据：《山东省社会信用条例》第四十条。" in text
    assert "第36号）《山东省" not in text


def test_a_letter_is_stored_as_issued_and_renders_to_the_same_bytes() -> None:
    made = make_filed_case(S.CLOSED_REPAIRED)
    tell_all()
    letter = letter_of(made.case, "approval")
    signed = Entry.objects.get(verb="case.approved", stream=made.case.stream)
    assert bytes(letter.pdf) == render(letter.kind, letter.content)
    assert letter.sha256 == hashlib.sha256(bytes(letter.pdf)).hexdigest()
    assert letter.issued_at == signed.at
    assert letter.content["signed_on"] == "2026-09-01"


def test_a_letter_is_journalled_on_its_case_and_the_chain_holds() -> None:
    made = make_filed_case(S.DECLINED)
    tell_all()
    kinds = Entry.objects.filter(verb="letter.issued", stream=made.case.stream).order_by("pk")
    assert [entry.payload["kind"] for entry in kinds] == ["receipt", "decline"]
    assert list(findings()) == []


def test_telling_twice_issues_nothing_twice() -> None:
    make_filed_case(S.DECLINED)
    tell_all()
    letters = set(Letter.objects.values_list("number", flat=True))
    tell_all()
    assert set(Letter.objects.values_list("number", flat=True)) == letters


def test_the_delisting_notice_names_each_place_and_its_day() -> None:
    record = make_record()
    make_holder(kind=HolderKind.OWN_REGISTER, department=record.department, name_zh="本平台")
    made = make_filed_case(S.CLOSED_REPAIRED, record=record)
    order = open_order(
        record_id=record.pk,
        cause="repaired",
        case_id=made.case.pk,
        edition_key="NDRC-36",
        entry_id=910_001,
        at=made.at,
    )
    delisting.move_due(at=made.at + timedelta(days=1))
    tell_all()
    order.refresh_from_db()
    assert order.state == "COMPLETED"
    text = text_of(letter_of(made.case, "delisting"))
    assert "因信用修复申请已获准予" in text
    assert "本平台2026年9月2日核实停止" in text


@pytest.mark.parametrize("status", ["decided", "provisional"])
def test_the_repair_notice_gives_class_days_conditions_and_materials(status: str) -> None:
    from journal.now import noon_of
    from journal.record import record as journal

    record = make_record(department=make_department(), class_status=status)
    journal(
        stream=record.stream,
        verb="record.imported",
        actor_ref="system:desk",
        at=noon_of(record.determined_on),
        payload={"record_id": record.pk},
    )
    tell_all()
    text = text_of(Letter.objects.get(kind="repair-notice"))
    assert "申请修复的首日2026年8月16日" in text
    assert "公示的末日2027年5月15日" in text
    assert "信用修复承诺书" in text
    assert ("暂定，以认定单位确认为准" in text) is (status == "provisional")
    assert ("〔待确认〕" in text) is (status == "provisional")


@pytest.mark.parametrize(
    "key",
    [
        "NDRC-36",
        "NDRC-36/focus-list",
        "NDRC-58",
        "NDRC-527",
        "SAMR-3",
        "SAMR-3/serious-list",
        "SAMR-107/abnormal-list",
    ],
)
def test_every_word_that_an_edition_may_ask_for_is_known(key: str) -> None:
    edition = shipped_editions().by_key(key)
    assert {condition.id for condition in edition.conditions} <= CONDITIONS.keys()
    assert {does for effect in edition.effects for does in effect.does} <= EFFECTS.keys()


def test_every_cause_of_an_end_has_its_words() -> None:
    from cases.labels import TERMINATION_CAUSES

    assert set(EndCause) == END_CAUSES.keys()
    assert TERMINATION_CAUSES.keys() <= TERMINATIONS.keys()
