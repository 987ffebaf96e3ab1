"""Every running term of every thing, with the receipt of its date."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Standing(models.TextChoices):
    RUNNING = "running", _("running")
    PAUSED = "paused", _("paused")
    BREACHED = "breached", _("ran out")
    STOPPED = "stopped", _("met or fallen away")


class Deadline(models.Model):
    """A term of a thing (`owner_kind` and `owner_id`; no foreign key upward) and its day.

    `due_on` is the last day, for people; `due_at` is exclusive: 00:00 Asia/Shanghai of the day after. The
    receipt holds all that is needed to compute the day again: trigger, clause, unit, skipped days, pauses,
    extensions. A term is open until `stopped_at` is set: one that ran out and is still owed stays open.
    `on_breach` says what its running out does (escalate, lapse, deemed-accepted, report; empty: reaching
    the end is all there is to it).
    """

    owner_kind = models.CharField(max_length=20)
    owner_id = models.PositiveBigIntegerField()
    stream = models.CharField(max_length=80)
    jurisdiction = models.CharField(
        max_length=6, blank=True, default="", help_text="region whose working days count"
    )
    term = models.CharField(max_length=40)
    goal = models.CharField(max_length=10, default="law", help_text="law | promise")
    edition_key = models.CharField(max_length=60)
    who = models.CharField(max_length=30, blank=True)
    on_breach = models.CharField(max_length=20, blank=True)
    standing = models.CharField(max_length=10, choices=Standing.choices, default=Standing.RUNNING)
    started_on = models.DateField()
    due_on = models.DateField()
    due_at = models.DateTimeField()
    warn_at = models.DateTimeField(null=True, blank=True, help_text="the next point to warn at")
    warned = models.JSONField(default=list, help_text="the points that were told or slept over")
    goes_up_at = models.DateTimeField(null=True, blank=True, help_text="when its lateness is told higher up")
    breached_at = models.DateTimeField(null=True, blank=True)
    stopped_at = models.DateTimeField(null=True, blank=True)
    provisional = models.BooleanField(default=False)
    to_confirm = models.BooleanField(default=False)
    receipt = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["owner_kind", "owner_id", "term", "goal"],
                condition=models.Q(stopped_at__isnull=True),
                name="clocks_one_open_term",
            )
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=models.Q(standing="running"), name="clocks_due"),
            models.Index(
                fields=["warn_at"],
                condition=models.Q(standing="running", warn_at__isnull=False),
                name="clocks_near",
            ),
            models.Index(
                fields=["goes_up_at"],
                condition=models.Q(stopped_at__isnull=True, goes_up_at__isnull=False),
                name="clocks_going_up",
            ),
            models.Index(fields=["owner_kind", "owner_id"], name="clocks_owner"),
        ]

    def __str__(self) -> str:
        return f"{self.term} of {self.stream} until {self.due_on}"
