"""The letters of a revocation and who is told: the notice, the decision, the repair kept, the end."""

from __future__ import annotations

import pytest

from cases.states import RevocationState as S
from journal.models import Entry
from notifications.composing.words import TERMINATIONS_OF_REVOCATIONS
from notifications.composing.words_of_revocations import ENGLISH_GROUNDS, GROUNDS
from notifications.letters import LetterKind
from notifications.models import Letter, Message
from notifications.selectors import check_letter
from tests.conftest import Deliver
from tests.factories.revocations import GROUND, OpenedRevocation, make_granted_repair, make_revocation
from tests.notifications.telling import letter_of, text_of

pytestmark = pytest.mark.django_db


def told(made: OpenedRevocation, kind: LetterKind, deliver: Deliver) -> str:
    deliver(made.at)
    return text_of(letter_of(made.case, kind))


def templates_to(made: OpenedRevocation, user_id: int) -> list[str]:
    return list(
        Message.objects.filter(user_id=user_id, case=made.case, channel="inbox")
        .order_by("pk")
        .values_list("template", flat=True)
    )


def test_the_notice_says_what_was_found_and_until_when_to_defend(deliver: Deliver) -> None:
    repair = make_granted_repair()
    deliver(repair.at)
    made = make_revocation(repair=repair)
    text = told(made, LetterKind.REVOCATION_NOTICE, deliver)
    for part in (
        "撤销信用修复告知书",
        made.case.number,
        made.repair.case.number,
        letter_of(made.repair.case, LetterKind.APPROVAL).number,
        GROUNDS["false-materials"],
        str(GROUND["facts"]),
        "2026年9月15日",
        "不视为您单位承认上述情形",
        "自作出撤销决定之日的次日起3年内。",
        "〔待确认〕",
        "Youmaydefendyourselfuntil15September2026",
    ):
        assert part in text
    assert templates_to(made, made.owner.pk) == ["repair-doubted"]


def test_the_decision_names_the_earlier_one_what_stands_again_the_bar_and_the_remedies(
    deliver: Deliver,
) -> None:
    made = make_revocation(S.REVOKED)
    text = told(made, LetterKind.REVOCATION, deliver)
    for part in (
        "撤销信用修复决定书",
        made.repair.case.number,
        "准予修复日期",
        "2026年9月1日",
        GROUNDS["false-materials"],
        str(GROUND["facts"]),
        "凭证经银行核实为伪造",
        "2026年9月8日提出，已听取并复核",
        "恢复公示、共享",
        "2027年5月15日",
        "2029年9月8日",
        "申请行政复议",
        "提起行政诉讼",
        "Norepairmaybeappliedforuntil8September2029.",
    ):
        assert part in text
    assert "repair-revoked" in templates_to(made, made.owner.pk)


def test_silence_and_a_period_that_is_over_are_told_as_such(deliver: Deliver) -> None:
    made = make_revocation().defence_over()
    made = made.perform("propose", outcome="revoke", reasons="事实清楚。", clause="《办法》第二十条")
    made = made.later(at=made.at.replace(year=2027)).countersign("revoke")
    text = told(made, LetterKind.REVOCATION, deliver)
    assert "逾期未提出" in text
    assert "最长公示期限已经届满，不再恢复公示" in text
    assert "依据：《办法》第二十条。" in text


def test_a_kept_repair_is_told_with_reasons_and_without_a_bar(deliver: Deliver) -> None:
    made = make_revocation(S.KEPT)
    text = told(made, LetterKind.REPAIR_KEPT, deliver)
    assert "维持上述准予信用修复的决定" in text
    assert "经查缴款属实" in text
    assert "2029年" not in text
    assert "repair-kept" in templates_to(made, made.owner.pk)


def test_an_end_without_a_decision_names_its_cause(deliver: Deliver) -> None:
    text = told(make_revocation(S.TERMINATED), LetterKind.REVOCATION_ENDED, deliver)
    assert TERMINATIONS_OF_REVOCATIONS["subject-ceased"][0] in text
    assert "枣市监注〔2026〕1号" in text


def test_the_desk_hears_of_the_defence_the_decider_of_the_proposal(deliver: Deliver) -> None:
    made = make_revocation(S.PROPOSED)
    deliver(made.at)
    assert templates_to(made, made.opener.pk) == ["defence-stated"]
    (to_sign,) = Message.objects.filter(user=made.decider, case=made.case, channel="inbox")
    assert (to_sign.template, to_sign.context["due"]) == ("to-sign", "2026-09-29")


def test_once_revoked_the_letter_that_granted_the_repair_is_valid_no_more(deliver: Deliver) -> None:
    repair = make_granted_repair()
    deliver(repair.at)
    granted = Letter.objects.get(case=repair.case, kind=LetterKind.APPROVAL)
    made = make_revocation(S.PROPOSED, repair=repair)
    deliver(made.at)
    assert (before := check_letter(granted.check_code)) is not None
    assert before.valid
    made = made.countersign("revoke")
    deliver(made.at)
    assert (after := check_letter(granted.check_code)) is not None
    assert not after.valid
    undone = Entry.objects.filter(stream=repair.case.stream, verb="letter.withdrawn")
    assert sorted(entry.payload["kind"] for entry in undone) == ["approval", "delisting"]
    granted.refresh_from_db()
    assert granted.pdf, "the letter itself stays as it was issued"


def test_that_all_copies_are_gone_is_not_told_once_they_are_shown_again(deliver: Deliver) -> None:
    made = make_revocation(S.REVOKED)
    deliver(made.at)
    assert not Letter.objects.filter(case=made.repair.case, kind=LetterKind.DELISTING).exists()


def test_every_ground_has_its_words_in_letters() -> None:
    assert GROUNDS.keys() == ENGLISH_GROUNDS.keys()
