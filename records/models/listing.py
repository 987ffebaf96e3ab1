"""The publication (公示) of a record."""

from __future__ import annotations

import secrets
from datetime import date

from django.db import models

from journal.now import day_of
from records.machines import ListingMachine, ListingState
from records.models.credit_record import CreditRecord

__all__ = ["PUBLIC_STATES", "Listing", "ListingState", "opaque_key"]


def opaque_key() -> str:
    return secrets.token_urlsafe(12)


class Listing(ListingMachine):
    """Where a record stands in public. Days are Asia/Shanghai days.

    `earliest_filing_on` and `lapses_on` are the days after the minimum and the longest period end; `ends_on`
    is the last day shown. `key` is the opaque address of the entry on the register. `contested_at` is the mark of
    an objection under examination, one a record (C22); it is no state.
    """

    record = models.OneToOneField(CreditRecord, on_delete=models.PROTECT, related_name="listing")
    key = models.CharField(max_length=32, unique=True, default=opaque_key)
    starts_on = models.DateField(null=True, blank=True)
    earliest_filing_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    lapses_on = models.DateField(null=True, blank=True)
    dates_to_confirm = models.BooleanField(default=False)
    publish_by = models.DateField(
        null=True, blank=True, help_text="last day of the publishing term; empty where nothing must be shown"
    )
    published_on = models.DateField(null=True, blank=True)
    keeping_rule = models.CharField(
        max_length=300, blank=True, help_text="the department's rule that keeps it past its longest period"
    )
    hidden_cause = models.CharField(max_length=40, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    end_cause = models.CharField(
        max_length=40, blank=True, help_text="repaired | longest-period | withdrawn | …"
    )
    contested_at = models.DateTimeField(null=True, blank=True, help_text="since when it is under objection")
    contested_by = models.CharField(
        max_length=24, blank=True, help_text="number of the objection that set the mark"
    )
    contested_hides = models.BooleanField(
        default=False, help_text="an open objection keeps it out of the public"
    )

    taken_down_at = models.DateTimeField(
        null=True, blank=True, help_text="when it left the public; empty while it is shown or never was"
    )

    class Meta:
        indexes = [
            models.Index(fields=["state", "lapses_on"], name="records_listing_lapse"),
            models.Index(
                fields=["id"],
                name="records_listing_shown",
                condition=models.Q(state__in=("PUBLISHED", "KEPT_ON")),
            ),
            models.Index(
                fields=["-published_on", "-id"],
                name="records_listing_newest",
                condition=models.Q(state__in=("PUBLISHED", "KEPT_ON")),
            ),
            models.Index(
                fields=["taken_down_at"],
                name="records_listing_gone",
                condition=models.Q(taken_down_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.record} {self.state}"

    @property
    def stream(self) -> str:
        return f"record:{self.record_id}"

    @property
    def is_public(self) -> bool:
        return self.state in PUBLIC_STATES

    def is_shown_on(self, on: date) -> bool:
        """Whether the public sees it on a day: from the day after its last one no more, whatever the sweep does.

        One that a cited rule keeps on while duties are open waits for the sweep, which looks at the duties.
        """
        if self.state == ListingState.KEPT_ON:
            return True
        in_time = self.lapses_on is None or on < self.lapses_on
        return self.state == ListingState.PUBLISHED and (in_time or bool(self.keeping_rule))

    @property
    def is_contested(self) -> bool:
        """Whether it bears the mark "under objection" (异议处理中), which every answer about it must show."""
        return self.contested_at is not None

    @property
    def contested_on(self) -> date | None:
        """The day since which it bears that mark."""
        return None if self.contested_at is None else day_of(self.contested_at)

    @property
    def taken_down_on(self) -> date | None:
        """The day on which it left the public; None while it is shown, or where nothing happened but its day."""
        return None if self.taken_down_at is None else day_of(self.taken_down_at)

    @property
    def is_over(self) -> bool:
        """Whether it ended for good: repaired (shown or not), withdrawn, or at its longest period."""
        return self.ended_at is not None


PUBLIC_STATES = (ListingState.PUBLISHED, ListingState.KEPT_ON)
