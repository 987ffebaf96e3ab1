"""Evidence: taken by content, never by name; kept under its digest; given only to those who may see the case."""

from __future__ import annotations

import hashlib
import logging
import warnings
from collections.abc import Mapping
from datetime import datetime
from io import BytesIO
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from PIL import Image, UnidentifiedImageError

from accounts.actors import Actor
from cases.models import Case, Document
from cases.models.declaring import SHEET
from cases.policies import LAY_PAPERS, acts_for, visible_to
from cases.refusals import refusal
from cases.services.acting import acting
from cases.states import CaseKind, ObjectionState, RectificationState, RepairState, RevocationState
from rulebook.editions_in_use import editions_in_use

logger = logging.getLogger(__name__)

OTHER = "other"
MEGABYTE = 1024 * 1024
SIZE_LIMIT_MB = 10
COUNT_LIMIT = 40
PIXEL_LIMIT = 60_000_000
# while the case of a kind is with its subject; a report of rectification is possible when its limit is over too
OPEN_FOR_DOCUMENTS: Mapping[str, tuple[str, ...]] = {
    CaseKind.REPAIR: (RepairState.DRAFT, RepairState.SUPPLEMENTING, RepairState.UNDER_REPAIR),
    CaseKind.REVOCATION: (RevocationState.NOTIFIED,),
    CaseKind.OBJECTION: (ObjectionState.DRAFT, ObjectionState.SUPPLEMENTING),
    CaseKind.RECTIFICATION: (
        RectificationState.RECTIFYING,
        RectificationState.TALK_DUE,
        RectificationState.EXHAUSTED,
    ),
}
# what an officer laid in the file: the grounds of a notice, the proof of a check; not the subject's to take out
GROUND = "ground"
CHECK = "commitment-check"
REDRESS = "redress"
ANSWER = "answer."  # followed by the field that a providing unit answered about
OF_OFFICERS = (GROUND, CHECK, REDRESS, SHEET)


def content_type_of(content: bytes) -> str:
    """PDF, PNG or JPEG by its own bytes; raises a refusal for anything else, broken or oversized images."""
    if content.startswith(b"%PDF-"):
        if b"%%EOF" not in content[-2048:]:
            raise refusal("file-kind")
        return "application/pdf"
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            image = Image.open(BytesIO(content), formats=["PNG", "JPEG"])
            if image.width * image.height > PIXEL_LIMIT:
                raise refusal("file-kind")
            image.verify()
    except (UnidentifiedImageError, OSError, SyntaxError, Image.DecompressionBombWarning) as wrong:
        raise refusal("file-kind") from wrong
    return {"PNG": "image/png", "JPEG": "image/jpeg"}[str(image.format)]


def content_of(upload: UploadedFile[bytes]) -> bytes:
    """The bytes of an uploaded file; raises a refusal for an empty or a large one."""
    if not upload.size:
        raise refusal("file-empty")
    if upload.size > SIZE_LIMIT_MB * MEGABYTE:
        raise refusal("file-large", limit=SIZE_LIMIT_MB)
    content: bytes = upload.read(SIZE_LIMIT_MB * MEGABYTE + 1)
    return content


def columns_of(upload: UploadedFile[bytes], content: bytes, *, actor: Actor, at: datetime) -> dict[str, Any]:
    """The columns that say of a stored file what it is and who laid it there.

    Raises a refusal for an unknown kind of file.
    """
    return {
        "original_name": (upload.name or "")[-200:],
        "content_type": content_type_of(content),
        "size": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
        "added_by_ref": actor.ref,
        "added_at": at,
    }


def is_of_officers(material: str) -> bool:
    """Whether a document of this material was laid in the file by an officer."""
    return material in OF_OFFICERS or material.startswith(ANSWER)


def add(
    *, case_id: int, material: str, upload: UploadedFile[bytes], actor: Actor, at: datetime, title: str = ""
) -> Document:
    """Add a document for a material while the subject works on the case.

    Raises a refusal for an empty, large, unknown or repeated file, and when the case is not with the subject.
    """
    with acting(case_id=case_id, act=LAY_PAPERS, actor=actor, at=at, kind=None) as doing:
        if doing.case.state not in OPEN_FOR_DOCUMENTS[doing.case.kind] or is_of_officers(material):
            raise refusal("documents-closed")
        _refuse_unknown_material(doing.case, material)
        document = store(doing.case, material=material, upload=upload, actor=actor, at=at, title=title)
        doing.note(
            "case.document_added",
            document_id=document.pk,
            material=document.material,
            sha256=document.sha256,
        )
    return document


def _refuse_unknown_material(case: Case, material: str) -> None:
    """A repair's papers are for a material or a way of its edition, or for something else by name."""
    if case.kind != CaseKind.REPAIR:
        return
    edition = editions_in_use().by_key(case.edition_key)
    known = {paper.id for paper in edition.materials} | {way.id for way in edition.ways}
    if material not in known | {OTHER}:
        raise refusal("unknown-material")


def store(
    case: Case, *, material: str, upload: UploadedFile[bytes], actor: Actor, at: datetime, title: str = ""
) -> Document:
    """Keep a file on a case within an act under way, which journals it and has asked whether it may be.

    Raises a refusal for an empty, large, unknown or repeated file, or too many of them.
    """
    content = content_of(upload)
    if case.documents.filter(removed_at__isnull=True).count() >= COUNT_LIMIT:
        raise refusal("file-many", limit=COUNT_LIMIT)
    document = Document(
        case=case,
        material=material[:30],
        title=title.strip()[:200],
        **columns_of(upload, content, actor=actor, at=at),
    )
    document.file.save("ignored", ContentFile(content), save=False)
    try:
        with transaction.atomic():
            document.save()
    except IntegrityError as twice:
        raise refusal("file-twice") from twice
    return document


def remove(*, document_id: int, actor: Actor, at: datetime) -> None:
    """Take a document out of the application again; the file itself stays under its digest."""
    document = Document.objects.filter(pk=document_id, removed_at__isnull=True).first()
    if document is None or not visible_to(actor).filter(pk=document.case_id).exists():
        raise refusal("no-document")
    with acting(case_id=document.case_id, act=LAY_PAPERS, actor=actor, at=at, kind=None) as doing:
        if doing.case.state not in OPEN_FOR_DOCUMENTS[doing.case.kind] or is_of_officers(document.material):
            raise refusal("documents-closed")
        Document.objects.filter(pk=document.pk).update(removed_at=at)
        doing.note("case.document_removed", document_id=document.pk, material=document.material)


def open_document(*, document_id: int, actor: Actor) -> Document:
    """A document for whoever may see its case; absent and foreign ones look the same.

    The proof of a look at a commitment is the unit's own until it is told as a ground. A file that the store has
    lost is refused by name.
    """
    document = (
        Document.objects.select_related("case").filter(pk=document_id, case__in=visible_to(actor)).first()
    )
    if document is None or (document.material == CHECK and acts_for(actor, document.case.subject_id)):
        raise refusal("no-document")
    if not document.file.storage.exists(str(document.file.name)):
        logger.error("The file of document %s (%s) is not in the store.", document.pk, document.sha256)
        raise refusal("file-lost", digest=document.sha256[:16])
    return document
