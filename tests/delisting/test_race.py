"""Two at once: one answer wins, two last confirmations complete the order once, two movers send once."""

from __future__ import annotations

import pytest

from accounts.roles import Role
from delisting import services
from delisting.models import OrderState, Release, ReleaseState
from journal.models import Entry
from journal.refusals import Refusal
from journal.verify import findings
from records.models.holder import HolderKind
from tests.delisting.orders import AT, ended_record
from tests.factories.at_once import at_once
from tests.factories.people import actor_of_user, make_officer

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_officers_answer_at_once_and_one_is_told_so() -> None:
    place = ended_record(HolderKind.CREDIT_CHINA)
    release = place.order().releases.get()
    services.move_due(at=AT)
    officers = [actor_of_user(make_officer(Role.REVIEWER, place.china)) for _turn in range(2)]
    results = at_once(
        *(
            lambda officer=officer: services.acknowledge(release_id=release.pk, actor=officer, at=AT)
            for officer in officers
        )
    )
    refused = [result for result in results if isinstance(result, Refusal)]
    assert [refusal.code for refusal in refused] in (["release-not-now"], ["release-crossed"])
    assert Entry.objects.filter(verb="release.acknowledged").count() == 1
    assert Entry.objects.filter(verb="order.completed").count() == 1


def test_two_last_confirmations_complete_the_order_once() -> None:
    place = ended_record(HolderKind.CREDIT_CHINA, HolderKind.DEPARTMENT_SITE)
    order = place.order()
    officers = {
        department.pk: actor_of_user(make_officer(Role.REVIEWER, department))
        for department in (place.china, place.department)
    }
    results = at_once(
        *(
            lambda release=release: services.confirm_by_hand(
                release_id=release.pk, actor=officers[release.holder.department_id], at=AT, proof="截图"
            )
            for release in order.releases.select_related("holder")
        )
    )
    assert not [result for result in results if isinstance(result, Refusal)]
    order.refresh_from_db()
    assert order.state == OrderState.COMPLETED
    assert Entry.objects.filter(verb="order.completed").count() == 1
    assert list(findings()) == []


def test_two_movers_send_each_release_once() -> None:
    place = ended_record(HolderKind.CREDIT_CHINA)
    place.order()
    at_once(lambda: services.move_due(at=AT), lambda: services.move_due(at=AT))
    assert Release.objects.get().state == ReleaseState.SENT
    assert Entry.objects.filter(verb="release.sent").count() == 1
