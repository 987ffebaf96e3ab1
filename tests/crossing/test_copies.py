"""C20: what hides the record that decides hides its copy on the other route, each within its own limit."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from cases.services import crossing
from delisting.models import Order, Release
from delisting.services import move_due
from journal.many import record_many
from records.models import CreditRecord
from records.models.entered import INSOLVENCY_KINDS, DocumentKind
from records.models.holder import HolderKind
from records.services import links
from records.services import listing as listings
from tests.acts.reading import at_day
from tests.conftest import Deliver
from tests.crossing.papers import paper
from tests.factories.people import actor_of_user, make_officer
from tests.factories.records import make_department, make_holder, make_measure, make_record

pytestmark = pytest.mark.django_db
AT = at_day(9, 1)
LATER = AT + timedelta(minutes=10)
STAY, ENDED = DocumentKind.STAY, DocumentKind.STAY_ENDED


def pair(*, linked: bool = True) -> tuple[CreditRecord, CreditRecord]:
    """A decision of market regulation and its copy on Credit China."""
    market = make_department(name_zh="枣庄市市场监督管理局", field="market-regulation")
    leading = make_record(department=market, route="gsxt", edition_key="SAMR-107")
    copy = make_record(
        department=market, subject=leading.subject, decision_number=leading.decision_number + "（副本）"
    )
    CreditRecord.objects.filter(pk=copy.pk).update(
        site="credit-china", follows=leading.pk if linked else None, fingerprint=leading.fingerprint
    )
    make_measure(copy)
    return leading, CreditRecord.objects.get(pk=copy.pk)


def enter(record: CreditRecord, kind: DocumentKind, *, at: datetime = AT) -> None:
    officer = actor_of_user(make_officer("reviewer", record.department))
    what = paper(kind, at=at)
    if kind in INSOLVENCY_KINDS:
        crossing.enter_insolvency_ruling(record_id=record.pk, paper=what, actor=officer, at=at)
    else:
        crossing.enter_court_document(record_id=record.pk, paper=what, actor=officer, at=at)


def states(*records: CreditRecord) -> list[str]:
    return [str(CreditRecord.objects.get(pk=record.pk).listing.state) for record in records]


def orders(record: CreditRecord) -> list[str]:
    return [str(kind) for kind in record.orders.order_by("sequence").values_list("kind", flat=True)]


def test_a_hidden_record_hides_its_copy_and_brings_it_back(deliver: Deliver) -> None:
    leading, copy = pair()
    enter(leading, DocumentKind.PLAN_APPROVED)
    deliver(AT)
    assert states(leading, copy) == ["HIDDEN", "HIDDEN"]
    assert copy.measures.get().state == "SUSPENDED"
    enter(leading, DocumentKind.PLAN_TERMINATED, at=LATER)
    deliver(LATER)
    assert states(leading, copy) == ["PUBLISHED", "PUBLISHED"]
    assert copy.measures.get().state == "IN_FORCE"
    assert orders(copy) == orders(leading) == ["hide", "restore"]


def test_each_copy_has_the_limit_of_its_own_text(deliver: Deliver) -> None:
    leading, copy = pair()
    for kind in (HolderKind.CREDIT_CHINA, HolderKind.GSXT):
        make_holder(kind=kind)
    enter(leading, DocumentKind.PLAN_APPROVED)
    deliver(AT)
    move_due(at=AT)
    assert Order.objects.get(record=leading).edition_key == "SAMR-107"
    assert Order.objects.get(record=copy).edition_key == "NDRC-36"
    held = {release.holder.kind for release in Release.objects.filter(order__record=copy)}
    assert held == {HolderKind.CREDIT_CHINA}


def test_hidden_and_shown_again_before_anybody_heard_leaves_both_shown(deliver: Deliver) -> None:
    leading, copy = pair()
    enter(leading, DocumentKind.PLAN_APPROVED)
    enter(leading, DocumentKind.PLAN_TERMINATED, at=LATER)
    deliver(LATER)
    assert states(leading, copy) == ["PUBLISHED", "PUBLISHED"]
    assert orders(copy) == []


def test_a_copy_that_is_linked_to_a_hidden_record_is_hidden_with_it(deliver: Deliver) -> None:
    leading, copy = pair(linked=False)
    enter(leading, DocumentKind.PLAN_APPROVED)
    deliver(AT)
    assert states(leading, copy) == ["HIDDEN", "PUBLISHED"]
    record_many(links.link_delivered([copy]), actor_ref="user:1", at=LATER)
    deliver(LATER)
    assert states(leading, copy) == ["HIDDEN", "HIDDEN"]


@pytest.mark.parametrize("hidden_first", ["copy", "leading"])
def test_a_copy_with_a_stay_of_its_own_waits_for_both(hidden_first: str, deliver: Deliver) -> None:
    leading, copy = pair()
    first, second = (copy, leading) if hidden_first == "copy" else (leading, copy)
    for record in (first, second):
        kind = STAY if record == copy else DocumentKind.PLAN_APPROVED
        enter(record, kind)
        deliver(AT)
    assert states(copy) == ["HIDDEN"]
    enter(leading, DocumentKind.PLAN_TERMINATED, at=LATER)
    deliver(LATER)
    assert states(leading, copy) == ["PUBLISHED", "HIDDEN"]
    enter(copy, ENDED, at=LATER)
    deliver(LATER)
    assert states(copy) == ["PUBLISHED"]


@pytest.mark.parametrize("comes_first", ["end", "hiding"])
def test_the_copys_own_period_ends_before_and_after_the_hiding(comes_first: str, deliver: Deliver) -> None:
    leading, copy = pair()
    over = at_day(9, 1).replace(year=2027)
    if comes_first == "end":
        listings.run_out(record_id=copy.pk, at=over, actor_ref="system:clock")
    enter(leading, DocumentKind.PLAN_APPROVED)
    deliver(over)
    assert states(copy) == ["EXPIRED" if comes_first == "end" else "HIDDEN"]
    if comes_first == "hiding":
        listings.run_out(record_id=copy.pk, at=over, actor_ref="system:clock")
    deliver(over)
    assert states(leading, copy) == ["HIDDEN", "EXPIRED"]


def test_what_is_linked_on_one_route_ends_with_the_other_and_is_not_hidden_with_it(deliver: Deliver) -> None:
    """A spot check ends with its penalty; it is no copy of it."""
    leading, check = pair()
    CreditRecord.objects.filter(pk=check.pk).update(site="", kind="spot-check")
    enter(leading, DocumentKind.PLAN_APPROVED)
    deliver(AT)
    assert states(leading, check) == ["HIDDEN", "PUBLISHED"]
