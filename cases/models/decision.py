"""Proposals and decisions."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.models.case import Case


class Outcome(models.TextChoices):
    APPROVE = "approve", _("Grant the repair")
    REFUSE = "refuse", _("Refuse the repair")
    CORRECT = "correct", _("Correct the record")
    WITHDRAW_RECORD = "withdraw_record", _("Withdraw the record")
    UPHOLD = "uphold", _("Uphold the record")
    NOTE = "note", _("Keep a note: it could not be confirmed")
    REVOKE = "revoke", _("Revoke the repair")
    KEEP = "keep", _("Keep the repair")


class Decision(models.Model):
    """A proposal by one officer; signed or sent back by another. `clause` names the article relied on."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="decisions")
    outcome = models.CharField(max_length=16, choices=Outcome.choices)
    reasons = models.TextField()
    clause = models.CharField(max_length=160)
    proposed_by_ref = models.CharField(max_length=80)
    proposed_at = models.DateTimeField()
    sent_back_by_ref = models.CharField(max_length=80, blank=True)
    sent_back_at = models.DateTimeField(null=True, blank=True)
    sent_back_reason = models.TextField(blank=True)
    signed_by_ref = models.CharField(max_length=80, blank=True)
    signed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=models.Q(sent_back_at__isnull=True),
                name="cases_one_standing_proposal",
            )
        ]

    def __str__(self) -> str:
        return f"{self.outcome} of {self.case}"
