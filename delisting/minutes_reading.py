"""Reading the deliveries of minutes: how far a talk's got, what waits for a platform, what a supervisor must see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from accounts.actors import Actor
from delisting import minutes_policies as policies
from delisting.minutes_opening import OWNER_KIND
from delisting.models import OPEN_MINUTES, MinutesRelease
from delisting.terms import terms_of

PAGE = 50
_OPEN = [str(state) for state in OPEN_MINUTES]


@dataclass(frozen=True)
class MinutesDelivery:
    """One delivery. `due_on` is the last day of its running term, None where none runs; `fault` is for officers.

    A silent platform is told again under a new term: `late_since` is the last day of the first one that ran out.
    """

    id: int
    case_number: str
    talk: int
    talk_kind: str
    kind: str
    decision_number: str
    subject_name: str
    holder_zh: str
    holder_en: str
    state: str
    stalled: bool
    late_since: date | None
    due_on: date | None
    sent_at: datetime | None
    receipt_number: str
    received_at: datetime | None
    by_hand: bool
    fault: str


def of_case(case_number: str) -> dict[int, tuple[MinutesDelivery, ...]]:
    """The latest delivery of each talk of a case to each platform, by the talk's number, in a fixed order."""
    latest: dict[tuple[int, int], MinutesRelease] = {}
    for release in MinutesRelease.objects.filter(entry__case_number=case_number).order_by("pk"):
        latest[release.entry_id, release.holder_id] = release
    keys = [release.pk for release in latest.values()]
    found: dict[int, tuple[MinutesDelivery, ...]] = {}
    for row in _rows(MinutesRelease.objects.filter(pk__in=keys).order_by("pk")):
        found[row.talk] = (*found.get(row.talk, ()), row)
    return found


def waiting_for(actor: Actor, limit: int = PAGE) -> tuple[MinutesDelivery, ...]:
    """What the officers of a platform still have to take in, the oldest first."""
    return _rows(policies.visible_to(actor).filter(state__in=_OPEN).order_by("pk")[:limit])


def late_for(actor: Actor, limit: int = PAGE) -> tuple[MinutesDelivery, ...]:
    """The late deliveries that a supervisor watches, longest waiting first."""
    late = policies.supervised_by(actor).filter(state__in=_OPEN, stalled=True)
    return _rows(late.distinct().order_by("pk")[:limit])


def _rows(releases: QuerySet[MinutesRelease]) -> tuple[MinutesDelivery, ...]:
    found = list(releases.select_related("entry__record__subject", "holder"))
    terms = terms_of(OWNER_KIND, [one.pk for one in found])
    return tuple(
        MinutesDelivery(
            id=one.pk,
            case_number=one.entry.case_number,
            talk=one.entry.ordinal,
            talk_kind=one.entry.kind_label,
            kind=str(one.kind),
            decision_number=one.entry.record.decision_number,
            subject_name=one.entry.record.subject.name,
            holder_zh=one.holder.name_zh,
            holder_en=one.holder.name_en or one.holder.name_zh,
            state=str(one.state),
            stalled=one.stalled,
            late_since=terms.ran_out.get(one.pk) if one.stalled else None,
            due_on=terms.running[one.pk].due_on if one.pk in terms.running else None,
            sent_at=one.sent_at,
            receipt_number=one.receipt_number,
            received_at=one.received_at,
            by_hand=one.by_hand,
            fault=one.last_error,
        )
        for one in found
    )
