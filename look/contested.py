"""What an objection contests, field by field, and what is made good after it, in the reader's words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from cases.contested import WITHOUT_VALUE, field_label
from cases.models import Case, ContestedField, Document, Inquiry, RedressItem
from cases.models.objection import FieldOutcome, InquiryEnd, ProviderFinding, RedressKind
from cases.services.documents import ANSWER
from cases.services.objection import redress
from clocks.models import Deadline
from journal.days import day_words
from journal.now import day_of
from look.names import name_of
from look.parts import Evidence, Receipt, Tone
from look.terms import receipt_of
from records.models import FieldCorrection, RecordNote
from rulebook.editions_in_use import editions_in_use

OF_NO_FIELD = "objection"
"""The material of a document that is proof of the objection as a whole."""
DAYS = ("determined_on", "valid_until", "delivered_end_on")
OUTCOME_TONES: Mapping[str, Tone] = {
    FieldOutcome.WITHDRAWN: "good",
    FieldOutcome.CORRECTED: "good",
    FieldOutcome.NOTED: "care",
    FieldOutcome.UPHELD: "quiet",
}
FINDING_TONES: Mapping[str, Tone] = {
    ProviderFinding.WRONG: "good",
    ProviderFinding.RIGHT: "quiet",
    ProviderFinding.UNCONFIRMED: "care",
}


@dataclass(frozen=True)
class ContestedRow:
    """One contested field: both values, the proof, the provider's answer with its papers, what was decided.

    `before` and `after` are what the record said and says of a field that was set right; None for any other.
    """

    field: str
    title: str
    shown: str
    right: str
    reason: str
    proofs: tuple[Evidence, ...]
    answers: tuple[Evidence, ...]
    finding: str
    finding_tone: Tone
    provider_value: str
    provider_note: str
    proposed: str
    proposed_value: str
    outcome: str
    tone: Tone
    before: str | None
    after: str | None
    dropped_by: str


@dataclass(frozen=True)
class InquiryRow:
    """One inquiry: whom, what, since when, how it ended; `due_on` and `receipt` while an answer is owed."""

    unit: str
    question: str
    fields: str
    served_on: date
    reminded_on: date | None
    end: str
    ended_on: date | None
    due_on: date | None
    receipt: Receipt | None
    late: bool


@dataclass(frozen=True)
class NoteRow:
    """What of a record nobody could confirm, since when."""

    fields: str
    noted_on: date


@dataclass(frozen=True)
class RedressRow:
    """One thing that makes good: what, who owes it, by when, what was done, whether it was confirmed."""

    pk: int
    title: str
    unit: str
    where: str
    due_on: date
    done_at: datetime | None
    proof: str
    document: Evidence | None
    confirmed_at: datetime | None
    receipt: Receipt | None
    state: str
    tone: Tone


def value_words(field: str, value: str) -> str:
    """A kept value in words: days as days, nothing as "Nothing"; empty for what has no value of its own."""
    if field in WITHOUT_VALUE:
        return ""
    if not value:
        return _("Nothing")
    return day_words(date.fromisoformat(value)) if field in DAYS else value


def contested_rows(
    case: Case, evidence: Callable[[Document], Evidence] | None = None
) -> tuple[ContestedRow, ...]:
    """Every contested field in the order in which they were named; `evidence` draws a document for its reader."""
    changes = {change.field: change for change in FieldCorrection.objects.filter(case_number=case.number)}
    proofs = _proofs(case, evidence) if evidence else {}
    return tuple(_row(one, changes.get(one.field), proofs) for one in case.contested.all())


def present_documents(case: Case) -> list[Document]:
    """The documents that are in the objection now, in the order in which they came."""
    return sorted(
        (document for document in case.documents.all() if document.removed_at is None),
        key=lambda document: document.pk,
    )


def _proofs(case: Case, evidence: Callable[[Document], Evidence]) -> dict[str, tuple[Evidence, ...]]:
    found: dict[str, tuple[Evidence, ...]] = {}
    for document in present_documents(case):
        found[document.material] = (*found.get(document.material, ()), evidence(document))
    return found


def _row(
    one: ContestedField, change: FieldCorrection | None, proofs: Mapping[str, tuple[Evidence, ...]]
) -> ContestedRow:
    return ContestedRow(
        field=one.field,
        title=field_label(one.field),
        shown=value_words(one.field, one.shown_value),
        right=value_words(one.field, one.right_value),
        reason=one.reason,
        proofs=proofs.get(one.field, ()),
        answers=proofs.get(f"{ANSWER}{one.field}", ()),
        finding=one.get_provider_finding_display(),
        finding_tone=FINDING_TONES.get(one.provider_finding, "quiet"),
        provider_value=value_words(one.field, one.provider_value) if one.provider_value else "",
        provider_note=one.provider_note,
        proposed=one.get_proposed_display(),
        proposed_value=value_words(one.field, one.proposed_value)
        if one.proposed == FieldOutcome.CORRECTED
        else "",
        outcome=one.get_outcome_display(),
        tone=OUTCOME_TONES.get(one.outcome or one.proposed, "quiet"),
        before=value_words(one.field, change.before) if change else None,
        after=value_words(one.field, change.after) if change else None,
        dropped_by=one.dropped_by,
    )


def inquiry_rows(case: Case, terms: Sequence[Deadline], *, on: date) -> tuple[InquiryRow, ...]:
    """The inquiries of a case, first to last; `terms` are the open ones of the case."""
    answers = [term for term in terms if term.term in ANSWERS and term.goal == "law"]
    owed = max(answers, key=lambda term: term.due_on, default=None)
    return tuple(_inquiry(one, owed, on) for one in case.inquiries.all())


ANSWERS = ("objection.inquiry", "objection.inquiry-reminded")
"""The terms within which the providing unit answers."""


def _inquiry(one: Inquiry, owed: Deadline | None, on: date) -> InquiryRow:
    waits = owed if not one.closed else None
    return InquiryRow(
        unit=name_of(one.department),
        question=one.question,
        fields=_(", ").join(field_label(field) for field in one.fields),
        served_on=day_of(one.served_at),
        reminded_on=day_of(one.reminded_at) if one.reminded_at else None,
        end=_end_words(one.closed),
        ended_on=day_of(one.closed_at) if one.closed_at else None,
        due_on=waits.due_on if waits else None,
        receipt=receipt_of(waits) if waits else None,
        late=one.reminded_at is not None or (waits is not None and waits.due_on < on),
    )


def _end_words(closed: str) -> str:
    if closed == InquiryEnd.ANSWERED:
        return _("The answer has come")
    return str(InquiryEnd(closed).label) if closed else ""


def redress_rows(case: Case, evidence: Callable[[Document], Evidence], *, on: date) -> tuple[RedressRow, ...]:
    """What is owed to the subject after a wrong record, with the receipt of each last day."""
    items = list(case.redress.select_related("department", "document"))
    terms = {
        term.owner_id: term
        for term in Deadline.objects.filter(
            owner_kind=redress.OWNER_KIND,
            owner_id__in=[item.pk for item in items],
            term__in=(redress.CORRECT_TERM, redress.REDRESS_TERM),
            goal="law",
        ).order_by("pk")
    }
    return tuple(_redress(item, terms.get(item.pk), evidence, on) for item in items)


def _redress(
    item: RedressItem, term: Deadline | None, evidence: Callable[[Document], Evidence], on: date
) -> RedressRow:
    state, tone = _standing(item, on)
    return RedressRow(
        pk=item.pk,
        title=str(RedressKind(item.kind).label),
        unit=name_of(item.department),
        where=item.text,
        due_on=item.due_on,
        done_at=item.done_at,
        proof=item.proof,
        document=evidence(item.document) if item.document else None,
        confirmed_at=item.confirmed_at,
        receipt=receipt_of(term) if term else None,
        state=state,
        tone=tone,
    )


def _standing(item: RedressItem, on: date) -> tuple[str, Tone]:
    if item.confirmed_at is not None:
        return _("Confirmed"), "good"
    if item.done_at is not None:
        return _("Done, not confirmed yet"), "accent"
    if item.due_on < on:
        return _("Late"), "late"
    return _("Owed"), "care"


def apology_can_be_asked(case: Case) -> bool:
    """Whether the text of a closed objection owes an apology or a certificate that was not asked for yet."""
    decision = next((found for state, found in redress.DECISION_OF.items() if state == case.state), None)
    if decision is None:
        return False
    owed = editions_in_use().by_key(case.edition_key).objection.redress_after(str(decision))
    asked = any(item.kind == RedressKind.APOLOGY for item in case.redress.all())
    return not asked and any(item.id == RedressKind.APOLOGY for item in owed)


def can_be_confirmed(rows: Sequence[RedressRow]) -> bool:
    """Whether something was done and waits for the word that the influence is gone."""
    return any(row.done_at and not row.confirmed_at for row in rows)


def notes_of(record_id: int) -> tuple[NoteRow, ...]:
    """The notes that stand on a record (存疑备注): what an objection contested and nobody could confirm."""
    standing = RecordNote.objects.filter(record=record_id, lifted_at__isnull=True).order_by("pk")
    return tuple(
        NoteRow(_(", ").join(field_label(field) for field in note.fields), day_of(note.noted_at))
        for note in standing
    )
