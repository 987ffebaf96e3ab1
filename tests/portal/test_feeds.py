"""A calendar address: shown once, read by whoever has it, kept as a digest, revoked at once."""

from __future__ import annotations

import re
from datetime import timedelta
from http import HTTPStatus

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from cases.states import RepairState as S
from journal.models import Entry
from journal.now import standing_at
from notifications.accounts import on_entry
from notifications.feeds import MOST, open_feed
from notifications.models import CalendarFeed
from portal.views import feeds as view
from tests.factories.cases import FILED_AT, FiledCase, make_filed_case
from tests.factories.people import make_user
from tests.notifications.calendar_reader import read
from tests.notifications.telling import templates_to
from tests.portal.conftest import SignIn

pytestmark = pytest.mark.django_db


@pytest.fixture
def made() -> FiledCase:
    return make_filed_case(S.SUPPLEMENTING)


def address_made(sign_in: SignIn, user: User, **answers: str) -> str:
    shown = sign_in(user).post(reverse("portal:feeds"), {"name": "kitchen tablet", **answers})
    assert shown.status_code == HTTPStatus.OK
    found = re.search(r"http://[^<\s]+(/my/calendar/[\w-]+\.ics)", shown.content.decode())
    assert found is not None
    return found.group(1)


def test_an_address_is_shown_once_and_kept_as_a_digest(sign_in: SignIn, made: FiledCase) -> None:
    address = address_made(sign_in, made.owner)
    token = address.rsplit("/", 1)[1].removesuffix(".ics")
    assert len(token) >= 43
    assert token not in str(list(CalendarFeed.objects.values()))
    assert not [entry for entry in Entry.objects.all() if token in str(entry.payload)]
    again = sign_in(made.owner).get(reverse("portal:feeds"))
    assert token not in again.content.decode()
    assert "kitchen tablet" in again.content.decode()
    assert "no-store" in again["Cache-Control"]


def test_the_calendar_is_read_without_signing_in_and_kept_private(sign_in: SignIn, made: FiledCase) -> None:
    answer = Client().get(address_made(sign_in, made.owner))
    assert answer.status_code == HTTPStatus.OK
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert {"no-store", "private"} <= set(answer["Cache-Control"].split(", "))
    assert answer["X-Robots-Tag"] == "noindex, nofollow"
    assert answer["Referrer-Policy"] == "no-referrer"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert not answer.cookies
    titles = [part.value("SUMMARY") for part in read(answer.content).parts if part.name == "VEVENT"]
    assert any(made.case.number in title for title in titles)
    assert made.case.subject.name not in answer.content.decode()


def test_names_stand_in_it_where_the_person_wants_them(sign_in: SignIn, made: FiledCase) -> None:
    answer = Client().get(address_made(sign_in, made.owner, with_names="on"))
    told = [part.value("DESCRIPTION") for part in read(answer.content).parts if part.name == "VEVENT"]
    assert any(made.case.subject.name in text for text in told)


@pytest.mark.parametrize(("language", "words"), [("en", "last day for"), ("zh-hans", "补")])
def test_it_speaks_the_language_of_its_person(
    sign_in: SignIn, made: FiledCase, language: str, words: str
) -> None:
    address = address_made(sign_in, made.owner)
    User.objects.filter(pk=made.owner.pk).update(language=language)
    content = Client(headers={"accept-language": "fr"}).get(address).content
    assert any(words in part.value("SUMMARY") for part in read(content).parts if part.name == "VEVENT")


def test_a_revoked_address_leads_nowhere_at_once(sign_in: SignIn, made: FiledCase) -> None:
    address = address_made(sign_in, made.owner)
    feed = CalendarFeed.objects.get()
    stranger = sign_in(make_user())
    assert stranger.post(reverse("portal:revoke_feed", args=[feed.pk])).status_code == HTTPStatus.NOT_FOUND
    assert Client().get(address).status_code == HTTPStatus.OK
    sign_in(made.owner).post(reverse("portal:revoke_feed", args=[feed.pk]))
    gone = Client().get(address)
    assert gone.status_code == HTTPStatus.GONE
    assert b"BEGIN" not in gone.content
    assert "no-store" in gone["Cache-Control"]
    assert "kitchen tablet" not in sign_in(made.owner).get(reverse("portal:feeds")).content.decode()


def test_an_unknown_address_and_one_of_a_person_who_is_gone_are_absent(
    sign_in: SignIn, made: FiledCase
) -> None:
    assert Client().get(reverse("portal:feed", args=["x" * 43])).status_code == HTTPStatus.NOT_FOUND
    address = address_made(sign_in, made.owner)
    User.objects.filter(pk=made.owner.pk).update(is_active=False)
    assert Client().get(address).status_code == HTTPStatus.NOT_FOUND


def test_whose_mandate_ended_reads_nothing_more_of_the_company(sign_in: SignIn, made: FiledCase) -> None:
    address = address_made(sign_in, made.owner)
    assert made.case.number in Client().get(address).content.decode()
    made.owner.mandates.update(to_on=made.at.date())
    answer = Client().get(address)
    assert answer.status_code == HTTPStatus.OK
    assert made.case.number not in answer.content.decode()


def test_addresses_are_few_and_named(sign_in: SignIn, made: FiledCase) -> None:
    for number in range(MOST):
        open_feed(user_id=made.owner.pk, name=f"device {number}", with_names=False, at=FILED_AT)
    full = sign_in(made.owner).post(reverse("portal:feeds"), {"name": "one more"})
    assert full.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "Revoke one first" in full.content.decode()
    unnamed = sign_in(make_user()).post(reverse("portal:feeds"), {"name": "  "})
    assert unnamed.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert CalendarFeed.objects.count() == MOST


def test_the_person_is_told_of_a_new_address(sign_in: SignIn, made: FiledCase) -> None:
    address_made(sign_in, made.owner)
    on_entry(Entry.objects.get(verb="account.feed_opened"))
    assert templates_to(made.owner.pk) == ["account.feed_opened"]


def test_an_address_that_is_asked_too_often_waits(
    sign_in: SignIn, made: FiledCase, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(view, "ASKS_AN_HOUR", 2)
    address, other = address_made(sign_in, made.owner), address_made(sign_in, made.owner)
    answers = [Client().get(address).status_code for _ask in range(3)]
    assert answers == [HTTPStatus.OK, HTTPStatus.OK, HTTPStatus.TOO_MANY_REQUESTS]
    refused = Client().get(address)
    assert 0 < int(refused["Retry-After"]) <= 3600
    assert Client().get(other).status_code == HTTPStatus.OK
    with standing_at(FILED_AT + timedelta(hours=1)):
        assert Client().get(address).status_code == HTTPStatus.OK


def test_wrong_addresses_of_one_network_are_slowed_down(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(view, "ASKS_AN_HOUR", 2)
    asked = [Client().get(reverse("portal:feed", args=[f"wrong{one}"])).status_code for one in range(3)]
    assert asked == [HTTPStatus.NOT_FOUND, HTTPStatus.NOT_FOUND, HTTPStatus.TOO_MANY_REQUESTS]


def test_one_household_is_one_network(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(view, "ASKS_AN_HOUR", 2)
    asked = [
        Client(REMOTE_ADDR=f"2001:db8:1:2::{one}").get(reverse("portal:feed", args=["wrong"])).status_code
        for one in range(1, 4)
    ]
    assert asked[-1] == HTTPStatus.TOO_MANY_REQUESTS


def test_the_last_use_is_kept_to_five_minutes(sign_in: SignIn, made: FiledCase) -> None:
    address = address_made(sign_in, made.owner)
    used = []
    for minutes in (0, 4, 5):
        with standing_at(FILED_AT + timedelta(minutes=minutes)):
            Client().get(address)
        used.append(CalendarFeed.objects.get().last_used_at)
    assert used == [FILED_AT, FILED_AT, FILED_AT + timedelta(minutes=5)]


def test_the_page_costs_the_same_for_one_address_and_for_five(sign_in: SignIn, made: FiledCase) -> None:
    client, costs = sign_in(made.owner), []
    for _round in range(2):
        open_feed(user_id=made.owner.pk, name="device", with_names=False, at=FILED_AT)
        client.get(reverse("portal:feeds"))
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse("portal:feeds"))
        costs.append(len(asked))
        for _more in range(3):
            if len(costs) == 1:
                open_feed(user_id=made.owner.pk, name="device", with_names=False, at=FILED_AT)
    assert costs[0] == costs[1]


@pytest.mark.parametrize("name", ["feeds", "choices"])
def test_strangers_are_asked_to_sign_in(name: str) -> None:
    answer = Client().get(reverse(f"portal:{name}"))
    assert answer.status_code == HTTPStatus.FOUND
    assert "/account/login/" in answer["Location"]
