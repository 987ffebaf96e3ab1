"""What exactly is declared: one digest over form, commitment, steps and papers, and what must stand beside it."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from accounts.actors import Actor
from cases.models import Case
from cases.models.declaring import SHEET, SubjectConfirmation, TwoPersons
from cases.refusals import refusal
from rulebook.edition import Edition

REQUIRED = "required"


def digest_of(case: Case) -> str:
    """The SHA-256 of an application as it now stands; the signed sheet of the window is no part of what it confirms."""
    form = type(case.application).objects.get(case=case)
    facts: dict[str, Any] = {
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
        "steps": sorted([way, told] for way, told in case.steps.values_list("way", "facts") if told),
        "papers": sorted(
            [material, sha256]
            for material, sha256 in case.documents.filter(removed_at__isnull=True).values_list(
                "material", "sha256"
            )
            if material != SHEET
        ),
    }
    canonical = json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def second_owed(case: Case, edition: Edition) -> bool:
    """Whether two persons must sign: by the text of the place, or by the company's own choice."""
    asked = edition.second_signature
    if asked is not None and asked.value == REQUIRED:
        return True
    return TwoPersons.objects.filter(subject=case.subject_id).exists()


def confirmation_of(case: Case, digest: str) -> SubjectConfirmation | None:
    """The subject's word that stands for the application as it now is; None where it is missing or another was seen."""
    return (
        SubjectConfirmation.objects.filter(case=case, digest=digest, confirmed_at__isnull=False)
        .order_by("-pk")
        .first()
    )


def refuse_unconfirmed(case: Case, actor: Actor) -> SubjectConfirmation | None:
    """At the window nothing is filed without the subject's word. Raises a refusal that says how it is given."""
    if actor.acting_for != case.subject_id:
        return None
    found = confirmation_of(case, digest_of(case))
    if found is None:
        raise refusal("not-confirmed")
    return found
