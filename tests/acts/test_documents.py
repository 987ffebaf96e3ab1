"""Evidence: taken by content, never by name; only while the subject works on the case."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from cases.models import Document
from cases.services import documents
from cases.services.documents import COUNT_LIMIT, MEGABYTE, SIZE_LIMIT_MB
from cases.states import RepairState as S
from journal.refusals import NotFound
from tests.acts.reading import entry_of, make_six_ways_record, refusal_of, six_ways
from tests.factories.cases import PDF, FiledCase, add_document, make_filed_case
from tests.factories.people import actor_of_user, make_officer, make_owner
from tests.factories.records import make_department, make_subject

pytestmark = pytest.mark.django_db


def image(kind: str, size: tuple[int, int] = (8, 8)) -> bytes:
    out = BytesIO()
    Image.new("RGB", size, (120, 40, 40)).save(out, kind)
    return out.getvalue()


def refused(made: FiledCase, content: bytes, name: str = "proof.pdf") -> str:
    return refusal_of(lambda: add_document(made, content=content, name=name), case=made.case).code


@pytest.mark.parametrize(
    ("content", "kind", "ending"),
    [
        (lambda: PDF, "application/pdf", ".pdf"),
        (lambda: image("PNG"), "image/png", ".png"),
        (lambda: image("JPEG"), "image/jpeg", ".jpg"),
    ],
)
def test_the_kind_is_read_from_the_content(content: Callable[[], bytes], kind: str, ending: str) -> None:
    made = make_filed_case(S.DRAFT)
    document = add_document(made, content=content(), name="证明.exe")
    assert document.content_type == kind
    assert document.original_name == "证明.exe"
    assert str(document.file).endswith(ending)
    assert "证明" not in str(document.file)


def test_a_document_is_journalled_by_its_digest() -> None:
    made = make_filed_case(S.DRAFT)
    document = add_document(made)
    facts = entry_of(made.case, "case.document_added").payload
    assert (facts["document_id"], facts["material"], facts["sha256"]) == (document.pk, "M3", document.sha256)


def test_a_name_that_points_elsewhere_stays_a_name() -> None:
    made = make_filed_case(S.DRAFT)
    document = add_document(made, name="../../etc/passwd")
    assert ".." not in str(document.file)
    assert str(document.file).split("/")[0] == document.sha256[:2]


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"MZ\x90\x00", "proof.pdf"),
        (b"<html><script>alert(1)</script></html>", "proof.png"),
        (b"PK\x03\x04", "proof.docx"),
        (b"%PDF-1.4 cut off", "proof.pdf"),
        (b"\x89PNG\r\n\x1a\n broken", "proof.png"),
        (b"GIF89a\x01\x00\x01\x00\x00\x00\x00;", "proof.gif"),
    ],
)
def test_what_is_neither_pdf_nor_image_is_refused_whatever_its_name(content: bytes, name: str) -> None:
    assert refused(make_filed_case(S.DRAFT), content, name) == "file-kind"


def test_an_image_that_would_fill_the_memory_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "PIXEL_LIMIT", 100)
    assert refused(make_filed_case(S.DRAFT), image("PNG", (11, 10)), "big.png") == "file-kind"


def test_an_empty_file_is_refused() -> None:
    assert refused(make_filed_case(S.DRAFT), b"") == "file-empty"


def test_a_file_above_the_limit_is_refused_and_the_limit_is_named() -> None:
    made = make_filed_case(S.DRAFT)
    large = PDF + b" " * (SIZE_LIMIT_MB * MEGABYTE)
    refusal = refusal_of(lambda: add_document(made, content=large), case=made.case)
    assert refusal.code == "file-large"
    assert str(SIZE_LIMIT_MB) in str(refusal)


def test_the_same_file_for_the_same_material_is_taken_once() -> None:
    made = make_filed_case(S.DRAFT)
    add_document(made)
    assert refused(made, PDF, "another-name.pdf") == "file-twice"
    assert add_document(made, material="M1").pk, "for another material it may serve again"


def test_a_document_that_was_taken_out_may_come_again() -> None:
    made = make_filed_case(S.DRAFT)
    first = add_document(made)
    documents.remove(document_id=first.pk, actor=actor_of_user(made.owner), at=made.at)
    first.refresh_from_db()
    assert first.removed_at == made.at
    assert entry_of(made.case, "case.document_removed").payload["document_id"] == first.pk
    assert add_document(made).pk != first.pk


def test_more_documents_than_a_case_can_hold_are_refused() -> None:
    made = make_filed_case(S.DRAFT)
    first = add_document(made)
    Document.objects.bulk_create(
        Document(
            case=made.case,
            material="M3",
            original_name="x.pdf",
            content_type="application/pdf",
            size=1,
            sha256=f"{number:064d}",
            file=str(first.file),
            added_by_ref="user:1",
            added_at=made.at,
        )
        for number in range(COUNT_LIMIT - 1)
    )
    assert refused(made, image("PNG")) == "file-many"


@pytest.mark.parametrize("state", [S.FILED, S.ROUTED, S.VERIFYING, S.PROPOSED, S.CLOSED_REPAIRED])
def test_once_filed_the_papers_are_closed(state: str) -> None:
    assert refused(make_filed_case(state), image("PNG")) == "documents-closed"


def test_while_items_are_asked_for_they_are_open_again() -> None:
    assert add_document(make_filed_case(S.SUPPLEMENTING), content=image("PNG")).pk


def test_while_steps_are_under_way_they_are_open_too() -> None:
    with six_ways():
        made = make_filed_case(S.UNDER_REPAIR, record=make_six_ways_record())
        assert add_document(made, material="M5", content=image("JPEG")).pk


def test_a_document_of_a_filed_case_is_not_taken_out() -> None:
    made = make_filed_case(S.ROUTED)
    document = Document.objects.filter(case=made.case).latest("pk")
    refusal = refusal_of(
        lambda: documents.remove(document_id=document.pk, actor=actor_of_user(made.owner), at=made.at),
        case=made.case,
    )
    assert refusal.code == "documents-closed"


def test_an_officer_adds_no_evidence_for_the_subject() -> None:
    made = make_filed_case(S.SUPPLEMENTING)
    refusal = refusal_of(
        lambda: documents.add(
            case_id=made.case.pk,
            material="M3",
            upload=SimpleUploadedFile("a.pdf", PDF),
            actor=actor_of_user(made.reviewer),
            at=made.at,
        ),
        case=made.case,
    )
    assert refusal.code == "not-subject"


def test_a_document_is_opened_by_those_who_see_its_case_only() -> None:
    made = make_filed_case(S.ROUTED)
    document = Document.objects.filter(case=made.case).latest("pk")
    for user in (made.owner, made.reviewer, made.decider):
        assert documents.open_document(document_id=document.pk, actor=actor_of_user(user)) == document
    for stranger in (make_owner(make_subject()), make_officer("reviewer", make_department())):
        actor = actor_of_user(stranger)
        opening = partial(documents.open_document, document_id=document.pk, actor=actor)
        assert refusal_of(opening, case=made.case).code == "no-document"


def test_evidence_of_a_draft_is_for_its_subject_alone() -> None:
    made = make_filed_case(S.DRAFT)
    document = add_document(made)
    refusal = refusal_of(
        lambda: documents.open_document(document_id=document.pk, actor=actor_of_user(made.reviewer)),
        case=made.case,
    )
    assert refusal.code == "no-document"


@pytest.mark.parametrize("material", ["", "M99", "<b>", "proof"])
def test_a_file_is_for_a_material_or_a_way_of_the_edition_or_for_something_else(material: str) -> None:
    made = make_filed_case(S.DRAFT)
    assert (
        refusal_of(lambda: add_document(made, material=material), case=made.case).code == "unknown-material"
    )
    for known in ("M3", "rectification", "other"):
        assert add_document(made, material=known).material == known


def test_a_file_that_the_store_has_lost_is_refused_by_name(caplog: pytest.LogCaptureFixture) -> None:
    made = make_filed_case(S.DRAFT)
    document = add_document(made, content=PDF + b"% the only one of its kind\n")  # files are kept by digest
    document.file.storage.delete(str(document.file.name))
    with pytest.raises(NotFound) as lost:
        documents.open_document(document_id=document.pk, actor=actor_of_user(made.owner))
    assert lost.value.code == "file-lost"
    assert document.sha256[:16] in str(lost.value)
    assert document.sha256 in caplog.text
