"""The inquiry at the providing unit (协查): its answer per field, and what time does when none comes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.core.files.uploadedfile import UploadedFile

from accounts.actors import CLOCK, Actor
from cases.contested import CONTESTED, WITHOUT_VALUE, read_value
from cases.inquiries import reminders_allowed
from cases.labels import act_label
from cases.models import Case, ContestedField, Inquiry
from cases.models.objection import InquiryEnd, ProviderFinding
from cases.refusals import refusal
from cases.services import documents, keeping
from cases.services.acting import Doing, acting, text
from cases.states import CaseKind, ObjectionState
from clocks import services as clocks
from clocks.models import Deadline, Standing
from journal.models import Entry

TERM = "objection.inquiry"
REMINDED = "objection.inquiry-reminded"
NOTE_LIMIT = 2000


def answer(
    *,
    case_id: int,
    answers: Mapping[str, Mapping[str, str]],
    actor: Actor,
    at: datetime,
    papers: Mapping[str, UploadedFile[bytes]] | None = None,
    version: int | None = None,
) -> Case:
    """Answer the inquiry (协查答复) about every field that was asked: field to {finding, value, note}.

    `finding` is confirmed-wrong (with the right value), confirmed-right or cannot-confirm (with a note why); `papers`
    are proofs by field. Raises a refusal for a field without an answer, an unknown finding, or a value that is none.
    """
    with acting(
        case_id=case_id, act="answer", actor=actor, at=at, version=version, kind=CaseKind.OBJECTION
    ) as doing:
        inquiry = _open_inquiry(doing.case)
        asked = {
            row.field: row
            for row in doing.case.contested.filter(field__in=inquiry.fields, dropped_at__isnull=True)
        }
        missing = [str(CONTESTED[field]) for field in asked if field not in answers]
        if missing:
            raise refusal("unanswered-fields", ways="、".join(missing))
        told = {field: _answered(doing, row, answers[field]) for field, row in asked.items()}
        for field, upload in (papers or {}).items():
            if field not in asked:
                raise refusal("unknown-field")
            material = f"{documents.ANSWER}{field}"
            documents.store(doing.case, material=material, upload=upload, actor=actor, at=at)
        doing.move("case.answered", payload={"answers": told, "department_asked_id": inquiry.department_id})
        Inquiry.objects.filter(pk=inquiry.pk).update(
            answered_at=at, answered_by_ref=actor.ref, closed=InquiryEnd.ANSWERED, closed_at=at
        )
        _examination_goes_on(doing, reason="answered")
    return doing.case


def _answered(doing: Doing, row: ContestedField, said: Mapping[str, str]) -> dict[str, str]:
    finding, note = said.get("finding", ""), said.get("note", "").strip()[:NOTE_LIMIT]
    if finding not in set(ProviderFinding):
        raise refusal("finding")
    value = ""
    if finding == ProviderFinding.WRONG and row.field not in WITHOUT_VALUE:
        value = read_value(row.field, said.get("value", ""), today=doing.on)
        if value == row.shown_value:
            raise refusal("same-value", field=CONTESTED[row.field])
    if finding == ProviderFinding.UNCONFIRMED:
        note = text(note, otherwise="reason")
    facts = {"provider_finding": str(finding), "provider_value": value, "provider_note": note}
    ContestedField.objects.filter(pk=row.pk).update(**facts)
    return {"finding": str(finding), "value": value, "note": note}


def _open_inquiry(case: Case) -> Inquiry:
    found = Inquiry.objects.filter(case=case, closed="").first()
    if found is None:
        raise refusal("not-inquired")
    return found


def _examination_goes_on(doing: Doing, *, reason: str) -> None:
    doing.stop(TERM, REMINDED, reason=reason)
    doing.resume("inquiry")


def on_term_over(case: Case, entry: Entry) -> None:
    """The term of an inquiry ran out: remind as often as the text says, then go on without an answer.

    On a held case it is only reported; what it does waits for the end of the hold.
    """
    facts = entry.payload
    owed = Deadline.objects.filter(pk=facts["deadline_id"], stopped_at__isnull=True).exists()
    if not owed or case.state != ObjectionState.INQUIRING:
        return
    if case.holds.filter(to_at__isnull=True).exists():
        keeping.breach(
            case_id=case.pk, term=facts["term"], goal=facts["goal"], due_on=facts["due_on"], at=entry.at
        )
    else:
        silence(case_id=case.pk, at=entry.at)


def after_a_hold(*, case_id: int, at: datetime) -> None:
    """What a hold put off: an inquiry whose last term ran out before it is over when the case is taken up again."""
    case = Case.objects.get(pk=case_id)
    if case.state != ObjectionState.INQUIRING:
        return
    terms = [
        term
        for term in clocks.open_terms(clocks.Owner("case", case.pk, case.stream))
        if term.goal == "law" and term.term in {TERM, REMINDED}
    ]
    if terms and all(term.standing == Standing.BREACHED for term in terms):
        silence(case_id=case.pk, at=at)


def silence(*, case_id: int, at: datetime) -> Case:
    """Nobody answered in time: a reminder while the text has one left, else 逾期未答复."""
    case = Case.objects.get(pk=case_id)
    inquiry = _open_inquiry(case)
    if inquiry.reminders < reminders_allowed(case):
        return remind(case_id=case_id, at=at)
    return no_answer(case_id=case_id, at=at)


def remind(*, case_id: int, at: datetime) -> Case:
    """Remind the providing unit (催办): its supervisor is told, a last term begins, the first one stays unmet."""
    with acting(case_id=case_id, act="remind", actor=CLOCK, at=at, kind=CaseKind.OBJECTION) as doing:
        if doing.is_held:
            raise refusal("held", act=act_label("remind", CaseKind.OBJECTION))
        inquiry = _open_inquiry(doing.case)
        Inquiry.objects.filter(pk=inquiry.pk).update(reminders=inquiry.reminders + 1, reminded_at=at)
        doing.mark_late()
        doing.stop(REMINDED, reason="reminded again")
        doing.start(REMINDED)
        doing.note("case.reminded", department_asked_id=inquiry.department_id, ordinal=inquiry.ordinal)
    return doing.case


def no_answer(*, case_id: int, at: datetime) -> Case:
    """No answer came (逾期未答复): the examination goes on without it."""
    with acting(case_id=case_id, act="no_answer", actor=CLOCK, at=at, kind=CaseKind.OBJECTION) as doing:
        inquiry = _open_inquiry(doing.case)
        doing.move(
            "case.unanswered",
            payload={"department_asked_id": inquiry.department_id, "ordinal": inquiry.ordinal},
        )
        Inquiry.objects.filter(pk=inquiry.pk).update(closed=InquiryEnd.NO_ANSWER, closed_at=at)
        _examination_goes_on(doing, reason="no answer")
    return doing.case
