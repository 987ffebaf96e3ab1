"""Minutes of talks on the pages: the platform's officers take them in, the supervisor sees what is late."""

from __future__ import annotations

from datetime import timedelta
from http import HTTPStatus

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from accounts.roles import Role
from cases.states import RectificationState as S
from clocks.sweeping import sweep_all
from delisting import minutes as deliveries
from delisting.models import MinutesRelease, MinutesState
from records.models import TalkEntry
from records.models.holder import HolderKind
from tests.conftest import Deliver
from tests.desk.conftest import NOW, SignIn
from tests.factories.people import make_officer
from tests.factories.records import make_department, make_holder
from tests.factories.rectifications import Ordered, make_rectification

pytestmark = pytest.mark.django_db
RELEASES = "/desk/releases/"
OVERDUE = "/desk/overdue/"


@pytest.fixture
def held(deliver: Deliver) -> tuple[Ordered, User, MinutesRelease]:
    """A held talk whose minutes wait for the officers of a platform."""
    platform = make_department(name_zh="枣庄市公共信用信息共享平台", field="")
    make_holder(kind=HolderKind.SHARING_PLATFORM, department=platform)
    made = make_rectification(S.TALK_SET).hold_talk()
    deliver(made.at)
    deliveries.move_due(at=made.at)
    deliver(made.at)
    return made, make_officer(Role.REVIEWER, platform), MinutesRelease.objects.get()


def page(client: Client, address: str) -> str:
    shown = client.get(address)
    assert shown.status_code == HTTPStatus.OK
    return shown.content.decode()


def test_the_platforms_officer_takes_them_in_under_a_number(
    held: tuple[Ordered, User, MinutesRelease], sign_in: SignIn
) -> None:
    made, officer, release = held
    client, address = sign_in(officer), f"{RELEASES}minutes/{release.pk}/"
    assert address in page(client, RELEASES)
    assert made.case.number in page(client, address)
    empty = client.post(address, {"number": " "})
    assert empty.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "Give the number under which the minutes were taken in." in empty.content.decode()
    done = client.post(address, {"number": "PT-7"}, follow=True).content.decode()
    assert "The minutes were taken in" in done
    release.refresh_from_db()
    assert (release.state, release.receipt_number) == (MinutesState.RECEIVED, "PT-7")
    assert address not in page(client, RELEASES)
    assert client.post(address, {"number": "PT-8"}).status_code == HTTPStatus.CONFLICT


def test_nobody_else_sees_them(held: tuple[Ordered, User, MinutesRelease], sign_in: SignIn) -> None:
    made, _officer, release = held
    address = f"{RELEASES}minutes/{release.pk}/"
    for stranger in (made.reviewer, make_officer(Role.REVIEWER, make_department())):
        client = sign_in(stranger)
        assert client.get(address).status_code == HTTPStatus.NOT_FOUND
        assert client.post(address, {"number": "1"}).status_code == HTTPStatus.NOT_FOUND
        assert address not in page(client, RELEASES)
    assert sign_in(made.owner).get(address).status_code == HTTPStatus.FORBIDDEN
    release.refresh_from_db()
    assert release.state == MinutesState.SENT


def test_the_case_says_how_far_they_are(held: tuple[Ordered, User, MinutesRelease], sign_in: SignIn) -> None:
    made, _officer, release = held
    client, address = sign_in(made.reviewer), f"/desk/cases/{made.case.number}/"
    assert "Sent, not taken in yet" in page(client, address)
    deliveries.confirm_by_hand(
        case_number=made.case.number,
        ordinal=1,
        number="GX-1",
        received_at=made.at,
        proof="电话确认",
        actor_ref="user:1",
        at=made.at,
    )
    assert "Taken in under GX-1" in page(client, address)
    assert release.entry.case_number == made.case.number


def test_the_supervisor_sees_what_is_late_and_another_departments_does_not(
    held: tuple[Ordered, User, MinutesRelease], sign_in: SignIn
) -> None:
    made, _officer, release = held
    supervisor = make_officer(Role.SUPERVISOR, made.case.record.department)
    assert "Minutes of talks that were not taken in" not in page(sign_in(supervisor), OVERDUE)
    at = made.at + timedelta(days=6)
    sweep_all(at=at)
    deliveries.breach(release_id=release.pk, due_on="2026-07-13", at=at)
    text = page(sign_in(supervisor), OVERDUE)
    assert made.case.number in text
    assert "Late since 13 July 2026: the supervisor was told" in text
    assert "Told again: a new term runs" in text
    elsewhere = make_officer(Role.SUPERVISOR, make_department(jurisdiction="370500"))
    assert made.case.number not in page(sign_in(elsewhere), OVERDUE)


def test_the_list_costs_the_same_for_few_and_for_many(
    held: tuple[Ordered, User, MinutesRelease], sign_in: SignIn
) -> None:
    _made, officer, release = held
    client = sign_in(officer)

    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            page(client, RELEASES)
        return len(asked)

    copy(release, 2)
    few = cost()
    copy(release, 27)
    assert cost() == few
    assert page(client, RELEASES).count(f"{RELEASES}minutes/") == MinutesRelease.objects.count()


def copy(release: MinutesRelease, many: int) -> None:
    """More deliveries of the same talk's record, as further talks would make them."""
    for _one in range(many):
        ordinal = TalkEntry.objects.count() + 1
        entry = TalkEntry.objects.create(
            record=release.entry.record,
            case_number=release.entry.case_number,
            ordinal=ordinal,
            talk_kind="prompting",
            held_on=release.entry.held_on,
            entered_at=NOW,
        )
        MinutesRelease.objects.create(
            entry=entry,
            holder=release.holder,
            kind="enter",
            state=MinutesState.SENT,
            content=release.content,
            digest=release.digest,
            opened_by_entry=release.opened_by_entry + ordinal,
            opened_at=NOW,
        )
