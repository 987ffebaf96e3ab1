"""Corrections of single fields of a record after an objection (异议更正): both values are kept."""

from __future__ import annotations

from django.db import models

from records.models.credit_record import CreditRecord


class FieldCorrection(models.Model):
    """One field as it was delivered and as it was found right; days and amounts as plain text, empty for none.

    `case_number` is the objection by which it was found. A field may be corrected again by a later one.
    """

    record = models.ForeignKey(CreditRecord, on_delete=models.PROTECT, related_name="field_corrections")
    field = models.CharField(max_length=40)
    before = models.TextField(blank=True)
    after = models.TextField(blank=True)
    case_number = models.CharField(max_length=24)
    corrected_on = models.DateField()

    def __str__(self) -> str:
        return f"{self.field} of {self.record}"
