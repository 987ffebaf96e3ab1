"""The kinds of case and the states of each, with the words people see."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class CaseKind(models.TextChoices):
    REPAIR = "repair", _("Credit repair")
    REVOCATION = "revocation", _("Revocation of a repair")
    OBJECTION = "objection", _("Objection")
    RECTIFICATION = "rectification", _("Ordered rectification")


class RepairState(models.TextChoices):
    DRAFT = "DRAFT", _("Draft")
    FILED = "FILED", _("Filed")
    DISCARDED = "DISCARDED", _("Draft discarded")
    ROUTED = "ROUTED", _("With the unit, waiting for acceptance")
    SUPPLEMENTING = "SUPPLEMENTING", _("Waiting for missing items")
    DECLINED = "DECLINED", _("Not accepted")
    UNDER_REPAIR = "UNDER_REPAIR", _("Steps under way")
    VERIFYING = "VERIFYING", _("Under examination")
    LAPSED = "LAPSED", _("Counts as withdrawn, term ran out")
    PROPOSED = "PROPOSED", _("Waiting for countersignature")
    CLOSED_REPAIRED = "CLOSED_REPAIRED", _("Repair granted")
    CLOSED_REFUSED = "CLOSED_REFUSED", _("Repair refused")
    WITHDRAWN = "WITHDRAWN", _("Withdrawn")
    TERMINATED = "TERMINATED", _("Terminated")


class RevocationState(models.TextChoices):
    NOTIFIED = "NOTIFIED", _("Told of the grounds, waiting for the defence")
    REVIEWING = "REVIEWING", _("Under examination")
    PROPOSED = "PROPOSED", _("Waiting for countersignature")
    REVOKED = "REVOKED", _("Repair revoked")
    KEPT = "KEPT", _("Repair kept")
    TERMINATED = "TERMINATED", _("Terminated")


class ObjectionState(models.TextChoices):
    DRAFT = "DRAFT", _("Draft")
    FILED = "FILED", _("Filed, waiting for acceptance")
    DISCARDED = "DISCARDED", _("Draft discarded")
    SUPPLEMENTING = "SUPPLEMENTING", _("Waiting for missing items")
    DECLINED = "DECLINED", _("Not accepted")
    CHECKING = "CHECKING", _("Accepted, the platform checks its own data")
    LAPSED = "LAPSED", _("Counts as withdrawn, term ran out")
    INQUIRING = "INQUIRING", _("With the providing unit for an answer")
    REVIEWING = "REVIEWING", _("Under examination")
    PROPOSED = "PROPOSED", _("Waiting for countersignature")
    CLOSED_CORRECTED = "CLOSED_CORRECTED", _("Record corrected")
    CLOSED_RECORD_WITHDRAWN = "CLOSED_RECORD_WITHDRAWN", _("Record withdrawn")
    CLOSED_UPHELD = "CLOSED_UPHELD", _("Record upheld")
    CLOSED_NOTED = "CLOSED_NOTED", _("Could not be confirmed, note kept")
    WITHDRAWN = "WITHDRAWN", _("Withdrawn")
    TERMINATED = "TERMINATED", _("Terminated")


class RectificationState(models.TextChoices):
    ISSUED = "ISSUED", _("Signed, waiting for service")
    RECTIFYING = "RECTIFYING", _("Rectification under way")
    REPORTED = "REPORTED", _("Reported, waiting for the check")
    TALK_DUE = "TALK_DUE", _("A talk is due")
    EXHAUSTED = "EXHAUSTED", _("No talk left, to be handed on")
    SATISFIED = "SATISFIED", _("Rectified")
    TALK_SET = "TALK_SET", _("Talk announced")
    CLOSED_UNRECTIFIED = "CLOSED_UNRECTIFIED", _("Not rectified, handed on")
    CANCELLED = "CANCELLED", pgettext_lazy("rectification order", "Order cancelled")
    TERMINATED = "TERMINATED", _("Terminated")


STATES: Mapping[str, type[models.TextChoices]] = {
    CaseKind.REPAIR: RepairState,
    CaseKind.REVOCATION: RevocationState,
    CaseKind.OBJECTION: ObjectionState,
    CaseKind.RECTIFICATION: RectificationState,
}
# a state of one name is an end in every kind that knows it, or in none (a test holds this)
FINAL_STATES: tuple[str, ...] = (
    "DISCARDED",
    "DECLINED",
    "LAPSED",
    "CLOSED_REPAIRED",
    "CLOSED_REFUSED",
    "REVOKED",
    "KEPT",
    "CLOSED_CORRECTED",
    "CLOSED_RECORD_WITHDRAWN",
    "CLOSED_UPHELD",
    "CLOSED_NOTED",
    "SATISFIED",
    "CLOSED_UNRECTIFIED",
    "CANCELLED",
    "WITHDRAWN",
    "TERMINATED",
)
# begun and not yet closed: a second case of the kind on the record is refused meanwhile
RUNNING_STATES: tuple[str, ...] = (
    "FILED",
    "ROUTED",
    "SUPPLEMENTING",
    "UNDER_REPAIR",
    "VERIFYING",
    "NOTIFIED",
    "CHECKING",
    "INQUIRING",
    "REVIEWING",
    "PROPOSED",
    "ISSUED",
    "RECTIFYING",
    "REPORTED",
    "TALK_DUE",
    "TALK_SET",
    "EXHAUSTED",
)
OPEN_STATES: tuple[str, ...] = ("DRAFT", *RUNNING_STATES)


def state_label(kind: str, state: str) -> str:
    """A state in the words of its kind, in the reader's language."""
    return str(STATES[kind](state).label)


def term_of(kind: str, name: str) -> str:
    """How the texts call a term of a kind: those of a repair bear no kind before their name."""
    return name if kind == CaseKind.REPAIR else f"{kind}.{name}"


def states_of(kind: str, among: tuple[str, ...]) -> tuple[str, ...]:
    """Those of a kind's states that are among some, in the kind's order."""
    return tuple(str(state) for state in STATES[kind] if state in among)
