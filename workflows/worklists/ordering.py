"""The order of a worklist: by keys, never by counting rows past; every source is asked for one page and the pages meet.

A key is (value, id). Least time left first means: the nearest term, cases without a running term last.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import F, Q, QuerySet

from cases.models import Case
from cases.refusals import refusal
from workflows.worklists.asked import HELD, NEWEST, NUMBER, SLACK
from workflows.worklists.finding import with_hold

Key = tuple[Any, int]


def first_keys(sources: Sequence[QuerySet[Case]], *, sorting: str, after: str, size: int) -> list[Key]:
    """The keys of the next `size` cases after a cursor, in order; one statement, each source by its index.

    Raises a refusal for a cursor that is none of this order.
    """
    behind = _read(after, sorting) if after else None
    arms = [arm for source in sources for arm in _arms(source, sorting, behind)]
    if not arms:
        return []
    # a limit inside a union is not every database's; a limit inside IN is
    pages = [
        _keyed(Case.objects.filter(pk__in=arm.values("pk")[:size]), sorting).values_list("key", "pk")
        for arm in arms
    ]
    found = list(pages[0].union(*pages[1:], all=True) if len(pages) > 1 else pages[0])
    return sorted(found, key=lambda key: _sort_key(key, sorting))[:size]


def cursor_of(key: Key, sorting: str) -> str:
    """The place in the list behind a row, as the address bears it."""
    value = key[0].isoformat() if isinstance(key[0], (date, datetime)) else key[0]
    return base64.urlsafe_b64encode(json.dumps([sorting, value, key[1]]).encode()).decode()


def _keyed(cases: QuerySet[Case], sorting: str) -> QuerySet[Any]:
    column = {SLACK: "next_due_at", HELD: "hold_until", NEWEST: "id", NUMBER: "number"}[sorting]
    keyed: QuerySet[Any] = (with_hold(cases) if sorting == HELD else cases).annotate(key=F(column))
    return keyed


def _arms(source: QuerySet[Case], sorting: str, behind: Key | None) -> list[QuerySet[Any]]:
    """One source in its order from the cursor on; with the nearest term, cases without one are an arm of their own.

    "From the cursor on" is a range first and leaves out what was shown second, so that an index finds its beginning.
    """
    if sorting == SLACK:
        return _by_slack(source, behind)
    if sorting == HELD:
        held = with_hold(source)
        if behind:
            held = held.filter(hold_until__gte=behind[0]).exclude(hold_until=behind[0], pk__lte=behind[1])
        return [held.order_by("hold_until", "pk")]
    if sorting == NEWEST:
        return [(source.filter(pk__lt=behind[1]) if behind else source).order_by("-pk")]
    return [(source.filter(number__gt=behind[0]) if behind else source).order_by("number")]


def _by_slack(source: QuerySet[Case], behind: Key | None) -> list[QuerySet[Case]]:
    timed = source.filter(next_due_at__isnull=False)
    # nothing that is closed is ever in this order: the index of the cases without a running term leaves it out
    untimed = source.filter(next_due_at__isnull=True, closed_at__isnull=True)
    if behind is None:
        return [timed.order_by("next_due_at", "pk"), untimed.order_by("pk")]
    due, pk = behind
    if due is None:
        return [untimed.filter(pk__gt=pk).order_by("pk")]
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
