"""Which rows stand on a day: posts, mandates and providers have a first day, and a day from which they are over."""

from __future__ import annotations

from datetime import date

from django.db.models import Q


def in_force_on(on: date, *, of: str = "") -> Q:
    """What is in force on a day; `of` names the relation that leads to the rows, such as "posts"."""
    way = f"{of}__" if of else ""
    begun, endless = Q(**{f"{way}from_on__lte": on}), Q(**{f"{way}to_on__isnull": True})
    return begun & (endless | Q(**{f"{way}to_on__gt": on}))
