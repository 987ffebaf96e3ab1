"""Minutes of talks on their way to the sharing platform (约谈记录归集), and the machine of such a delivery.

Bodies of transitions are empty on purpose: a transition moves the state, `delisting.minutes` does the rest.
"""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_fsm import FSMField, transition

from delisting.models.orders import Who
from records.models import Holder, TalkEntry


class MinutesKind(models.TextChoices):
    ENTER = "enter", _("Take in the minutes")
    CORRECT = "correct", _("Take in the remark to the minutes")
    NOTE = "note", _("Take in the note that the basis fell")


class MinutesState(models.TextChoices):
    PENDING = "PENDING", pgettext_lazy("minutes", "To be sent")
    SENT = "SENT", pgettext_lazy("minutes", "Sent, not taken in yet")
    RECEIVED = "RECEIVED", pgettext_lazy("minutes", "Taken in")
    SUPERSEDED = "SUPERSEDED", pgettext_lazy("minutes", "Replaced by a later delivery")


OPEN_MINUTES = (MinutesState.PENDING, MinutesState.SENT)
_OPEN = [str(state) for state in OPEN_MINUTES]


class MinutesRelease(models.Model):
    """One delivery of a talk's entry to one sharing platform; `content` is what is sent, `digest` its SHA-256.

    Whatever changes the entry later (the company's remark, the note that its basis fell) is a delivery of its own
    with the whole content: it supersedes one that is still open. `key` is the platform's idempotency key; `stalled`
    a flag: its term ran out. `receipt_number` and `received_at` are the platform's own; `by_hand` where an officer
    noted them with a proof.
    """

    entry = models.ForeignKey(TalkEntry, on_delete=models.PROTECT, related_name="releases")
    holder = models.ForeignKey(Holder, on_delete=models.PROTECT, related_name="minutes_releases")
    kind = models.CharField(max_length=10, choices=MinutesKind.choices)
    state = FSMField(max_length=12, choices=MinutesState.choices, default=MinutesState.PENDING)
    version = models.PositiveIntegerField(default=0)
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    content = models.JSONField()
    digest = models.CharField(max_length=64)
    case_id = models.PositiveBigIntegerField(null=True, blank=True, help_text="the case of the talk")
    edition_key = models.CharField(max_length=60, blank=True)
    opened_by_entry = models.PositiveBigIntegerField(help_text="journal entry that caused it")
    opened_at = models.DateTimeField()
    stalled = models.BooleanField(default=False)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField(null=True, blank=True)
    last_error = models.TextField(blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    receipt_number = models.CharField(max_length=80, blank=True)
    received_at = models.DateTimeField(null=True, blank=True)
    received_by_ref = models.CharField(max_length=80, blank=True)
    by_hand = models.BooleanField(default=False)
    proof = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "holder", "opened_by_entry"], name="delisting_minutes_once_an_entry"
            ),
            models.UniqueConstraint(
                fields=["entry", "holder"],
                condition=models.Q(state__in=["PENDING", "SENT"]),
                name="delisting_minutes_one_open",
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_attempt_at"], condition=models.Q(state="PENDING"), name="delisting_minutes_next"
            ),
            models.Index(
                fields=["holder", "id"],
                condition=models.Q(state__in=["PENDING", "SENT"]),
                name="delisting_minutes_holder",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entry} at {self.holder}: {self.state}"

    @property
    def stream(self) -> str:
        return f"record:{self.entry.record_id}"

    @transition(
        field="state", source=MinutesState.PENDING, target=MinutesState.SENT, custom={"who": Who.SYSTEM}
    )
    def send(self) -> None:
        """发送"""

    @transition(
        field="state", source=MinutesState.SENT, target=MinutesState.PENDING, custom={"who": Who.SYSTEM}
    )
    def fail(self) -> None:
        """发送失败"""

    @transition(
        field="state", source=MinutesState.SENT, target=MinutesState.PENDING, custom={"who": Who.TIME}
    )
    def silence(self) -> None:
        """逾期未反馈，以同一编号再次发送"""

    @transition(
        field="state", source=MinutesState.PENDING, target=MinutesState.PENDING, custom={"who": Who.TIME}
    )
    def breach(self) -> None:
        """逾期（督办，状态不变）"""

    @transition(
        field="state", source=MinutesState.SENT, target=MinutesState.RECEIVED, custom={"who": Who.PROVIDER}
    )
    def acknowledge(self) -> None:
        """归集回执"""

    @transition(field="state", source=_OPEN, target=MinutesState.RECEIVED, custom={"who": Who.OFFICER})
    def confirm_by_hand(self) -> None:
        """人工核实"""

    @transition(field="state", source=_OPEN, target=MinutesState.SUPERSEDED, custom={"who": Who.SYSTEM})
    def supersede(self) -> None:
        """取代"""
