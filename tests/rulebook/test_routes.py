from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from rulebook.classify import PenaltyFacts, classify
from rulebook.edition import Edition
from rulebook.editions_in_use import route_of
from rulebook.in_force import SHIPPED, Editions, NoEdition, shipped_editions
from rulebook.publicity import periods
from rulebook.source import EditionFault
from rulebook.terms import Unit

SAMR_107 = (SHIPPED / "samr-107.toml").read_text(encoding="utf-8")


def found(route: str, on: date, kind: str = "", place: str = "") -> Edition:
    return shipped_editions().in_force(route=route, jurisdiction=place, on=on, record_kind=kind)


def facts(kind: str, *kinds: str, field: str = "market-regulation") -> PenaltyFacts:
    return PenaltyFacts(kind, "ordinary", kinds, None, None, "", field, "", "legal-person", "")


@pytest.mark.parametrize(
    ("on", "key"),
    [
        (date(2021, 9, 1), "SAMR-3"),
        (date(2025, 12, 24), "SAMR-3"),
        (date(2025, 12, 25), "SAMR-107"),
        (date(2026, 3, 31), "SAMR-107"),
    ],
)
def test_market_regulation_changed_its_text_before_the_other_route_did(on: date, key: str) -> None:
    assert found("gsxt", on).key == key
    assert found("credit-china", on).key != key


@pytest.mark.parametrize(
    ("kind", "field", "route"),
    [
        ("serious-list", "market-regulation", "gsxt"),
        ("abnormal-list", "market-regulation", "gsxt"),
        ("spot-check", "market-regulation", "gsxt"),
        ("focus-list", "transport", "credit-china"),
        ("court-list", "other", "court"),
    ],
)
def test_kind_and_authority_choose_the_route(kind: str, field: str, route: str) -> None:
    assert route_of(record_kind=kind, authority_field=field) == route


@pytest.mark.parametrize(
    ("key", "accept", "decide"),
    [
        ("SAMR-3", 2, 15),
        ("SAMR-3/serious-list", 2, 15),
        ("SAMR-3/abnormal-list", 2, 5),
        ("SAMR-107", 2, 7),
        ("SAMR-107/serious-list", 2, 7),
        ("SAMR-107/abnormal-list", 2, 5),
    ],
)
def test_each_list_has_its_own_limits(key: str, accept: int, decide: int) -> None:
    text = shipped_editions().by_key(key)
    told = [(text.term(id_).stated.count, text.term(id_).stated.unit) for id_ in ("accept", "decide")]
    assert told == [(accept, Unit.WD), (decide, Unit.WD)]


def test_the_text_of_a_list_is_found_by_the_records_kind_and_again_by_its_key() -> None:
    text = found("gsxt", date(2024, 5, 1), "abnormal-list", "370400")
    assert text.key == "SAMR-3/abnormal-list"
    assert shipped_editions().by_key(text.key).terms == text.terms
    assert found("gsxt", date(2024, 5, 1), "penalty").key == "SAMR-3"


def test_a_list_has_its_own_conditions() -> None:
    removal = found("gsxt", date(2024, 5, 1)).removal("abnormal-list")
    assert removal is not None
    assert [ground.id for ground in removal.grounds] == [
        "annual-report",
        "immediate-information",
        "false-data",
        "address",
    ]
    for_list = found("gsxt", date(2024, 5, 1), "serious-list").conditions
    assert [condition.id for condition in for_list][-1] == "no-heavier-penalty"


def test_a_spot_check_ends_with_the_penalty_or_listing_it_belongs_to() -> None:
    removal = found("gsxt", date(2026, 5, 1)).removal("spot-check")
    assert removal is not None
    assert removal.ends_with == ("penalty", "serious-list")
    assert found("gsxt", date(2024, 5, 1)).removal("spot-check") is None


def test_an_abnormal_entry_has_no_end_of_its_own() -> None:
    days = periods("abnormal", shipped_editions().by_key("SAMR-107"), date(2026, 5, 15), None)
    assert (days.earliest_filing_on, days.ends_on, days.lapses_on) == (date(2026, 5, 15), None, None)
    assert days.to_confirm


def test_nobody_applies_for_a_minor_record_of_market_regulation() -> None:
    days = periods("minor", shipped_editions().by_key("SAMR-107"), date(2026, 5, 15), None)
    assert (days.repairable, days.earliest_filing_on) == (False, None)
    assert days.ends_on == date(2026, 8, 15)
    under_36 = periods("minor", shipped_editions().by_key("NDRC-36"), date(2026, 5, 15), None)
    assert under_36.earliest_filing_on == date(2026, 5, 15)


def test_the_court_list_is_shown_and_forwarded() -> None:
    text = found("court", date(2026, 5, 1))
    assert text.forward is not None
    assert {kind.repairable.value for kind in text.classes.values()} == {"no"}
    assert text.term("delete").limit().count == 3
    assert text.term("objection.handle").limit().count == 15
    assert classify(facts("court-list", field="other"), text).status == "provisional"


def test_a_penalty_is_none_of_the_court_list() -> None:
    assert classify(facts("penalty", "罚款"), found("court", date(2026, 5, 1))).status == "undecidable"


def test_before_the_first_text_of_market_regulation_nothing_is_judged() -> None:
    with pytest.raises(NoEdition):
        found("gsxt", date(2021, 8, 31))


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ('kind = "spot-check"\nends_with', 'kind = "spot-cheque"\nends_with', "unknown kind"),
        ('ends_with = ["penalty", "serious-list"]', 'ends_with = ["fine"]', "unknown ends_with"),
        ('key           = "SAMR-107"', 'key           = "SAMR/107"', "no /"),
        ('minimum    = { count = 3, unit = "M"', 'minimun    = { count = 3, unit = "M"', "`minimum` belongs"),
        ('id = "annual-report"\nname_zh', 'id = ""\nname_zh', "is empty"),
    ],
)
def test_a_badly_written_removal_is_refused(tmp_path: Path, old: str, new: str, reason: str) -> None:
    assert old in SAMR_107
    path = tmp_path / "text.toml"
    path.write_text(SAMR_107.replace(old, new), encoding="utf-8")
    with pytest.raises(EditionFault, match=reason):
        Editions.read(path)
