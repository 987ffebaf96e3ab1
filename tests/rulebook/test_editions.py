from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from rulebook import in_force
from rulebook.classify import AMOUNT_MISSING, FIELD_MISSING, OUT_OF_SCOPE
from rulebook.edition import Edition, Mark, UnknownTerm
from rulebook.editions_in_use import route_of
from rulebook.in_force import (
    SHIPPED,
    NoEdition,
    UnknownEdition,
    shipped_editions,
)
from rulebook.phrases import REASONS
from rulebook.terms import Unit
from rulebook.working_days import shipped_calendar

SIX_WAYS = Path(__file__).parent / "editions" / "six-ways.toml"
NDRC_36 = (SHIPPED / "ndrc-36.toml").read_text(encoding="utf-8")
ZAOZHUANG = (SHIPPED / "zaozhuang.toml").read_text(encoding="utf-8")


def found(on: date, jurisdiction: str = "") -> Edition:
    return shipped_editions().in_force(route="credit-china", jurisdiction=jurisdiction, on=on)


@pytest.mark.parametrize(
    ("on", "key"),
    [
        (date(2019, 7, 1), "NDRC-527"),
        (date(2023, 4, 30), "NDRC-527"),
        (date(2023, 5, 1), "NDRC-58"),
        (date(2026, 3, 31), "NDRC-58"),
        (date(2026, 4, 1), "NDRC-36"),
        (date(2040, 1, 1), "NDRC-36"),
    ],
)
def test_the_text_in_force_follows_the_day(on: date, key: str) -> None:
    assert found(on).key == key


def test_a_citys_promise_is_laid_over_the_text() -> None:
    text = found(date(2026, 4, 1), "370402")
    assert text.key == "NDRC-36+zaozhuang"
    assert text.base_key == "NDRC-36"
    promise = text.promise("decide")
    assert promise is not None
    assert (promise.limit.count, promise.limit.unit, promise.limit.trigger) == (1, Unit.WD, "accepted")
    assert promise.limit.to_confirm
    assert text.term("decide").limit().count == 7


def test_another_city_has_no_promise() -> None:
    assert found(date(2026, 4, 1), "370100").promise("decide") is None


def test_the_promise_begins_on_its_day() -> None:
    assert found(date(2022, 12, 12), "3704").key == "NDRC-527"
    assert found(date(2022, 12, 13), "3704").key == "NDRC-527+zaozhuang"


def test_a_stored_key_gives_the_same_edition_again() -> None:
    text = found(date(2026, 6, 1), "370400")
    assert shipped_editions().by_key(text.key) == text


def test_an_unknown_key_is_refused() -> None:
    with pytest.raises(UnknownEdition):
        shipped_editions().by_key("NDRC-36+nowhere")


@pytest.mark.parametrize(
    ("route", "on"),
    [("credit-china", date(2019, 6, 30)), ("gsxt", date(2021, 8, 31)), ("court", date(2017, 4, 30))],
)
def test_a_route_without_a_text_is_refused(route: str, on: date) -> None:
    with pytest.raises(NoEdition) as refusal:
        shipped_editions().in_force(route=route, jurisdiction="3704", on=on)
    assert refusal.value.route == route
    assert on.isoformat() in str(refusal.value)


@pytest.mark.parametrize(
    ("kind", "field", "route"),
    [
        ("penalty", "market-regulation", "gsxt"),
        ("penalty", "fire", "credit-china"),
        ("court-list", "other", "court"),
        ("serious-list", "market-regulation", "gsxt"),
    ],
)
def test_the_competent_route_follows_kind_and_field(kind: str, field: str, route: str) -> None:
    assert route_of(record_kind=kind, authority_field=field) == route


@pytest.mark.parametrize("key", ["NDRC-527", "NDRC-58", "NDRC-36", "SAMR-3", "SAMR-107", "SPC-LIST"])
def test_every_number_carries_its_clause_or_is_to_confirm(key: str) -> None:
    text = shipped_editions().by_key(key)
    limits = [term.stated for term in (*text.terms, *text.objection.terms)]
    limits += [release.limit for release in text.releases]
    limits += [limit for kind in text.classes.values() for limit in (kind.minimum, kind.maximum) if limit]
    assert all(limit.article or limit.instrument or limit.to_confirm for limit in limits)
    assert all(release.clock().count is not None for release in text.releases)


def test_the_terms_of_ndrc_36() -> None:
    text = shipped_editions().by_key("NDRC-36")
    told = {term.id: (term.stated.count, term.stated.unit, term.trigger) for term in text.terms}
    assert told["accept"] == (3, Unit.WD, "pushed")
    assert told["decide"] == (7, Unit.WD, "accepted")
    assert told["total"] == (10, Unit.WD, "filed")
    assert told["supplement"] == (10, Unit.WD, "served")
    extension = text.term("decide").extension
    assert extension is not None
    assert (extension.limit.count, extension.times) == (10, 1)
    assert text.term("accept").stated.mark is Mark.I


def test_a_term_in_days_rolls_off_a_day_off() -> None:
    steps = shipped_editions().by_key("NDRC-36").term("steps")
    counted = steps.counted(start=date(2026, 9, 1), calendar=shipped_calendar())
    assert counted.due_on == date(2026, 10, 8)


def test_an_unknown_term_is_refused() -> None:
    with pytest.raises(UnknownTerm):
        shipped_editions().by_key("NDRC-36").term("approve-silently")


def test_a_release_in_words_has_no_number_but_a_reminder() -> None:
    release = shipped_editions().by_key("NDRC-36").release("department-site")
    assert (release.limit.count, release.words) == (None, "及时")
    assert release.clock().count == 3
    assert release.clock().to_confirm


def test_a_release_of_ndrc_58_is_three_days_and_three_days() -> None:
    text = shipped_editions().by_key("NDRC-58")
    told = [
        (text.release(to).clock().count, text.release(to).limit.trigger)
        for to in ("credit-china", "department-site")
    ]
    assert told == [(3, "decided"), (3, "shared")]


def test_training_and_report_are_owed_for_serious_matters_under_527() -> None:
    text = shipped_editions().by_key("NDRC-527")
    assert [way.id for way in text.ways_required("general")] == ["commitment", "rectification"]
    assert [way.id for way in text.ways_required("serious")][2:] == ["training", "credit-report"]
    assert [paper.id for paper in text.materials_for("general")] == ["M1", "M2", "M3"]
    assert [paper.id for paper in text.materials_for("serious")] == ["M1", "M2", "M3", "M5", "M6"]
    assert text.ways_required("specific-serious") == ()


def test_nothing_is_done_during_a_case_under_ndrc_36() -> None:
    text = shipped_editions().by_key("NDRC-36")
    assert text.ways_during_case("general") == ()
    assert [paper.id for paper in text.materials_for("general")] == ["M1", "M3"]


def test_a_city_may_ask_for_all_six_ways() -> None:
    with in_force.using(shipped_editions().with_files(SIX_WAYS)) as editions:
        text = shipped_editions().in_force(route="credit-china", jurisdiction="379901", on=date(2026, 5, 1))
        assert editions.by_key("NDRC-36+six-ways") == text
    assert len(text.ways_required("general")) == 6
    assert [way.id for way in text.ways_before_filing("general")] == ["commitment", "rectification"]
    assert [way.id for way in text.ways_during_case("general")] == [
        "training",
        "credit-report",
        "public-good",
    ]
    with pytest.raises(UnknownEdition):
        shipped_editions().by_key("NDRC-36+six-ways")


def test_remedies_stand_with_the_acts_they_are_against() -> None:
    text = shipped_editions().by_key("NDRC-36")
    assert [remedy.limit.count for remedy in text.remedies_against("refuse")] == [60, 6]
    assert text.remedies_against("accept") == ()
    assert [remedy.limit.trigger for remedy in text.remedies_against("breach")] == ["term-ended"] * 2


def test_every_sentence_a_file_shows_is_in_the_catalogue() -> None:
    shown: set[str] = set()
    for key in shipped_editions().every_key():
        law = shipped_editions().by_key(key).classification
        shown |= {rule.reason for rule in (*law.rules, law.otherwise)} | {
            check.reason for check in law.undecidable
        }
    assert shown - {""} == set(REASONS) - {AMOUNT_MISSING, FIELD_MISSING, OUT_OF_SCOPE}
