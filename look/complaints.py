"""Complaints as every face shows them: tone, head, terms, files, letters, what has happened."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Mandate
from cases.models import Complaint
from cases.models.complaint import OPEN_COMPLAINTS, ComplaintFinding, ComplaintState
from cases.services.complaint.frame import owner_of
from clocks.models import Deadline
from clocks.services import open_terms
from journal.models import Entry
from journal.now import day_of
from journal.verbs import VERBS
from look.cards import cards_of
from look.case_words import term_words
from look.names import name_of
from look.parts import CaseHeader, Evidence, LetterCard, SummaryRow, TimelineEntry, Tone
from look.people import acted_for, names_of
from look.terms import receipt_of
from notifications.complaints import letters_of

TONES: Mapping[str, Tone] = {
    ComplaintState.RECEIVED: "accent",
    ComplaintState.ACCEPTED: "accent",
    ComplaintState.DECLINED: "late",
    ComplaintState.ANSWERED: "good",
    ComplaintState.WITHDRAWN: "quiet",
}
NEXT: Mapping[str, Promise] = {
    ComplaintState.RECEIVED: gettext_lazy("Say whether the complaint is taken up"),
    ComplaintState.ACCEPTED: gettext_lazy("Answer the complaint"),
}
ENTRY_TONES: Mapping[str, Tone] = {
    "complaint.accepted": "accent",
    "complaint.answered": "good",
    "complaint.declined": "late",
    "complaint.breached": "late",
    "complaint.extended": "care",
}
TOLD = tuple(verb for verb in VERBS if verb.startswith("complaint.") and verb != "complaint.fee_flagged")


@dataclass(frozen=True)
class ListedComplaint:
    """One line of a list of complaints. `due_on` is the last day of the nearest term; None where none runs."""

    number: str
    about: str
    unit: str
    subject: str
    code: str
    state: str
    tone: Tone
    late: bool
    due_on: date | None
    filed_on: date


def listed_complaint(complaint: Complaint) -> ListedComplaint:
    """A complaint in the reader's words."""
    return ListedComplaint(
        number=complaint.number,
        about=complaint.get_about_display(),
        unit=name_of(complaint.complained_of),
        subject=complaint.subject.name,
        code=complaint.subject.code,
        state=complaint.get_state_display(),
        tone=TONES[complaint.state],
        late=complaint.late,
        due_on=last_day(complaint),
        filed_on=day_of(complaint.filed_at),
    )


def last_day(complaint: Complaint) -> date | None:
    """The last day of the nearest term: the stored moment is the midnight after it."""
    if complaint.next_due_at is None:
        return None
    return date.fromordinal(day_of(complaint.next_due_at).toordinal() - 1)


def header_of_complaint(complaint: Complaint, *, title: str) -> CaseHeader:
    """The head of a complaint's page; `title` is its main heading."""
    nearest = next((term for term in legal_terms(complaint)), None)
    runs = complaint.state in OPEN_COMPLAINTS
    return CaseHeader(
        number=complaint.number,
        kind=_("Complaint"),
        subject=title,
        state=complaint.get_state_display(),
        tone="late" if complaint.late and runs else TONES[complaint.state],
        whose_turn=name_of(complaint.handling_department) if runs else _("Nobody: it is closed"),
        next_act=str(NEXT.get(complaint.state, "")),
        due_on=nearest.due_on if nearest else None,
        receipt=receipt_of(nearest) if nearest else None,
    )


def legal_terms(complaint: Complaint) -> list[Deadline]:
    """The open terms set by law, nearest last day first."""
    return [term for term in open_terms(owner_of(complaint)) if term.goal == "law"]


def matter_rows(complaint: Complaint, *, link: Callable[[str], str] | None = None) -> tuple[SummaryRow, ...]:
    """What the complaint is about, row by row; `link` leads to the case where the reader may open it."""
    rows = [
        SummaryRow(_("Cause of the complaint"), complaint.get_about_display()),
        SummaryRow(_("Unit complained of"), name_of(complaint.complained_of)),
        SummaryRow(_("Looked into by"), name_of(complaint.answered_by or complaint.handling_department)),
    ]
    if complaint.escalated_to is not None and complaint.answered_by is None:
        rows.append(SummaryRow(_("Gone up to"), name_of(complaint.escalated_to)))
    if complaint.case is not None:
        rows.append(SummaryRow(_("Case"), complaint.case.number, link(complaint.case.number) if link else ""))
    if complaint.record is not None:
        rows.append(SummaryRow(_("Decision number"), complaint.record.decision_number))
    return tuple(rows)


def answer_rows(complaint: Complaint) -> tuple[SummaryRow, ...]:
    """The answer, part by part; the reason where it was not taken up; nothing while it is open."""
    if complaint.state == ComplaintState.DECLINED:
        return (SummaryRow(_("Not taken up because"), complaint.decline_reason),)
    if complaint.state != ComplaintState.ANSWERED:
        return ()
    return (
        SummaryRow(_("Finding on the complaint"), ComplaintFinding(complaint.finding).label),
        SummaryRow(_("Answer"), complaint.answer_text),
        SummaryRow(_("What was done"), complaint.done),
        SummaryRow(_("What you get or can do"), complaint.remedy),
    )


def papers_of(complaint: Complaint, link: Callable[[int], str]) -> tuple[Evidence, ...]:
    """The files beside a complaint, to download."""
    return tuple(
        Evidence(
            title=_("The complaint as the company signed it") if paper.signed else paper.original_name,
            url=link(paper.pk),
            kind=_("Scanned at the service window") if paper.signed else _("Handed in with the complaint"),
            size=paper.size,
            uploaded_at=paper.added_at,
            uploaded_by=_("Service window, for the company")
            if paper.signed
            else _("Handed in by the company"),
            digest=paper.sha256,
        )
        for paper in complaint.papers.order_by("pk")
    )


def letters_of_complaint(complaint: Complaint, link: Callable[[str], str]) -> tuple[LetterCard, ...]:
    """The letters of a complaint in the order of their issue."""
    return cards_of(letters_of(complaint), link)


def timeline_of_complaint(complaint: Complaint, *, named: bool) -> tuple[TimelineEntry, ...]:
    """What happened, newest first; officers by name where `named`, else as the unit that answers."""
    entries = list(Entry.objects.filter(stream=complaint.stream, verb__in=TOLD).order_by("-seq"))
    people = names_of(entry.actor_ref for entry in entries)
    own = set() if named else _people_of(complaint)
    return tuple(
        TimelineEntry(
            at=entry.at,
            title=str(VERBS[entry.verb]),
            actor=_actor(complaint, entry, people, own, named=named),
            detail=_detail(entry),
            tone=ENTRY_TONES.get(entry.verb, "quiet"),
        )
        for entry in entries
    )


def _people_of(complaint: Complaint) -> set[str]:
    """Whoever holds or held a mandate for the company, by reference."""
    held = Mandate.objects.filter(subject_id=complaint.subject_id).values_list("user_id", flat=True)
    return {f"user:{pk}" for pk in held}


def _actor(
    complaint: Complaint, entry: Entry, people: Mapping[str, str], own: set[str], *, named: bool
) -> str:
    if entry.payload.get("acting_for"):
        return _("Service window, for the company")
    if named or entry.actor_ref in own or entry.actor_ref.startswith("system:"):
        return acted_for(people[entry.actor_ref], entry, complaint.subject.name)
    return name_of(complaint.answered_by or complaint.handling_department)


def _detail(entry: Entry) -> str:
    if entry.verb == "complaint.breached":
        return term_words(entry.payload["term"])
    return str(entry.payload.get("reason") or "")
