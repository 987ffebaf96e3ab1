"""Each letter bears the receipts of its days: in its content as JSON, at its foot in words."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from cases.states import RepairState as S
from clocks.receipts import from_json, recompute
from journal.now import SHANGHAI, noon_of
from journal.record import record as journal
from notifications.composing import words
from notifications.letters.paper import LastDay, Paper
from notifications.models import Letter
from records.services.classing import judge
from records.services.terms import start_terms
from rulebook.clauses import Mark
from tests.factories.cases import FiledCase, make_filed_case
from tests.factories.records import make_record
from tests.notifications.telling import letter_of, tell_all, text_of

pytestmark = pytest.mark.django_db

FOOT = "期限计算凭据（可以据此重新计算各最后日期）"


def dated(letter: Letter) -> tuple[LastDay, ...]:
    return tuple(line for line in Paper.from_json(letter.content).last_days if line.on is not None)


def letters_after(made: FiledCase) -> list[Letter]:
    tell_all()
    return list(Letter.objects.filter(case=made.case))


@pytest.mark.parametrize("state", [S.SUPPLEMENTING, S.DECLINED, S.CLOSED_REFUSED, S.LAPSED])
def test_every_day_of_a_letter_can_be_counted_again_from_its_own_receipt(state: S) -> None:
    for letter in letters_after(make_filed_case(state)):
        lines = dated(letter)
        assert lines
        for line in lines:
            assert line.receipt is not None
            assert recompute(line.receipt) == line.on
        assert FOOT in text_of(letter)


def test_the_foot_names_each_day_off_and_each_worked_weekend_day() -> None:
    at = datetime(2026, 9, 28, 10, tzinfo=SHANGHAI)  # ten working days over National Day
    made = make_filed_case(S.ROUTED, at=at)
    tell_all()
    text = text_of(letter_of(made.case, "receipt"))
    assert "2026年10月1日至10月7日（国庆节）、2026年10月11日（周末）" in text
    assert "计入的调休上班日：2026年10月10日" in text
    assert "起算当日不计入" in text
    total = dated(letter_of(made.case, "receipt"))[0].receipt
    assert total is not None
    assert f"日历版本{total['calendar']}" in text


def test_a_letter_without_a_day_has_no_foot() -> None:
    made = make_filed_case(S.CLOSED_REPAIRED)
    tell_all()
    assert FOOT not in text_of(letter_of(made.case, "approval"))


def test_the_repair_notice_bears_the_receipts_of_the_publication() -> None:
    record = make_record()
    on = record.determined_on
    start_terms([(record, record.listing, judge(record).days)], at=noon_of(on), on=on)
    journal(
        stream=record.stream,
        verb="record.imported",
        actor_ref="system:desk",
        at=noon_of(on),
        payload={"record_id": record.pk},
    )
    tell_all()
    letter = Letter.objects.get(kind="repair-notice")
    receipts = [line.receipt for line in dated(letter) if line.receipt]
    assert [recompute(receipt) for receipt in receipts] == [date(2026, 8, 15), date(2027, 5, 15)]
    assert "最短公示期的末日为2026年8月15日，自次日起可以申请" in text_of(letter)


def test_every_mark_of_a_rule_has_words_at_the_foot() -> None:
    assert set(words.SOURCES) == set(Mark)


def test_pauses_and_extensions_stand_at_the_foot() -> None:
    made = make_filed_case(S.VERIFYING).perform("extend", reason="案情复杂，需实地核查。")
    tell_all()
    before, after = dated(letter_of(made.case, "extension"))
    assert before.receipt is not None
    assert after.receipt is not None
    assert "延长10个工作日（条款待确认）" in words.foot(from_json(after.receipt))
    assert not from_json(before.receipt).extensions


def test_the_notice_of_extension_is_given_before_the_limit_and_names_both_days() -> None:
    made = make_filed_case(S.VERIFYING).later(at=datetime(2026, 9, 10, 23, tzinfo=SHANGHAI))
    made = made.perform("extend", reason="案情复杂，需实地核查。")  # in the last hour of the last day
    tell_all()
    letter = letter_of(made.case, "extension")
    assert [line.on for line in dated(letter)] == [date(2026, 9, 10), date(2026, 9, 23)]
    assert letter.issued_at == made.at
    assert letter.issued_at < datetime(2026, 9, 11, tzinfo=SHANGHAI)
    text = text_of(letter)
    assert "现于原定期限届满前告知如下" in text
    assert "原定期限2026年9月10日" in text
    assert letter.messages.get(channel="inbox").user == made.owner
