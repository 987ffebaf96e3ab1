"""Cases of all four kinds on one record, whatever befalls it: tokens, terms, mark and journal stay with the cases."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random

import pytest

from accounts.actors import DESK
from cases.models import Case
from cases.services import crossing
from cases.states import FINAL_STATES, CaseKind
from clocks import services as clocks
from journal.deliver import deliver_all
from journal.models import Delivery
from journal.now import SHANGHAI
from journal.verify import findings
from records.models import CreditRecord, Listing
from records.models.entered import DocumentKind
from records.services import listing as listings
from records.services.papers import Paper
from tests.acts.reading import owner_of
from tests.factories.cases import make_filed_case
from tests.factories.objections import make_objection
from tests.factories.people import make_owner
from tests.factories.records import make_measure, make_record
from tests.factories.rectifications import make_rectification
from tests.factories.revocations import make_revocation
from workflows.alignment import drifts

pytestmark = pytest.mark.django_db

AFTERWARDS = datetime(2026, 11, 2, 10, tzinfo=SHANGHAI)
OBJECTED = ("FILED", "CHECKING", "INQUIRING", "REVIEWING", "PROPOSED")
ORDERED = ("ISSUED", "RECTIFYING", "REPORTED", "TALK_DUE", "TALK_SET", "EXHAUSTED")
# a repair that runs, or a granted one that may be revoked
REPAIRED = ("ROUTED", "SUPPLEMENTING", "VERIFYING", "PROPOSED")
REVOKED = ("NOTIFIED", "REVIEWING", "PROPOSED", "REVOKED", "KEPT")


def nothing(record: CreditRecord, at: datetime) -> None:
    """Only time passes."""


def annulled(record: CreditRecord, at: datetime) -> None:
    enter(DocumentKind.ANNULLED, record, at)


def stayed(record: CreditRecord, at: datetime) -> None:
    enter(DocumentKind.STAY, record, at)


def enter(kind: DocumentKind, record: CreditRecord, at: datetime) -> None:
    day = at.date()
    paper = Paper(
        kind=kind, issuer="枣庄市中级人民法院", number="（2026）鲁04行终9号", document_on=day, received_on=day
    )
    crossing.enter_court_document(record_id=record.pk, paper=paper, actor=DESK, at=at)


def published_to_its_end(record: CreditRecord, at: datetime) -> None:
    shown = Listing.objects.get(record=record)
    if shown.is_over or shown.lapses_on is None:
        return
    end = datetime.combine(shown.lapses_on, at.timetz())
    listings.run_out(record_id=record.pk, at=max(end, at), actor_ref="system:clock")


EVENTS: tuple[Callable[[CreditRecord, datetime], None], ...] = (
    nothing,
    annulled,
    stayed,
    published_to_its_end,
)


def on_one_record(luck: Random) -> CreditRecord:
    """A record with cases somewhere on their way: an objection beside a revocation, or beside a repair and an order.

    Nothing is left to rectify on a record whose repair was granted: no order stands beside a revocation.
    """
    record = make_record()
    make_measure(record)
    owner = make_owner(record.subject)
    if luck.random() < 0.5:
        granted = make_filed_case("CLOSED_REPAIRED", record=record, owner=owner)
        make_revocation(luck.choice(REVOKED), repair=granted)
    else:
        make_filed_case(luck.choice(REPAIRED), record=record, owner=owner)
        make_rectification(luck.choice(ORDERED), record=record, owner=owner)
    deliver_all(at=AFTERWARDS - timedelta(days=40))
    make_objection(luck.choice(OBJECTED), record=record, owner=owner, at=AFTERWARDS)
    return record


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.__name__)
@pytest.mark.parametrize("seed", range(4))
def test_whatever_befalls_the_record_every_case_stands_where_it_should(
    seed: int, event: Callable[[CreditRecord, datetime], None]
) -> None:
    luck = Random(seed)  # noqa: S311 - a walk, no secret
    record = on_one_record(luck)
    at = AFTERWARDS + timedelta(days=1)
    told(at)
    kinds = {case.kind for case in Case.objects.filter(record=record)}
    assert kinds in ({"repair", "objection", "rectification"}, {"repair", "objection", "revocation"})
    event(record, at)
    for days in (0, 3, 30, 400):
        at += timedelta(days=days)
        clocks.sweep(at=at)
        told(at)
        stand_as_they_should(record)


def told(at: datetime) -> None:
    deliver_all(at=at)
    failed = Delivery.objects.filter(done_at__isnull=True).exclude(last_error="")
    assert not failed, [row.last_error for row in failed]


def stand_as_they_should(record: CreditRecord) -> None:
    cases = list(Case.objects.filter(record=record))
    assert list(drifts()) == []
    assert list(findings()) == []
    for case in cases:
        assert case.next_due_at == clocks.next_due_at(owner_of(case))
        if case.state in FINAL_STATES:
            held = case.holds.filter(to_at__isnull=True).exists()
            assert (clocks.open_terms(owner_of(case)), held) == ([], False), f"{case} runs on after its end"
    examined = any(
        case.kind == CaseKind.OBJECTION and case.accepted_on and case.state not in FINAL_STATES
        for case in cases
    )
    shown = Listing.objects.get(record=record)
    assert shown.is_contested == (examined and not shown.is_over)
