"""异议更正: what of a record its subject may contest, and how a contested field is set right (rule C3)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from journal.now import day_of
from journal.record import record as journal
from journal.refusals import Crossed, Refusal
from records.models import CreditRecord, FieldCorrection
from records.models.listing import ListingState
from records.services import correction, listing
from records.services.classing import judge

CAUSE = "objection"
CONTESTABLE: dict[str, Promise] = {
    "decision_number": _("Decision number"),
    "determined_on": _("Determined on"),
    "violation": _("Conduct"),
    "facts": _("Facts found"),
    "basis": _("Legal basis"),
    "penalty_kinds": _("Kind of penalty"),
    "content": _("Content of the decision"),
    "fine": _("Fine (in 10,000 yuan)"),
    "confiscated": _("Confiscated (in 10,000 yuan)"),
    "permit": _("Permit suspended or revoked"),
    "valid_until": _("Penalty valid until"),
    "delivered_end_on": _("Last day of publication"),
}
# what class and days follow from; any other field is set right without judging the record anew
DECIDES = frozenset(
    {
        "determined_on",
        "violation",
        "basis",
        "penalty_kinds",
        "fine",
        "confiscated",
        "delivered_end_on",
    }
)

# Django's documented name
_COLUMNS = {field.name: field for field in CreditRecord._meta.concrete_fields}  # noqa: SLF001 - Django's own name for it

Value = str | date | Decimal | None


@transaction.atomic
def correct_fields(
    *, record_id: int, changes: Mapping[str, str], case_id: int, number: str, at: datetime, actor_ref: str
) -> CreditRecord:
    """Set contested fields right after an objection; both values are kept (`FieldCorrection`).

    Days are ISO text, amounts in 10,000 yuan, empty text for none. Class and days follow only where they are no
    longer than before; a class that is not published takes the record out of the public. A record whose
    publication is over is set right as well (it may be restored one day, and copies of it are asked for), but then
    no holder is asked: nobody shows it any more. Deliveries go on knowing the record by its fingerprint as
    delivered. Raises Refusal for a field that cannot be contested, a value that is none, a decision number that
    another record of the subject bears, without any change; Crossed where the record was withdrawn; NotFound.
    """
    record, shown = listing.locked(record_id)
    if shown.state == ListingState.WITHDRAWN:
        raise Crossed("withdrawn-already", _("This record was withdrawn already."))
    wanted = {name: value_of(name, text, today=day_of(at)) for name, text in changes.items()}
    changed = {name: value for name, value in wanted.items() if getattr(record, name) != value}
    if not changed:
        raise Refusal("no-change", _("Say which field is wrong and what is right."))
    _refuse_taken_number(record, changed)
    before = {name: correction.plain(getattr(record, name)) for name in changed}
    after = {name: correction.plain(value) for name, value in changed.items()}
    since, class_before = record.determined_on, record.class_name
    for name, value in changed.items():
        setattr(record, name, value)
    CreditRecord.objects.filter(pk=record.pk).update(**changed)
    FieldCorrection.objects.bulk_create(
        FieldCorrection(
            record=record,
            field=name,
            before=before[name],
            after=after[name],
            case_number=number,
            corrected_on=day_of(at),
        )
        for name in changed
    )
    found = judge(record) if DECIDES & changed.keys() else None
    moved = correction.take(record, shown, found, since=since, text_too="determined_on" in changed)
    journal(
        stream=record.stream,
        verb="record.corrected",
        actor_ref=actor_ref,
        at=at,
        payload={
            **correction.told(record, cause=CAUSE, document=number, before=before, after=after, moved=moved),
            "case_id": case_id,
            "shown": not shown.is_over,
        },
    )
    if found is not None and not shown.is_over:
        correction.follow(record, shown, found, moved, class_before=class_before, at=at, actor_ref=actor_ref)
    return record


def value_of(name: str, text: str, *, today: date) -> Value:
    """The value of a contestable field as it was typed; raises Refusal with what is wrong with it."""
    label = CONTESTABLE.get(name)
    if label is None:
        raise Refusal("field", _("This field cannot be contested. Choose one of those offered."))
    field = _COLUMNS[name]
    clean = text.strip()
    try:
        value: Value = field.clean(None if field.null and not clean else clean, None)
    except ValidationError as wrong:
        raise _wrong(field) from wrong
    if isinstance(value, Decimal) and value < 0:
        raise _wrong(field)
    if name == "determined_on" and isinstance(value, date) and value > today:
        raise Refusal("day", _("The day of the decision lies in the future. Check the day."))
    return value


def _wrong(field: models.Field[Any, Any]) -> Refusal:
    if isinstance(field, models.DecimalField):
        return Refusal("amount", _("An amount is a number, in units of 10,000 yuan."))
    if isinstance(field, models.DateField):
        return Refusal("day", _("Give the day as year, month and day."))
    return Refusal("text", _("This text is missing or too long for its field."))


def _refuse_taken_number(record: CreditRecord, changed: Mapping[str, Value]) -> None:
    if "decision_number" not in changed:
        return
    same = CreditRecord.objects.filter(
        department=record.department_id,
        decision_number=changed["decision_number"],
        subject=record.subject_id,
        kind=record.kind,
        site=record.site,
    )
    if same.exists():
        raise Refusal("number-taken", _("Another record of this company bears this decision number already."))
