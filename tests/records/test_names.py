"""Finding subjects by name: one way of writing, pairs of signs, what is found and what never."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from unittest import mock

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from journal.now import SHANGHAI, noon_of
from records import name_search
from records.models import CreditRecord, Listing, NameGram
from records.models.listing import ListingState
from records.name_search import MOST, find_by_name
from records.names import grams_of, likeness, pairs, plain, telling
from records.services import listing as listings
from records.services import naming, objections, succession
from records.services.causes import EndCause, HideCause
from tests.architecture.sources import product
from tests.factories.records import make_record, make_subject

ON = date(2026, 9, 1)
AT = datetime(2026, 9, 1, 12, tzinfo=SHANGHAI)
NAME = "枣庄市顺达运输有限公司"
HAN = st.text(alphabet="枣庄市滕州山亭顺达运输胜利商贸科技建材鼎盛", min_size=2, max_size=20)


def found(asked: str, on: date = ON) -> list[str]:
    return [named.subject.name for named in find_by_name(asked, on=on).subjects]


def listed(name: str = NAME, **how: Any) -> CreditRecord:
    return make_record(subject=make_subject(name=name), **how)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("样例（枣庄）公司", "样例(枣庄)公司"),
        ("ＡＢＣ科技", "abc 科技"),
        ("贰仟零壹号店", "二千〇一号店"),
        ("顺达·运输", "顺达运输"),
    ],
)
def test_one_name_is_written_in_one_way(one: str, other: str) -> None:
    assert plain(one) == plain(other)


def test_the_legal_form_tells_nobody_apart() -> None:
    assert telling("有限责任公司") == frozenset()
    assert telling("顺达有限公司") == pairs("顺达") | pairs("达有")


@given(HAN)
def test_a_name_is_like_itself_most_of_all(name: str) -> None:
    fit = likeness(plain(name), plain(name))
    assert fit.alike
    assert tuple(fit) == (True, True, 1, 1, 1)


@given(HAN, st.data())
def test_a_part_of_a_name_shares_every_pair(name: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(name) - 2))
    part = name[start : data.draw(st.integers(start + 2, len(name)))]
    assert telling(plain(part)) <= telling(plain(name))
    assert likeness(plain(part), plain(name)).share == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    "asked", [NAME, "顺达", "顺达运输", "枣庄顺达运输公司", "顺达物流运输", "顺大运输", "（顺达） 运输"]
)
def test_a_published_name_is_found_by_a_part_or_nearly(asked: str) -> None:
    listed()
    listed("滕州市金鼎建材有限公司")
    assert found(asked) == [NAME]


@pytest.mark.django_db
def test_the_name_that_fits_best_comes_first() -> None:
    names = ["顺达运输有限公司滕州分公司", "顺达货物运输有限公司", "顺达运输有限公司"]
    for name in names:
        listed(name)
    assert found("顺达运输有限公司")[:2] == ["顺达运输有限公司", "顺达运输有限公司滕州分公司"]
    assert set(found("顺达运输有限公司")) == set(names)


@pytest.mark.django_db
@pytest.mark.parametrize("asked", ["金鼎", "商贸集团", "有限公司"])
def test_what_does_not_fit_is_not_found(asked: str) -> None:
    listed()
    assert found(asked) == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    "state", [state for state in ListingState if state not in {ListingState.PUBLISHED, ListingState.KEPT_ON}]
)
def test_only_what_is_shown_is_found(state: str) -> None:
    listed(state=state)
    assert found(NAME) == []


def _repaired(record: CreditRecord) -> None:
    listings.end(record_id=record.pk, cause=EndCause.REPAIRED, at=AT, actor_ref="user:1")


def _hidden(record: CreditRecord) -> None:
    listings.hide(
        record_id=record.pk,
        cause=HideCause.INSOLVENCY,
        document="（2026）鲁04破1号",
        at=AT,
        actor_ref="user:1",
    )


def _withdrawn(record: CreditRecord) -> None:
    listings.withdraw(record_id=record.pk, document="枣政复〔2026〕1号", at=AT, actor_ref="user:1")


def _kept_back(record: CreditRecord) -> None:
    listings.withhold(record_id=record.pk, cause="class", at=AT, actor_ref="user:1")


def _objected(record: CreditRecord) -> None:
    objections.contest(
        record_id=record.pk, meanwhile="hide", case_id=5, number="YY-2026-AAAAAAAA", at=AT, actor_ref="user:1"
    )


@pytest.mark.django_db
@pytest.mark.parametrize("take_down", [_repaired, _hidden, _withdrawn, _kept_back, _objected])
def test_a_name_leaves_the_search_in_the_very_transaction(take_down: Callable[[CreditRecord], None]) -> None:
    record = listed()
    assert found(NAME) == [NAME]
    take_down(record)  # nothing is delivered, no handler ran
    assert found(NAME) == []
    assert Listing.objects.get(record=record).taken_down_at == AT


@pytest.mark.django_db
def test_a_name_leaves_the_search_with_its_last_record_only() -> None:
    subject = make_subject(name=NAME)
    first, second = make_record(subject=subject), make_record(subject=subject)
    _repaired(first)
    assert found(NAME) == [NAME]
    _repaired(second)
    assert found(NAME) == []


@pytest.mark.django_db
def test_a_name_is_gone_on_the_day_after_the_last_one_whatever_the_sweep_does() -> None:
    last = Listing.objects.get(record=listed()).ends_on
    assert last is not None
    assert found(NAME, last) == [NAME]
    assert found(NAME, last + timedelta(days=1)) == []


@pytest.mark.django_db
def test_what_is_shown_again_is_found_again_and_was_not_taken_down() -> None:
    record = listed()
    _hidden(record)
    listings.show_again(record_id=record.pk, reason="x", at=AT, actor_ref="user:1")
    assert found(NAME) == [NAME]
    assert Listing.objects.get(record=record).taken_down_at is None


@pytest.mark.django_db
def test_what_goes_on_because_duties_are_open_was_not_taken_down() -> None:
    record = listed()
    shown = Listing.objects.get(record=record)
    assert shown.ends_on is not None
    listings.keep_on(record_id=record.pk, rule="枣建规〔2026〕1号 第三条", at=AT, actor_ref="user:1")
    past = shown.ends_on + timedelta(days=2)
    listings.run_out(record_id=record.pk, at=noon_of(past), actor_ref="user:1")
    assert Listing.objects.get(record=record).taken_down_at is None
    assert found(NAME, past) == [NAME]


@pytest.mark.django_db
def test_a_corrected_name_is_found_and_the_wrong_one_no_more() -> None:
    record = listed("枣庄市胜利商贸有限公司")
    naming.rename(subject_id=record.subject_id, name=NAME)
    assert found("胜利商贸") == []
    assert found(NAME) == [NAME]
    assert set(NameGram.objects.values_list("gram", flat=True)) == grams_of(NAME)


@pytest.mark.django_db
def test_a_merged_company_is_found_by_its_successors_name_only() -> None:
    record, successor = listed(), make_subject(name="滕州市金鼎建材有限公司")
    succession.pass_on(
        record_id=record.pk, successor_code=successor.code, document="1", at=AT, actor_ref="user:1"
    )
    assert found(NAME) == []
    assert found("金鼎建材") == [successor.name]


@pytest.mark.django_db
def test_an_answer_has_twenty_names_and_says_when_there_are_more() -> None:
    for number in range(MOST):
        listed(f"顺达{number}号运输有限公司")
    assert not find_by_name("顺达", on=ON).more
    listed("顺达又一家运输有限公司")
    answer = find_by_name("顺达", on=ON)
    assert (len(answer.subjects), answer.more) == (MOST, True)


@pytest.mark.django_db
def test_what_every_name_has_asks_for_more_but_a_whole_name_is_found_among_any_number() -> None:
    for number in range(4):
        listed(f"顺达{number}号运输有限公司")
    listed(NAME)
    with mock.patch.object(name_search, "RARE", 2):
        crowded, exact = find_by_name("顺达", on=ON), find_by_name(NAME, on=ON)
    assert (crowded.subjects, crowded.more) == ((), True)
    assert exact.subjects[0].subject.name == NAME


@pytest.mark.django_db
@pytest.mark.parametrize("count", [3, 30])
def test_a_question_is_four_statements_however_many_there_are(count: int) -> None:
    for number in range(count):
        listed(f"顺达{number}号运输有限公司")
    with CaptureQueriesContext(
        connection,
    ) as sent:
        find_by_name("顺达运输", on=ON)
    assert len(sent) == 4


@pytest.mark.django_db
def test_the_index_is_written_anew_where_it_is_wrong() -> None:
    right, wrong = make_subject(name=NAME), make_subject(name="金鼎建材")
    NameGram.objects.filter(subject=wrong).delete()
    NameGram.objects.create(gram=7, subject=wrong)
    assert naming.index_all() == 1
    assert naming.index_all() == 0
    assert set(wrong.name_grams.values_list("gram", flat=True)) == grams_of(wrong.name)
    assert set(right.name_grams.values_list("gram", flat=True)) == grams_of(NAME)


def test_subjects_get_their_names_in_one_place() -> None:
    """Whoever stores or renames a subject elsewhere leaves it unfound."""
    storing = re.compile(r"Subject\.objects\.(bulk_)?(create|get_or_create|update_or_create)|update\(name=")
    assert {source.path for source in product() if storing.search(source.text)} == {
        "records/services/naming.py"
    }
