"""Whom the units may ask: named once for a company and offered again, so that nobody types it twice (WCAG 3.3.7)."""

from __future__ import annotations

from collections.abc import Mapping

from accounts.actors import Actor
from cases import policies
from cases.models import Application, ObjectionFiling

MASK = "*"  # stands in the names that were masked after their company had ended


def offered(kept: Mapping[str, str], *, subject_id: int, actor: Actor) -> dict[str, str]:
    """The contact that a form keeps; where it keeps none, the last one of this company that the actor may see."""
    if any(kept.values()):
        return dict(kept)
    seen = policies.visible_to(actor).filter(subject_id=subject_id)
    last = [
        form
        for forms in (Application.objects.all(), ObjectionFiling.objects.all())
        for form in forms.filter(case__in=seen)
        .exclude(contact_name="")
        .exclude(contact_name__contains=MASK)
        .order_by("-case_id")[:1]
    ]
    if not last:
        return dict(kept)
    latest = max(last, key=lambda form: form.case_id)
    return {"contact_name": latest.contact_name, "contact_phone": latest.contact_phone}
