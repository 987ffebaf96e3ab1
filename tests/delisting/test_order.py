"""An order: opened once by the end of publication, completed by its last holder, superseded by a later."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from clocks.models import Deadline
from delisting.models import Order, OrderState, Release, ReleaseState
from delisting.services import move_due, open_order
from journal.models import Entry
from records.models.holder import HolderKind
from tests.delisting.orders import AT, ended_record, release_of

pytestmark = pytest.mark.django_db


def test_every_holder_gets_a_release_under_its_own_term() -> None:
    place = ended_record(HolderKind.OWN_REGISTER, HolderKind.DEPARTMENT_SITE, HolderKind.CREDIT_CHINA)
    order = place.order()
    assert order.state == OrderState.OPEN
    assert {release.holder.kind for release in order.releases.all()} == {
        "own-register",
        "department-site",
        "credit-china",
    }
    due = {
        row.owner_id: row.due_on for row in Deadline.objects.filter(owner_kind="release", stream=order.stream)
    }
    # Credit China "at the same time" (0 days); the unit's own site "promptly", flagged after 3 working days
    assert due[release_of(order, HolderKind.CREDIT_CHINA).pk] == date(2026, 9, 3)
    assert due[release_of(order, HolderKind.DEPARTMENT_SITE).pk] == date(2026, 9, 8)


def test_without_holders_the_order_is_complete_at_once() -> None:
    order = ended_record().order()
    order.refresh_from_db()
    assert order.state == OrderState.COMPLETED
    assert order.completed_at == AT
    entry = Entry.objects.get(verb="order.completed")
    assert entry.payload["subject_id"] == order.record.subject_id
    assert entry.payload["holders"] == 0


def test_one_entry_opens_one_order() -> None:
    place = ended_record(HolderKind.CREDIT_CHINA)
    asked: dict[str, Any] = {
        "record_id": place.record.pk,
        "cause": "repaired",
        "edition_key": "NDRC-36",
        "entry_id": 77,
        "at": AT,
    }
    assert open_order(**asked) == open_order(**asked)
    assert Order.objects.count() == 1
    assert Release.objects.count() == 1


def test_a_later_order_supersedes_the_open_one_and_its_releases() -> None:
    place = ended_record(HolderKind.CREDIT_CHINA)
    first, second = place.order(), place.order(cause="withdrawn")
    first.refresh_from_db()
    assert (first.state, first.sequence) == (OrderState.SUPERSEDED, 1)
    assert (second.state, second.sequence) == (OrderState.OPEN, 2)
    assert first.releases.get().state == ReleaseState.SUPERSEDED
    assert not Deadline.objects.filter(owner_id=first.releases.get().pk, stopped_at__isnull=True).exists()


def test_the_last_confirmation_completes_the_order() -> None:
    order = ended_record(HolderKind.OWN_REGISTER).order()
    moved = move_due(at=AT)
    order.refresh_from_db()
    assert (moved.sent, moved.verified, moved.failed) == (1, 1, 0)
    assert order.state == OrderState.COMPLETED
    assert not Deadline.objects.filter(stopped_at__isnull=True).exists()


def test_a_record_without_an_edition_is_removed_too_and_the_missing_limits_are_named() -> None:
    place = ended_record(HolderKind.CREDIT_CHINA)
    order = place.order(edition_key="")
    assert order.releases.count() == 1
    assert not Deadline.objects.exists()
    entry = Entry.objects.get(verb="order.opened")
    assert entry.payload["without_limit"] == [release_of(order, HolderKind.CREDIT_CHINA).holder.code]
