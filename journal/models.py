"""What happened (Entry), where each stream stands (StreamHead), what must still be told (Delivery)."""

from __future__ import annotations

from django.db import models


class Entry(models.Model):
    """One thing that happened: audit trail, event and outbox in one row; never changed, never removed.

    `hash` covers the previous entry of the same stream, so a changed, dropped or swapped row is found.
    """

    stream = models.CharField(max_length=80)
    seq = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    actor_ref = models.CharField(max_length=80)
    verb = models.CharField(max_length=40)
    payload = models.JSONField(default=dict)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["stream", "seq"], name="journal_entry_one_seq_a_stream")
        ]
        indexes = [models.Index(fields=["verb", "at"], name="journal_entry_verb_at")]

    def __str__(self) -> str:
        return f"{self.stream} #{self.seq} {self.verb}"


class StreamHead(models.Model):
    """The last entry of a stream; taken FOR UPDATE before appending, so chains never fork."""

    stream = models.CharField(max_length=80, primary_key=True)
    seq = models.PositiveBigIntegerField()
    hash = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{self.stream} at {self.seq}"


class Delivery(models.Model):
    """One handler's due of one entry. Handlers are idempotent; entries of a stream come in order."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="deliveries")
    handler = models.CharField(max_length=60)
    stream = models.CharField(max_length=80)
    due_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.TextField(blank=True)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entry", "handler"], name="journal_delivery_once")]
        indexes = [
            models.Index(
                fields=["due_at", "id"], name="journal_delivery_due", condition=models.Q(done_at__isnull=True)
            ),
            models.Index(
                fields=["handler", "stream", "id"],
                name="journal_delivery_order",
                condition=models.Q(done_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.handler} of entry {self.entry_id}"
