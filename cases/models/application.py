"""What was filed with a repair, its steps, and what was asked in addition."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.models.case import Case


class Application(models.Model):
    """The application form of a repair (信用修复申请表) with its commitment (信用修复承诺书)."""

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="application")
    contact_name = models.CharField(max_length=80, blank=True)
    contact_phone = models.CharField(max_length=40, blank=True)
    reason = models.TextField(blank=True)
    performed_on = models.DateField(null=True, blank=True)
    performance = models.TextField(blank=True)
    commitment_version = models.CharField(max_length=20, blank=True)
    commitment_text = models.TextField(blank=True)
    commitment_signed_by = models.CharField(max_length=80, blank=True)
    commitment_signed_at = models.DateTimeField(null=True, blank=True)
    declared_at = models.DateTimeField(null=True, blank=True)
    filed_by_ref = models.CharField(max_length=80, blank=True)
    served_by_ref = models.CharField(max_length=80, blank=True, help_text="the clerk who acted at the window")
    group = models.ForeignKey(
        "cases.GroupFiling",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="applications",
        help_text="the sitting in which it is filed together with others",
    )

    def __str__(self) -> str:
        return f"application of {self.case}"


class Finding(models.TextChoices):
    OWED = "owed", _("still owed")
    SUBMITTED = "submitted", _("submitted, not checked yet")
    SATISFIED = "satisfied", _("found satisfied")
    INSUFFICIENT = "insufficient", _("found insufficient")


class Step(models.Model):
    """One way of repair (commitment, rectification, verification, training, credit report, public good) on a case.

    `facts` holds what the way asks for (provider, course, hours, certificate number, …).
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="steps")
    way = models.CharField(max_length=30)
    phase = models.CharField(max_length=20)
    who = models.CharField(
        max_length=20, default="subject", help_text="subject | determining-unit | platform"
    )
    finding = models.CharField(max_length=14, choices=Finding.choices, default=Finding.OWED)
    facts = models.JSONField(default=dict)
    reason = models.TextField(blank=True)
    clause = models.CharField(max_length=120, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    checked_at = models.DateTimeField(null=True, blank=True)
    checked_by_ref = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "way"], name="cases_one_step_a_way")]

    def __str__(self) -> str:
        return f"{self.way} of {self.case}"


class Supplement(models.Model):
    """All missing items, told at once (一次性告知补正). `items` is a list of {what, material, clause}."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="asked_supplements")
    items = models.JSONField(default=list)
    asked_at = models.DateTimeField()
    asked_by_ref = models.CharField(max_length=80)
    answered_at = models.DateTimeField(null=True, blank=True)
    answer = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"supplement of {self.case}"
