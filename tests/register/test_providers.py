"""Everybody sees who may give trainings and reports, and that nobody is paid for a removal."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.factories.records import make_provider

pytestmark = pytest.mark.django_db


@pytest.fixture
def public() -> Client:
    return Client(headers={"accept-language": "en"})


def test_an_empty_list_says_what_to_do(public: Client) -> None:
    page = public.get("/providers/").content.decode()
    assert "No provider is in the register today" in page
    assert "nobody is paid for a removal" in page


def test_only_those_recognised_today_are_listed(public: Client) -> None:
    standing = make_provider(name="今日有效")
    make_provider(name="已经结束", to_on=date(2021, 1, 1))
    make_provider(name="尚未开始", from_on=date(2090, 1, 1))
    page = public.get("/providers/")
    assert [provider.pk for provider in page.context["rows"]] == [standing.pk]
    assert "已经结束" not in page.content.decode()


def test_the_list_costs_the_same_for_three_and_for_thirty(public: Client) -> None:
    counts = []
    for more in (3, 27):
        for _row in range(more):
            make_provider()
        with CaptureQueriesContext(connection) as seen:
            public.get("/providers/")
        counts.append(len(seen))
    assert counts[0] == counts[1]
