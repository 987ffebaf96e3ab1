"""An objection in the making as a list of tasks, and its answers to be checked before filing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.contested import CONTESTED, REPAIR_RESULT, shown_value
from cases.models import Case, Document
from cases.models.declaring import SHEET
from cases.models.objection import Against
from cases.services.documents import is_of_officers
from cases.services.preflight import Gap
from cases.states import ObjectionState
from look.contested import OF_NO_FIELD, ContestedRow, contested_rows, present_documents, value_words
from look.parts import SummaryRow, TaskItem
from portal.answers import SIGNED_SHEET, Answers
from portal.filing_tasks import Status

PARTS: Mapping[str, Promise] = {
    "grounds": gettext_lazy("Grounds"),
    "fields": gettext_lazy("What is wrong, field by field"),
    "proof": gettext_lazy("Proof"),
    "contact": gettext_lazy("Contact person"),
}
HINTS: Mapping[str, Promise] = {
    "grounds": gettext_lazy("Why the record is wrong"),
    "fields": gettext_lazy("What stands there, what should stand there, and why"),
    "proof": gettext_lazy("Papers that show it, for the field they are about or for the whole"),
    "contact": gettext_lazy("Whom the platform may call"),
}
OPTIONAL = ("proof",)
PART_OF: Mapping[str, str] = {
    "grounds": "grounds",
    "no-statement": "grounds",
    "contact-name": "contact",
    "contact-phone": "contact",
    "contested-fields": "fields",
}
"""On which page what filing misses is mended, by the code of its refusal."""


def open_parts(found: Sequence[Gap]) -> set[str]:
    """The parts in which filing still misses something; what is wrong with the record itself is "record"."""
    return {PART_OF.get(gap.code, gap.part) for gap in found}


def tasks_of(case: Case, found: Sequence[Gap]) -> tuple[TaskItem, ...]:
    """The parts with their states, then "check and file", which waits for the others."""
    prepare, waiting = _("Prepare the objection"), open_parts(found)
    items = [
        TaskItem(
            title=str(PARTS[part]),
            hint=str(HINTS[part]),
            status=_status(case, part, waiting),
            url=reverse("portal:objection_part", args=[case.number, part]),
            group=prepare,
        )
        for part in PARTS
    ]
    items.append(
        TaskItem(
            title=_("Check your answers and file"),
            hint=_("Possible once every task above is done") if waiting else "",
            status="cannot_start" if waiting else "not_started",
            url="" if waiting else reverse("portal:objection_check", args=[case.number]),
            group=_("File it"),
        )
    )
    return tuple(items)


def _status(case: Case, part: str, waiting: set[str]) -> Status:
    if part in OPTIONAL:
        return "done" if proofs_of(case) else "optional"
    if part not in waiting:
        return "done"
    form = case.filing
    begun = {
        "grounds": form.grounds or form.statement,
        "fields": False,
        "contact": form.contact_name or form.contact_phone,
    }
    return "in_progress" if begun[part] else "not_started"


def contestable(case: Case) -> tuple[tuple[str, str, str], ...]:
    """Everything that may be contested in this case: key, name, and what stands there now in words."""
    result = case.filing.against == Against.REPAIR_RESULT
    return tuple(
        (field, str(label), value_words(field, shown_value(case.record, field)))
        for field, label in CONTESTED.items()
        if (field == REPAIR_RESULT) == result
    )


def answers_of(case: Case) -> tuple[Answers, ...]:
    """All parts of the objection; change links lead to them while it is a draft."""
    form = case.filing
    papers = proofs_of(case)
    grounds = (
        SummaryRow(_("What is wrong with the record"), _(", ").join(form.ground_labels) or _("Not given")),
        SummaryRow(_("What happened"), form.statement or _("Not given")),
    )
    fields = tuple(SummaryRow(row.title, _both_values(row)) for row in contested_rows(case))
    titles = [paper.title or paper.original_name for paper in papers]
    proof = (SummaryRow(_("Papers"), _(", ").join(titles) or _("None")),)
    contact = (
        SummaryRow(_("Contact person"), form.contact_name or _("Not given")),
        SummaryRow(_("Telephone of the contact person"), form.contact_phone or _("Not given")),
    )
    rows = {"grounds": grounds, "fields": fields, "proof": proof, "contact": contact}
    return tuple(
        Answers(part, str(title), tuple(_linked(row, case, part) for row in rows[part]))
        for part, title in PARTS.items()
    )


def proofs_of(case: Case) -> list[Document]:
    """What the company laid in as proof; nothing that an officer or the window laid beside it."""
    return [paper for paper in present_documents(case) if not is_of_officers(paper.material)]


def material_name(material: str) -> str:
    """What a document of an objection proves: a field by name, or the whole."""
    if material == OF_NO_FIELD:
        return _("Proof of the objection as a whole")
    if material == SHEET:
        return str(SIGNED_SHEET)
    return str(CONTESTED.get(material, material))


def _both_values(row: ContestedRow) -> str:
    if not row.shown and not row.right:
        return row.reason
    return _("Shown: %(shown)s. Held right: %(right)s. %(reason)s") % {
        "shown": row.shown,
        "right": row.right,
        "reason": row.reason,
    }


def _linked(row: SummaryRow, case: Case, part: str) -> SummaryRow:
    if case.state != ObjectionState.DRAFT:
        return row
    return SummaryRow(row.key, row.value, reverse("portal:objection_part", args=[case.number, part]))
