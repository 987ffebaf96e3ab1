"""The ledger of a record, a holder's list, a supervisor's list: right rows for the right people."""

from __future__ import annotations

from datetime import timedelta

import pytest

from accounts.roles import Role
from delisting import selectors, services
from delisting.handlers import on_deadline_breached, on_listing_entry
from delisting.models import Order
from journal.models import Entry
from journal.record import record
from journal.refusals import NotFound
from records.models.holder import HolderKind
from tests.delisting.orders import AT, ended_record, release_of
from tests.factories.people import actor_of_user, make_officer
from tests.factories.records import make_department, make_platform

pytestmark = pytest.mark.django_db


def test_the_ledger_counts_confirmed_places() -> None:
    place = ended_record(HolderKind.OWN_REGISTER, HolderKind.CREDIT_CHINA)
    place.order()
    services.move_due(at=AT)
    ledger = selectors.ledger(place.record.pk)
    assert ledger is not None
    assert (ledger.confirmed, ledger.total, ledger.is_complete) == (1, 2, False)
    confirmed, waiting = ledger.rows
    assert confirmed.confirmed_at == AT
    assert confirmed.due_on is None
    assert waiting.due_on is not None


def test_a_record_still_published_has_no_ledger() -> None:
    assert selectors.ledger(ended_record().record.pk) is None


def test_an_officer_sees_the_releases_of_the_own_department_only() -> None:
    place = ended_record(HolderKind.DEPARTMENT_SITE, HolderKind.CREDIT_CHINA)
    order = place.order()
    officer = actor_of_user(make_officer(Role.REVIEWER, place.china))
    page = selectors.releases_for(officer, "open")
    assert [row.id for row in page.rows] == [release_of(order, HolderKind.CREDIT_CHINA).pk]
    assert page.counts == {"open": 1, "late": 0}
    stranger = actor_of_user(make_officer(Role.REVIEWER, make_department()))
    assert selectors.releases_for(stranger, "open").rows == ()


def test_a_release_is_loaded_for_its_holder_and_absent_for_others() -> None:
    from delisting.policies import load

    place = ended_record(HolderKind.CREDIT_CHINA)
    release = release_of(place.order(), HolderKind.CREDIT_CHINA)
    assert load(release.pk, actor_of_user(make_officer(Role.DECIDER, place.china))) == release
    with pytest.raises(NotFound):
        load(release.pk, actor_of_user(make_officer(Role.DECIDER, place.department)))


def test_pages_follow_each_other_without_gap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(selectors, "PAGE", 2)
    place = ended_record(HolderKind.CREDIT_CHINA)
    officer = actor_of_user(make_officer(Role.REVIEWER, place.china))
    for _turn in range(5):
        release = place.order().releases.get()
        services.confirm_by_hand(release_id=release.pk, actor=officer, at=AT, proof="截图")
    seen: list[int] = []
    cursor = ""
    for _page in range(3):
        page = selectors.releases_for(officer, "done", cursor)
        seen += [row.id for row in page.rows]
        cursor = page.next_cursor
    assert cursor == ""
    assert seen == sorted(set(seen), reverse=True)
    assert len(seen) == 5


def test_a_supervisor_sees_silent_holders_of_the_own_records_and_a_platform_those_of_its_place() -> None:
    place = ended_record(HolderKind.CREDIT_CHINA)
    release = release_of(place.order(), HolderKind.CREDIT_CHINA)
    for department in (place.department, make_platform()):
        watcher = actor_of_user(make_officer(Role.SUPERVISOR, department))
        assert selectors.late_releases(watcher) == ()
    services.breach(release_id=release.pk, due_on="2026-09-03", at=AT + timedelta(days=1))
    for department in (place.department, place.china, make_platform()):
        watcher = actor_of_user(make_officer(Role.SUPERVISOR, department))
        assert [row.id for row in selectors.late_releases(watcher)] == [release.pk]
    elsewhere = actor_of_user(make_officer(Role.SUPERVISOR, make_department()))
    assert selectors.late_releases(elsewhere) == ()


def ended_entry(place_record_id: int) -> Entry:
    return record(
        stream=f"record:{place_record_id}",
        verb="listing.ended",
        actor_ref="system:clock",
        at=AT,
        payload={
            "record_id": place_record_id,
            "cause": "longest-period",
            "case_id": None,
            "edition_key": "NDRC-36",
        },
    )


def test_the_end_of_publication_opens_the_order_once() -> None:
    place = ended_record(HolderKind.CREDIT_CHINA)
    entry = ended_entry(place.record.pk)
    on_listing_entry(entry)
    on_listing_entry(entry)
    order = Order.objects.get()
    assert (order.cause, order.opened_by_entry, order.opened_at) == ("longest-period", entry.pk, AT)


def test_terms_of_other_things_are_left_alone() -> None:
    place = ended_record(HolderKind.CREDIT_CHINA)
    release = release_of(place.order(), HolderKind.CREDIT_CHINA)
    facts = {"owner_id": release.pk, "due_on": "2026-09-03", "term": "decide", "goal": "law"}
    for kind, stalled in (("case", False), ("release", True)):
        entry = record(
            stream=place.record.stream,
            verb="deadline.breached",
            actor_ref="system:clock",
            at=AT,
            payload={**facts, "owner_kind": kind},
        )
        on_deadline_breached(entry)
        release.refresh_from_db()
        assert release.stalled is stalled
