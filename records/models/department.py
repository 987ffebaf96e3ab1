"""Departments that determine, handle or share, with validity and successor."""

from __future__ import annotations

from django.db import models

from rulebook.fields import field_of


class Department(models.Model):
    """A department under its code. `field` is the authority field the editions speak of, e.g. "work-safety".

    Validity is [valid_from, valid_to); a department that was merged names its successor.
    """

    code = models.CharField(max_length=18, unique=True)
    name_zh = models.CharField(max_length=120)
    name_en = models.CharField(max_length=160, blank=True)
    field = models.CharField(max_length=40, blank=True)
    jurisdiction = models.CharField(max_length=6)
    address = models.CharField(max_length=200, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    is_platform = models.BooleanField(default=False, help_text="runs the credit platform of its jurisdiction")
    is_lead = models.BooleanField(default=False, help_text="lead department for credit work")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    successor = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return self.name_zh

    @property
    def authority_field(self) -> str:
        """The field the editions ask for: the one entered, else what the name tells ("other" if nothing)."""
        return self.field or field_of(self.name_zh)
