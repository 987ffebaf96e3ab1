"""Each letter of an objection says its number, its fields, its day and how it was counted; and who is told."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from accounts.roles import Role
from cases.contested import CONTESTED
from cases.labels import TERMINATION_CAUSES
from cases.models.objection import Ground
from cases.services import keeping
from cases.services.objection import inquiry, redress
from cases.states import ObjectionState as S
from notifications.composing import words_of_objections as words
from notifications.letters import TO_UNITS, LetterKind
from notifications.models import Letter
from notifications.rules_of_objections import OF_OBJECTIONS
from notifications.selectors import letters_of_case, letters_visible_to
from notifications.wording import TEMPLATES
from tests.factories.objections import FiledObjection, make_objection
from tests.factories.people import actor_of_user, make_officer
from tests.factories.records import make_record
from tests.notifications.telling import letter_of, tell_all, templates_to, text_of

pytestmark = pytest.mark.django_db


def told(made: FiledObjection, kind: LetterKind) -> str:
    tell_all()
    return text_of(letter_of(made.case, kind))


def test_the_receipt_names_what_is_contested_and_the_day_of_acceptance() -> None:
    made = make_objection(S.FILED, record=make_record(fine=Decimal(3)))
    text = told(made, LetterKind.OBJECTION_RECEIPT)
    assert "异议申诉回执" in text
    assert made.case.number in text
    assert "公示为“3”，申诉人认为应为“2”" in text
    assert "异议事由：信息有错误" in text
    assert "2026年9月3日" in text  # two working days after 1 September
    assert "不收取任何费用" in text


def test_the_acceptance_says_what_becomes_of_the_record_meanwhile() -> None:
    text = told(make_objection(S.CHECKING), LetterKind.OBJECTION_ACCEPTANCE)
    assert "异议申诉受理通知书" in text
    assert "均加注“异议处理中”" in text
    assert "2026年9月10日" in text  # seven working days


def test_the_missing_items_and_what_follows_from_silence() -> None:
    text = told(make_objection(S.SUPPLEMENTING), LetterKind.OBJECTION_SUPPLEMENT)
    assert "处罚决定书原件" in text
    assert "视为撤回异议申诉" in text


def test_a_decline_gives_reason_clause_and_remedies() -> None:
    text = told(make_objection(S.DECLINED), LetterKind.OBJECTION_DECLINE)
    assert "所述事项与本记录无关。" in text
    assert "申请行政复议" in text


def test_the_inquiry_letter_goes_to_the_providing_unit_with_its_question_and_day() -> None:
    made = make_objection(S.INQUIRING)
    text = told(made, LetterKind.INQUIRY)
    assert "异议信息协查函" in text
    assert made.case.record.department.name_zh in text
    assert "请核实罚款金额。" in text
    assert "2026年9月15日" in text
    assert templates_to(made.provider.pk) == ["inquiry"]


def test_the_inquiry_letter_is_seen_by_officers_of_both_units_and_not_by_the_subject() -> None:
    made = make_objection(S.INQUIRING)
    tell_all()
    for user, sees in ((made.reviewer, True), (made.provider, True), (made.owner, False)):
        seen = letters_visible_to(actor_of_user(user)).filter(kind=LetterKind.INQUIRY)
        assert seen.exists() is sees
    assert LetterKind.INQUIRY not in {one.kind for one in letters_of_case(made.case.pk, to_subject=True)}


def test_a_reminder_tells_the_provider_and_the_supervisors_of_both() -> None:
    made = make_objection(S.INQUIRING)
    platform = made.case.handling_department
    assert platform is not None
    supervisors = [make_officer(Role.SUPERVISOR, unit) for unit in (platform, made.case.record.department)]
    inquiry.remind(case_id=made.case.pk, at=made.at + timedelta(days=20))
    text = told(made, LetterKind.INQUIRY_REMINDER)
    assert "协查催告函" in text
    assert "2026年9月24日" in text  # three working days after 21 September
    assert templates_to(made.provider.pk) == ["inquiry", "inquiry-reminder"]
    for supervisor in supervisors:
        assert templates_to(supervisor.pk) == ["inquiry-late"]
    inquiry.no_answer(case_id=made.case.pk, at=made.at + timedelta(days=30))
    tell_all()
    assert "inquiry-unanswered" in templates_to(made.reviewer.pk)


@pytest.mark.parametrize(
    ("state", "result", "measure", "template"),
    [
        (S.CLOSED_CORRECTED, "更正。原为“3”，现更正为“2”。", "同步更正", "objection-corrected"),
        (S.CLOSED_RECORD_WITHDRAWN, "撤销。", "删除", "objection-record-withdrawn"),
        (S.CLOSED_UPHELD, "予以维持", "不作变更", "objection-upheld"),
        (S.CLOSED_NOTED, "加注存疑备注", "继续公示，并载明存疑备注", "objection-noted"),
    ],
)
def test_the_decision_tells_each_field_the_reasons_and_what_is_changed(
    state: S, result: str, measure: str, template: str
) -> None:
    made = make_objection(state, record=make_record(fine=Decimal(3)))
    text = told(made, LetterKind.OBJECTION_DECISION)
    assert "异议处理决定书" in text
    assert result in text
    assert measure in text
    assert "经核实，决定书载明罚款2万元。" in text
    assert ("申请行政复议" in text) is (state == S.CLOSED_UPHELD)
    assert template in templates_to(made.owner.pk)


def test_a_withdrawn_record_lists_what_makes_it_good_with_its_days() -> None:
    text = told(make_objection(S.CLOSED_RECORD_WITHDRAWN), LetterKind.OBJECTION_DECISION)
    assert "消除不良影响" in text
    assert "公开说明，消除不良影响" in text
    assert "2026年9月15日" in text  # ten working days


def test_whoever_owes_redress_hears_of_it_and_of_an_apology_that_is_asked_for() -> None:
    made = make_objection(S.CLOSED_RECORD_WITHDRAWN)
    redress.ask_apology(case_id=made.case.pk, actor=actor_of_user(made.owner), at=made.at)
    tell_all()
    assert templates_to(made.provider.pk)[-2:] == ["redress-owed", "apology-asked"]
    assert "redress-owed" in templates_to(made.reviewer.pk)


def test_a_late_unit_is_told_to_the_company_with_its_remedies() -> None:
    made = make_objection(S.FILED)
    at = made.at + timedelta(days=5)
    keeping.breach(case_id=made.case.pk, term="objection.accept", goal="law", due_on="2026-09-03", at=at)
    text = told(made, LetterKind.LATENESS)
    assert "异议申诉办理逾期告知书" in text
    assert "异议申诉仍在办理" in text
    assert "申请行政复议" in text
    assert "objection-unit-late" in templates_to(made.owner.pk)


def test_an_extension_tells_both_days() -> None:
    made = make_objection(S.REVIEWING).perform("extend", reason="案情复杂，需进一步核实。")
    text = told(made, LetterKind.OBJECTION_EXTENSION)
    assert "案情复杂，需进一步核实。" in text
    assert "原定期限" in text


@pytest.mark.parametrize("state", [S.TERMINATED, S.LAPSED])
def test_an_end_without_a_decision_gives_its_cause(state: S) -> None:
    text = told(make_objection(state), LetterKind.OBJECTION_TERMINATION)
    cause = "filed-in-error" if state == S.TERMINATED else "term:objection.supplement"
    assert words.TERMINATIONS[cause][0] in text


def test_the_desk_hears_of_filing_and_withdrawal() -> None:
    made = make_objection(S.WITHDRAWN)
    tell_all()
    assert templates_to(made.reviewer.pk) == ["objection-to-accept", "objection-withdrawn-desk"]
    assert templates_to(made.owner.pk) == ["objection-filed", "objection-withdrawn"]


def test_telling_twice_issues_nothing_twice() -> None:
    made = make_objection(S.CLOSED_CORRECTED)
    tell_all()
    letters = Letter.objects.filter(case=made.case).count()
    tell_all()
    assert Letter.objects.filter(case=made.case).count() == letters


def test_every_word_of_an_objection_is_known() -> None:
    assert words.FIELDS.keys() == CONTESTED.keys()
    assert words.GROUNDS.keys() == set(Ground)
    assert TERMINATION_CAUSES.keys() <= words.TERMINATIONS.keys()
    told_templates = {telling.template for rule in OF_OBJECTIONS.values() for telling in rule.tellings}
    assert told_templates <= TEMPLATES.keys()
    assert set(TO_UNITS) <= {rule.letter for rule in OF_OBJECTIONS.values()}
