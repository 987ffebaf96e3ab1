"""A contested field is set right: both values kept, class and days never to the subject's harm (C3)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal

import pytest

from clocks import services as clocks
from clocks.models import Deadline
from journal.models import Entry
from journal.now import SHANGHAI
from journal.refusals import Crossed, NotFound, Refusal
from records.models import CreditRecord, FieldCorrection, Listing
from records.models.listing import ListingState
from records.services import listing
from records.services.classing import judge
from records.services.contested_fields import CONTESTABLE, DECIDES, correct_fields
from records.services.terms import owner_of, start_terms
from tests.factories.records import make_record

pytestmark = pytest.mark.django_db

AT = datetime(2026, 9, 1, 10, tzinfo=SHANGHAI)


def correct(record: CreditRecord, changes: dict[str, str], at: datetime = AT) -> CreditRecord:
    return correct_fields(
        record_id=record.pk,
        changes=changes,
        case_id=5,
        number="YY-2026-AAAAAAAA",
        at=at,
        actor_ref="user:2",
    )


def judged_record(*, penalty_kinds: str = "罚款", determined_on: date = date(2026, 5, 15)) -> CreditRecord:
    """A record under the very text by which it is judged, with what its place and field lay over it."""
    record = make_record(penalty_kinds=penalty_kinds, determined_on=determined_on)
    record.edition_key = judge(record).edition_key
    record.save(update_fields=["edition_key"])
    return record


def told(record: CreditRecord) -> dict[str, object]:
    payload: dict[str, object] = Entry.objects.get(stream=record.stream, verb="record.corrected").payload
    return payload


def refused(act: Callable[[], object]) -> str:
    with pytest.raises(Refusal) as caught:
        act()
    assert str(caught.value)
    return caught.value.code


def test_a_corrected_field_keeps_both_values() -> None:
    record = make_record()
    correct(record, {"violation": "未按规定携带证件", "fine": "3.5"})
    fresh = CreditRecord.objects.get(pk=record.pk)
    assert (fresh.violation, fresh.fine) == ("未按规定携带证件", Decimal("3.5"))
    kept = {row.field: (row.before, row.after) for row in FieldCorrection.objects.filter(record=record)}
    assert kept["violation"] == ("超限运输", "未按规定携带证件")
    assert kept["fine"] == ("5", "3.5")
    row = FieldCorrection.objects.filter(record=record).latest("pk")
    assert (row.case_number, row.corrected_on) == ("YY-2026-AAAAAAAA", date(2026, 9, 1))


def test_the_journal_tells_the_correction_in_words_that_holders_and_subject_hear() -> None:
    record = make_record()
    correct(record, {"content": "罚款3万元"})
    facts = told(record)
    assert (facts["cause"], facts["case_id"], facts["document"], facts["shown"]) == (
        "objection",
        5,
        "YY-2026-AAAAAAAA",
        True,
    )
    assert (facts["before"], facts["after"]) == ({"content": "罚款5万元"}, {"content": "罚款3万元"})


def test_an_earlier_day_of_determination_brings_every_day_forward() -> None:
    record = make_record(determined_on=date(2026, 5, 15))
    start_terms([(record, record.listing, judge(record).days)], at=AT, on=date(2026, 6, 1))
    correct(record, {"determined_on": "2026-05-01"})
    shown = Listing.objects.get(record=record)
    assert (shown.starts_on, shown.lapses_on) == (date(2026, 5, 1), date(2027, 5, 2))
    running = {term.term: term.due_on for term in clocks.open_terms(owner_of(record))}
    assert running == {"maximum": date(2027, 5, 1)}


def test_a_day_before_the_present_text_puts_the_record_under_its_own_one() -> None:
    record = make_record(determined_on=date(2026, 5, 15))
    correct(record, {"determined_on": "2022-01-10"})
    fresh = CreditRecord.objects.get(pk=record.pk)
    assert fresh.edition_key.startswith("NDRC-527")
    assert Listing.objects.get(record=record).state == ListingState.EXPIRED


def test_a_later_day_of_determination_never_lengthens_publication() -> None:
    record = make_record(determined_on=date(2026, 5, 15))
    correct(record, {"determined_on": "2026-08-20"})
    shown = Listing.objects.get(record=record)
    assert CreditRecord.objects.get(pk=record.pk).determined_on == date(2026, 8, 20)
    assert (shown.earliest_filing_on, shown.lapses_on) == (date(2026, 8, 16), date(2027, 5, 16))


def test_a_record_whose_period_is_over_by_the_corrected_class_leaves_the_public() -> None:
    record = judged_record()
    correct(record, {"penalty_kinds": "警告", "fine": ""})
    assert CreditRecord.objects.get(pk=record.pk).class_name == "minor"
    assert Listing.objects.get(record=record).state == ListingState.EXPIRED


def test_a_minor_record_of_these_days_is_kept_and_not_shown_any_more() -> None:
    record = judged_record(determined_on=date(2026, 8, 1))
    correct(record, {"penalty_kinds": "警告", "fine": ""})
    assert Listing.objects.get(record=record).state == ListingState.UNPUBLISHED
    assert Entry.objects.filter(stream=record.stream, verb="listing.kept_back").exists()


def test_a_heavier_class_is_not_taken() -> None:
    record = judged_record()
    correct(record, {"penalty_kinds": "吊销许可证件"})
    assert CreditRecord.objects.get(pk=record.pk).class_name == "general"


def test_what_does_not_decide_the_class_leaves_a_department_s_class_alone() -> None:
    record = make_record(class_name="serious", penalty_kinds="罚款")
    correct(record, {"facts": "当事人已改正。"})
    assert CreditRecord.objects.get(pk=record.pk).class_name == "serious"


def test_an_earlier_end_of_publication_is_taken_and_a_later_one_is_not() -> None:
    record = judged_record()
    correct(record, {"delivered_end_on": "2026-12-31"})
    assert Listing.objects.get(record=record).ends_on == date(2026, 12, 31)
    correct(record, {"delivered_end_on": "2030-01-01"})
    assert Listing.objects.get(record=record).ends_on == date(2026, 12, 31)


def test_a_record_that_is_over_is_set_right_and_no_holder_is_asked() -> None:
    record = make_record(fine=Decimal(5))
    listing.end(record_id=record.pk, cause="repaired", at=AT, actor_ref="user:1")
    correct(record, {"fine": "3", "determined_on": "2026-05-01"})
    assert CreditRecord.objects.get(pk=record.pk).fine == Decimal(3)
    assert told(record)["shown"] is False
    shown = Listing.objects.get(record=record)
    assert (shown.state, shown.lapses_on) == (ListingState.ENDED, date(2027, 5, 2))
    assert not Deadline.objects.filter(owner_kind="record", stopped_at__isnull=True).exists()


def test_a_withdrawn_record_is_no_more_to_be_corrected() -> None:
    record = make_record()
    listing.withdraw(record_id=record.pk, document="(2026)鲁04行终1号", at=AT, actor_ref="user:1")
    with pytest.raises(Crossed):
        correct(record, {"fine": "3"})


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"class_name": "minor"}, "field"),
        ({"fine": "viel"}, "amount"),
        ({"fine": "-1"}, "amount"),
        ({"fine": "12345678901234567"}, "amount"),
        ({"valid_until": "gestern"}, "day"),
        ({"determined_on": ""}, "day"),
        ({"determined_on": "2026-09-02"}, "day"),
        ({"decision_number": " "}, "text"),
        ({"violation": "错" * 301}, "text"),
        ({"violation": "超限运输"}, "no-change"),
        ({}, "no-change"),
    ],
)
def test_a_value_that_is_none_is_refused_by_name(changes: dict[str, str], code: str) -> None:
    record = make_record()
    assert refused(lambda: correct(record, changes)) == code
    assert not Entry.objects.filter(stream=record.stream).exists()


def test_a_decision_number_of_another_record_of_the_company_is_refused() -> None:
    first = make_record()
    second = make_record(subject=first.subject, department=first.department)
    assert refused(lambda: correct(second, {"decision_number": first.decision_number})) == "number-taken"


def test_an_unknown_record_is_not_found() -> None:
    with pytest.raises(NotFound):
        correct_fields(record_id=0, changes={}, case_id=5, number="x", at=AT, actor_ref="user:1")


def test_every_contestable_field_is_one_of_the_record_and_has_a_name_for_people() -> None:
    columns = {field.name for field in CreditRecord._meta.get_fields()}  # noqa: SLF001 - Django's documented name
    assert set(CONTESTABLE) <= columns
    assert all(str(label) for label in CONTESTABLE.values())
    assert set(CONTESTABLE) >= DECIDES
