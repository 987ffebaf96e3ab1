from __future__ import annotations

from html import escape
from http import HTTPStatus

import pytest
from django.test import Client

from accounts.roles import Role
from desk import edition_words as words
from desk.edition_rows import edition_rows, parts_of
from rulebook.in_force import shipped_editions
from rulebook.reading_scenarios import shipped_scenarios
from tests.desk.conftest import SignIn
from tests.factories.people import make_officer, make_user
from tests.factories.records import make_department

PAGE = "/desk/editions/"
KEYS = shipped_editions().every_key()


@pytest.fixture
def system(sign_in: SignIn) -> Client:
    return sign_in(make_officer(Role.SYSTEM_ADMIN, make_department()))


@pytest.mark.django_db
def test_every_text_stands_in_the_list_with_its_days_and_its_gaps(system: Client) -> None:
    page = system.get(PAGE)
    rows = {row.key: row for row in page.context["rows"]}
    assert set(rows) == set(KEYS)
    assert rows["NDRC-36"].to_confirm > 0
    assert rows["NDRC-36"].scenarios > 10
    assert "by nobody yet" in page.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("key", KEYS)
def test_every_text_can_be_read(system: Client, key: str) -> None:
    page = system.get(f"{PAGE}{key}/")
    assert page.status_code == HTTPStatus.OK
    assert escape(page.context["row"].title) in page.content.decode()


@pytest.mark.django_db
def test_a_term_stands_with_its_number_clause_and_mark(system: Client) -> None:
    text = system.get(PAGE + "NDRC-36/").content.decode()
    assert "7 working days from: acceptance" in text
    assert "Owed by: Determining unit" in text
    assert "to confirm" in text


@pytest.mark.django_db
def test_a_scenario_is_told_in_the_readers_language(system: Client) -> None:
    scenario = next(one for one in shipped_scenarios() if one.edition == "NDRC-58")
    assert scenario.en in system.get(PAGE + "NDRC-58/").content.decode()
    zh = system.get(PAGE + "NDRC-58/", headers={"accept-language": "zh-hans"}).content.decode()
    assert scenario.zh in zh


def test_an_overlay_tells_only_what_it_adds_or_changes() -> None:
    own = {row.name for part in parts_of("NDRC-36+guangzhou") for row in part.rows}
    whole = {row.name for part in parts_of("NDRC-36") for row in part.rows}
    assert 0 < len(own) < len(whole)
    edition, text = shipped_editions().by_key("NDRC-36+guangzhou"), shipped_editions().by_key("NDRC-36")
    same = [term.id for term in edition.every_term if term in text.every_term]
    assert not own & {id_ if "." in id_ else f"term.{id_}" for id_ in same}


@pytest.mark.parametrize("key", KEYS)
def test_no_code_of_the_files_is_shown(key: str) -> None:
    edition = shipped_editions().by_key(key)
    assert {one.id for one in edition.conditions} <= set(words.CONDITIONS)
    assert {one.id for one in edition.bars} <= set(words.BARS)
    assert {one.who for one in edition.every_term} <= set(words.WHO)
    assert {one.on_breach for one in edition.every_term} <= set(words.ON_BREACH)
    assert {one.need for one in edition.ways} <= set(words.NEEDS)
    assert {one.published.value for one in edition.classes.values()} <= set(words.PUBLISHED)
    assert {one.to for one in edition.releases} <= set(words.HOLDERS)
    assert {one.at_maximum.value for one in edition.classes.values()} <= set(words.AT_MAXIMUM)


@pytest.mark.django_db
def test_a_text_is_counted_once_and_followed_by_what_lies_over_it() -> None:
    rows = edition_rows()
    keys = [row.key for row in rows]
    assert len(keys) == len(set(keys))
    place = keys.index("NDRC-36")
    assert all(key.startswith("NDRC-36") for key in keys[place : place + 5])


@pytest.mark.django_db
def test_whoever_holds_a_post_may_read_and_nobody_else(sign_in: SignIn) -> None:
    reviewer = sign_in(make_officer(Role.REVIEWER, make_department()))
    assert reviewer.get(PAGE + "NDRC-36/").status_code == HTTPStatus.OK
    assert sign_in(make_user()).get(PAGE).status_code == HTTPStatus.FORBIDDEN


@pytest.mark.django_db
def test_a_text_nobody_knows_is_not_found(system: Client) -> None:
    assert system.get(PAGE + "NDRC-99/").status_code == HTTPStatus.NOT_FOUND
    assert system.post(PAGE).status_code == HTTPStatus.METHOD_NOT_ALLOWED
