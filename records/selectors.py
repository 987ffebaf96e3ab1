"""Questions to the records: who is in charge, which days apply, what is public, who holds copies."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from journal.refusals import Refusal
from records.models import Bar, CreditRecord, Department, Holder, Subject
from records.models.holder import HolderKind
from records.models.listing import PUBLIC_STATES, ListingState
from rulebook.edition import Edition
from rulebook.in_force import shipped_editions
from rulebook.publicity import Periods, periods

GSXT = "gsxt"


def in_charge(department: Department, on: date) -> Department | None:
    """The department itself, or the successor that has its duties on a day; None where nobody was named."""
    seen: set[int] = set()
    found: Department | None = department
    while found is not None and not _stands(found, on):
        if found.pk in seen:
            return None
        seen.add(found.pk)
        found = found.successor
    return found


def _stands(department: Department, on: date) -> bool:
    return department.valid_to is None or on < department.valid_to


def enclosing(division: str) -> tuple[str, ...]:
    """The division codes that enclose a place, the nearest first: itself, its city, its province."""
    codes = (division, division[:4] + "00", division[:2] + "0000")
    return tuple(dict.fromkeys(codes))


def platform_of(jurisdiction: str, on: date) -> Department:
    """The department that runs the credit platform of a place on a day, the nearest one upward.

    Raises Refusal ("no-platform") where none is known.
    """
    around = enclosing(jurisdiction)
    platforms = Department.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gt=on),
        is_platform=True,
        jurisdiction__in=around,
        valid_from__lte=on,
    )
    nearest = sorted(platforms, key=lambda one: (around.index(one.jurisdiction), one.pk))
    if not nearest:
        raise Refusal(
            "no-platform",
            _("No department is known that runs the credit platform of this place; tell the administrator."),
        )
    return nearest[0]


def lead_of(jurisdiction: str, on: date) -> Department | None:
    """The lead department for credit work of a place on a day, the nearest one upward; None where none is known."""
    around = enclosing(jurisdiction)
    leads = Department.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gt=on),
        is_lead=True,
        jurisdiction__in=around,
        valid_from__lte=on,
    )
    return min(leads, key=lambda one: (around.index(one.jurisdiction), one.pk), default=None)


def edition_of(record: CreditRecord) -> Edition:
    """The edition the record keeps: the one of its determination day.

    Raises Refusal ("undetermined") where the record has none, UnknownEdition where its file is gone.
    """
    if not record.edition_key:
        raise Refusal("undetermined", record.why_undetermined)
    return shipped_editions().by_key(record.edition_key)


def periods_of(record: CreditRecord) -> Periods:
    """The days of publicity that follow from the record's class and edition.

    Raises Refusal ("undetermined") where it has no class.
    """
    if not record.class_name:
        raise Refusal("undetermined", record.why_undetermined)
    return periods(record.class_name, edition_of(record), record.determined_on, record.delivered_end_on)


def public_records(on: date) -> QuerySet[CreditRecord]:
    """What anybody may see on a day: published listings only; minor, hidden, ended and repaired ones are not there.

    The same rule as `Listing.is_shown_on`: one whose longest period is over is not there, swept or not.
    """
    run_out = Q(listing__state=ListingState.PUBLISHED, listing__lapses_on__lte=on, listing__keeping_rule="")
    return CreditRecord.objects.filter(listing__state__in=PUBLIC_STATES).exclude(run_out)


def addressee_of(subject: Subject) -> str:
    """To whom letters about a subject go: itself, or its administrator (破产管理人) while one is in office."""
    administration = subject.administrations.filter(ended_on__isnull=True).first()
    return subject.name if administration is None else f"{subject.name}管理人（{administration.name}）"


def standing_bars(subject_id: int, on: date) -> list[Bar]:
    """The bars that keep a subject from applying for repair on a day, the one that ends last first."""
    standing = [
        bar for bar in Bar.objects.filter(subject_id=subject_id, lifted_at__isnull=True) if bar.stands_on(on)
    ]
    return longest_first(standing)


def longest_first(bars: Iterable[Bar]) -> list[Bar]:
    """Bars in the order in which they keep on: those without a last day first."""
    return sorted(bars, key=lambda bar: (bar.until_on or date.max, bar.pk), reverse=True)


def records_of(subject_id: int) -> QuerySet[CreditRecord]:
    """Every record of a subject, newest first, with what a list shows."""
    return (
        CreditRecord.objects.filter(subject_id=subject_id)
        .select_related("subject", "department", "listing")
        .order_by("-determined_on", "-pk")
    )


def holders_of(record: CreditRecord) -> list[Holder]:
    """The places that hold a copy of the record, in a fixed order.

    The determining unit's own site, whoever applies a measure that rests on it, and the holders of its place
    (a holder without a place holds copies from everywhere).
    """
    own_site = Q(kind=HolderKind.DEPARTMENT_SITE, department=record.department_id)
    measures = record.measures.values("department_id")
    applying = Q(kind=HolderKind.MEASURE_HOLDER, department__in=measures)
    of_place = ~Q(kind__in=[HolderKind.DEPARTMENT_SITE, HolderKind.MEASURE_HOLDER]) & Q(
        jurisdiction__in=["", *enclosing(record.jurisdiction)]
    )
    if record.route != GSXT:
        of_place &= ~Q(kind=HolderKind.GSXT)  # the publicity system shows market regulation only
    return list(
        Holder.objects.filter(own_site | applying | of_place, active=True)
        .select_related("department")
        .order_by("pk")
    )
