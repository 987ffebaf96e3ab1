"""A subject complains: the unit that answers is found, the term begins, a fee that was asked is told at once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from accounts.actors import Actor
from accounts.roles import MandateScope
from cases.complaint_policies import complaints_visible_to, unit_to_answer, units_to_complain_of
from cases.machines.complaint import ComplaintMachine
from cases.models import Case, Complaint, ComplaintPaper
from cases.models.complaint import OPEN_COMPLAINTS, Cause, new_complaint_number
from cases.policies import acts_for, refuse_outside_mandate
from cases.refusals import refusal
from cases.services.acting import text
from cases.services.complaint.frame import ACCEPT, Handling, handling
from cases.services.documents import columns_of, content_of
from journal.now import day_of
from records.models import CreditRecord, Department, Subject
from rulebook.edition import Edition
from rulebook.editions_in_use import editions_in_use
from rulebook.in_force import SeveralEditions

CREDIT_CHINA = "credit-china"
FILES = 5


def file(
    *,
    subject_id: int,
    about: str,
    department_id: int,
    statement: str,
    actor: Actor,
    at: datetime,
    case_id: int | None = None,
    record_id: int | None = None,
    uploads: Sequence[UploadedFile[bytes]] = (),
    signed: UploadedFile[bytes] | None = None,
) -> Complaint:
    """Complain about a unit, in the matter of a case or of a record, or in none.

    The unit that answers, its term and the text are those of the day. A fee that was asked is told to the audit
    administrators. What a clerk enters at the window needs the company's word: `signed`, the scan of the complaint as
    the company signed it. Raises Refusal: not the subject's, an unknown cause or unit, nothing said, a wrong file,
    nothing signed, the same complaint open already, no other unit that could answer.
    """
    if not acts_for(actor, subject_id):
        raise refusal("not-subject")
    refuse_outside_mandate(MandateScope.OBJECT, actor, subject_id, record_id)
    if about not in set(Cause):
        raise refusal("unknown-cause-of-complaint")
    if len(uploads) > FILES:
        raise refusal("complaint-files", limit=FILES)
    told = text(statement, otherwise="complaint-statement")
    if signed is None and actor.acting_for is not None:
        raise refusal("complaint-unsigned")
    on = day_of(at)
    with transaction.atomic():
        # two of the same at once meet here
        subject = Subject.objects.select_for_update().get(pk=subject_id)
        case, record = matter_of(subject, case_id=case_id, record_id=record_id)
        unit = _unit(department_id, subject, case, record, on)
        _refuse_second(subject, about, unit, case, record)
        place = unit.jurisdiction if record is None else record.jurisdiction
        edition = edition_of(record, place, on)
        complaint = ComplaintMachine.objects.create(
            number=new_complaint_number(on.year),
            subject=subject,
            case=case,
            record=record,
            about=about,
            complained_of=unit,
            handling_department=unit_to_answer(unit, place=place, edition=edition, on=on),
            jurisdiction=place,
            statement=told,
            edition_key=edition.key,
            filed_at=at,
            filed_by_ref=actor.ref,
        )
        doing = Handling(complaint=complaint, act="file", actor=actor, at=at)
        papers = [] if signed is None else [_keep(complaint, signed, actor, at, signed=True)]
        papers += [_keep(complaint, upload, actor, at) for upload in uploads]
        doing.note(
            "complaint.filed",
            case_number=case.number if case else "",
            papers=[paper.sha256 for paper in papers],
            signed=papers[0].sha256 if signed is not None else "",
        )
        if about == Cause.FEE:
            doing.note("complaint.fee_flagged")
        doing.start(ACCEPT)
        doing.copy_nearest()
    return complaint


def withdraw(
    *, complaint_id: int, actor: Actor, at: datetime, reason: str = "", version: int | None = None
) -> Complaint:
    """The subject takes its complaint back (撤回) while it is not answered. Raises NotAllowed, Crossed."""
    with handling(complaint_id=complaint_id, act="withdraw", actor=actor, at=at, version=version) as doing:
        doing.move("complaint.withdrawn", payload={"reason": reason.strip()}, fields={"closed_at": at})
        doing.stop("the complaint was withdrawn")
    return doing.complaint


def open_paper(*, paper_id: int, actor: Actor) -> ComplaintPaper:
    """A file of a complaint for whoever may see it; absent and foreign ones look the same."""
    found = ComplaintPaper.objects.filter(pk=paper_id, complaint__in=complaints_visible_to(actor)).first()
    if found is None:
        raise refusal("no-document")
    return found


def matter_of(
    subject: Subject, *, case_id: int | None, record_id: int | None
) -> tuple[Case | None, CreditRecord | None]:
    """The case and the record that a complaint is about. Raises a refusal for another company's."""
    if case_id is not None:
        case = (
            Case.objects.filter(pk=case_id, subject=subject)
            .select_related("record__department", "handling_department", "determining_department")
            .first()
        )
        if case is None:
            raise refusal("no-case")
        return case, case.record
    if record_id is None:
        return None, None
    record = CreditRecord.objects.filter(pk=record_id, subject=subject).select_related("department").first()
    if record is None:
        raise refusal("no-record")
    return None, record


def edition_of(record: CreditRecord | None, place: str, on: date) -> Edition:
    """The text in force on a day for a complaint: that of the record's route, else of the credit platforms."""
    route = CREDIT_CHINA if record is None else record.route
    try:
        return editions_in_use().in_force(route=route, jurisdiction=place, on=on)
    except SeveralEditions as doubt:
        raise refusal("several-texts", doubt=str(doubt)) from doubt


def _unit(
    department_id: int, subject: Subject, case: Case | None, record: CreditRecord | None, on: date
) -> Department:
    for unit in units_to_complain_of(subject, case=case, record=record, on=on):
        if unit.pk == department_id:
            return unit
    raise refusal("unknown-unit")


def _refuse_second(
    subject: Subject, about: str, unit: Department, case: Case | None, record: CreditRecord | None
) -> None:
    known = Complaint.objects.filter(
        subject=subject,
        about=about,
        complained_of=unit,
        case=case,
        record=record,
        state__in=[str(state) for state in OPEN_COMPLAINTS],
    ).first()
    if known is not None:
        raise refusal("complaint-open", number=known.number)


def _keep(
    complaint: Complaint, upload: UploadedFile[bytes], actor: Actor, at: datetime, *, signed: bool = False
) -> ComplaintPaper:
    content = content_of(upload)
    columns = columns_of(upload, content, actor=actor, at=at)
    if complaint.papers.filter(sha256=columns["sha256"]).exists():
        raise refusal("file-twice")
    paper = ComplaintPaper(complaint=Complaint.objects.get(pk=complaint.pk), signed=signed, **columns)
    paper.file.save("ignored", ContentFile(content), save=False)
    paper.save()
    return paper
