"""Why a publication ends or is suspended; the words stand in journal entries and on listings."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class EndCause(models.TextChoices):
    """Why publication ended."""

    REPAIRED = "repaired", _("Repair granted")
    LONGEST_PERIOD = "longest-period", _("Longest period reached")
    WITHDRAWN = "withdrawn", _("Record withdrawn")
    PLAN_EXECUTED = "plan-executed", _("Plan carried out")
    PARTY_CEASED = "party-ceased", _("The party ceased and the penalty did not pass on")


class HideCause(models.TextChoices):
    """Why publication was suspended."""

    STAY = "stay", _("Execution stayed")
    INSOLVENCY = "insolvency", _("Reorganisation or settlement approved")
    OBJECTION = "objection", _("Objection under examination")
    UNCONFIRMED = "unconfirmed", _("Could not be confirmed after an objection")
