"""Countersignatures that wait for the end of their recall window."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.models.case import Case


class SignatureStanding(models.TextChoices):
    WAITING = "waiting", _("waiting")
    EFFECTIVE = "effective", _("took effect")
    RECALLED = "recalled", _("recalled")
    FALLEN = "fallen", _("fallen")


class Signature(models.Model):
    """An act that a countersigner signed; it is done at `takes_effect_at` unless it is recalled or falls before.

    `facts` are what the officer said with it, `version` is the case as the officer saw it; `in_place_of_ref` the
    officer for whom a substitute signed. `why` tells what made it fall: the act that came between, or in Chinese what
    it was refused with in the end.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="signatures")
    act = models.CharField(max_length=24)
    facts = models.JSONField(default=dict)
    version = models.PositiveIntegerField()
    signed_by_ref = models.CharField(max_length=80)
    in_place_of_ref = models.CharField(max_length=80, blank=True)
    signed_at = models.DateTimeField()
    takes_effect_at = models.DateTimeField()
    standing = models.CharField(
        max_length=10, choices=SignatureStanding.choices, default=SignatureStanding.WAITING
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by_ref = models.CharField(max_length=80, blank=True)
    why = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=models.Q(standing="waiting"), name="cases_one_waiting_signature"
            ),
            models.CheckConstraint(
                condition=models.Q(takes_effect_at__gt=models.F("signed_at")),
                name="cases_signature_effect_after_signing",
            ),
        ]
        indexes = [
            models.Index(
                fields=["takes_effect_at", "id"],
                condition=models.Q(standing="waiting"),
                name="cases_waiting_signatures",
            )
        ]

    def __str__(self) -> str:
        return f"{self.act} of {self.case}, {self.standing}"
