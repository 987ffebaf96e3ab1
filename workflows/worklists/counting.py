"""How many cases are on each list: counted up to a number, so that a count never costs more than a page."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from workflows.worklists.asking import Question
from workflows.worklists.finding import Shape, lists
from workflows.worklists.kept import Kept, ask, keep

COUNTED = 1000  # "999+" says enough of what nobody can look through


def counts_of(questions: Mapping[str, Question]) -> dict[str, int]:
    """How many cases answer each question, at most `COUNTED`; one statement for all of them."""
    counts = {name: _count(asked.shape, COUNTED) for name, asked in questions.items() if asked.shape.units}
    found = dict.fromkeys(questions, 0)
    if not counts:
        return found
    places: list[Any] = []
    for name, count in counts.items():
        places += count.filled(questions[name].values)
    [numbers] = ask(f"SELECT {', '.join(count.text for count in counts.values())}", places)
    return found | {name: min(count, COUNTED) for name, count in zip(counts, numbers, strict=True)}


@lru_cache(maxsize=512)
def _count(shape: Shape, most: int) -> Kept:
    """The sum over all sources of a question as one value of a statement."""
    sources = [keep(cases.order_by().values("pk")[:most]) for cases in lists(shape, in_order=False)]
    counts = [f"(SELECT COUNT(*) FROM ({source.text}) AS counted)" for source in sources]  # noqa: S608 - no typed text in it
    return Kept(" + ".join(counts), tuple(place for source in sources for place in source.places))
