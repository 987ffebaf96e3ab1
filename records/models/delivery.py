"""Delivered files: how far an import came, so that a killed one resumes and a repeated one adds nothing."""

from __future__ import annotations

from django.db import models


class DeliveredFile(models.Model):
    """A file taken in, known by its digest."""

    sha256 = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=200)
    rows_done = models.PositiveIntegerField(default=0)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name
