"""Who is told of a second signature that is waited for, and to whom the code for the window goes."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from accounts.models import User
from accounts.roles import MandateKind
from cases.models import Case, SecondSignature, SubjectConfirmation
from cases.services.confirming import code_of
from cases.services.second_signature import OWNER_KIND, first_of, signers
from journal.models import Entry
from journal.now import day_of
from notifications.writing import Notice, write

TOLD_SIGNERS = frozenset({"case.second_asked", "case.second_changed", "case.second_too_late"})
TOLD_FIRST = frozenset({"case.second_sent_back", "case.second_too_late"})
VERBS = (*sorted(TOLD_SIGNERS | TOLD_FIRST), "case.confirmation_asked", "deadline.approaching")


def on_entry(entry: Entry) -> None:
    """Write the messages of an entry about a declaration; written before, nothing is written again."""
    facts = entry.payload
    if entry.verb == "case.confirmation_asked":
        _send_code(entry)
    elif entry.verb == "deadline.approaching":
        if facts["owner_kind"] == OWNER_KIND:
            asked = SecondSignature.objects.filter(pk=facts["owner_id"], outcome="").first()
            if asked is not None:
                _tell(entry, asked, "second-near", reminder=True)
    else:
        _tell(entry, SecondSignature.objects.get(pk=facts["signature_id"]), entry.verb)


def _tell(entry: Entry, asked: SecondSignature, template: str, *, reminder: bool = False) -> None:
    case = _case(asked.case_id)
    people: list[User] = []
    if entry.verb in TOLD_SIGNERS or reminder:
        people += signers(case, besides=asked.asked_by_ref, at=entry.at)
    first = first_of(asked)
    if entry.verb in TOLD_FIRST and first is not None:
        people.append(first)
    context = {"due": asked.waits_until.isoformat()}
    _write(template, context, entry, case, people, reminder=reminder)


def _send_code(entry: Entry) -> None:
    """To the owners alone: it stands for the company's word."""
    asked = SubjectConfirmation.objects.get(pk=entry.payload["confirmation_id"])
    case, on = _case(asked.case_id), day_of(entry.at)
    in_force = Q(mandates__to_on__isnull=True) | Q(mandates__to_on__gt=on)
    owners = User.objects.filter(
        in_force,
        mandates__subject=case.subject_id,
        mandates__kind=MandateKind.OWNER,
        mandates__from_on__lte=on,
        is_active=True,
    ).distinct()
    _write("case.confirmation_asked", {"code": code_of(asked)}, entry, case, list(owners))


def _write(
    template: str,
    context: dict[str, Any],
    entry: Entry,
    case: Case,
    people: list[User],
    *,
    reminder: bool = False,
) -> None:
    facts = {"company": case.subject.name, "number": case.number, **context}
    write(Notice(template=template, context=facts, entry=entry, case=case, reminder=reminder), people)


def _case(case_id: int) -> Case:
    return Case.objects.select_related("subject", "record").get(pk=case_id)
