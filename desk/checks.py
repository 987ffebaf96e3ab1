"""The officer's checklist: the very checks of filing, the steps with their findings, the papers beside them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.again import repeats
from cases.labels import PHASES, WAYS
from cases.models import Case, Document
from cases.models.application import Finding
from cases.refusals import refusal
from cases.services.owed import materials_owed, ways_owed
from cases.services.preflight import Gap, covered, gaps
from desk.clauses import CLAUSE_LENGTH, clause_words
from desk.sealing import SEALED
from journal.days import day_words
from look.case_words import FINDING_TONES
from look.names import name_of
from look.parts import Evidence, SummaryRow, Tone
from look.steps import facts_of
from look.terms import article_words
from rulebook.clauses import Clause
from rulebook.edition import Edition
from rulebook.editions_in_use import editions_in_use

KINDS_OF_FILE = {"application/pdf": "PDF", "image/png": "PNG", "image/jpeg": "JPEG"}
PARTS: Mapping[str, Promise] = {
    "record": gettext_lazy("The record can be repaired today"),
    "application": gettext_lazy("The application form is complete"),
    "rectification": gettext_lazy("It is told when and how the duties were performed"),
    "commitment": gettext_lazy("The commitment is signed"),
    "steps": gettext_lazy("Every step before filing is answered, its provider recognised"),
    "documents": gettext_lazy("Every document is there"),
}


@dataclass(frozen=True)
class Check:
    """One line of the checklist; `missing` are the sentences that the company would be told, each with its clause.

    `clause` is what the line itself rests on; a gap that has no clause of its own rests on it too.
    """

    title: str
    missing: tuple[Gap, ...]
    clause: str = ""

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
    named = clauses_of_parts(case, editions_in_use().by_key(case.edition_key))
    return (
        *(
            Check(str(title), tuple(gap for gap in found if gap.part == part), _articles(named.get(part, ())))
            for part, title in PARTS.items()
        ),
        *_after_a_refusal(case),
    )


def clauses_of_parts(case: Case, edition: Edition) -> dict[str, tuple[Clause, ...]]:
    """The clauses on which each part of the checks rests, each once, by the case's edition."""
    ways = ways_owed(edition, case.record.class_name)
    conditions = [condition.clause for condition in edition.conditions]
    found: dict[str, list[Clause]] = {
        "record": conditions,
        "application": conditions,
        "steps": [way.clause for way in ways],
        "documents": [material.clause for material in materials_owed(edition, case.record.class_name)],
        **{way.id: [way.clause] for way in ways if way.id in PARTS},
    }
    return {part: tuple(dict.fromkeys(one for one in named if one.article)) for part, named in found.items()}


@dataclass(frozen=True)
class Unmet:
    """Something that is not met, as a letter says it: the sentence and the clause."""

    sentence: str
    clause: str


def unmet(case: Case, *, on: date) -> tuple[Unmet, ...]:
    """What the checks found missing and the steps found insufficient, in the language that is active."""
    edition = editions_in_use().by_key(case.edition_key)
    named = clauses_of_parts(case, edition)
    missing = [Unmet(str(gap.sentence), gap_clause(gap, edition, named)) for gap in gaps(case, on=on)]
    return (*missing, *insufficient(case))


def gap_clause(gap: Gap, edition: Edition, named: Mapping[str, tuple[Clause, ...]]) -> str:
    """The clause of a gap with the name of its text, as a letter prints it: its own, else that of its part."""
    own = next((one for one in named.get(gap.part, ()) if one.article == gap.clause), None)
    rests_on = (own,) if own is not None else named.get(gap.part, ())
    return "；".join(dict.fromkeys(clause_words(one, edition) for one in rests_on))


def _articles(clauses: Iterable[Clause]) -> str:
    return _(", ").join(dict.fromkeys(article_words(one.article) for one in clauses))


def insufficient(case: Case) -> tuple[Unmet, ...]:
    """The steps that were found insufficient, each with the reason and clause of its check."""
    return tuple(
        Unmet(f"{WAYS.get(step.way, step.way)}：{step.reason}", step.clause)
        for step in sorted(case.steps.all(), key=lambda step: step.pk)
        if step.finding == Finding.INSUFFICIENT
    )


def reasons_from(found: Sequence[Unmet]) -> dict[str, str]:
    """What is not met as the text of a letter, one numbered line each, and the clauses it rests on, each once."""
    many = len(found) > 1
    lines = [f"{place}. {one.sentence}" if many else one.sentence for place, one in enumerate(found, 1)]
    clauses = list(dict.fromkeys(one.clause for one in found if one.clause))
    while len("；".join(clauses)) > CLAUSE_LENGTH:
        clauses.pop()  # the field holds whole clauses only; the officer adds what the letter must name besides
    return {"text": "\n".join(lines), "clause": "；".join(clauses)}


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
        kind=KINDS_OF_FILE.get(document.content_type, _("File")),
        size=document.size,
        uploaded_at=document.added_at,
        uploaded_by=names.get(document.added_by_ref, ""),
        digest=document.sha256,
        preview_url=_preview(document),
        viewer_url=f"?file={document.pk}#evidence",
        image=document.content_type != "application/pdf",
    )


def _preview(document: Document) -> str:
    """Where a file is shown in place; nowhere where its content is none of the kinds that were looked into."""
    return reverse("desk:document", args=[document.pk]) if document.content_type in SEALED else ""


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
