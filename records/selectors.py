"""Questions to the records: who is in charge, which days apply, what is public, who holds copies."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from journal.now import SHANGHAI
from journal.refusals import Refusal
from records.models import Bar, CreditRecord, Department, Holder, Listing, Provider, RecordNote, Subject
from records.models.holder import HolderKind
from records.models.listing import PUBLIC_STATES, ListingState
from rulebook.edition import Edition
from rulebook.editions_in_use import editions_in_use
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
    return editions_in_use().by_key(record.edition_key)


def periods_of(record: CreditRecord) -> Periods:
    """The days of publicity that follow from the record's class and edition.

    Raises Refusal ("undetermined") where it has no class.
    """
    if not record.class_name:
        raise Refusal("undetermined", record.why_undetermined)
    return periods(record.class_name, edition_of(record), record.determined_on, record.delivered_end_on)


def public_records(on: date) -> QuerySet[CreditRecord]:
    """What anybody may see on a day: published listings only; minor, hidden, ended and repaired ones are not there."""
    return CreditRecord.objects.filter(_shown(on, "listing__"))


def public_listings(on: date) -> QuerySet[Listing]:
    """The listings of `public_records`."""
    return Listing.objects.filter(_shown(on, ""))


def _shown(on: date, path: str) -> Q:
    """The rule of `Listing.is_shown_on`: one whose longest period is over is not there, swept or not."""
    published = Q(**{f"{path}state__in": PUBLIC_STATES})
    return published & ~_run_out(on, path)


def _run_out(on: date, path: str) -> Q:
    return Q(
        **{
            f"{path}state": ListingState.PUBLISHED,
            f"{path}lapses_on__lte": on,
            f"{path}keeping_rule": "",
        }
    )


def taken_down_since(since: date, *, on: date) -> QuerySet[Listing]:
    """What was shown and left the public on a day from `since` on, and is not back: swept, or run out by itself."""
    moment = datetime.combine(since, time.min, tzinfo=SHANGHAI)
    gone = Q(taken_down_at__gte=moment) | (_run_out(on, "") & Q(lapses_on__gte=since))
    return Listing.objects.filter(gone)


def with_doubt(records: QuerySet[CreditRecord]) -> QuerySet[CreditRecord]:
    """The records, each with `in_doubt`: whether a note stands on it (存疑备注), which every list of them must show."""
    standing = RecordNote.objects.filter(record=OuterRef("pk"), lifted_at__isnull=True)
    return records.annotate(in_doubt=Exists(standing))


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


def providers_of(kind: str, *, jurisdiction: str) -> QuerySet[Provider]:
    """The bodies entered for one kind of work (`ProviderKind`) at a place, whether they still stand or not, by name."""
    around = ["", *enclosing(jurisdiction)]
    return Provider.objects.filter(kind=kind, jurisdiction__in=around).order_by("name", "pk")
