"""Every running term of every thing, with the receipt of its date."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from rulebook.models import GazetteProposal, ReleasedGazette


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


class Walk(models.Model):
    """A walk over what is stored (`clocks.walks`): `reach` is how many rows there were when it began.

    It goes in batches, each a transaction of its own that also sets `after` (the last row looked at), so that it
    goes on there after whatever stops it.
    """

    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    reach = models.PositiveIntegerField()
    after = models.PositiveBigIntegerField(default=0)
    due_at = models.DateTimeField(help_text="when it is gone on with; later where it failed")
    last_error = models.TextField(blank=True)

    class Meta:
        abstract = True


class Recount(Walk):
    """One walk over the open terms that reach into a gazette's year: to show what would move, or to move it.

    A walk for a `proposal` only looks, one for a released `gazette` writes. `busy` are rows that somebody held,
    taken at the end; `calendar` is the version of the calendar of the gazette's place.
    """

    proposal = models.ForeignKey(
        GazetteProposal, null=True, blank=True, on_delete=models.PROTECT, related_name="recounts"
    )
    gazette = models.ForeignKey(
        ReleasedGazette, null=True, blank=True, on_delete=models.PROTECT, related_name="recounts"
    )
    actor_ref = models.CharField(max_length=80)
    calendar = models.CharField(max_length=16)
    busy = models.JSONField(default=list)
    looked = models.PositiveIntegerField(default=0)
    moved = models.PositiveIntegerField(default=0)
    kept = models.PositiveIntegerField(default=0)
    firm = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(proposal__isnull=True) ^ models.Q(gazette__isnull=True),
                name="clocks_recount_of_one_thing",
            ),
            models.UniqueConstraint(
                fields=["gazette"],
                condition=models.Q(ended_at__isnull=True),
                name="clocks_one_open_recount",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at"], condition=models.Q(ended_at__isnull=True), name="clocks_recount_due"
            )
        ]

    def __str__(self) -> str:
        return f"recount of {self.gazette or self.proposal}"

    @property
    def looks_only(self) -> bool:
        return self.gazette_id is None


class RecountedTerm(models.Model):
    """A term whose day moved, or was kept, in a walk: what is shown before and after, one row a term.

    `counted_on` is the calendar's own day: earlier than `to_on` where a day that was told is kept.
    """

    recount = models.ForeignKey(Recount, on_delete=models.CASCADE, related_name="terms")
    deadline = models.ForeignKey(Deadline, on_delete=models.PROTECT, related_name="recounted")
    from_on = models.DateField()
    to_on = models.DateField()
    counted_on = models.DateField()
    firm = models.BooleanField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["recount", "deadline"], name="clocks_recounted_once")]

    def __str__(self) -> str:
        return f"{self.deadline}: {self.from_on} to {self.to_on}"

    @property
    def kept(self) -> bool:
        return self.counted_on < self.to_on
