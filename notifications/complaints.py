"""What is told of a complaint: to the company, to whoever answers, to the unit complained of, to the audit."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from accounts.actors import CLOCK
from accounts.models import User
from accounts.roles import MandateScope, Role
from cases.models import Complaint
from cases.models.complaint import Cause
from clocks.models import Deadline
from journal.models import Entry
from journal.now import day_of
from notifications.composing import complaint_letters as letters
from notifications.composing.complaint_letters import Told
from notifications.composing.parts import Draft
from notifications.issuing import Origin, put_out
from notifications.letters import LetterKind
from notifications.models import Letter
from notifications.wording_of_complaints import OF_COMPLAINTS
from notifications.writing import Notice, write
from records.standing import in_force_on

COMPOSERS: Mapping[LetterKind, Callable[[Told], Draft]] = {
    LetterKind.COMPLAINT_RECEIPT: letters.receipt,
    LetterKind.COMPLAINT_DECLINE: letters.decline,
    LetterKind.COMPLAINT_EXTENSION: letters.extension,
    LetterKind.COMPLAINT_ANSWER: letters.answer,
}
# told of what concerns a person, the unit could put pressure on whoever complained
KEPT_FROM_THE_UNIT = (Cause.FEE, Cause.CONDUCT)


@dataclass(frozen=True)
class Telling:
    """One message of a rule: to whom ("subject", "desk", "above", "unit", "audit"), in which template's words."""

    to: str
    template: str
    letter: LetterKind | None = None


RULES: Mapping[str, tuple[Telling, ...]] = {
    "complaint.filed": (
        Telling("subject", "complaint-filed", LetterKind.COMPLAINT_RECEIPT),
        Telling("desk", "complaint-to-answer"),
    ),
    "complaint.fee_flagged": (Telling("audit", "complaint-fee"),),
    "complaint.accepted": (Telling("subject", "complaint-accepted"), Telling("unit", "complaint-about-unit")),
    "complaint.declined": (Telling("subject", "complaint-declined", LetterKind.COMPLAINT_DECLINE),),
    "complaint.extended": (Telling("subject", "complaint-extended", LetterKind.COMPLAINT_EXTENSION),),
    "complaint.answered": (Telling("subject", "complaint-answered", LetterKind.COMPLAINT_ANSWER),),
    "complaint.withdrawn": (Telling("desk", "complaint-withdrawn"),),
    "complaint.breached": (
        Telling("subject", "complaint-late"),
        Telling("desk", "complaint-late-desk"),
        Telling("above", "complaint-gone-up"),
    ),
    "complaint.handed_over": (
        Telling("subject", "complaint-handed-over"),
        Telling("desk", "complaint-from-another"),
    ),
    "deadline.approaching": (Telling("desk", "complaint-near"),),
    "deadline.recounted": (
        Telling("subject", "complaint-day-moved"),
        Telling("desk", "complaint-day-moved-desk"),
    ),
}
VERBS = tuple(RULES)
# the term whose day a template names, where the entry itself names none
TERM_OF = {
    "complaint-filed": "complaint.accept",
    "complaint-to-answer": "complaint.accept",
    "complaint-accepted": "complaint.answer",
}


def on_entry(entry: Entry) -> None:
    """Issue the letter and write the messages of an entry about a complaint; told again, it writes nothing."""
    facts = entry.payload
    of_a_term = entry.verb.startswith("deadline.")
    if of_a_term and not _is_told(facts):
        return
    complaint_id = facts["owner_id" if of_a_term else "complaint_id"]
    complaint = Complaint.objects.select_related(
        *("subject", "case", "record", "complained_of", "handling_department", "answered_by")
    ).get(pk=complaint_id)
    for telling in RULES[entry.verb]:
        letter = _letter(telling.letter, complaint, entry) if telling.letter else None
        _write(telling, complaint, entry, letter)


def _is_told(facts: Mapping[str, Any]) -> bool:
    """Whether what happened to a term is news of a complaint: a legal one; a day that a calendar left alone is none."""
    if facts["owner_kind"] != "complaint" or facts["goal"] != "law":
        return False
    return "from" not in facts or facts["from"] != facts["to"]


def letters_of(complaint: Complaint) -> list[Letter]:
    """The letters of a complaint in the order of their issue, without their bytes."""
    own = Entry.objects.filter(stream=complaint.stream).values("pk")
    kinds = [str(kind) for kind in COMPOSERS]
    found = Letter.objects.filter(subject_id=complaint.subject_id, kind__in=kinds, caused_by_entry__in=own)
    return list(found.defer("pdf", "content").order_by("pk"))


def _letter(kind: LetterKind, complaint: Complaint, entry: Entry) -> Letter:
    """The letter is the company's: bound to no case, it is not seen by the unit complained of."""
    origin = Origin(
        entry=entry,
        subject=complaint.subject,
        stream=complaint.stream,
        reference=complaint.number,
        numbered_as=letters.NUMBERED_AS,
    )
    told = Told(complaint, day_of(entry.at), str(entry.payload.get("reason", "")))
    return put_out(kind, lambda: COMPOSERS[kind](told), origin)


def _write(telling: Telling, complaint: Complaint, entry: Entry, letter: Letter | None) -> None:
    """Store the messages, as `notifications.handlers` does: what time caused waits for working hours."""
    notice = Notice(
        template=telling.template,
        context=_context(telling.template, complaint, entry),
        entry=entry,
        letter=letter,
        reminder=entry.actor_ref == CLOCK.ref and letter is None,
        jurisdiction=complaint.jurisdiction,
    )
    write(notice, _people(telling.to, complaint, entry))


def _context(template: str, complaint: Complaint, entry: Entry) -> dict[str, Any]:
    """The facts a template needs, and the number under which the inbox links to the complaint where it may be seen."""
    text = str(OF_COMPLAINTS[template].text)
    facts: dict[str, Any] = {"number": complaint.number}
    if template != "complaint-about-unit":
        facts["complaint"] = complaint.number
    if "{due}" in text:
        facts["due"] = entry.payload.get("due_on") or _term(complaint, TERM_OF[template]).due_on.isoformat()
    if "{term}" in text:
        facts["term"] = entry.payload["term"]
    return facts


def _term(complaint: Complaint, term: str) -> Deadline:
    return Deadline.objects.filter(
        owner_kind="complaint", owner_id=complaint.pk, term=term, goal="law"
    ).latest("pk")


def _people(to: str, complaint: Complaint, entry: Entry) -> Iterable[User]:
    """Who an audience is on the day; whoever did the act as an officer is not told of it."""
    on = day_of(entry.at)
    if to == "subject":
        return User.objects.filter(
            in_force_on(on, of="mandates"),
            Q(mandates__limited=False) | Q(mandates__records=complaint.record_id),
            mandates__subject=complaint.subject_id,
            mandates__scopes__contains=MandateScope.LETTERS,
            is_active=True,
        ).distinct()
    in_force = in_force_on(on, of="posts")
    told = _in_post(to, complaint, in_force).filter(is_active=True).distinct()
    kind, _colon, key = entry.actor_ref.partition(":")
    return told.exclude(pk=int(key)) if kind == "user" else told


def _in_post(to: str, complaint: Complaint, in_force: Q) -> QuerySet[User]:
    if to == "audit":
        return User.objects.filter(in_force, posts__role=Role.AUDIT_ADMIN)
    if to == "unit" and complaint.about in KEPT_FROM_THE_UNIT:
        return User.objects.none()
    unit = {
        "desk": complaint.handling_department_id,
        "above": complaint.escalated_to_id,
        "unit": complaint.complained_of_id,
    }[to]
    return User.objects.filter(in_force, posts__role=Role.SUPERVISOR, posts__department=unit)
