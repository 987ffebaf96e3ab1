"""应整改名单: the list of those who must rectify, and one order to each chosen, with a preview and a result a row."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from cases.models import Case
from cases.services.rectification.compiling import must_rectify, order_many
from cases.states import RectificationState as S
from journal.models import Entry
from journal.refusals import Refusal
from records.models import CreditRecord, Listing
from tests.factories.people import actor_of_user, make_officer
from tests.factories.records import make_department, make_record
from tests.factories.rectifications import ORDER, ORDERED_AT, make_rectification

pytestmark = pytest.mark.django_db
TODAY = date(2026, 7, 1)


def test_the_list_holds_those_whose_duties_are_open_though_long_published() -> None:
    unit = make_department()
    long_public = make_record(department=unit)
    make_record(department=unit, duties_open=False)
    make_record(department=unit, state="HIDDEN")
    make_record(department=unit, determined_on=TODAY - timedelta(days=29))
    make_record()
    make_rectification(S.ISSUED, record=make_record(department=unit))
    copy = make_record(department=unit)
    CreditRecord.objects.filter(pk=copy.pk).update(site="gsxt")
    assert list(must_rectify(unit, on=TODAY)) == [long_public]
    assert len(must_rectify(unit, on=TODAY, days=10)) == 2


def test_the_successor_has_the_list_of_the_departments_that_came_to_it() -> None:
    heir = make_department()
    middle = make_department(valid_to=date(2026, 6, 1), successor=heir)
    first = make_department(valid_to=date(2026, 5, 20), successor=middle)
    record = make_record(department=first)
    assert list(must_rectify(heir, on=TODAY)) == [record]
    assert list(must_rectify(middle, on=TODAY)) == []
    assert list(must_rectify(middle, on=date(2026, 5, 25), days=5)) == [record]


def test_a_preview_writes_nothing_and_says_of_every_row_what_would_come_of_it() -> None:
    unit = make_department()
    reviewer = actor_of_user(make_officer("reviewer", unit))
    fresh = make_record(department=unit)
    done = make_record(department=unit, duties_open=False)
    foreign = make_record()
    running = make_rectification(S.ISSUED, record=make_record(department=unit))
    ids = [fresh.pk, done.pk, foreign.pk, running.case.record_id, 999_999, fresh.pk]
    before = (Case.objects.count(), Entry.objects.count())
    seen = order_many(record_ids=ids, actor=reviewer, at=ORDERED_AT, write=False, **ORDER)
    assert (Case.objects.count(), Entry.objects.count()) == before
    assert [row.result for row in seen] == ["ordered", "refused", "refused", "joined", "refused"]
    assert seen[3].number == running.case.number
    assert all(row.refusal for row in seen if row.result == "refused")
    did = order_many(record_ids=ids, actor=reviewer, at=ORDERED_AT, **ORDER)
    assert [(row.result, row.refusal) for row in did] == [(row.result, row.refusal) for row in seen]
    made = Case.objects.get(record=fresh, kind="rectification")
    assert did[0].number == made.number
    assert made.order.batch
    assert len(running.later().demands) == 4


def test_a_wrong_text_or_an_empty_choice_is_refused_before_anything_is_done() -> None:
    record = make_record()
    reviewer = actor_of_user(make_officer("reviewer", record.department))
    for facts, why in (
        ({"record_ids": [], **ORDER}, "no-records"),
        ({"record_ids": [record.pk], **ORDER, "demands": []}, "no-demands"),
    ):
        with pytest.raises(Refusal) as told:
            order_many(actor=reviewer, at=ORDERED_AT, **facts)
        assert told.value.code == why
    assert Case.objects.count() == 0


def test_publication_begins_with_the_listing() -> None:
    record = make_record(department=make_department())
    Listing.objects.filter(record=record).update(starts_on=TODAY - timedelta(days=3))
    assert list(must_rectify(record.department, on=TODAY)) == []
