"""提出投诉: who complains of whom, who answers, by when, and what is laid beside it."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.roles import Role
from cases.complaint_policies import units_to_complain_of
from cases.models import Complaint
from cases.models.complaint import Cause
from cases.services.complaint import filing
from cases.states import RepairState
from journal.models import Entry
from journal.now import day_of
from journal.verify import findings
from rulebook.in_force import shipped_editions
from tests.complaints.reading import owed, refused, verbs
from tests.factories.cases import FILED_AT, PDF, make_filed_case
from tests.factories.complaints import STATEMENT, make_complaint, make_province
from tests.factories.people import actor_of_user, make_officer, make_owner
from tests.factories.records import make_department, make_platform, make_record

pytestmark = pytest.mark.django_db


def test_another_unit_answers_and_its_term_begins() -> None:
    made = make_complaint()
    complaint = made.complaint
    assert complaint.number.startswith("TS-2026-")
    assert complaint.state == "RECEIVED"
    assert complaint.handling_department == made.lead
    assert complaint.handling_department != complaint.complained_of
    assert complaint.edition_key.startswith("NDRC-36")
    # five working days after Tuesday 1 September
    assert owed(complaint) == {"complaint.accept": "running 2026-09-08"}
    assert day_of(complaint.next_due_at).isoformat() == "2026-09-09"  # type: ignore[arg-type]  # it runs
    assert verbs(complaint) == ["complaint.filed"]


def test_the_number_of_the_text_is_to_confirm() -> None:
    term = shipped_editions().by_key(make_complaint().complaint.edition_key).term("complaint.accept")
    assert term.stated.to_confirm


def test_in_the_matter_of_a_case_its_record_stands_beside_it() -> None:
    case = make_filed_case(RepairState.ROUTED)
    make_platform()
    complaint = make_complaint(case=case.case, owner=case.owner).complaint
    assert (complaint.case, complaint.record) == (case.case, case.case.record)
    assert Entry.objects.get(verb="complaint.filed").payload["case_number"] == case.case.number


def test_whoever_leads_is_complained_of_one_place_up() -> None:
    province, platform = make_province(), make_platform()
    made = make_complaint(department=platform)
    assert made.complaint.handling_department == province


def test_where_nobody_else_could_answer_it_says_so() -> None:
    platform, record = make_platform(), make_record()
    assert refused(lambda: file(record, department_id=platform.pk)) == "no-other-unit"


def test_a_fee_that_was_asked_is_flagged_at_once() -> None:
    assert verbs(make_complaint(about=Cause.FEE).complaint) == ["complaint.filed", "complaint.fee_flagged"]


def test_papers_are_kept_under_their_digest() -> None:
    made = make_complaint(uploads=[SimpleUploadedFile("../录音.pdf", PDF)])
    paper = made.complaint.papers.get()
    assert paper.content_type == "application/pdf"
    assert paper.sha256 in str(paper.file.name)
    assert filing.open_paper(paper_id=paper.pk, actor=actor_of_user(made.supervisor)) == paper
    stranger = actor_of_user(make_officer(Role.SUPERVISOR, made.complaint.complained_of))
    assert refused(lambda: filing.open_paper(paper_id=paper.pk, actor=stranger)) == "no-document"


@pytest.mark.parametrize(
    ("uploads", "code"),
    [
        ([SimpleUploadedFile("a.pdf", b"MZ")], "file-kind"),
        ([SimpleUploadedFile("a.pdf", b"")], "file-empty"),
        ([SimpleUploadedFile("a.pdf", PDF), SimpleUploadedFile("b.pdf", PDF)], "file-twice"),
        ([SimpleUploadedFile(f"{n}.pdf", PDF + b"%%EOF" * n) for n in range(6)], "complaint-files"),
    ],
    ids=["another kind", "empty", "twice", "too many"],
)
def test_a_wrong_file_stops_the_whole_complaint(uploads: list[Any], code: str) -> None:
    for upload in uploads:
        upload.seek(0)
    assert refused(lambda: make_complaint(uploads=uploads)) == code
    assert not Complaint.objects.exists()


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"about": "weather"}, "unknown-cause-of-complaint"),
        ({"statement": "  "}, "complaint-statement"),
        ({"statement": "长" * 4001}, "too-long"),
        ({"department_id": 0}, "unknown-unit"),
        ({"record_id": 0}, "no-record"),
        ({"record_id": None, "case_id": 0}, "no-case"),
    ],
)
def test_what_is_missing_is_named(facts: dict[str, Any], code: str) -> None:
    make_platform()
    assert refused(lambda: file(make_record(), **facts)) == code


def test_another_companys_record_and_case_are_absent() -> None:
    make_platform()
    theirs = make_filed_case(RepairState.ROUTED).case
    own = make_record()
    assert refused(lambda: file(own, record_id=theirs.record_id)) == "no-record"
    assert refused(lambda: file(own, record_id=None, case_id=theirs.pk)) == "no-case"


def test_nobody_complains_for_another_company() -> None:
    make_platform()
    record = make_record()
    stranger = make_owner(make_record().subject)
    assert refused(lambda: file(record, actor=actor_of_user(stranger))) == "not-subject"


def scan(of: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("scan.pdf", PDF + of)


def test_a_clerk_complains_for_the_company_at_the_window() -> None:
    platform, record = make_platform(), make_record()
    clerk = actor_of_user(make_officer(Role.WINDOW_CLERK, platform)).serving(record.subject_id)
    assert refused(lambda: file(record, actor=clerk)) == "complaint-unsigned"
    assert not Complaint.objects.exists()
    complaint = file(record, actor=clerk, signed=scan(b"signed"), uploads=[scan(b"letter")])
    told = Entry.objects.get(verb="complaint.filed").payload
    assert told["acting_for"] == record.subject_id
    assert complaint.filed_by_ref == clerk.ref
    [sheet] = complaint.papers.filter(signed=True)
    assert told["signed"] == sheet.sha256
    assert complaint.papers.filter(signed=False).count() == 1


def test_the_same_complaint_twice_is_refused_with_the_first_number() -> None:
    made = make_complaint()
    record = made.complaint.record
    assert record is not None
    actor = actor_of_user(made.owner)
    assert refused(lambda: file(record, actor=actor)) == "complaint-open"
    made.perform("withdraw")
    assert file(record, actor=actor).state == "RECEIVED"


def test_the_units_of_the_matter_are_offered_and_no_others() -> None:
    case = make_filed_case(RepairState.ROUTED).case
    platform, other = make_platform(), make_department(name_zh="滕州市水利局")
    on = day_of(FILED_AT)
    of_case = units_to_complain_of(case.subject, case=case, record=case.record, on=on)
    assert of_case == [case.record.department, platform]
    assert units_to_complain_of(case.subject, case=None, record=None, on=on) == of_case
    assert other not in of_case


def test_the_chain_of_its_journal_holds() -> None:
    make_complaint("ANSWERED")
    assert list(findings()) == []


def file(record: Any, **facts: Any) -> Complaint:  # noqa: ANN401 - facts of the service
    """A complaint about the unit that determined a record, by its owner, with whatever is said otherwise."""
    said = {
        "subject_id": record.subject_id,
        "about": Cause.DELAY,
        "department_id": record.department_id,
        "statement": STATEMENT,
        "at": FILED_AT,
        "record_id": record.pk,
        **facts,
    }
    said.setdefault("actor", actor_of_user(make_owner(record.subject)))
    return filing.file(**said)
