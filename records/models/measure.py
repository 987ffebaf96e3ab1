"""Measures (惩戒措施) that rest on a record."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField

from records.models.credit_record import CreditRecord
from records.models.department import Department


class MeasureState(models.TextChoices):
    IN_FORCE = "IN_FORCE", _("In force")
    SUSPENDED = "SUSPENDED", _("Suspended")
    LIFTED = "LIFTED", _("Lifted")


class Measure(models.Model):
    """A measure with the item of the national or local list that allows it."""

    record = models.ForeignKey(CreditRecord, on_delete=models.PROTECT, related_name="measures")
    state = FSMField(max_length=10, choices=MeasureState.choices, default=MeasureState.IN_FORCE)
    version = models.PositiveIntegerField(default=0)
    name = models.CharField(max_length=200)
    catalogue_item = models.CharField(max_length=120)
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+")
    imposed_on = models.DateField()
    lifted_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name

    @property
    def stream(self) -> str:
        return f"record:{self.record_id}"
