"""The officer's checklist: the very checks of filing, the steps with their findings, the papers beside them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.again import repeats
from cases.labels import PHASES
from cases.models import Case, Document, Step
from cases.models.application import Finding
from cases.refusals import refusal
from cases.services.owed import materials_owed, ways_owed
from cases.services.preflight import Gap, covered, gaps
from cases.ways import WAY_FIELDS
from journal.days import day_words
from look.case_words import FINDING_TONES
from look.names import name_of
from look.parts import Evidence, SummaryRow, Tone
from look.terms import article_words
from rulebook.edition import Edition

PARTS: Mapping[str, Promise] = {
    "record": gettext_lazy("The record can be repaired today"),
    "application": gettext_lazy("The application form is complete"),
    "commitment": gettext_lazy("The commitment is signed"),
    "steps": gettext_lazy("Every step before filing is answered"),
    "documents": gettext_lazy("Every document is there"),
}


@dataclass(frozen=True)
class Check:
    """One line of the checklist; `missing` are the sentences that the company would be told."""

    title: str
    missing: tuple[Gap, ...]

    @property
    def holds(self) -> bool:
        return not self.missing


@dataclass(frozen=True)
class CheckedStep:
    """One step of the repair with what was told, what was found, and whether it can be checked now."""

    way: str
    title: str
    phase: str
    article: str
    finding: str
    tone: Tone
    facts: tuple[SummaryRow, ...]
    reason: str
    clause: str
    checked_by: str
    checked_at: datetime | None


@dataclass(frozen=True)
class Papers:
    """The documents handed in for one material; `signed` where the signed commitment stands for it."""

    title: str
    article: str
    signed: bool
    documents: tuple[Evidence, ...]


def checklist(case: Case, *, on: date) -> tuple[Check, ...]:
    """The checks of filing, run again on a day: what would keep the application from being filed now."""
    found = gaps(case, on=on)
    return (
        *(
            Check(str(title), tuple(gap for gap in found if gap.part == part))
            for part, title in PARTS.items()
        ),
        *_after_a_refusal(case),
    )


def _after_a_refusal(case: Case) -> tuple[Check, ...]:
    """Whether a second application brings anything that the refused one did not; the same is declined (C17)."""
    if case.previous is None or case.remanded_from_id is not None:
        return ()
    repeated = repeats(case)
    title = _("It brings something that the refused application did not")
    if repeated is None:
        return (Check(title, ()),)
    same = refusal("same-papers", number=repeated.number)
    return (Check(title, (Gap(same.code, same.sentence, "documents"),)),)


def steps_of(case: Case, edition: Edition, names: Mapping[str, str]) -> tuple[CheckedStep, ...]:
    """The steps in the edition's order."""
    order = {way.id: way for way in ways_owed(edition, case.record.class_name)}
    steps = sorted(case.steps.all(), key=lambda step: list(order).index(step.way))
    return tuple(
        CheckedStep(
            way=step.way,
            title=name_of(order[step.way]),
            phase=str(PHASES.get(step.phase, step.phase)),
            article=article_words(order[step.way].clause.article),
            finding=str(Finding(step.finding).label),
            tone=FINDING_TONES[step.finding],
            facts=facts_of(step),
            reason=step.reason,
            clause=step.clause,
            checked_by=names.get(step.checked_by_ref, ""),
            checked_at=step.checked_at,
        )
        for step in steps
    )


def facts_of(step: Step) -> tuple[SummaryRow, ...]:
    """What the company told of a step."""
    return tuple(
        SummaryRow(str(field.label), step.facts[field.id])
        for field in WAY_FIELDS.get(step.way, ())
        if field.id in step.facts
    )


def papers_of(case: Case, edition: Edition, names: Mapping[str, str]) -> tuple[Papers, ...]:
    """The materials that are owed with what was handed in for each; then whatever else was handed in."""
    present = sorted(
        (document for document in case.documents.all() if document.removed_at is None),
        key=lambda document: document.pk,
    )
    owed = materials_owed(edition, case.record.class_name)
    papers = [
        Papers(
            title=name_of(material),
            article=article_words(material.clause.article),
            signed=covered(material.way, case),
            documents=_evidence(present, material.id, names),
        )
        for material in owed
    ]
    known = {material.id for material in owed}
    others = tuple(evidence(document, names) for document in present if document.material not in known)
    if others:
        papers.append(Papers(_("Other documents"), "", signed=False, documents=others))
    return tuple(papers)


def _evidence(documents: Sequence[Document], material: str, names: Mapping[str, str]) -> tuple[Evidence, ...]:
    return tuple(evidence(document, names) for document in documents if document.material == material)


def evidence(document: Document, names: Mapping[str, str]) -> Evidence:
    """A document for the evidence viewer, shown in place from its sealed address."""
    return Evidence(
        title=document.title or document.original_name,
        url=reverse("portal:document", args=[document.pk]),
        kind={"application/pdf": "PDF", "image/png": "PNG", "image/jpeg": "JPEG"}[document.content_type],
        size=document.size,
        uploaded_at=document.added_at,
        uploaded_by=names.get(document.added_by_ref, ""),
        digest=document.sha256,
        preview_url=reverse("desk:document", args=[document.pk]),
        image=document.content_type != "application/pdf",
    )


def form_rows(case: Case) -> tuple[SummaryRow, ...]:
    """The application form as it was filled in."""
    form = case.application
    return (
        SummaryRow(_("Contact person"), form.contact_name),
        SummaryRow(_("Telephone of the contact person"), form.contact_phone),
        SummaryRow(
            _("Duties performed on"), day_words(form.performed_on) if form.performed_on else _("Not given")
        ),
        SummaryRow(_("How they were performed"), form.performance or _("Not given")),
        SummaryRow(_("Anything else"), form.reason or _("Nothing")),
        SummaryRow(_("Commitment signed by"), form.commitment_signed_by or _("Not signed")),
    )
