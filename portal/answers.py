"""The answers of an application, part by part, to be checked before filing and read afterwards."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.labels import WAYS
from cases.models import Case, Document
from cases.models.declaring import SHEET
from cases.services.documents import CHECK, OTHER
from cases.services.owed import materials_owed
from cases.states import RepairState
from journal.days import day_words, instant_words
from look.names import name_of
from look.parts import Evidence, SummaryRow
from look.steps import facts_words
from portal.filing_tasks import PARTS, parts_of, step_url, steps_of_phase
from rulebook.edition import Material
from rulebook.editions_in_use import editions_in_use

SIGNED_SHEET = gettext_lazy("Sheet signed at the window")
"""What the sheet is called that the company signed at the window; it lies with the papers."""


@dataclass(frozen=True)
class Answers:
    """One part of the application with its answers."""

    part: str
    title: str
    rows: tuple[SummaryRow, ...]


def answers_of(case: Case) -> tuple[Answers, ...]:
    """All parts; change links lead to them while the case is a draft."""
    rows = {
        "application": _application_rows,
        "rectification": _rectification_rows,
        "commitment": _commitment_rows,
        "steps": _step_rows,
        "documents": _document_rows,
    }
    return tuple(Answers(part, str(PARTS[part]), rows[part](case)) for part in parts_of(case))


def materials_of(case: Case) -> tuple[Material, ...]:
    """The papers that the case's edition asks for."""
    return materials_owed(editions_in_use().by_key(case.edition_key), case.record.class_name)


def material_names(case: Case) -> dict[str, str]:
    """Every material's name in the reader's language."""
    return {material.id: name_of(material) for material in materials_of(case)}


def documents_of(case: Case) -> list[Document]:
    """The documents that are in the application now, in the order in which they came."""
    return sorted(
        (
            document
            for document in case.documents.all()
            if document.removed_at is None and document.material != CHECK
        ),
        key=lambda document: document.pk,
    )


def evidence_of(
    case: Case, documents: Sequence[Document], names: Callable[[str], str] | None = None
) -> tuple[Evidence, ...]:
    """Documents for the evidence component: to download, never shown in place on a subject's page.

    `names` tells what a document proves; without it, by the papers that a repair asks for.
    """
    known = {} if names else {**material_names(case), OTHER: _("Another document"), SHEET: SIGNED_SHEET}
    return tuple(
        Evidence(
            title=document.title or document.original_name,
            url=reverse("portal:document", args=[document.pk]),
            kind=names(document.material) if names else str(known.get(document.material, document.material)),
            size=document.size,
            uploaded_at=document.added_at,
            uploaded_by=_("Handed in by the company"),
            digest=document.sha256,
        )
        for document in documents
    )


def _change(case: Case, part: str) -> str:
    return reverse("portal:part", args=[case.number, part]) if case.state == RepairState.DRAFT else ""


def _application_rows(case: Case) -> tuple[SummaryRow, ...]:
    form, change = case.application, _change(case, "application")
    return (
        SummaryRow(_("Contact person"), form.contact_name or _("Not given"), change),
        SummaryRow(_("Telephone of the contact person"), form.contact_phone or _("Not given"), change),
        SummaryRow(_("Anything else"), form.reason or _("Nothing"), change),
    )


def _rectification_rows(case: Case) -> tuple[SummaryRow, ...]:
    form, change = case.application, _change(case, "rectification")
    return (
        SummaryRow(
            _("Duties performed on"),
            day_words(form.performed_on) if form.performed_on else _("Not given"),
            change,
        ),
        SummaryRow(_("How they were performed"), form.performance or _("Not given"), change),
    )


def _commitment_rows(case: Case) -> tuple[SummaryRow, ...]:
    form, change = case.application, _change(case, "commitment")
    if form.commitment_signed_at is None:
        return (SummaryRow(_("Signed by"), _("Not signed"), change),)
    return (
        SummaryRow(_("Signed by"), form.commitment_signed_by, change),
        SummaryRow(_("Signed at"), instant_words(form.commitment_signed_at), change),
    )


def _step_rows(case: Case) -> tuple[SummaryRow, ...]:
    return tuple(
        SummaryRow(
            str(WAYS[step.way]),
            facts_words(step) or _("Not given"),
            step_url(case, step.way) if case.state == RepairState.DRAFT else "",
        )
        for step in steps_of_phase(case, "before-filing")
    )


def _document_rows(case: Case) -> tuple[SummaryRow, ...]:
    change, documents = _change(case, "documents"), documents_of(case)
    rows = []
    for material in materials_of(case):
        if material.way == "commitment":
            continue  # signed on the page, in a part of its own
        titles = [paper.title or paper.original_name for paper in documents if paper.material == material.id]
        rows.append(SummaryRow(name_of(material), _(", ").join(titles) or _("Not given"), change))
    return tuple(rows)
