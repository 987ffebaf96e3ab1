"""Holders: the places that hold a copy of records and must remove it when publication ends."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from records.models.department import Department


class HolderKind(models.TextChoices):
    OWN_REGISTER = "own-register", _("This register")
    DEPARTMENT_SITE = "department-site", _("Site of the determining unit")
    CREDIT_CHINA = "credit-china", _("Credit China")
    GSXT = "gsxt", _("National Enterprise Credit Information Publicity System")
    SHARING_PLATFORM = "sharing-platform", _("Sharing platform")
    MEASURE_HOLDER = "measure-holder", _("Department applying a measure")
    CREDIT_BODY = "credit-body", _("Third-party credit body")


class Holder(models.Model):
    """A place that holds copies. Officers of `department` confirm removals; `kind` names the limit.

    A department site receives releases of its own department's records only; the others those of their
    jurisdiction (an empty jurisdiction receives all).
    """

    code = models.SlugField(max_length=60, unique=True)
    name_zh = models.CharField(max_length=120)
    name_en = models.CharField(max_length=160, blank=True)
    kind = models.CharField(max_length=20, choices=HolderKind.choices)
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="holders")
    jurisdiction = models.CharField(max_length=6, blank=True)
    active = models.BooleanField(default=True)

    def __str__(self) -> str:
        return self.name_zh
