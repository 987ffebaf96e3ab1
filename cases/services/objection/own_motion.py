"""依职权更正: an error that was found stays an error when the objection is withdrawn (rule C1)."""

from __future__ import annotations

from cases.contested import WITHOUT_VALUE
from cases.models.objection import ProviderFinding
from cases.services.acting import Doing
from cases.services.ending import contested_records
from cases.services.objection.correcting import correct_record


def correct_what_was_found(doing: Doing) -> None:
    """Correct the fields that the providing unit confirmed to be wrong, with its values; journalled where any are.

    What has no value (the record as a whole, its publication) is named for the desk: it needs a decision of its own.
    """
    found = doing.case.contested.filter(provider_finding=ProviderFinding.WRONG, dropped_at__isnull=True)
    values = {row.field: row.provider_value for row in found if row.field not in WITHOUT_VALUE}
    left_open = [row.field for row in found if row.field in WITHOUT_VALUE]
    if not values and not left_open:
        return
    changed = correct_record(doing, values, records=contested_records(doing.case.record_id))
    doing.note("case.corrected_of_own_motion", fields=changed, left_open=left_open)
