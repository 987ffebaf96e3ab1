"""Officers are told when work changes hands, and who stands in for whom."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from accounts.models import User
from cases.models import Case
from journal.models import Entry
from notifications.writing import Notice, write

VERBS = ("desk.reassigned", "account.substitution_made", "account.substitution_ended")


def on_entry(entry: Entry) -> None:
    """Write the messages about work that changed hands; written before, nothing is written again.

    Whoever did it knows it and is told nothing.
    """
    if entry.verb == "desk.reassigned":
        _reassigned(entry)
    else:
        _substitution(entry)


def _reassigned(entry: Entry) -> None:
    facts = entry.payload
    people = User.objects.in_bulk([key for key in (facts["to_user"], facts["from_user"]) if key])
    to = people[facts["to_user"]]
    context = {
        "by": _name_of(entry.actor_ref),
        "number": facts["number"],
        "reason": facts["reason"],
        "to": str(to),
    }
    case = Case.objects.get(pk=facts["case_id"])
    _tell("work-given", context, entry, to, case=case)
    if facts["from_user"]:
        _tell("work-taken", context, entry, people[facts["from_user"]], case=case)


def _substitution(entry: Entry) -> None:
    facts = entry.payload
    people = User.objects.in_bulk([facts["officer_id"], facts["substitute_id"]])
    officer, substitute = people[facts["officer_id"]], people[facts["substitute_id"]]
    last = date.fromisoformat(facts["to_on"]) - timedelta(days=1)
    context: dict[str, Any] = {
        "officer": str(officer),
        "substitute": str(substitute),
        "due": facts["from_on"],
        "legal": last.isoformat(),
    }
    made = entry.verb == "account.substitution_made"
    _tell("stand-in" if made else "stand-in-ended", context, entry, substitute)
    _tell("stood-in-for" if made else "stand-in-ended", context, entry, officer)


def _tell(
    template: str, context: dict[str, Any], entry: Entry, person: User, *, case: Case | None = None
) -> None:
    if entry.actor_ref != f"user:{person.pk}":
        write(Notice(template=template, context=context, entry=entry, case=case), [person])


def _name_of(actor_ref: str) -> str:
    person = User.objects.filter(pk=actor_ref.removeprefix("user:")).first()
    return str(person) if person else actor_ref
