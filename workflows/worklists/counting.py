"""How many cases are on each tab: counted up to a number, so that a count never costs more than a page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import reduce
from operator import add
from typing import Any

from django.db.models import IntegerField, QuerySet, Subquery

from accounts.models import User
from cases.models import Case

COUNTED = 1000  # "999+" says enough of what nobody can look through


class _CountOf(Subquery):
    """The number of rows of a query, as one value of a statement."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) counted)"
    output_field = IntegerField()


def counts_of(lists: Mapping[str, Sequence[QuerySet[Case]]], *, user_id: int | None) -> dict[str, int]:
    """How many cases each list has over all its sources, at most `COUNTED`; one statement for all of them."""
    names = {name: f"list_{place}" for place, name in enumerate(lists)}
    sums: dict[str, Any] = {
        names[name]: reduce(add, (_CountOf(source.order_by().values("pk")[:COUNTED]) for source in sources))
        for name, sources in lists.items()
        if sources
    }
    if not sums:
        return dict.fromkeys(lists, 0)
    # the one row of the person who asks carries the numbers
    found: Any = User.objects.filter(pk=user_id or 0).values(**sums).first()
    return {name: min(found[names[name]], COUNTED) if found and names[name] in sums else 0 for name in lists}
