"""What happened to a mandate is told to both: the agent, and the owners of the company."""

from __future__ import annotations

from accounts.models import User
from accounts.owners import owners_of
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
    agents = list(
        User.objects.filter(pk=facts["user_id"])
    )  # nobody, where an address was offered that nobody bears
    company = Subject.objects.get(pk=facts["subject_id"]).name
    context = {"company": company, "person": "".join(map(str, agents))}
    owners = owners_of(facts["subject_id"], on=day_of(entry.at)).filter(is_active=True)
    for template, people in ((entry.verb, agents), (f"{entry.verb}-owner", owners)):
        if template in OF_MANDATES:
            write(Notice(template=template, context=context, entry=entry), people)
