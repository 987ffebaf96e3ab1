"""An agent by mandate: offered, accepted, acting within it and named for whom, then revoked at once."""

from __future__ import annotations

from collections.abc import Iterator
from http import HTTPStatus

import pytest
from django.urls import reverse

from accounts.models import Mandate
from cases.states import RepairState as S
from journal.now import standing_at
from notifications.models import Message
from tests.conftest import Deliver
from tests.factories.cases import FILED_AT
from tests.journeys.filing import agent_by_offer, browser, complete_application, declaration

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _first_of_september() -> Iterator[None]:
    with standing_at(FILED_AT):
        yield


def test_an_agent_files_what_the_mandate_covers_and_is_out_at_once(deliver: Deliver) -> None:
    made = complete_application()
    agent, theirs = agent_by_offer(made, "wang-agent", ["file"])
    number = made.case.number
    assert theirs.get(reverse("portal:company")).status_code == HTTPStatus.OK
    filed = theirs.post(reverse("portal:file", args=[number]), declaration(theirs, number), follow=True)
    assert "Your application was filed" in filed.content.decode()
    assert made.later().case.state == S.FILED
    story = browser(made.owner).get(reverse("portal:case", args=[number])).content.decode()
    assert f"王某某 for {made.case.subject.name}, by mandate" in story
    # letters are not of this mandate: they go to the owner alone
    deliver(FILED_AT)
    assert not Message.objects.filter(user=agent, template="filed").exists()
    assert Message.objects.filter(user=made.owner, template="filed").exists()
    # objecting is not of it either
    refused = theirs.post(reverse("portal:object"), {"record": made.case.record_id})
    assert refused.status_code == HTTPStatus.FORBIDDEN
    assert "Your mandate for this company does not cover this" in refused.content.decode()
    # revoked, the next click finds nothing
    mandate = Mandate.objects.get(user=agent)
    browser(made.owner).post(reverse("portal:end_mandate", args=[mandate.pk]))
    assert theirs.get(reverse("portal:case", args=[number])).status_code == HTTPStatus.NOT_FOUND
    deliver(FILED_AT)
    ended = Message.objects.filter(template__startswith="account.mandate_ended", channel="inbox")
    assert set(ended.values_list("user_id", flat=True)) == {agent.pk, made.owner.pk}
