"""Binding an account by code, and mandates over the pages."""

from __future__ import annotations

from datetime import date
from http import HTTPStatus

import pytest
from allauth.account.models import EmailAddress
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Mandate, MandateOffer
from accounts.roles import Role
from tests.factories.cases import FILED_AT
from tests.factories.people import make_agent, make_officer, make_owner, make_user
from tests.factories.records import make_platform, make_record, make_subject
from tests.portal.conftest import SignIn

pytestmark = pytest.mark.django_db


def test_a_code_from_the_window_binds_an_account(sign_in: SignIn) -> None:
    subject = make_subject()
    clerk = sign_in(make_officer(Role.WINDOW_CLERK, make_platform()))
    clerk.post(reverse("portal:window"), {"code": subject.code})
    page = clerk.post(reverse("portal:window_code"))
    code = page.context["code"]
    assert code in page.content.decode()
    owner = sign_in(make_user())
    page = owner.post(reverse("portal:activate"), {"code": code.lower()}, follow=True)
    assert f"Your account now acts for {subject.name}." in page.content.decode()
    assert Mandate.objects.get(subject=subject).kind == "owner"


def test_a_wrong_code_binds_nothing(sign_in: SignIn) -> None:
    page = sign_in(make_user()).post(reverse("portal:activate"), {"code": "AAAA-AAAA-AAAA"})
    assert page.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert 'href="#id_code"' in page.content.decode()
    assert not Mandate.objects.exists()


GIVEN = {"scopes": ["file", "answer", "letters"], "until": "2026年12月31日"}


def test_an_owner_offers_a_mandate_the_agent_accepts_and_the_owner_ends_it(sign_in: SignIn) -> None:
    subject, agent = make_subject(), make_user("agent-one")
    owner, other = sign_in(make_owner(subject)), sign_in(agent)
    page = owner.post(reverse("portal:mandates"), {**GIVEN, "address": "agent-one"}, follow=True)
    assert "It holds once it is accepted." in page.content.decode()
    assert not Mandate.objects.filter(user=agent).exists()
    assert subject.name in other.get(reverse("portal:my_mandates")).content.decode()
    made = MandateOffer.objects.get()
    other.post(reverse("portal:answer_offer", args=[made.pk, "accept"]))
    mandate = Mandate.objects.get(user=agent)
    assert (
        "Prepare and file applications for repair" in owner.get(reverse("portal:mandates")).content.decode()
    )
    owner.post(reverse("portal:end_mandate", args=[mandate.pk]))
    assert other.get(reverse("portal:company"))["Location"] == reverse("portal:activate")


def test_an_offer_is_declined_and_another_taken_back(sign_in: SignIn) -> None:
    owner, agent = sign_in(make_owner(make_subject())), sign_in(make_user("agent-one"))
    for answer, client in (("decline", agent), ("take-back", owner)):
        owner.post(reverse("portal:mandates"), {**GIVEN, "address": "agent-one"})
        made = MandateOffer.objects.get(outcome="")
        done = client.post(reverse("portal:answer_offer", args=[made.pk, answer]))
        assert done.status_code == HTTPStatus.FOUND
    assert set(MandateOffer.objects.values_list("outcome", flat=True)) == {"declined", "taken-back"}
    assert not Mandate.objects.filter(kind="agent").exists()


@pytest.mark.parametrize("answer", ["accept", "decline", "take-back", "other"])
def test_a_strangers_offer_is_nobody_elses(sign_in: SignIn, answer: str) -> None:
    make_user("agent-one")
    sign_in(make_owner(make_subject())).post(reverse("portal:mandates"), {**GIVEN, "address": "agent-one"})
    stranger = sign_in(make_owner(make_subject()))
    done = stranger.post(reverse("portal:answer_offer", args=[MandateOffer.objects.get().pk, answer]))
    assert done.status_code == HTTPStatus.NOT_FOUND
    assert MandateOffer.objects.get().outcome == ""


def test_a_mandate_is_limited_to_records_that_are_chosen(sign_in: SignIn) -> None:
    record = make_record()
    other = make_record(subject=record.subject)
    agent = make_user("agent-one")
    client = sign_in(make_owner(record.subject))
    assert other.decision_number in client.get(reverse("portal:mandates")).content.decode()
    client.post(reverse("portal:mandates"), {**GIVEN, "address": "agent-one", "records": [record.pk]})
    theirs = sign_in(agent)
    theirs.post(reverse("portal:answer_offer", args=[MandateOffer.objects.get().pk, "accept"]))
    page = theirs.get(reverse("portal:company")).content.decode()
    assert record.decision_number in page
    assert other.decision_number not in page
    mine = theirs.get(reverse("portal:my_mandates")).content.decode()
    assert record.decision_number in mine


def test_an_agent_gives_its_mandate_back(sign_in: SignIn) -> None:
    agent = make_agent(make_subject())
    client = sign_in(agent)
    done = client.post(reverse("portal:end_mandate", args=[Mandate.objects.get(user=agent).pk]))
    assert done["Location"] == reverse("portal:my_mandates")
    assert "You act for no company yet" in client.get(reverse("portal:my_mandates")).content.decode()


def test_a_clerk_who_has_seen_the_papers_enters_a_mandate_at_once(sign_in: SignIn) -> None:
    subject, agent = make_subject(), make_user("agent-one")
    client = sign_in(make_officer(Role.WINDOW_CLERK, make_platform()))
    client.post(reverse("portal:window"), {"code": subject.code})
    page = client.get(reverse("portal:mandates")).content.decode()
    assert "Look at the written power of attorney" in page
    client.post(reverse("portal:mandates"), {**GIVEN, "address": "agent-one"})
    assert Mandate.objects.get(user=agent).scopes == "file answer letters"


def test_an_unknown_agent_is_refused_at_the_field(sign_in: SignIn) -> None:
    client = sign_in(make_owner(make_subject()))
    page = client.post(reverse("portal:mandates"), {**GIVEN, "address": "nobody"})
    assert page.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert 'href="#id_address"' in page.content.decode()


def test_an_address_tells_the_same_whether_somebody_bears_it_or_not(sign_in: SignIn) -> None:
    known = make_user()
    EmailAddress.objects.create(user=known, email="known@example.cn", verified=True)
    client = sign_in(make_owner(make_subject()))
    pages = [
        client.post(reverse("portal:mandates"), {**GIVEN, "address": address}, follow=True)
        for address in ("known@example.cn", "blank@example.cn")
    ]
    assert [page.redirect_chain for page in pages] == [pages[0].redirect_chain] * 2
    assert MandateOffer.objects.count() == 2


@pytest.mark.parametrize(
    ("field", "value"), [("until", "2026-08-31"), ("scopes", []), ("scopes", ["all"]), ("until", "")]
)
def test_a_mandate_that_cannot_be_is_refused(sign_in: SignIn, field: str, value: object) -> None:
    make_user("agent-two")
    client = sign_in(make_owner(make_subject()))
    page = client.post(reverse("portal:mandates"), {**GIVEN, "address": "agent-two", field: value})
    assert page.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert not MandateOffer.objects.exists()


def test_the_pages_cost_the_same_for_three_and_for_thirty(sign_in: SignIn) -> None:
    subject, agent = make_subject(), make_user()
    owner, theirs = sign_in(make_owner(subject)), sign_in(agent)
    counts = []
    for more in (3, 27):
        for _one in range(more):
            make_agent(subject)
            make_agent(make_subject(), user=agent)
            MandateOffer.objects.create(
                subject=make_subject(),
                address=agent.username,
                user=agent,
                scopes="file",
                offered_by_ref="user:1",
                offered_at=FILED_AT,
                waits_until=date(2026, 9, 10),
            )
        with CaptureQueriesContext(connection) as seen:
            owner.get(reverse("portal:mandates"))
            theirs.get(reverse("portal:my_mandates"))
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_an_agent_gives_no_mandates(sign_in: SignIn) -> None:
    page = sign_in(make_agent(make_subject())).get(reverse("portal:mandates"))
    assert page.status_code == HTTPStatus.FORBIDDEN
