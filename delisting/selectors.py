"""Reading the delisting room: the ledger of a record, a holder's list, what a supervisor must see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet

from accounts.actors import Actor
from clocks.models import Deadline
from delisting import policies
from delisting.acting import OWNER_KIND
from delisting.models import (
    HOLDERS_TURN,
    OPEN_RELEASES,
    REMOVING,
    Order,
    OrderKind,
    OrderState,
    Release,
    ReleaseState,
)
from delisting.terms import terms_of

PAGE = 50
TABS = ("open", "late", "done")
OPEN = Q(state__in=[str(state) for state in OPEN_RELEASES])
_OF_TAB = {"open": OPEN, "late": OPEN & Q(stalled=True), "done": Q(state=ReleaseState.CONFIRMED)}


@dataclass(frozen=True)
class ReleaseRow:
    """One holder's release. `due_on` is the last day of its running term; None where none runs.

    A silent holder is told again under a new term: `late_since` is the last day of the first one that ran out, for as
    long as nothing is confirmed; None where none did. `near` while the running term was warned of and the holder still
    has to answer; `fault` is what stood in the way of the last sending, for officers only.
    """

    id: int
    record_id: int
    decision_number: str
    subject_name: str
    holder_zh: str
    holder_en: str
    state: str
    stalled: bool
    late_since: date | None
    near: bool
    due_on: date | None
    sent_at: datetime | None
    confirmed_at: datetime | None
    kind: str
    cause: str
    fault: str


@dataclass(frozen=True)
class Ledger:
    """How far the removal of a record has come: "3 of 5 places confirmed"."""

    order_id: int
    state: str
    cause: str
    opened_at: datetime
    completed_at: datetime | None
    total: int
    confirmed: int
    rows: tuple[ReleaseRow, ...]

    @property
    def is_complete(self) -> bool:
        return self.state == OrderState.COMPLETED


@dataclass(frozen=True)
class ReleasePage:
    """A page of a holder's list; `next_cursor` is empty on the last one."""

    rows: tuple[ReleaseRow, ...]
    next_cursor: str
    counts: dict[str, int]


def ledger(record_id: int) -> Ledger | None:
    """The ledger of a record's latest removing order; None where no copy has to be away by now."""
    order = Order.objects.filter(record_id=record_id).order_by("-sequence").first()
    if order is not None and order.kind == OrderKind.CORRECT:
        order = (
            Order.objects.filter(record_id=record_id)
            .exclude(kind=OrderKind.CORRECT)
            .order_by("-sequence")
            .first()
        )
    return _ledger(order) if order is not None and order.kind in REMOVING else None


def correction_ledger(record_id: int) -> Ledger | None:
    """The ledger of a record's latest order to correct; None where no copy was to be corrected."""
    order = Order.objects.filter(record_id=record_id, kind=OrderKind.CORRECT).order_by("-sequence").first()
    return None if order is None else _ledger(order)


def _ledger(order: Order) -> Ledger:
    rows = _rows(order.releases.order_by("pk"))
    return Ledger(
        order_id=order.pk,
        state=str(order.state),
        cause=order.cause,
        opened_at=order.opened_at,
        completed_at=order.completed_at,
        total=len(rows),
        confirmed=sum(row.state == ReleaseState.CONFIRMED for row in rows),
        rows=rows,
    )


def releases_for(actor: Actor, tab: str, after: str = "") -> ReleasePage:
    """A holder's releases, newest first, in pages; `tab` is open, late or done, `after` the last id shown.

    Raises KeyError for an unknown tab and ValueError for a cursor that is no number.
    """
    mine = policies.visible_to(actor)
    chosen = mine.filter(_OF_TAB[tab]).order_by("-pk")
    if after:
        chosen = chosen.filter(pk__lt=int(after))
    rows = _rows(chosen[: PAGE + 1])
    shown = rows[:PAGE]
    return ReleasePage(
        rows=shown,
        next_cursor=str(shown[-1].id) if len(rows) > PAGE else "",
        counts={"open": mine.filter(OPEN).count(), "late": mine.filter(_OF_TAB["late"]).count()},
    )


def late_releases(actor: Actor, limit: int = PAGE) -> tuple[ReleaseRow, ...]:
    """The silent holders a supervisor must call, longest waiting first."""
    return _rows(policies.supervised_by(actor).filter(_OF_TAB["late"]).distinct().order_by("pk")[:limit])


def late_count(actor: Actor) -> int:
    """How many silent holders a supervisor must call."""
    return policies.supervised_by(actor).filter(_OF_TAB["late"]).distinct().count()


def _rows(releases: QuerySet[Release]) -> tuple[ReleaseRow, ...]:
    found = list(releases.select_related("order__record__subject", "holder"))
    terms = terms_of(OWNER_KIND, [release.pk for release in found])
    return tuple(
        ReleaseRow(
            id=release.pk,
            record_id=release.order.record_id,
            decision_number=release.order.record.decision_number,
            subject_name=release.order.record.subject.name,
            holder_zh=release.holder.name_zh,
            holder_en=release.holder.name_en or release.holder.name_zh,
            state=str(release.state),
            stalled=release.stalled,
            late_since=terms.ran_out.get(release.pk) if release.stalled else None,
            near=_is_near(release, terms.running.get(release.pk)),
            due_on=terms.running[release.pk].due_on if release.pk in terms.running else None,
            sent_at=release.sent_at,
            confirmed_at=release.confirmed_at,
            kind=str(release.order.kind),
            cause=release.order.cause,
            fault=release.last_error,
        )
        for release in found
    )


def is_near(release: Release) -> bool:
    """Whether the holder was warned that its term ends soon and still has to answer."""
    return _is_near(release, terms_of(OWNER_KIND, [release.pk]).running.get(release.pk))


def _is_near(release: Release, term: Deadline | None) -> bool:
    return term is not None and bool(term.warned) and release.state in HOLDERS_TURN
