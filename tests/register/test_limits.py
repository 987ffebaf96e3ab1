"""One address may ask the register only so often in a minute."""

from __future__ import annotations

from datetime import timedelta
from http import HTTPStatus

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from journal.now import standing_at
from tests.factories.records import make_subject
from tests.register.conftest import NOON

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _two_a_minute(settings: Settings) -> None:
    settings.REGISTER_ASKS_A_MINUTE = 2


def ask(public: Client, address: str = "192.0.2.7") -> int:
    page = public.get(reverse("register:search"), {"q": make_subject().code}, REMOTE_ADDR=address)
    return page.status_code


def test_the_third_question_of_a_minute_is_put_off(public: Client) -> None:
    assert [ask(public) for _time in range(3)] == [
        HTTPStatus.OK,
        HTTPStatus.OK,
        HTTPStatus.TOO_MANY_REQUESTS,
    ]


def test_the_answer_says_when_to_come_back(public: Client) -> None:
    ask(public)
    ask(public)
    page = public.get(reverse("register:search"), {"q": "x"}, REMOTE_ADDR="192.0.2.7")
    assert 0 < int(page["Retry-After"]) <= 60


def test_another_address_is_not_held_up(public: Client) -> None:
    for _time in range(3):
        ask(public)
    assert ask(public, "192.0.2.8") == HTTPStatus.OK


def test_the_next_minute_begins_anew(public: Client) -> None:
    for _time in range(3):
        ask(public)
    with standing_at(NOON + timedelta(seconds=60)):
        assert ask(public) == HTTPStatus.OK


def test_neighbours_in_one_ipv6_network_are_one_asker(public: Client) -> None:
    addresses = ["2001:db8:1:2::1", "2001:db8:1:2::2", "2001:db8:1:2:ffff::3"]
    assert [ask(public, address) for address in addresses][-1] == HTTPStatus.TOO_MANY_REQUESTS
    assert ask(public, "2001:db8:1:3::1") == HTTPStatus.OK


def test_the_empty_form_is_always_free(public: Client) -> None:
    pages = [public.get(reverse("register:search"), REMOTE_ADDR="192.0.2.7") for _time in range(4)]
    assert all(page.status_code == HTTPStatus.OK for page in pages)
