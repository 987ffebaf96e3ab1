"""Administrators in insolvency (破产管理人): who stands for a subject in the place of its former management."""

from __future__ import annotations

from django.db import models

from records.models.subject import Subject


class Administration(models.Model):
    """One appointment by a court's decision (指定管理人决定书), until the administrator is relieved.

    `issuer` is the court; `name` the firm or body it appointed. Its legal effect follows `document_on`, mandates
    end on the day it is entered.
    """

    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="administrations")
    name = models.CharField(max_length=120)
    issuer = models.CharField(max_length=120)
    number = models.CharField(max_length=120)
    document_on = models.DateField()
    received_on = models.DateField()
    entered_at = models.DateTimeField()
    entered_by_ref = models.CharField(max_length=80)
    ended_on = models.DateField(null=True, blank=True)
    ended_document = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject"],
                condition=models.Q(ended_on__isnull=True),
                name="records_one_administrator_in_office",
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} for {self.subject}"
