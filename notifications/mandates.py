"""What happened to a mandate is told to both: the agent, and the owners of the company."""

from __future__ import annotations

from django.db.models import Q

from accounts.models import User
from accounts.roles import MandateKind
from journal.models import Entry
from journal.now import day_of
from notifications.wording_of_mandates import OF_MANDATES
from notifications.writing import Notice, write
from records.models import Subject

ENDED = ("ended", "day")
"""By whom it was given, by its holder, or by its day."""

VERBS = tuple(dict.fromkeys(template.removesuffix("-owner") for template in OF_MANDATES))


def on_entry(entry: Entry) -> None:
    """Write the messages of an entry about a mandate.

    An owner's own comings and goings are told elsewhere, and so is what ends every mandate of a company at once.
    """
    facts = entry.payload
    if facts.get("kind") == MandateKind.OWNER or facts.get("reason", ENDED[0]) not in ENDED:
        return
    agent = User.objects.get(pk=facts["user_id"])
    company = Subject.objects.get(pk=facts["subject_id"]).name
    context = {"company": company, "person": str(agent)}
    owners = _owners(facts["subject_id"], entry)
    for template, people in ((entry.verb, [agent]), (f"{entry.verb}-owner", owners)):
        if template in OF_MANDATES:
            write(Notice(template=template, context=context, entry=entry), people)


def _owners(subject_id: int, entry: Entry) -> list[User]:
    on = day_of(entry.at)
    in_force = Q(mandates__to_on__isnull=True) | Q(mandates__to_on__gt=on)
    return list(
        User.objects.filter(
            in_force,
            mandates__from_on__lte=on,
            mandates__subject=subject_id,
            mandates__kind=MandateKind.OWNER,
            is_active=True,
        ).distinct()
    )
