"""Clauses an officer may rely on, as the edition of the case names them: offered, never forced."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import override

from look.terms import article_words
from rulebook.clauses import Clause
from rulebook.edition import Edition

CLAUSE_LENGTH = 160
"""Signs of a clause as an act names it; its row holds no more."""


def clauses_of(edition: Edition) -> tuple[str, ...]:
    """The clauses of conditions, bars, ways, papers and procedure, each once, in Chinese as letters print them."""
    with override("zh-hans"):
        return tuple(
            dict.fromkeys(clause_words(clause, edition) for clause in _clauses(edition) if clause.article)
        )


def _clauses(edition: Edition) -> Iterator[Clause]:
    yield from (condition.clause for condition in edition.conditions)
    yield from (bar.clause for bar in edition.bars)
    yield from (way.clause for way in edition.ways)
    yield from (material.clause for material in edition.materials)
    yield edition.process.decider_clause
    yield from (item.clause for item in edition.objection.redress)


def clause_words(clause: Clause, edition: Edition) -> str:
    """A clause with the name of its text, in the language that is active."""
    return f"{clause.instrument or f'《{edition.title_zh}》'}{article_words(clause.article)}"
