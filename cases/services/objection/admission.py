"""May a record be contested on a day, under which text, and does an objection repeat one that was decided?"""

from __future__ import annotations

from datetime import date

from cases.models import Case, ContestedField
from cases.models.declaring import SHEET
from cases.models.objection import Against
from cases.refusals import refusal
from cases.states import CaseKind, ObjectionState, RepairState
from journal.names import lazy_name, lazy_title
from records.models import CreditRecord, Department
from records.models.listing import ListingState
from records.selectors import in_charge, lead_of, platform_of
from rulebook.edition import Edition
from rulebook.editions_in_use import editions_in_use
from rulebook.in_force import NoEdition, SeveralEditions

ONLY_WHILE_VALID = "only-while-valid"
BY_PLATFORM = "platform"
# results of a repair that may be contested
CONTESTABLE_RESULTS = (RepairState.CLOSED_REFUSED, RepairState.DECLINED)
# ends by which an objection was decided; a withdrawn, lapsed or terminated one was not
DECIDED = (
    ObjectionState.CLOSED_CORRECTED,
    ObjectionState.CLOSED_UPHELD,
    ObjectionState.CLOSED_NOTED,
)


def objection_edition(record: CreditRecord, *, on: date) -> Edition:
    """The text that governs an objection filed on a day: of the record's route and place.

    Raises a refusal where the route has no text in force, or several that claim the day.
    """
    try:
        return editions_in_use().in_force(
            route=record.route, jurisdiction=record.jurisdiction, on=on, record_kind=record.kind
        )
    except NoEdition as missing:
        raise refusal("no-text", department=lazy_name(record.department)) from missing
    except SeveralEditions as doubt:
        raise refusal("several-texts", doubt=str(doubt)) from doubt


def refuse_inadmissible(record: CreditRecord, *, against: str, on: date) -> Edition:
    """The text that governs, or the refusal with the reason why no objection may be filed on the record on a day.

    A withdrawn record has nothing left to contest; where the text says so, neither has one whose publication is
    over (C2, 广州市异议申诉指南). What is only shown here is contested where it was decided.
    """
    if record.listing.state == ListingState.WITHDRAWN:
        raise refusal("record-withdrawn")
    edition = objection_edition(record, on=on)
    if edition.forward is not None:
        raise refusal(
            "contest-elsewhere",
            department=lazy_name(record.department),
            court=lazy_name(edition.forward),
            review=edition.term("objection.handle").limit().count,
        )
    objection = edition.objection
    if against == Against.REPAIR_RESULT and Against.REPAIR_RESULT not in objection.about:
        raise refusal("result-not-contestable", edition=lazy_title(edition))
    if record.listing.is_over and objection.after_end.value == ONLY_WHILE_VALID:
        raise refusal("only-while-valid", edition=lazy_title(edition))
    return edition


def contested_result(record: CreditRecord, previous_id: int | None) -> Case:
    """The repair of the record whose refusal is contested (C23); raises a refusal for any other case."""
    refused = Case.objects.filter(record=record, kind=CaseKind.REPAIR, state__in=CONTESTABLE_RESULTS)
    found = None if previous_id is None else refused.filter(pk=previous_id).first()
    if found is None:
        raise refusal("no-result")
    return found


def handler_of(case: Case, edition: Edition, *, on: date) -> tuple[Department, str]:
    """The unit that handles an objection under a text on a day, and why it is that one.

    Raises a refusal where nobody is in charge.
    """
    if edition.objection.handled_by.value == BY_PLATFORM:
        return platform_of(case.record.jurisdiction, on), BY_PLATFORM
    unit = in_charge(case.determining_department, on)
    if unit is not None:
        return unit, "determined" if unit.pk == case.record.department_id else "successor"
    caretaker = lead_of(case.record.jurisdiction, on)
    if caretaker is None:
        raise refusal("no-department", day=on)
    return caretaker, "caretaker"


def provider_of(case: Case, *, on: date) -> Department:
    """The unit that is asked: who determined the record or decided the repair, its successor, or the lead department.

    Raises a refusal where nobody is in charge.
    """
    decided = case.determining_department
    if case.previous is not None and case.previous.handling_department is not None:
        decided = case.previous.handling_department
    found = in_charge(decided, on) or lead_of(case.record.jurisdiction, on)
    if found is None:
        raise refusal("no-department", day=on)
    return found


def repeated(case: Case) -> Case | None:
    """The decided objection that this one repeats: nothing contested that was not decided, no paper that is new (C17).

    The last one on any of its fields, about the same repair where it is about one. None where a field is new, or a
    document was not laid before that one.
    """
    fields = set(case.contested.filter(dropped_at__isnull=True).values_list("field", flat=True))
    decided = ContestedField.objects.filter(
        case__record=case.record_id,
        case__kind=CaseKind.OBJECTION,
        case__state__in=DECIDED,
        case__previous=case.previous_id,
        field__in=fields,
    ).exclude(outcome="")
    rows = list(decided.exclude(case=case.pk).select_related("case").order_by("-case__closed_at", "-pk"))
    if not rows or {row.field for row in rows} != fields:
        return None
    earlier = rows[0].case
    known = earlier.documents.filter(removed_at__isnull=True).values("sha256")
    proofs = case.documents.filter(removed_at__isnull=True).exclude(material=SHEET)
    new_proof = proofs.exclude(sha256__in=known)
    return None if new_proof.exists() else earlier
