"""By what the names of subjects are found."""

from __future__ import annotations

from django.db import models

from records.models.subject import Subject


class NameGram(models.Model):
    """One pair of neighbouring signs of a subject's name, or the whole name, as a number (`records.names`).

    It follows the name alone and knows nothing of publications: whether a subject is shown is asked of its listings
    each time, so no answer can outlive them. Written with the name by `records.services.naming`, by nobody else.
    """

    pk = models.CompositePrimaryKey("gram", "subject_id")
    gram = models.BigIntegerField()
    subject = models.ForeignKey(Subject, on_delete=models.CASCADE, related_name="name_grams")

    def __str__(self) -> str:
        return f"{self.gram} of {self.subject_id}"
