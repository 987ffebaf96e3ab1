"""Names behind the references that rows and journal keep (user:7, system:clock)."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from accounts.models import User
from journal.models import Entry


def names_of(refs: Iterable[str]) -> dict[str, str]:
    """The name for each reference, in one query; what the house does itself is told as such."""
    wanted = set(refs)
    numbers = [int(ref.removeprefix("user:")) for ref in wanted if ref.removeprefix("user:").isdigit()]
    people = {f"user:{user.pk}": str(user) for user in User.objects.filter(pk__in=numbers)}
    return {ref: people.get(ref) or (_("By itself") if ref.startswith("system:") else ref) for ref in wanted}


def acted_for(name: str, entry: Entry, company: str) -> str:
    """Who did it, and for whom where it was an agent by the owner's mandate."""
    if entry.payload.get("agent_for"):
        return _("%(name)s for %(company)s, by mandate") % {"name": name, "company": company}
    return name
