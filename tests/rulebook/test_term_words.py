"""Every term of a proceeding, its event and what stops it can be told to people, in English and in Chinese."""

from __future__ import annotations

import pytest
from django.utils import translation

from clocks.words import CAUSES, TRIGGERS
from look.case_words import term_words
from notifications.composing import words as letters
from notifications.wording import TERMS
from rulebook.edition import Edition, Term
from rulebook.in_force import shipped_editions
from rulebook.known_terms import PROCEEDINGS
from rulebook.reading_procedure import PAUSES


def terms(edition: Edition) -> list[Term]:
    return [term for term in edition.every_term if "." in term.id]


NATIONAL = ("NDRC-527", "NDRC-58", "NDRC-36", "SAMR-3", "SAMR-107")


@pytest.mark.parametrize("key", NATIONAL)
def test_every_term_and_its_event_are_told_in_words(key: str) -> None:
    found = terms(shipped_editions().by_key(key))
    assert len(found) == sum(map(len, PROCEEDINGS.values()))
    for term in found:
        assert term.id in TERMS
        assert term_words(term.id) != term.id
        assert term.trigger in TRIGGERS
        assert term.trigger in letters.TRIGGERS


def test_whatever_stops_a_clock_is_told_in_words() -> None:
    assert set(PAUSES) <= set(CAUSES)
    assert set(PAUSES) <= set(letters.CAUSES)


def test_a_term_is_told_in_chinese() -> None:
    with translation.override("zh-hans"):
        told = {term_words(term.id) for term in terms(shipped_editions().by_key("NDRC-36"))}
    assert "异议处理决定" in told
    assert all(any("\u4e00" <= letter <= "\u9fff" for letter in words) for words in told)
    assert len(told) == sum(map(len, PROCEEDINGS.values()))


def test_a_term_of_a_page_begins_with_a_capital() -> None:
    with translation.override("en"):
        assert term_words("objection.handle") == "The decision on the objection"
        assert term_words("objection.handle", "promise") == "The decision on the objection (service goal)"
