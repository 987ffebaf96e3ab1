"""约谈: talks between the department that determined a record and its subject, who came, what was put on record."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cases.models.case import Case
from cases.models.rectification import ServedHow
from records.models import Department


class TalkKind(models.TextChoices):
    PROMPTING = "prompting", _("Prompting talk")
    WARNING = "warning", _("Warning talk")


class TalkStanding(models.TextChoices):
    SET = "set", pgettext_lazy("talk", "Set")
    HELD = "held", pgettext_lazy("talk", "Held")
    ABSENT = "absent", _("Missed without cause")
    POSTPONED = "postponed", _("Put off")
    CANCELLED = "cancelled", pgettext_lazy("talk", "Called off")


class AttendanceRole(models.TextChoices):
    """In which place a person came to a talk."""

    REPRESENTATIVE = "representative", _("Legal representative or operator")
    AGENT = "agent", _("Agent")
    STAFF = "staff", _("Other person of the company")
    OFFICER = "officer", pgettext_lazy("talk", "Officer")
    OBSERVER = "observer", _("Observer")


# whoever speaks for the subject
OF_THE_SUBJECT = (AttendanceRole.REPRESENTATIVE, AttendanceRole.AGENT)


class Talk(models.Model):
    """One talk (约谈) as it was announced, and what became of it.

    `slots` are the hours proposed (ISO instants); `set_for` is the one that holds: the earliest until the subject has
    chosen, which it may do until the end of the day before that (`chosen_at`). `officers` is a list of {ref, name}.
    `free` marks a postponement that does not count, because the desk had moved to another department.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="talks")
    ordinal = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=TalkKind.choices)
    straight_reason = models.TextField(blank=True)
    basis = models.CharField(max_length=300)
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="talks")
    place = models.CharField(max_length=200)
    slots = models.JSONField(default=list)
    set_for = models.DateTimeField()
    chosen_at = models.DateTimeField(null=True, blank=True)
    chosen_by_ref = models.CharField(max_length=80, blank=True)
    officers = models.JSONField(default=list)
    purpose = models.TextField()
    bring = models.TextField(blank=True)
    announced_at = models.DateTimeField()
    announced_by_ref = models.CharField(max_length=80)
    notice_served_on = models.DateField()
    notice_served_how = models.CharField(max_length=10, choices=ServedHow.choices, default=ServedHow.DESK)
    notice_proof = models.CharField(max_length=200, blank=True)
    standing = models.CharField(max_length=10, choices=TalkStanding.choices, default=TalkStanding.SET)
    ended_at = models.DateTimeField(null=True, blank=True)
    free = models.BooleanField(default=False)
    reason = models.TextField(blank=True, help_text="why it was put off or called off")
    absence_reason = models.TextField(
        blank=True, help_text="what the subject said of its absence, if anything"
    )

    class Meta:
        ordering = ("ordinal",)
        constraints = [
            models.UniqueConstraint(fields=["case", "ordinal"], name="cases_one_talk_an_ordinal"),
            models.UniqueConstraint(
                fields=["case"], condition=models.Q(standing="set"), name="cases_one_talk_set"
            ),
        ]
        indexes = [models.Index(fields=["department", "standing", "set_for", "id"], name="cases_talk_days")]

    def __str__(self) -> str:
        return f"talk {self.ordinal} of {self.case}"

    @property
    def proposed(self) -> tuple[datetime, ...]:
        """The hours proposed, earliest first."""
        return tuple(datetime.fromisoformat(slot) for slot in self.slots)


class Attendance(models.Model):
    """One person at a talk. Of the number of the identity card only its last signs are kept (`id_masked`)."""

    talk = models.ForeignKey(Talk, on_delete=models.PROTECT, related_name="attendance")
    name = models.CharField(max_length=80)
    role = models.CharField(max_length=16, choices=AttendanceRole.choices)
    id_kind = models.CharField(max_length=40, blank=True)
    id_masked = models.CharField(max_length=40, blank=True)
    present = models.BooleanField(default=True)

    def __str__(self) -> str:
        return f"{self.name} at {self.talk}"


class Minutes(models.Model):
    """The record of a talk (约谈记录). `demands` is a list of {demand_id, text, kind, proof_owed, due_on}.

    Signed by somebody of the subject (`signed_by`), or refused with the reason noted. `read_back_at` is when the
    subject confirmed them on its own page. `receipt_number` is that of the sharing platform that took them in last;
    `receipt_proof` how an officer knows it, where the platform did not answer by itself.
    """

    talk = models.OneToOneField(Talk, on_delete=models.PROTECT, related_name="minutes")
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField()
    chair_ref = models.CharField(max_length=80)
    chair_name = models.CharField(max_length=80)
    recorder_ref = models.CharField(max_length=80)
    recorder_name = models.CharField(max_length=80)
    facts = models.TextField()
    statement = models.TextField(blank=True)
    demands = models.JSONField(default=list)
    limit_days = models.PositiveSmallIntegerField()
    commitment = models.TextField(blank=True)
    signed_by = models.CharField(max_length=80, blank=True)
    refusal_reason = models.TextField(blank=True)
    written_at = models.DateTimeField()
    read_back_at = models.DateTimeField(null=True, blank=True)
    read_back_by_ref = models.CharField(max_length=80, blank=True)
    remark = models.TextField(blank=True)
    sent_on = models.DateField(null=True, blank=True)
    receipt_number = models.CharField(max_length=80, blank=True)
    receipt_proof = models.TextField(blank=True)
    receipt_by_ref = models.CharField(max_length=80, blank=True)

    def __str__(self) -> str:
        return f"minutes of {self.talk}"
