"""Every page that somebody of the demo town can reach by links: what holds for all of them, in both languages.

The town is walked through once, by one person of each kind; see also tests/browser/test_every_page.py.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from tests.pages import words
from tests.pages.reasons import REACHED_OTHERWISE
from tests.pages.walk import Visit, matched, pages
from tests.pages.walks import Walks

pytestmark = pytest.mark.one_database

MOST_STATEMENTS = 60
MOST_WITH_A_LETTER = 150  # an act's page composes the whole letter that would leave
HEAVIEST = 100_000  # bytes, compressed, without what the browser keeps (style, script)

WRITING = {
    "desk:act": "the letter about to be signed is composed by trying the act and taking it back",
    "desk:draft": "the same letter, printed",
    "portal:open_message": "a message that is opened is read",
}
WRITES = ("INSERT", "UPDATE", "DELETE")
OF_VISITS = ("django_session", "usersessions_usersession")  # who is signed in where
# pages that quote what stands in a file or in the journal
QUOTING = {"desk:propose_calendar"}


@pytest.fixture(scope="module")
def chinese(walks: Walks) -> list[Visit]:
    return walks.chinese


@pytest.fixture(scope="module")
def english(walks: Walks) -> list[Visit]:
    """The same pages in English, each kind once."""
    return walks.english


def names(patterns: list[URLPattern | URLResolver], prefix: str = "") -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            space = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            yield from names(pattern.url_patterns, space)
        elif pattern.name:
            yield f"{prefix}{pattern.name}"


def test_every_link_leads_somewhere(chinese: list[Visit]) -> None:
    nowhere = [f"{v.status} {v} from {v.stop.came_from}" for v in chinese if v.status >= 400]
    assert not nowhere, "\n".join(nowhere)


def test_every_address_is_reached_from_a_page_or_has_its_reason(chinese: list[Visit]) -> None:
    reached = {visit.stop.kind.view for visit in chinese}
    for visit in pages(chinese):
        for action in visit.page.posts_to:
            match = matched(urlsplit(urljoin(visit.stop.address, action)).path)
            reached.add(match.view_name if match else "")
    known = set(names(get_resolver().url_patterns))
    without = sorted(known - reached - set(REACHED_OTHERWISE))
    assert not without, "no page leads to: " + ", ".join(without)
    assert sorted(set(REACHED_OTHERWISE) - known) == [], "these are no addresses any more"
    assert sorted(set(REACHED_OTHERWISE) & reached) == [], "these are reached by now"


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_page_says_its_language_and_has_one_heading_and_a_title(
    language: str, request: pytest.FixtureRequest
) -> None:
    faults = []
    for visit in pages(request.getfixturevalue({"zh-hans": "chinese", "en": "english"}[language])):
        page = visit.page
        title = page.title.split(" – ")
        if page.language != language or len(page.h1) != 1 or not all(map(str.strip, (*title, *page.h1))):
            faults.append(f"{visit}: {page.language}, {page.h1}, {page.title}")
        faults += [f"{visit}: {fault}" for fault in page.skipped_levels()]
        faults += [f"{visit}: id {name} twice" for name, n in Counter(page.ids).items() if n > 1]
    assert not faults, "\n".join(faults)


def test_a_page_has_one_thing_to_do_first(chinese: list[Visit]) -> None:
    crowded = [f"{v}: {v.page.primary_buttons}" for v in pages(chinese) if v.page.primary_buttons > 1]
    assert not crowded, "\n".join(crowded)


def test_no_english_is_left_on_a_chinese_page(chinese: list[Visit]) -> None:
    left = {
        (visit.stop.kind.view, text)
        for visit in pages(chinese)
        if visit.stop.kind.view not in QUOTING
        for text in words.english_left(visit.page)
    }
    assert not left, "\n".join(map(str, sorted(left)))


def test_no_chinese_of_ours_is_left_on_an_english_page(english: list[Visit]) -> None:
    left = {(v.stop.kind.view, text) for v in pages(english) for text in words.chinese_left(v.page)}
    assert not left, "\n".join(map(str, sorted(left)))


@pytest.mark.parametrize("language", ["chinese", "english"])
def test_no_page_shows_a_code(language: str, request: pytest.FixtureRequest) -> None:
    raw = {
        (visit.stop.kind.view, text)
        for visit in pages(request.getfixturevalue(language))
        if visit.stop.kind.view not in QUOTING
        for text in words.raw_codes(visit.page)
    }
    assert not raw, "\n".join(map(str, sorted(raw)))


def test_a_page_is_light(chinese: list[Visit]) -> None:
    assert [
        f"{visit}: {visit.weight}" for visit in chinese if visit.is_page and visit.weight > HEAVIEST
    ] == []


def test_a_page_waits_for_no_script_and_for_its_two_sheets_alone(chinese: list[Visit]) -> None:
    """On a slow line whatever stands on the page can be read and used before a script has come."""
    held_up = {
        (visit.stop.kind.view, address)
        for visit in pages(chinese)
        for address in [*visit.page.waited_for, *visit.page.styles[2:]]
    }
    assert not held_up, "\n".join(map(str, sorted(held_up)))
    assert all(visit.page.styles for visit in pages(chinese))


def test_a_page_asks_the_database_seldom(chinese: list[Visit]) -> None:
    many = [
        f"{v}: {len(v.statements)}"
        for v in pages(chinese)
        if len(v.statements) > (MOST_WITH_A_LETTER if v.stop.kind.view == "desk:act" else MOST_STATEMENTS)
    ]
    assert not many, "\n".join(many)


def test_looking_at_a_page_writes_nothing(chinese: list[Visit]) -> None:
    written = {
        (visit.stop.kind.view, sql[:80])
        for visit in chinese
        if visit.stop.kind.view not in WRITING
        for sql in visit.statements
        if sql.startswith(WRITES) and not any(table in sql for table in OF_VISITS)
    }
    assert not written, "\n".join(map(str, sorted(written)))
