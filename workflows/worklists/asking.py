"""From a question and who asks it to the shape of its statement and the values that fill it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime, time, timedelta
from typing import NamedTuple

from django.db.models import Q

from journal.now import SHANGHAI, day_of
from records.models import Subject
from rulebook.terms import midnight_after
from workflows.worklists.asked import Asked
from workflows.worklists.finding import COMPANY, OWN, UNIT, Looker, Shape
from workflows.worklists.kept import Values, spread

BACK_FOR = timedelta(
    days=14
)  # so long a case that was taken up again stands on the list of those that came back
PLACES = (0, 1, 5, 25, 60)
"""For so many companies a text is kept; a beginning that more of them share is searched for beside the cases."""

NO_FILTER = {"tab", "order"}
NOBODY = 0  # no person has this key


class Question(NamedTuple):
    """What is asked of the database: a shape, and the values of its blanks."""

    shape: Shape
    values: Values


def question(asked: Asked, who: Looker, *, looks_up: bool = True) -> Question:
    """The question of a looker (one statement where it searches for words and `looks_up` allows it)."""
    filters = frozenset(
        field.name
        for field in fields(Asked)
        if field.name not in NO_FILTER and getattr(asked, field.name) not in {"", None, False}
    )
    own = sorted(who.own) or [NOBODY]
    companies = _companies(asked.query) if looks_up and asked.query else None
    today = day_of(who.at)
    values = {
        **spread(UNIT, who.units),
        **spread(OWN, own),
        **spread(COMPANY, companies or ()),
        **{name: getattr(asked, name) for name in filters},
        "number": asked.query.upper(),
        "at": who.at,
        "today": today,
        "midnight": midnight_after(today),
        "back_since": who.at - BACK_FOR,
        "due_from": asked.due_from and midnight_after(asked.due_from),
        "due_to": asked.due_to and midnight_after(asked.due_to),
        "opened_from": asked.opened_from and datetime.combine(asked.opened_from, time(), SHANGHAI),
        "opened_to": asked.opened_to and midnight_after(asked.opened_to),
    }
    found = None if companies is None else len(companies)
    return Question(Shape(asked.tab, filters, len(who.units), len(own), found), values)


def _companies(query: str) -> Sequence[int] | None:
    """The companies of a code or of the beginning of a name, as many as a text has places for; None for too many.

    They are looked up first: names and codes have an index of their own, the join of both with cases has none.
    """
    named = Subject.objects.filter(Q(code=query.upper()) | Q(name__begins=query)).values_list("pk", flat=True)
    found = list(named[: PLACES[-1] + 1])
    if len(found) > PLACES[-1]:
        return None
    places = next(count for count in PLACES if len(found) <= count)
    return [*found, *found[-1:] * (places - len(found))]
