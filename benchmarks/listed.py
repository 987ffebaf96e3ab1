"""Records that stand in the public register by the thousand, one for each company."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from journal.now import noon_of
from records.models import CreditRecord, Department, Listing, Subject

ON = date(2026, 5, 15)


def store_listed(
    subjects: Sequence[Subject], department: Department, *, state: Callable[[], str], **facts: str
) -> None:
    """A general penalty of 15 May 2026 for each company; `state` is asked for every listing, `facts` go on each."""
    records = CreditRecord.objects.bulk_create(
        CreditRecord(
            subject=subject,
            department=department,
            decision_number=f"枣交罚字〔2026〕{subject.pk}号",
            determined_on=ON,
            route="credit-china",
            jurisdiction="370400",
            class_name="general",
            class_status="decided",
            edition_key="NDRC-36",
            fingerprint=f"{subject.pk:064d}",
            row_digest=f"{subject.pk:064d}",
            imported_at=noon_of(ON),
            **facts,
        )
        for subject in subjects
    )
    Listing.objects.bulk_create(
        Listing(
            record=record,
            state=state(),
            starts_on=ON,
            earliest_filing_on=date(2026, 8, 16),
            ends_on=date(2027, 5, 15),
            lapses_on=date(2027, 5, 16),
            published_on=ON,
        )
        for record in records
    )
