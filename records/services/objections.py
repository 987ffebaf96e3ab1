"""异议标注: what an objection under examination does to a record's publication, and how that ends (rule C22)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from journal.record import record as journal
from journal.refusals import Refusal
from records.models import Listing
from records.models.listing import PUBLIC_STATES
from records.services import listing as listings
from records.services.causes import HideCause
from records.services.listing_moves import unmark

MARK = "mark"
HIDE = "hide"
NOTHING = "nothing"
MEANWHILE = (MARK, HIDE, NOTHING)
OBJECTION_ENDED = "objection-ended"


@transaction.atomic
def contest(
    *, record_id: int, meanwhile: str, case_id: int, number: str, at: datetime, actor_ref: str
) -> Listing:
    """An objection was accepted: the record bears a mark, or is hidden, as its text says.

    `meanwhile` is the text's switch (mark, hide, nothing). One mark a record: a second objection leaves the
    first one standing, and hides what the first one only marked. "hide" hides what is public; what is kept or
    hidden already stays covered until the objection ends too. A publication that is over bears no mark (C2).
    Told twice, it changes nothing. Raises Refusal for another word or without a number, NotFound.
    """
    if meanwhile not in MEANWHILE:
        raise Refusal("meanwhile", _("Say what becomes of the record while the objection is examined."))
    if not number.strip():
        raise Refusal("document", _("Give the number of the objection."))
    _record, shown = listings.locked(record_id)
    if shown.is_over or meanwhile == NOTHING:
        return shown
    hides = meanwhile == HIDE
    columns: dict[str, Any] = {}
    if not shown.is_contested:
        columns = {"contested_at": at, "contested_by": number.strip()}
    if hides and not shown.contested_hides:
        columns["contested_hides"] = True
    if not columns:
        return shown
    Listing.objects.filter(pk=shown.pk).update(**columns)
    journal(
        stream=shown.stream,
        verb="listing.contested",
        actor_ref=actor_ref,
        at=at,
        payload={"record_id": record_id, "number": number, "meanwhile": meanwhile, "case_id": case_id},
    )
    if hides and shown.state in PUBLIC_STATES:
        listings.hide(
            record_id=record_id, cause=HideCause.OBJECTION, document=number, at=at, actor_ref=actor_ref
        )
    shown.refresh_from_db()
    return shown


@transaction.atomic
def settle(
    *,
    record_id: int,
    case_id: int,
    number: str,
    at: datetime,
    actor_ref: str,
    others_open: bool = False,
) -> Listing:
    """An objection ended: the mark goes, and what was hidden for it is shown again.

    With `others_open` another objection on the record is still open and the mark stands until that one ends. What
    a stay or a plan covers stays hidden; what is past its longest period ends. Told twice, or where there is no
    mark, it changes nothing. Raises NotFound.
    """
    _record, shown = listings.locked(record_id)
    if others_open:
        return shown
    if unmark(shown, cause=OBJECTION_ENDED, case_id=case_id, at=at, actor_ref=actor_ref):
        if shown.hidden_cause == HideCause.OBJECTION:
            listings.uncover(record_id=record_id, reason=number, at=at, actor_ref=actor_ref)
        shown.refresh_from_db()
    return shown
