"""投诉: a complaint about how a department or the desk itself acted, its answer, and the papers beside it."""

from __future__ import annotations

import secrets

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_fsm import FSMField

from cases.models.case import ALPHABET, Case
from cases.models.document import storage_name
from records.models import CreditRecord, Department, Subject

PREFIX = "TS"  # 投诉


class ComplaintState(models.TextChoices):
    RECEIVED = "RECEIVED", pgettext_lazy("complaint", "Received")
    ACCEPTED = "ACCEPTED", _("Taken up, being looked into")
    DECLINED = "DECLINED", _("Not taken up")
    ANSWERED = "ANSWERED", pgettext_lazy("complaint", "Answered")
    WITHDRAWN = "WITHDRAWN", _("Withdrawn")


OPEN_COMPLAINTS = (ComplaintState.RECEIVED, ComplaintState.ACCEPTED)


class Cause(models.TextChoices):
    """What is complained about (投诉事由)."""

    DELAY = "delay", _("Delay")
    NO_REASON = "refusal-without-reason", _("A refusal without a reason")
    FEE = "fee-asked", _("A fee was asked")
    CONDUCT = "conduct", _("How an officer behaved")
    COPY_ONLINE = "copy-still-online", _("A copy is still shown")
    OTHER = "other", _("Something else")


class ComplaintFinding(models.TextChoices):
    """What the answer says of the complaint."""

    JUSTIFIED = "justified", _("Justified")
    PARTLY = "partly", _("Justified in part")
    UNJUSTIFIED = "unjustified", _("Not justified")


def new_complaint_number(year: int) -> str:
    """A number such as TS-2026-7K3MQ9AB, which cannot be counted through."""
    return f"{PREFIX}-{year}-" + "".join(secrets.choice(ALPHABET) for _place in range(8))


class Complaint(models.Model):
    """A complaint of one subject about one department; its transitions stand on `cases.machines.complaint`.

    `handling_department` answers it: never the one complained of. `escalated_to` is the unit whose supervisors answer
    beside it since a term ran out. `case` and `record` say in which matter, where there is one. The edition is the one
    in force on the day of filing. `next_due_at` copies the nearest running term for sorting.
    """

    number = models.CharField(max_length=24, unique=True)
    state = FSMField(max_length=12, choices=ComplaintState.choices, default=ComplaintState.RECEIVED)
    version = models.PositiveIntegerField(default=0)
    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="complaints")
    record = models.ForeignKey(
        CreditRecord, null=True, blank=True, on_delete=models.PROTECT, related_name="complaints"
    )
    case = models.ForeignKey(Case, null=True, blank=True, on_delete=models.PROTECT, related_name="complaints")
    about = models.CharField(max_length=24, choices=Cause.choices)
    complained_of = models.ForeignKey(
        Department, on_delete=models.PROTECT, related_name="complaints_about_it"
    )
    handling_department = models.ForeignKey(
        Department, on_delete=models.PROTECT, related_name="complaints_to_answer"
    )
    escalated_to = models.ForeignKey(
        Department, null=True, blank=True, on_delete=models.PROTECT, related_name="complaints_gone_up"
    )
    jurisdiction = models.CharField(max_length=6)
    statement = models.TextField()
    edition_key = models.CharField(max_length=60)
    filed_at = models.DateTimeField()
    filed_by_ref = models.CharField(max_length=80)
    accepted_on = models.DateField(null=True, blank=True)
    decline_reason = models.TextField(blank=True)
    extended = models.BooleanField(default=False)
    late = models.BooleanField(default=False, help_text="a term ran out at least once")
    finding = models.CharField(max_length=12, choices=ComplaintFinding.choices, blank=True)
    answer_text = models.TextField(blank=True)
    done = models.TextField(blank=True, help_text="what was done about it")
    remedy = models.TextField(blank=True, help_text="what the complainant gets, or can do next")
    answered_by = models.ForeignKey(
        Department, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    answered_by_ref = models.CharField(max_length=80, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    next_due_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["handling_department", "next_due_at", "id"],
                condition=models.Q(state__in=[str(state) for state in OPEN_COMPLAINTS]),
                name="cases_complaints_to_answer",
            ),
            models.Index(fields=["subject", "-id"], name="cases_complaints_of_subject"),
            models.Index(fields=["complained_of", "filed_at"], name="cases_complaints_about"),
        ]
        verbose_name = _("complaint")

    def __str__(self) -> str:
        return self.number

    @property
    def stream(self) -> str:
        return f"complaint:{self.pk}"


class ComplaintPaper(models.Model):
    """One file laid beside a complaint when it was filed; PDF, PNG or JPEG by content, kept under its digest.

    `signed`: the complaint itself, as the company signed it before a clerk entered it at the window.
    """

    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="papers")
    original_name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=40)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    file = models.FileField(upload_to=storage_name, max_length=120)
    signed = models.BooleanField(default=False)
    added_by_ref = models.CharField(max_length=80)
    added_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["complaint", "sha256"], name="cases_one_copy_a_complaint"),
            models.UniqueConstraint(
                fields=["complaint"], condition=models.Q(signed=True), name="cases_one_signed_complaint"
            ),
        ]

    def __str__(self) -> str:
        return self.original_name
