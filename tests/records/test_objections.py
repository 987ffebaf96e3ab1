"""What an objection does to the publication of a record: mark, hiding, and how both end (C2, C22)."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from journal.models import Entry
from journal.now import SHANGHAI
from journal.refusals import NotFound, Refusal
from journal.verify import findings
from records.models import CreditRecord, Listing
from records.models.entered import DocumentKind
from records.models.listing import ListingState
from records.services import listing, objections
from records.services.causes import HideCause
from records.services.court import enter_court_document
from records.services.papers import Paper
from tests.factories.records import make_record

pytestmark = pytest.mark.django_db

AT = datetime(2026, 9, 1, 10, tzinfo=SHANGHAI)
LATER = datetime(2026, 10, 12, 10, tzinfo=SHANGHAI)
LAPSED = datetime(2027, 5, 16, 0, 0, tzinfo=SHANGHAI)


def contest(
    record: CreditRecord, meanwhile: str = "mark", number: str = "YY-2026-AAAAAAAA", at: datetime = AT
) -> Listing:
    return objections.contest(
        record_id=record.pk, meanwhile=meanwhile, case_id=5, number=number, at=at, actor_ref="user:1"
    )


def settle(
    record: CreditRecord,
    number: str = "YY-2026-AAAAAAAA",
    *,
    at: datetime = LATER,
    others_open: bool = False,
) -> Listing:
    return objections.settle(
        record_id=record.pk,
        case_id=5,
        number=number,
        at=at,
        actor_ref="user:2",
        others_open=others_open,
    )


def spoken(record: CreditRecord) -> list[str]:
    return list(Entry.objects.filter(stream=record.stream).order_by("seq").values_list("verb", flat=True))


def stay(record: CreditRecord, kind: DocumentKind, number: str, at: datetime) -> None:
    paper = Paper(
        kind=kind,
        issuer="枣庄市中级人民法院",
        number=number,
        document_on=date(2026, 8, 31),
        received_on=date(2026, 9, 1),
    )
    enter_court_document(record_id=record.pk, paper=paper, at=at, actor_ref="user:3")


def test_an_accepted_objection_marks_the_record_and_leaves_it_shown() -> None:
    record = make_record()
    shown = contest(record)
    assert (shown.state, shown.is_contested, shown.contested_at, shown.contested_by) == (
        ListingState.PUBLISHED,
        True,
        AT,
        "YY-2026-AAAAAAAA",
    )
    assert spoken(record) == ["listing.contested"]


def test_a_settled_objection_takes_the_mark_off_once() -> None:
    record = make_record()
    contest(record)
    assert not settle(record).is_contested
    settle(record)
    assert spoken(record) == ["listing.contested", "listing.settled"]
    assert list(findings()) == []


def test_where_the_text_says_nothing_nothing_happens() -> None:
    record = make_record()
    assert not contest(record, "nothing").is_contested
    assert spoken(record) == []


def test_a_second_objection_leaves_the_first_mark_standing_until_the_last_one_ends() -> None:
    record = make_record()
    contest(record)
    contest(record, number="YY-2026-BBBBBBBB", at=LATER)
    assert Listing.objects.get(record=record).contested_by == "YY-2026-AAAAAAAA"
    assert settle(record, others_open=True).is_contested
    assert not settle(record, "YY-2026-BBBBBBBB").is_contested
    assert spoken(record) == ["listing.contested", "listing.settled"]


def test_where_the_text_hides_a_disputed_record_it_is_hidden_and_shown_again() -> None:
    record = make_record()
    hidden = contest(record, "hide")
    assert (hidden.state, hidden.hidden_cause, hidden.is_contested) == (
        ListingState.HIDDEN,
        HideCause.OBJECTION,
        True,
    )
    told = Entry.objects.get(stream=record.stream, verb="listing.hidden").payload
    assert (told["cause"], told["document"]) == ("objection", "YY-2026-AAAAAAAA")
    again = settle(record)
    assert (again.state, again.hidden_cause, again.is_contested) == (ListingState.PUBLISHED, "", False)


def test_a_later_objection_that_hides_hides_what_the_first_one_only_marked() -> None:
    record = make_record()
    contest(record)
    hidden = contest(record, "hide", "YY-2026-BBBBBBBB")
    assert (hidden.state, hidden.contested_by) == (ListingState.HIDDEN, "YY-2026-AAAAAAAA")


def test_a_stay_that_stands_keeps_it_hidden_after_the_objection() -> None:
    record = make_record()
    contest(record, "hide")
    stay(record, DocumentKind.STAY, "停字1号", AT)
    still = settle(record)
    assert (still.state, still.hidden_cause) == (ListingState.HIDDEN, HideCause.STAY)
    stay(record, DocumentKind.STAY_ENDED, "停字2号", LATER)
    assert Listing.objects.get(record=record).state == ListingState.PUBLISHED


def test_an_objection_that_hides_keeps_it_hidden_after_the_stay() -> None:
    record = make_record()
    stay(record, DocumentKind.STAY, "停字1号", AT)
    contest(record, "hide")
    stay(record, DocumentKind.STAY_ENDED, "停字2号", LATER)
    hidden = Listing.objects.get(record=record)
    assert (hidden.state, hidden.hidden_cause) == (ListingState.HIDDEN, HideCause.OBJECTION)
    assert settle(record).state == ListingState.PUBLISHED


def test_a_mark_alone_shows_nothing_that_somebody_else_hid() -> None:
    record = make_record()
    listing.hide(record_id=record.pk, cause=HideCause.STAY, document="停字1号", at=AT, actor_ref="user:1")
    contest(record)
    assert settle(record).state == ListingState.HIDDEN


def test_a_period_that_ran_out_while_hidden_is_over() -> None:
    record = make_record()
    contest(record, "hide")
    assert settle(record, at=LAPSED).state == ListingState.EXPIRED


def test_hiding_for_an_objection_frees_nobody_from_open_duties_past_the_longest_period() -> None:
    record = make_record(duties_open=True)
    listing.keep_on(record_id=record.pk, rule="交通运输部规定第八条", at=AT, actor_ref="user:1")
    listing.run_out(record_id=record.pk, at=LAPSED, actor_ref="system:clock")
    contest(record, "hide", at=LAPSED)
    assert settle(record, at=LAPSED).state == ListingState.KEPT_ON


def test_the_mark_goes_with_the_publication() -> None:
    record = make_record()
    contest(record)
    listing.run_out(record_id=record.pk, at=LAPSED, actor_ref="system:clock")
    assert not Listing.objects.get(record=record).is_contested
    assert spoken(record) == ["listing.contested", "listing.ended", "listing.settled"]
    settle(record, at=LAPSED)
    assert spoken(record)[-1] == "listing.settled"
    assert spoken(record).count("listing.settled") == 1


@pytest.mark.parametrize("end", ["repaired", "withdrawn"])
def test_repair_and_withdrawal_take_the_mark_with_them(end: str) -> None:
    record = make_record(class_name="minor" if end == "repaired" else "general")
    contest(record)
    if end == "repaired":
        listing.end(record_id=record.pk, cause=end, at=AT, actor_ref="user:1")
    else:
        listing.withdraw(record_id=record.pk, document="(2026)鲁04行终1号", at=AT, actor_ref="user:1")
    assert not Listing.objects.get(record=record).is_contested


def test_a_publication_that_is_over_bears_no_mark() -> None:
    record = make_record(state=ListingState.ENDED)
    assert not contest(record, "hide").is_contested
    assert spoken(record) == []


def test_a_record_that_is_kept_bears_the_mark_and_stays_hidden_if_found_necessary_meanwhile() -> None:
    record = make_record(class_name="minor", determined_on=date(2026, 8, 1))
    assert contest(record, "hide").state == ListingState.UNPUBLISHED
    shown = listing.publish(record_id=record.pk, reason="涉及公共安全", at=AT, actor_ref="user:1")
    assert shown.state == ListingState.HIDDEN
    assert settle(record).state == ListingState.PUBLISHED


def test_an_unknown_word_or_record_or_no_number_is_refused() -> None:
    record = make_record()
    with pytest.raises(Refusal):
        contest(record, "burn")
    with pytest.raises(Refusal):
        contest(record, number=" ")
    with pytest.raises(NotFound):
        objections.settle(record_id=0, case_id=5, number="x", at=AT, actor_ref="user:1")
    assert not Listing.objects.get(record=record).is_contested
