"""Evidence: files of a case or of a group filing, named by the house, kept under their digest."""

from __future__ import annotations

from django.db import models

from cases.models.case import Case


def storage_name(document: StoredFile, _original: str) -> str:
    """A name made by the house: nothing of the sender's file name reaches the disk."""
    ending = {"application/pdf": "pdf", "image/png": "png", "image/jpeg": "jpg"}[document.content_type]
    return f"{document.sha256[:2]}/{document.sha256}.{ending}"


class StoredFile(models.Model):
    """A file for one material (M1, M3, …) or way; PDF, PNG or JPEG by content, not by name.

    What was taken out again stays, with the moment.
    """

    material = models.CharField(max_length=30)
    title = models.CharField(max_length=200, blank=True)
    original_name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=40)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    file = models.FileField(upload_to=storage_name, max_length=120)
    added_by_ref = models.CharField(max_length=80)
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.original_name


class Document(StoredFile):
    """One uploaded file of a case."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="documents")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "material", "sha256"],
                condition=models.Q(removed_at__isnull=True),
                name="cases_one_copy_a_material",
            )
        ]
