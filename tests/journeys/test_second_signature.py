"""Two persons sign: declared, sent back, declared again, changed, declared again, signed and thereby filed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from http import HTTPStatus

import pytest
from django.urls import reverse

from accounts.models import User
from cases.states import RepairState as S
from journal.now import standing_at
from notifications.models import Message
from notifications.wording import told
from tests.conftest import Deliver
from tests.factories.cases import FILED_AT
from tests.factories.people import make_agent, make_owner
from tests.factories.records import make_subject
from tests.journeys.confirming import sign_too_late
from tests.journeys.filing import agent_by_offer, browser, complete_application, declaration

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _first_of_september() -> Iterator[None]:
    with standing_at(FILED_AT):
        yield


def test_filed_is_when_the_second_person_has_signed(deliver: Deliver) -> None:
    made = complete_application()
    number = made.case.number
    second, theirs = agent_by_offer(made, "li-second", ["sign", "letters"])
    owner = browser(made.owner)
    owner.post(reverse("portal:two_persons"), {"two": "yes"})
    check, sign = (reverse(name, args=[number]) for name in ("portal:check", "portal:second"))

    def declare() -> str:
        answer = owner.post(reverse("portal:file", args=[number]), declaration(owner, number), follow=True)
        return answer.content.decode()

    assert "Declare and ask the second person" in owner.get(check).content.decode()
    assert "Waits for a second signature" in declare()
    assert made.later().case.state == S.DRAFT
    deliver(FILED_AT)
    invited = Message.objects.get(user=second, template="case.second_asked", channel="inbox")
    assert number in told(invited.template, invited.context).text
    assert "You signed first" in owner.post(sign, {"declared": "on"}).content.decode()

    remark = "请核对履行日期。"
    theirs.post(reverse("portal:second_back", args=[number]), {"remark": remark})
    assert remark in owner.get(check).content.decode()
    deliver(FILED_AT)
    assert Message.objects.filter(user=made.owner, template="case.second_sent_back").exists()

    declare()
    owner.post(
        reverse("portal:part", args=[number, "application"]),
        {"contact_name": "张某某", "contact_phone": "0632-7654321"},
    )
    assert "No second signature waits here" in theirs.get(sign).content.decode()

    declare()
    page = theirs.get(sign).content.decode()
    assert "0632-7654321" in page
    done = theirs.post(sign, {"declared": "on"}, follow=True)
    assert "Your application was filed" in done.content.decode()
    assert made.later().case.state == S.FILED


def test_too_late_is_told_to_both_and_nothing_is_filed(deliver: Deliver) -> None:
    made = complete_application()
    number = made.case.number
    second, theirs = agent_by_offer(made, "li-second", ["sign"])
    owner = browser(made.owner)
    owner.post(reverse("portal:two_persons"), {"two": "yes"})
    owner.post(reverse("portal:file", args=[number]), declaration(owner, number))
    sign_too_late(second, made.owner, deliver)
    late = FILED_AT + timedelta(days=8)
    with standing_at(late):
        page = theirs.get(reverse("portal:second", args=[number])).content.decode()
        assert "No second signature waits here" in page
    assert made.later().case.state == S.DRAFT


@pytest.mark.parametrize("who", ["agent without the scope", "stranger"])
def test_the_page_is_for_the_second_person_alone(who: str) -> None:
    made = complete_application()
    agent_by_offer(made, "li-second", ["sign"])
    owner = browser(made.owner)
    owner.post(reverse("portal:two_persons"), {"two": "yes"})
    number = made.case.number
    owner.post(reverse("portal:file", args=[number]), declaration(owner, number))
    people: dict[str, tuple[Callable[[], User], HTTPStatus]] = {
        "agent without the scope": (
            lambda: make_agent(made.case.subject, scopes="file"),
            HTTPStatus.FORBIDDEN,
        ),
        "stranger": (lambda: make_owner(make_subject()), HTTPStatus.NOT_FOUND),
    }
    person, status = people[who]
    client = browser(person())
    assert client.post(reverse("portal:second", args=[number]), {"declared": "on"}).status_code == status
    back = client.post(reverse("portal:second_back", args=[number]), {"remark": "x"})
    assert back.status_code == status
    assert made.later().case.state == S.DRAFT


def test_only_the_owner_lets_two_sign() -> None:
    made = complete_application()
    agent = browser(make_agent(made.case.subject))
    assert agent.post(reverse("portal:two_persons"), {"two": "yes"}).status_code == HTTPStatus.FORBIDDEN
