"""Agents who act for very many companies: what a supervisor is shown of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Min

from accounts.models import Mandate, User
from accounts.roles import MandateKind
from records.standing import in_force_on


@dataclass(frozen=True)
class BusyAgent:
    """One person with many mandates in force: for how many companies, since when the oldest of them."""

    user_id: int
    name: str
    username: str
    companies: int
    since: date


def busy_agents(*, on: date, fewest: int, after: str = "", limit: int) -> list[BusyAgent]:
    """Whoever acts by mandate for at least `fewest` companies on a day, in the order of their accounts; two queries.

    Owners are no agents of their own companies. `after` is the account that was shown last.
    """
    mandates = Mandate.objects.filter(in_force_on(on), kind=MandateKind.AGENT)
    if after:
        mandates = mandates.filter(user__gt=int(after))
    found = list(
        mandates.values("user_id")
        .annotate(companies=Count("subject", distinct=True), since=Min("from_on"))
        .filter(companies__gte=fewest)
        .order_by("user_id")[:limit]
    )
    people = User.objects.in_bulk([row["user_id"] for row in found])
    return [
        BusyAgent(
            row["user_id"],
            str(people[row["user_id"]]),
            people[row["user_id"]].username,
            row["companies"],
            row["since"],
        )
        for row in found
    ]
