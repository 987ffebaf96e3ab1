"""Papers that every draft of a group shares: stored once, laid in each draft as a document of its own."""

from __future__ import annotations

from datetime import datetime

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile

from accounts.actors import Actor
from cases.models import Case, Document, GroupPaper
from cases.models.declaring import SHEET
from cases.refusals import refusal
from cases.services.acting import facts_of
from cases.services.documents import COUNT_LIMIT, OTHER, columns_of, content_of
from journal.record import record as journal_record
from rulebook.editions_in_use import editions_in_use


def stored_paper(
    group_id: int, *, material: str, upload: UploadedFile[bytes], title: str, actor: Actor, at: datetime
) -> GroupPaper:
    """Keep a file for a group, within an act under way.

    Raises a refusal for an empty, large, unknown or repeated one, or too many of them.
    """
    content = content_of(upload)
    columns = columns_of(upload, content, actor=actor, at=at)
    kept = GroupPaper.objects.filter(group=group_id, removed_at__isnull=True)
    if kept.filter(material=material, sha256=columns["sha256"]).exists():
        raise refusal("file-twice")
    if kept.count() >= COUNT_LIMIT:
        raise refusal("file-many", limit=COUNT_LIMIT)
    paper = GroupPaper(group_id=group_id, material=material[:30], title=title.strip()[:200], **columns)
    paper.file.save("ignored", ContentFile(content), save=False)
    paper.save()
    return paper


def lay_in_draft(paper: GroupPaper, case: Case, *, actor: Actor, at: datetime) -> Document | None:
    """The paper as a document of a draft, on the same stored file.

    None where the draft has it already, or its text knows no such paper. Raises a refusal where the draft holds as
    many documents as it may.
    """
    known = {material.id for material in editions_in_use().by_key(case.edition_key).materials}
    if paper.material not in known | {OTHER, SHEET}:
        return None
    held = case.documents.filter(removed_at__isnull=True)
    if held.filter(material=paper.material, sha256=paper.sha256).exists():
        return None
    if held.count() >= COUNT_LIMIT:
        raise refusal("file-many", limit=COUNT_LIMIT)
    document = Document.objects.create(
        case=case,
        material=paper.material,
        title=paper.title,
        original_name=paper.original_name,
        content_type=paper.content_type,
        size=paper.size,
        sha256=paper.sha256,
        file=paper.file.name,
        added_by_ref=actor.ref,
        added_at=at,
    )
    _note("case.document_added", case, document, actor=actor, at=at)
    return document


def take_from_draft(paper: GroupPaper, case: Case, *, actor: Actor, at: datetime) -> None:
    """Take the paper out of a draft again; the file itself stays under its digest."""
    found = case.documents.filter(
        removed_at__isnull=True, material=paper.material, sha256=paper.sha256
    ).first()
    if found is not None:
        Document.objects.filter(pk=found.pk).update(removed_at=at)
        _note("case.document_removed", case, found, actor=actor, at=at)


def _note(verb: str, case: Case, document: Document, *, actor: Actor, at: datetime) -> None:
    journal_record(
        stream=case.stream,
        verb=verb,
        actor_ref=actor.ref,
        at=at,
        payload={
            **facts_of(case, actor),
            "act": "lay_papers",
            "document_id": document.pk,
            "material": document.material,
            "sha256": document.sha256,
        },
    )
