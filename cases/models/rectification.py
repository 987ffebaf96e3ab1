"""Ordered rectification (限期整改)."""

from __future__ import annotations

from django.db import models

from cases.models.case import Case


class RectificationOrder(models.Model):
    """The order (整改通知) of a rectification case. `talks_left` counts the talks that its edition still allows."""

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="order")
    talks_left = models.PositiveSmallIntegerField()
    last_limit_set = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"order of {self.case}"
