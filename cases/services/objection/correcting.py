"""How contested fields of a record and of its copies are set right by a case."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from cases.contested import shown_value
from cases.services.acting import Doing
from records.models import CreditRecord
from records.models.listing import ListingState
from records.services.contested_fields import correct_fields


def correct_record(doing: Doing, values: Mapping[str, str], *, records: Iterable[int]) -> dict[str, str]:
    """Correct those of the values that the records do not show yet; returns what was asked of the first one.

    A record that was withdrawn meanwhile is left alone. Raises what `records.services.contested_fields` refuses.
    """
    asked: dict[str, str] = {}
    for record_id in records:
        record = CreditRecord.objects.select_related("listing").get(pk=record_id)
        other = {field: value for field, value in values.items() if shown_value(record, field) != value}
        if not other or record.listing.state == ListingState.WITHDRAWN:
            continue
        correct_fields(
            record_id=record_id,
            changes=other,
            case_id=doing.case.pk,
            number=doing.case.number,
            at=doing.at,
            actor_ref=doing.actor.ref,
        )
        asked = asked or other
    return asked
