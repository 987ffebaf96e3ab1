"""The checks of an application, run before filing and again at the officer's checklist: the same codes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise

from cases.labels import WAYS
from cases.models import Case, Step
from cases.models.application import Finding
from cases.refusals import refusal
from cases.services.eligibility import governing, refuse_ineligible
from cases.services.owed import materials_owed
from cases.services.providing import providers_named, wrong_providers
from cases.states import RepairState
from cases.ways import WAY_FIELDS
from journal.names import lazy_name, lazy_title
from journal.refusals import Refusal
from records.models import Provider
from rulebook.edition import Edition


@dataclass(frozen=True)
class Gap:
    """Something that is missing or wrong. `part` is the page on which it is mended."""

    code: str
    sentence: str | Promise
    part: str
    clause: str = ""


def gaps(case: Case, *, on: date, providers: Mapping[str, Provider] | None = None) -> tuple[Gap, ...]:
    """Everything that keeps an application from being filed on a day; nothing when it is ready.

    `providers` are the bodies that the steps name, where the caller has them already.
    """
    steps = list(case.steps.all())
    return (
        *_record(case, on),
        *_application(case, on),
        *_commitment(case),
        *_steps(steps),
        *_by_the_text(case, steps, on, providers),
    )


def _by_the_text(
    case: Case, steps: Sequence[Step], on: date, providers: Mapping[str, Provider] | None
) -> list[Gap]:
    """What the text of the day asks of a draft, that of its filing of a filed case."""
    try:
        edition = governing(case, on=on)
    except Refusal as refused:
        return [Gap(refused.code, refused.sentence, "record")]
    return [
        *_text(case, edition),
        *_providers(case, steps, edition, providers),
        *_documents(case, steps, edition),
    ]


def _text(case: Case, edition: Edition) -> list[Gap]:
    if case.state != RepairState.DRAFT or edition.key == case.edition_key:
        return []
    return [_gap("text-changed", "application", edition=lazy_title(edition))]


def gaps_of_each(cases: Iterable[Case], *, on: date) -> list[tuple[Case, tuple[Gap, ...]]]:
    """The gaps of many applications; the bodies that any of their steps names are asked for in one statement."""
    asked = list(cases)
    providers = providers_named(step for case in asked for step in case.steps.all())
    return [(case, gaps(case, on=on, providers=providers)) for case in asked]


def _gap(code: str, part: str, *, clause: str = "", **facts: object) -> Gap:
    return Gap(code, refusal(code, **facts).sentence, part, clause)


def _record(case: Case, on: date) -> list[Gap]:
    try:
        refuse_ineligible(case.record, on=on)
    except Refusal as refused:
        return [Gap(refused.code, refused.sentence, "record")]
    return []


def _application(case: Case, on: date) -> list[Gap]:
    form = case.application
    found = [
        _gap(code, part)
        for code, part, value in (
            ("contact-name", "application", form.contact_name),
            ("contact-phone", "application", form.contact_phone),
            ("performance", "rectification", form.performance),
            ("performed-on", "rectification", form.performed_on),
        )
        if not value
    ]
    if case.previous is not None and not form.reason:
        found.append(_gap("refused-before", "application", number=case.previous.number))
    if form.performed_on is not None and form.performed_on > on:
        found.append(_gap("performed-in-future", "rectification"))
    if form.performed_on is not None and form.performed_on < case.record.determined_on:
        found.append(_gap("performed-too-soon", "rectification"))
    return found


def _commitment(case: Case) -> list[Gap]:
    return [] if case.application.commitment_signed_at else [_gap("commitment", "commitment")]


def _steps(steps: Sequence[Step]) -> list[Gap]:
    return [
        _gap("step", "steps", way=WAYS.get(step.way, step.way))
        for step in steps
        if step.phase == "before-filing" and step.way in WAY_FIELDS and step.finding == Finding.OWED
    ]


def _providers(
    case: Case, steps: Sequence[Step], edition: Edition, known: Mapping[str, Provider] | None
) -> list[Gap]:
    wrong = wrong_providers(case, steps, edition, known=known)
    return [Gap(refused.code, refused.sentence, "steps") for refused in wrong]


def _documents(case: Case, steps: Sequence[Step], edition: Edition) -> list[Gap]:
    later = {step.way for step in steps if step.phase == "during-case"}
    present = {document.material for document in case.documents.all() if document.removed_at is None}
    return [
        _gap("material", "documents", clause=material.clause.article, material=lazy_name(material))
        for material in materials_owed(edition, case.record.class_name)
        # the commitment letter is signed on the page: its gap is told by that part alone
        if material.id not in present and material.way not in {*later, "commitment"}
    ]


def covered(way: str, case: Case) -> bool:
    """The commitment letter is the signed commitment itself; nobody uploads it a second time."""
    return way == "commitment" and case.application.commitment_signed_at is not None
