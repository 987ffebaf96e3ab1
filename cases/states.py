"""The states of each kind of case, with the words people see."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class CaseKind(models.TextChoices):
    REPAIR = "repair", _("Credit repair")


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


FINAL_STATES = (
    RepairState.DISCARDED,
    RepairState.DECLINED,
    RepairState.LAPSED,
    RepairState.CLOSED_REPAIRED,
    RepairState.CLOSED_REFUSED,
    RepairState.WITHDRAWN,
    RepairState.TERMINATED,
)
# filed and not yet closed: a second case of the kind on the record is refused meanwhile
RUNNING_STATES = (
    RepairState.FILED,
    RepairState.ROUTED,
    RepairState.SUPPLEMENTING,
    RepairState.UNDER_REPAIR,
    RepairState.VERIFYING,
    RepairState.PROPOSED,
)
OPEN_STATES = (RepairState.DRAFT, *RUNNING_STATES)
