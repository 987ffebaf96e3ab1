"""The order of a worklist: by keys, never by counting rows past; every source is asked for one page and the pages meet.

A key is (value, id). Least time left first means: the nearest term, cases without a running term last.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable
from datetime import date, datetime
from enum import Enum, auto
from functools import cache, lru_cache
from typing import Any, NamedTuple

from django.db.models import F, Q, QuerySet

from cases.models import Case, Hold
from cases.refusals import refusal
from workflows.worklists.asked import HELD, MINE, NEWEST, NUMBER, SLACK
from workflows.worklists.asking import Question
from workflows.worklists.finding import Shape, lists, with_hold
from workflows.worklists.kept import Blank, Kept, ask, day, keep, moment, number, reader, words

Key = tuple[Any, int]


def first_keys(asked: Question, *, sorting: str, after: str, size: int) -> list[Key]:
    """The keys of the next `size` cases after a cursor, in order; one statement, each source by its index.

    Raises a refusal for a cursor that is none of this order.
    """
    behind = _read(after, sorting) if after else None
    if not asked.shape.units:
        return []
    place = _Place.TOP if behind is None else _Place.UNTIMED if behind[0] is None else _Place.INSIDE
    statement = _pages(asked.shape, sorting, place, size)
    told = {} if behind is None else {"behind": behind[0], "behind_pk": behind[1]}
    read = _column(sorting).reader
    rows = ask(statement.text, statement.filled({**asked.values, **told}))
    found = [(read(value), pk) for value, pk in rows]
    return sorted(found, key=lambda key: _sort_key(key, sorting))[:size]


def cursor_of(key: Key, sorting: str) -> str:
    """The place in the list behind a row, as the address bears it."""
    value = key[0].isoformat() if isinstance(key[0], (date, datetime)) else key[0]
    return base64.urlsafe_b64encode(json.dumps([sorting, value, key[1]]).encode()).decode()


class _Place(Enum):
    """Where in a list a page begins: at its top, behind a row, behind a row without a running term."""

    TOP = auto()
    INSIDE = auto()
    UNTIMED = auto()


class _Column(NamedTuple):
    """By which column an order goes: the name of its value, the blank for it, how it is read."""

    name: str
    behind: Blank
    reader: Callable[[Any], Any]


@cache
def _column(sorting: str) -> _Column:
    held, due = Hold._meta.get_field("review_on"), Case._meta.get_field("next_due_at")  # noqa: SLF001 - Django's documented name
    return {
        SLACK: _Column("next_due_at", moment("behind"), reader(due)),
        HELD: _Column("hold_until", day("behind"), reader(held)),
        NEWEST: _Column("id", number("behind"), int),
        NUMBER: _Column("number", words("behind"), str),
    }[sorting]


@lru_cache(maxsize=256)
def _pages(shape: Shape, sorting: str, place: _Place, size: int) -> Kept:
    """The statement that asks every source for one page of keys."""
    # what one has taken, and what is on hold, are short lists that other tables give: no index of an order is needed
    sources = lists(shape, in_order=shape.tab not in {MINE, HELD})
    arms = [arm for source in sources for arm in _arms(source, sorting, place)]
    # a limit inside a union is not every database's; a limit inside IN is
    pages = [
        _keyed(Case.objects.filter(pk__in=arm.values("pk")[:size]), sorting).values_list("key", "pk")
        for arm in arms
    ]
    return keep(pages[0].union(*pages[1:], all=True) if len(pages) > 1 else pages[0])


def _keyed(cases: QuerySet[Case], sorting: str) -> QuerySet[Any]:
    keyed: QuerySet[Any] = (with_hold(cases) if sorting == HELD else cases).annotate(
        key=F(_column(sorting).name)
    )
    return keyed


def _arms(source: QuerySet[Case], sorting: str, place: _Place) -> list[QuerySet[Any]]:
    """One source in its order from a place on; with the nearest term, cases without one are an arm of their own.

    "From the place on" is a range first and leaves out what was shown second, so that an index finds its beginning.
    """
    behind, pk, inside = _column(sorting).behind, number("behind_pk"), place is not _Place.TOP
    if sorting == SLACK:
        return _by_slack(source, place, behind, pk)
    if sorting == HELD:
        held = with_hold(source)
        if inside:
            held = held.filter(hold_until__gte=behind).exclude(hold_until=behind, pk__lte=pk)
        return [held.order_by("hold_until", "pk")]
    if sorting == NEWEST:
        return [(source.filter(pk__lt=pk) if inside else source).order_by("-pk")]
    return [(source.filter(number__gt=behind) if inside else source).order_by("number")]


def _by_slack(source: QuerySet[Case], place: _Place, due: Blank, pk: Blank) -> list[QuerySet[Case]]:
    timed = source.filter(next_due_at__isnull=False)
    # nothing that is closed is ever in this order: the index of the cases without a running term leaves it out
    untimed = source.filter(next_due_at__isnull=True, closed_at__isnull=True)
    if place is _Place.UNTIMED:
        return [untimed.filter(pk__gt=pk).order_by("pk")]
    if place is _Place.INSIDE:
        timed = timed.filter(next_due_at__gte=due).exclude(Q(next_due_at=due) & Q(pk__lte=pk))
    return [timed.order_by("next_due_at", "pk"), untimed.order_by("pk")]


def _sort_key(key: Key, sorting: str) -> tuple[Any, ...]:
    value, pk = key
    if sorting == NEWEST:
        return (-pk,)
    return (1, pk) if value is None else (0, value, pk)


def _read(cursor: str, sorting: str) -> Key:
    try:
        kept, value, pk = json.loads(base64.urlsafe_b64decode(cursor.encode()))
        key = _value(value, sorting), int(pk)
    except (ValueError, TypeError, binascii.Error) as broken:
        raise refusal("no-case") from broken
    if kept != sorting:
        raise refusal("no-case")
    return key


def _value(value: Any, sorting: str) -> Any:  # noqa: ANN401 - of the order's own kind
    if sorting == SLACK:
        return None if value is None else datetime.fromisoformat(value)
    if sorting == HELD:
        return date.fromisoformat(value)
    return str(value)
