"""Several records of one company filed in one sitting: what they share is kept here, each stays a case of its own."""

from __future__ import annotations

import secrets

from django.db import models

from cases.models.case import ALPHABET
from cases.models.document import StoredFile
from records.models import Subject


def new_group_number(year: int) -> str:
    """The number of a group filing such as PL-2026-7K3MQ9AB (批量): it cannot be counted through."""
    return f"PL-{year}-" + "".join(secrets.choice(ALPHABET) for _place in range(8))


class GroupFiling(models.Model):
    """One sitting in which a company files several applications (批量申请); the drafts point to it.

    Contact, commitment and common papers are asked here once and stand in each draft as its own. `refused` tells,
    by case number, why a draft was not taken when the group was filed last.
    """

    number = models.CharField(max_length=24, unique=True)
    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="group_filings")
    opened_by_ref = models.CharField(max_length=80)
    opened_at = models.DateTimeField()
    contact_name = models.CharField(max_length=80, blank=True)
    contact_phone = models.CharField(max_length=40, blank=True)
    commitment_text = models.TextField(blank=True)
    commitment_signed_by = models.CharField(max_length=80, blank=True)
    commitment_signed_at = models.DateTimeField(null=True, blank=True)
    declared_at = models.DateTimeField(null=True, blank=True)
    declared_by_ref = models.CharField(max_length=80, blank=True)
    refused = models.JSONField(default=dict)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject"],
                condition=models.Q(closed_at__isnull=True),
                name="cases_one_open_group",
            )
        ]
        indexes = [models.Index(fields=["subject", "-id"], name="cases_groups_of_subject")]

    def __str__(self) -> str:
        return self.number

    @property
    def stream(self) -> str:
        return f"group:{self.pk}"


class GroupPaper(StoredFile):
    """A paper that belongs to every draft of a group; each draft has a document of its own on the same stored file."""

    group = models.ForeignKey(GroupFiling, on_delete=models.PROTECT, related_name="papers")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["group", "material", "sha256"],
                condition=models.Q(removed_at__isnull=True),
                name="cases_one_copy_a_group",
            )
        ]
