"""Market subjects (经营主体): companies, other organisations, individual businesses; no natural persons."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from records.models.beginning import Begins  # noqa: F401 - names are asked by their beginnings


class SubjectKind(models.TextChoices):
    LEGAL_PERSON = "legal-person", _("Legal person or other organisation")
    INDIVIDUAL_BUSINESS = "individual-business", _("Individual business")


class Subject(models.Model):
    """A subject under its unified social credit code (GB 32100), upper case, checked on entry."""

    code = models.CharField(max_length=18, unique=True)
    kind = models.CharField(max_length=24, choices=SubjectKind.choices)
    name = models.CharField(max_length=200, db_index=True)
    representative = models.CharField(max_length=100, blank=True)
    jurisdiction = models.CharField(
        max_length=6, help_text="GB/T 2260 division code, digits 3 to 8 of the code"
    )
    inner_check_holds = models.BooleanField(default=True)
    operator_since = models.DateField(
        null=True,
        blank=True,
        help_text="day on which an individual business got its present operator by an act of this house",
    )
    ceased_on = models.DateField(null=True, blank=True, help_text="merged, split, or deregistered")
    successor = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return self.name
