"""Orders to remove a record everywhere, and one release for each holder of a copy."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField

from records.models import CreditRecord, Holder


class OrderKind(models.TextChoices):
    END = "end", _("End publication")


class OrderState(models.TextChoices):
    OPEN = "OPEN", _("Under way")
    COMPLETED = "COMPLETED", _("Confirmed by every holder")
    SUPERSEDED = "SUPERSEDED", _("Superseded by a later order")


class ReleaseState(models.TextChoices):
    PENDING = "PENDING", _("To be sent")
    SENT = "SENT", _("Sent")
    ACKED = "ACKED", _("Answered")
    CONFIRMED = "CONFIRMED", _("Confirmed")
    SUPERSEDED = "SUPERSEDED", _("Superseded")


class Order(models.Model):
    """A delisting order of one record. `sequence` counts per record; a later order supersedes an earlier one."""

    record = models.ForeignKey(CreditRecord, on_delete=models.PROTECT, related_name="orders")
    kind = models.CharField(max_length=10, choices=OrderKind.choices, default=OrderKind.END)
    sequence = models.PositiveIntegerField()
    state = FSMField(max_length=12, choices=OrderState.choices, default=OrderState.OPEN)
    version = models.PositiveIntegerField(default=0)
    cause = models.CharField(max_length=40)
    case_id = models.PositiveBigIntegerField(null=True, blank=True, help_text="the case that closed, if any")
    edition_key = models.CharField(max_length=60, blank=True)
    opened_by_entry = models.PositiveBigIntegerField(unique=True, help_text="journal entry that caused it")
    opened_at = models.DateTimeField()
    completed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["record", "sequence"], name="delisting_order_sequence"),
            models.UniqueConstraint(
                fields=["record"], condition=models.Q(state="OPEN"), name="delisting_one_open_order"
            ),
        ]

    def __str__(self) -> str:
        return f"order {self.sequence} of {self.record}"

    @property
    def stream(self) -> str:
        return f"record:{self.record_id}"


class Release(models.Model):
    """One holder's part of an order. `key` is the holder's idempotency key; `stalled` is a flag, not a state."""

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="releases")
    holder = models.ForeignKey(Holder, on_delete=models.PROTECT, related_name="releases")
    state = FSMField(max_length=12, choices=ReleaseState.choices, default=ReleaseState.PENDING)
    version = models.PositiveIntegerField(default=0)
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    stalled = models.BooleanField(default=False)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField(null=True, blank=True)
    last_error = models.TextField(blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    acked_at = models.DateTimeField(null=True, blank=True)
    acked_by_ref = models.CharField(max_length=80, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    proof = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["order", "holder"], name="delisting_one_release_a_holder")
        ]
        indexes = [
            models.Index(
                fields=["next_attempt_at"],
                condition=models.Q(state__in=["PENDING", "ACKED"]),
                name="delisting_release_next",
            ),
            models.Index(fields=["holder", "state", "-id"], name="delisting_release_holder"),
        ]

    def __str__(self) -> str:
        return f"{self.holder}: {self.state}"

    @property
    def stream(self) -> str:
        return f"record:{self.order.record_id}"
