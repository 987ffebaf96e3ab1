"""Invented subjects, departments, records and holders for tests: ready rows, dated by the law of 2026.

The default record is a general penalty of 2026-05-15 under NDRC-36: repair opens on 2026-08-16, publication
lapses on 2027-05-16.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import count
from random import Random

from journal.now import noon_of
from records import credit_code
from records.models import CreditRecord, Department, Holder, Listing, Measure, Provider, Subject
from records.models.holder import HolderKind
from records.models.listing import ListingState
from records.models.subject import SubjectKind
from records.services import naming
from rulebook.terms import Unit, count_term

DETERMINED_ON = date(2026, 5, 15)
_serial = count(1)
_rng = Random(20260401)  # noqa: S311 - invented codes, the same in every run


@dataclass(frozen=True)
class ClassDays:
    """Minimum and longest publicity period of a class (NDRC-36, chapter 2)."""

    minimum: tuple[int, Unit]
    maximum: tuple[int, Unit]


CLASS_DAYS = {
    "minor": ClassDays((0, Unit.D), (3, Unit.M)),
    "general": ClassDays((3, Unit.M), (1, Unit.Y)),
    "serious": ClassDays((1, Unit.Y), (3, Unit.Y)),
    "ordinary": ClassDays((3, Unit.M), (3, Unit.Y)),  # NDRC-58
    "long": ClassDays((1, Unit.Y), (3, Unit.Y)),  # NDRC-58
}


def make_subject(
    *, code: str = "", name: str = "", kind: str = SubjectKind.LEGAL_PERSON, jurisdiction: str = "370400"
) -> Subject:
    """A company (or, by `kind`, an individual business) with a right invented code."""
    prefix = "92" if kind == SubjectKind.INDIVIDUAL_BUSINESS else "91"
    code = code or credit_code.make(prefix=prefix + jurisdiction, rng=_rng)
    number = next(_serial)
    subject = Subject(
        code=code,
        kind=kind,
        name=name or f"样例商贸{number:03d}号有限公司",
        representative="张某某",
        jurisdiction=credit_code.division_of(code),
        inner_check_holds=True,
    )
    return naming.take_in([subject])[0]


def make_department(
    *,
    name_zh: str = "",
    name_en: str = "Transport Bureau of Zaozhuang",
    code: str = "",
    field: str = "transport",
    jurisdiction: str = "370400",
    is_platform: bool = False,
    is_lead: bool = False,
    valid_from: date = date(1990, 1, 1),
    valid_to: date | None = None,
    successor: Department | None = None,
) -> Department:
    """A department of Zaozhuang unless told otherwise; call with a field to make its records that field's."""
    number = next(_serial)
    return Department.objects.create(
        code=code or credit_code.make(prefix="11" + jurisdiction, rng=_rng),
        name_zh=name_zh or f"枣庄市交通运输局{number}",
        name_en=name_en,
        field=field,
        jurisdiction=jurisdiction,
        is_platform=is_platform,
        is_lead=is_lead,
        valid_from=valid_from,
        valid_to=valid_to,
        successor=successor,
        phone="0632-0000000",
    )


def make_platform(*, jurisdiction: str = "370400") -> Department:
    """The department that runs the credit platform and leads credit work of its jurisdiction."""
    return make_department(
        name_zh="枣庄市发展和改革委员会",
        name_en="Development and Reform Commission of Zaozhuang",
        field="other",
        jurisdiction=jurisdiction,
        is_platform=True,
        is_lead=True,
    )


def make_record(
    *,
    subject: Subject | None = None,
    department: Department | None = None,
    class_name: str = "general",
    class_status: str = "decided",
    determined_on: date = DETERMINED_ON,
    decision_number: str = "",
    kind: str = "penalty",
    penalty_kinds: str = "",
    fine: Decimal | None = Decimal(5),
    edition_key: str = "NDRC-36",
    state: str = "",
    duties_open: bool = True,
    route: str = "credit-china",
) -> CreditRecord:
    """A record with its listing, dated by NDRC-36's class; minor ones are kept and not published.

    `class_name=""` makes an undecidable record without dates. No term is started and nothing is journalled.
    """
    department = department or make_department()
    number = next(_serial)
    record = CreditRecord.objects.create(
        subject=subject or make_subject(),
        kind=kind,
        department=department,
        source_department=None,
        decision_number=decision_number or f"枣交罚字〔{determined_on.year}〕{number:04d}号",
        determined_on=determined_on,
        violation="超限运输",
        facts="当事人超限运输，事实清楚，证据确凿。",
        basis="《公路安全保护条例》第六十四条",
        penalty_kinds=penalty_kinds or ("警告" if class_name == "minor" else "罚款"),
        content="罚款5万元",
        fine=fine,
        route=route,
        jurisdiction=department.jurisdiction,
        edition_key=edition_key if class_name else "",
        class_name=class_name,
        class_status=class_status if class_name else "undecidable",
        candidates=[class_name] if class_name else [],
        undetermined_reason="" if class_name else "kind of penalty not in the vocabulary (其他)",
        duties_open=duties_open,
        fingerprint=f"{number:064d}",
        row_digest=f"{number:064d}",
        imported_at=noon_of(determined_on),
    )
    make_listing(record, state=state)
    return record


OVER = {ListingState.EXPIRED, ListingState.ENDED, ListingState.WITHDRAWN}


def make_listing(record: CreditRecord, *, state: str = "") -> Listing:
    """The listing of a record with the days of its class; the state follows the class unless told."""
    if not record.class_name:
        return Listing.objects.create(record=record, state=state or ListingState.UNPUBLISHED)
    days = CLASS_DAYS[record.class_name]
    start = record.determined_on
    last_of_minimum = _last_day(start, days.minimum)
    ends_on = _last_day(start, days.maximum)
    shown = ListingState.UNPUBLISHED if record.class_name == "minor" else ListingState.PUBLISHED
    return Listing.objects.create(
        record=record,
        state=state or shown,
        starts_on=start,
        earliest_filing_on=last_of_minimum + timedelta(days=1) if days.minimum[0] else start,
        ends_on=ends_on,
        lapses_on=ends_on + timedelta(days=1),
        ended_at=noon_of(start) if state in OVER else None,
    )


def _last_day(start: date, period: tuple[int, Unit]) -> date:
    return count_term(count=period[0], unit=period[1], start=start, calendar=None).due_on


def make_measure(record: CreditRecord, *, name: str = "限制参加政府采购活动") -> Measure:
    """A measure in force that rests on a record."""
    return Measure.objects.create(
        record=record,
        name=name,
        catalogue_item="全国失信惩戒措施基础清单 第5项",
        department=record.department,
        imposed_on=record.determined_on,
    )


def make_holder(
    *,
    kind: str = HolderKind.CREDIT_CHINA,
    department: Department | None = None,
    jurisdiction: str = "",
    code: str = "",
    name_zh: str = "信用中国",
) -> Holder:
    """A place that holds copies; an empty jurisdiction holds those of everywhere."""
    number = next(_serial)
    return Holder.objects.create(
        code=code or f"{kind}-{number}",
        name_zh=name_zh,
        name_en="Credit China",
        kind=kind,
        department=department or make_department(name_zh=f"信用信息中心{number}", field=""),
        jurisdiction=jurisdiction,
    )


def make_provider(
    *,
    name: str = "",
    kind: str = "training",
    jurisdiction: str = "370400",
    from_on: date = date(2020, 1, 1),
    to_on: date | None = None,
) -> Provider:
    """A body that may give a training (or by `kind` a report) at a place within [from_on, to_on)."""
    return Provider.objects.create(
        name=name or f"样例信用服务{next(_serial):03d}号有限公司",
        code=credit_code.make(prefix="91370400", rng=_rng),
        kind=kind,
        scope="信用修复专题培训" if kind == "training" else "信用报告",
        jurisdiction=jurisdiction,
        basis="样例市信用办〔2020〕1号",
        from_on=from_on,
        to_on=to_on,
    )
