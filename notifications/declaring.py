"""Who is told of a second signature that is waited for, and to whom the code for the window goes."""

from __future__ import annotations

from typing import Any

from accounts.models import User
from accounts.owners import owners_of
from cases.models import Case, GroupFiling, SecondSignature, SubjectConfirmation
from cases.services.second_persons import first_of, first_persons, signers
from cases.services.seconding import OWNER_KIND
from journal.models import Entry
from journal.now import day_of
from notifications.writing import Notice, write

TOLD_SIGNERS = frozenset({"second_asked", "second_changed", "second_too_late"})
TOLD_FIRST = frozenset({"second_sent_back", "second_too_late"})
CONFIRMATION_ASKED = "confirmation_asked"
VERBS = (
    *(f"case.{what}" for what in sorted({*TOLD_SIGNERS, *TOLD_FIRST, CONFIRMATION_ASKED})),
    *(f"group.{what}" for what in sorted({*TOLD_SIGNERS, *TOLD_FIRST, CONFIRMATION_ASKED})),
    "deadline.approaching",
)


def on_entry(entry: Entry) -> None:
    """Write the messages of an entry about a declaration; written before, nothing is written again."""
    facts, what = entry.payload, entry.verb.partition(".")[2]
    if what == CONFIRMATION_ASKED:
        _ask_for_word(entry)
    elif entry.verb == "deadline.approaching":
        if facts["owner_kind"] == OWNER_KIND:
            asked = SecondSignature.objects.filter(pk=facts["owner_id"], outcome="").first()
            if asked is not None:
                _tell(entry, asked, "second-near", to_signers=True, reminder=True)
    else:
        asked = SecondSignature.objects.get(pk=facts["signature_id"])
        _tell(entry, asked, f"case.{what}", to_signers=what in TOLD_SIGNERS, to_first=what in TOLD_FIRST)


def _tell(
    entry: Entry,
    asked: SecondSignature,
    template: str,
    *,
    to_signers: bool,
    to_first: bool = False,
    reminder: bool = False,
) -> None:
    of = _of(asked)
    people: list[User] = []
    if to_signers:
        people += signers(of, besides=first_persons(asked), at=entry.at)
    first = first_of(asked)
    if to_first and first is not None:
        people.append(first)
    _write(template, {"due": asked.waits_until.isoformat()}, entry, of, people, reminder=reminder)


def _ask_for_word(entry: Entry) -> None:
    """To the owners alone: it stands for the company's word. The code itself is read out, not kept."""
    asked = SubjectConfirmation.objects.get(pk=entry.payload["confirmation_id"])
    of = _of(asked)
    owners = owners_of(of.subject_id, on=day_of(entry.at)).filter(is_active=True)
    _write("case.confirmation_asked", {"confirmation": asked.pk}, entry, of, list(owners))


def _write(
    template: str,
    context: dict[str, Any],
    entry: Entry,
    of: Case | GroupFiling,
    people: list[User],
    *,
    reminder: bool = False,
) -> None:
    case = of if isinstance(of, Case) else None
    facts = {
        "company": of.subject.name,
        "what": "group" if case is None else case.kind,
        "number": of.number,
        **({"group": of.number} if case is None else {}),
        **context,
    }
    write(Notice(template=template, context=facts, entry=entry, case=case, reminder=reminder), people)


def _of(asked: SecondSignature | SubjectConfirmation) -> Case | GroupFiling:
    of = asked.case or asked.group
    if of is None:
        raise TypeError("It is about a case or about a group.")
    return of
