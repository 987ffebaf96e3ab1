"""What exactly is declared: one digest over all that is filed, and what must stand beside the declaration."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from django.db.models import QuerySet

from accounts.actors import Actor
from cases.models import Case, GroupFiling
from cases.models.declaring import SHEET, OfWhatIsFiled, SecondSignature, SubjectConfirmation, TwoPersons
from cases.refusals import refusal
from cases.services.eligibility import procedure_edition
from cases.states import CaseKind, ObjectionState, RepairState
from journal.refusals import Refusal
from records.models import CreditRecord
from rulebook.edition import Edition

REQUIRED = "required"
DRAFTS: Mapping[str, str] = {CaseKind.REPAIR: RepairState.DRAFT, CaseKind.OBJECTION: ObjectionState.DRAFT}
"""The kinds that a subject files, and the state in which it still prepares them."""
FILED_KINDS = frozenset({CaseKind.REPAIR, CaseKind.OBJECTION})


def is_draft(case: Case) -> bool:
    """Whether a case is still prepared by its subject."""
    return bool(case.state == DRAFTS.get(case.kind))


def digest_of(case: Case) -> str:
    """The SHA-256 of an application or objection as it now stands, asked of the rows as they are.

    The signed sheet of the window is no part of what it confirms.
    """
    facts, _loaded = SAID[CaseKind(case.kind)]
    return _sealed(facts(_with_answers(Case.objects.filter(pk=case.pk), case.kind).get()))


def digests_of(drafts: QuerySet[Case]) -> dict[str, str]:
    """The digests of applications by their numbers; as many statements for many as for one."""
    found = _with_answers(drafts, CaseKind.REPAIR)
    return {case.number: _sealed(_application(case)) for case in found}


def digest_of_group(covers: Mapping[str, str]) -> str:
    """The SHA-256 over all drafts of a group: which they are, and what each says."""
    return _sealed(dict(covers))


def covers_of(group: GroupFiling) -> dict[str, str]:
    """The digest of each draft that a group holds now, by its number."""
    return digests_of(Case.objects.filter(application__group=group, state=RepairState.DRAFT))


def still_stands(asked: OfWhatIsFiled, group: GroupFiling, covers: Mapping[str, str]) -> bool:
    """Whether what was declared or confirmed of a group is what it holds now (`covers`).

    What was filed since is no change; a draft that came, went or says something else is.
    """
    if any(asked.covers.get(number) != digest for number, digest in covers.items()):
        return False
    gone = set(asked.covers) - set(covers)
    if not gone:
        return True
    filed = Case.objects.filter(application__group=group, number__in=gone, filed_at__isnull=False)
    return filed.count() == len(gone)


def second_owed(case: Case, edition: Edition) -> bool:
    """Whether two persons must sign: by the text of the place, or by the company's own choice."""
    return _asks_for_two(edition) or _chose_two(case.subject_id)


def two_must_sign(subject_id: int, records: Iterable[CreditRecord], *, on: date) -> bool:
    """Whether two persons must sign what is filed together on these records on a day (one statement).

    A record that asks for it asks it of the whole.
    """
    return _chose_two(subject_id) or any(_asks_on(record, on) for record in records)


def _asks_on(record: CreditRecord, on: date) -> bool:
    try:
        return _asks_for_two(procedure_edition(record, on=on))
    except Refusal:  # no text, or several: then nothing is filed at all, and filing says why
        return False


def _asks_for_two(edition: Edition) -> bool:
    asked = edition.second_signature
    return asked is not None and asked.value == REQUIRED


def _chose_two(subject_id: int) -> bool:
    return TwoPersons.objects.filter(subject=subject_id).exists()


def confirmation_of(case: Case, digest: str) -> SubjectConfirmation | None:
    """The subject's word that stands for a draft as it now is; None where it is missing or another was seen."""
    return (
        SubjectConfirmation.objects.filter(case=case, digest=digest, confirmed_at__isnull=False)
        .order_by("-pk")
        .first()
    )


def confirmation_of_group(group: GroupFiling, covers: Mapping[str, str]) -> SubjectConfirmation | None:
    """The subject's word that stands for a group as it now is."""
    last = SubjectConfirmation.objects.filter(group=group, confirmed_at__isnull=False).order_by("-pk").first()
    return last if last is not None and still_stands(last, group, covers) else None


def refuse_unconfirmed(case: Case, actor: Actor) -> SubjectConfirmation | None:
    """At the window nothing is filed without the subject's word. Raises a refusal that says how it is given."""
    if actor.acting_for != case.subject_id:
        return None
    found = confirmation_of(case, digest_of(case))
    if found is None:
        raise refusal("not-confirmed")
    return found


def refuse_unconfirmed_group(
    group: GroupFiling, covers: Mapping[str, str], actor: Actor
) -> SubjectConfirmation | None:
    """At the window no group is filed without the subject's word either. Raises a refusal that says how it is given."""
    if actor.acting_for != group.subject_id:
        return None
    found = confirmation_of_group(group, covers)
    if found is None:
        raise refusal("not-confirmed")
    return found


def beside(first: SecondSignature | None, word: SubjectConfirmation | None) -> dict[str, object]:
    """What the entry of a filing says of whoever signed it, and of the subject's word at the window."""
    told: dict[str, object] = {}
    if first is not None:
        told |= {"first_signed_by": first.asked_by_ref, "signature_id": first.pk}
        if first.answered_by_ref:
            told["second_signed_by"] = first.answered_by_ref
    if word is not None:
        told |= {"confirmed": word.how, "confirmation_id": word.pk}
    return told


def signed_by(case: Case, actor: Actor, first: SecondSignature | None) -> dict[str, str]:
    """The columns of a filing that say who declared it, and which clerk served the subject then."""
    declared = first.asked_by_ref if first is not None else actor.ref
    at_window = first.at_window if first is not None else actor.acting_for == case.subject_id
    return {"filed_by_ref": declared, "served_by_ref": declared if at_window else ""}


def _with_answers(cases: QuerySet[Case], kind: str) -> QuerySet[Case]:
    _facts, loaded = SAID[CaseKind(kind)]
    return cases.prefetch_related("documents", *loaded)


def _sealed(facts: dict[str, Any]) -> str:
    canonical = json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def _application(case: Case) -> dict[str, Any]:
    form = case.application
    return {
        "record": case.record_id,
        "subject": case.subject_id,
        "form": [
            form.contact_name,
            form.contact_phone,
            form.reason,
            form.performed_on and form.performed_on.isoformat(),
            form.performance,
        ],
        "commitment": [form.commitment_version, form.commitment_text, form.commitment_signed_by],
        "steps": sorted([step.way, step.facts] for step in case.steps.all() if step.facts),
        "papers": _papers(case),
    }


def _objection(case: Case) -> dict[str, Any]:
    form = case.filing
    return {
        "record": case.record_id,
        "subject": case.subject_id,
        "against": [form.against, case.previous_id],
        "form": [sorted(form.grounds), form.statement, form.contact_name, form.contact_phone],
        "fields": sorted(
            [row.field, row.shown_value, row.right_value, row.reason]
            for row in case.contested.all()
            if row.dropped_at is None
        ),
        "papers": _papers(case),
    }


def _papers(case: Case) -> list[list[str]]:
    return sorted(
        [paper.material, paper.sha256]
        for paper in case.documents.all()
        if paper.removed_at is None and paper.material != SHEET
    )


SAID: Mapping[CaseKind, tuple[Callable[[Case], dict[str, Any]], tuple[str, ...]]] = {
    CaseKind.REPAIR: (_application, ("application", "steps")),
    CaseKind.OBJECTION: (_objection, ("filing", "contested")),
}
"""What is said in a filing of each kind, and what must be loaded for it."""
