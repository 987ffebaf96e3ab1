"""Beside the declaration of what is filed: a second signature of the company, its own word at the window."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.models.case import Case
from cases.models.document import Document
from cases.models.group import GroupFiling, GroupPaper
from records.models import Subject

SHEET = "signed-sheet"
"""The material under which the sheet signed at the window lies in the file; it is no part of what it confirms."""


class TwoPersons(models.Model):
    """A company's own choice that two persons sign whatever it files; it stands as long as the row does."""

    subject = models.OneToOneField(Subject, on_delete=models.PROTECT, related_name="two_persons")
    set_by_ref = models.CharField(max_length=80)
    set_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"two persons sign for {self.subject}"


class OfWhatIsFiled(models.Model):
    """Something asked about one draft (`case`), or about a whole group of drafts (`group`).

    `digest` is what was declared or shown then. Of a group `covers` has the digest of each draft by its number, so
    that what is filed first takes nothing from the others.
    """

    digest = models.CharField(max_length=64)
    covers = models.JSONField(default=dict, blank=True)
    asked_by_ref = models.CharField(max_length=80)
    asked_at = models.DateTimeField()

    class Meta:
        abstract = True


class SecondOutcome(models.TextChoices):
    """What became of a second signature that was asked for; empty while it waits."""

    SIGNED = "signed", _("Signed")
    SENT_BACK = "sent-back", _("Sent back")
    CHANGED = "changed", _("Void because the application was changed")
    TOO_LATE = "too-late", _("Too late")


class SecondSignature(OfWhatIsFiled):
    """A declaration that waits for a second person of the company, up to and including `waits_until`."""

    case = models.ForeignKey(
        Case, null=True, blank=True, on_delete=models.PROTECT, related_name="second_signatures"
    )
    group = models.ForeignKey(
        GroupFiling, null=True, blank=True, on_delete=models.PROTECT, related_name="second_signatures"
    )
    at_window = models.BooleanField(default=False, help_text="the first declaration was taken by a clerk")
    waits_until = models.DateField()
    outcome = models.CharField(max_length=10, blank=True, choices=SecondOutcome.choices)
    answered_by_ref = models.CharField(max_length=80, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    remark = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=models.Q(outcome=""), name="cases_one_open_second_signature"
            ),
            models.UniqueConstraint(
                fields=["group"], condition=models.Q(outcome=""), name="cases_one_open_signature_a_group"
            ),
            models.CheckConstraint(
                condition=models.Q(case__isnull=False) ^ models.Q(group__isnull=False),
                name="cases_second_signature_of_one",
            ),
        ]

    def __str__(self) -> str:
        return f"second signature of {self.case or self.group}"


class Confirmed(models.TextChoices):
    """How a subject confirmed what a clerk files for it."""

    CODE = "code", _("by a code told to the clerk")
    ACCOUNT = "account", _("in its own account")
    SHEET = "sheet", _("by its signature on the printed sheet")


class SubjectConfirmation(OfWhatIsFiled):
    """The subject's word, asked for by a clerk, that what is filed is what it wants.

    The code itself is kept nowhere: it follows from `nonce`. `confirmed_at` is empty while the word is missing. The
    signed sheet is a document of the case, or a paper of the group that lies in each of its drafts.
    """

    case = models.ForeignKey(
        Case, null=True, blank=True, on_delete=models.PROTECT, related_name="confirmations"
    )
    group = models.ForeignKey(
        GroupFiling, null=True, blank=True, on_delete=models.PROTECT, related_name="confirmations"
    )
    expires_at = models.DateTimeField()
    nonce = models.CharField(max_length=32)
    tries = models.PositiveSmallIntegerField(default=0)
    how = models.CharField(max_length=8, blank=True, choices=Confirmed.choices)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by_ref = models.CharField(max_length=80, blank=True)
    sheet = models.ForeignKey(Document, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    sheet_of_group = models.ForeignKey(
        GroupPaper, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(case__isnull=False) ^ models.Q(group__isnull=False),
                name="cases_confirmation_of_one",
            )
        ]
        indexes = [
            models.Index(fields=["case", "-id"], name="cases_confirmations"),
            models.Index(fields=["group", "-id"], name="cases_confirmations_of_group"),
        ]

    def __str__(self) -> str:
        return f"confirmation of {self.case or self.group}"
