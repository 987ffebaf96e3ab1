"""The public planner: dates and duties of live listings, nothing about the others."""

from __future__ import annotations

from http import HTTPStatus

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from records.models.listing import ListingState
from tests.factories.records import make_record, make_subject

pytestmark = pytest.mark.django_db


def test_the_plan_of_a_live_record_says_when_and_what(public: Client) -> None:
    record = make_record()
    words = public.get(reverse("register:plan"), {"code": record.subject.code}).content.decode()
    assert record.decision_number in words
    assert "16 August 2026" in words
    assert "17 May 2027" in words or "16 May 2027" in words


@pytest.mark.parametrize("state", [ListingState.ENDED, ListingState.HIDDEN, ListingState.UNPUBLISHED])
def test_nothing_is_given_away_about_a_record_that_is_not_live(public: Client, state: str) -> None:
    record = make_record(state=state)
    page = public.get(reverse("register:plan"), {"code": record.subject.code})
    assert page.status_code == HTTPStatus.OK
    assert record.decision_number not in page.content.decode()
    assert record.subject.name not in page.content.decode()


def test_a_wrong_code_is_refused(public: Client) -> None:
    page = public.get(reverse("register:plan"), {"code": "91370400MA3X0000XX"})
    assert page.status_code == HTTPStatus.UNPROCESSABLE_ENTITY


@pytest.mark.parametrize("count", [1, 5])
def test_statements_do_not_grow_with_the_records(
    public: Client, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    subject = make_subject()
    for _number in range(count):
        make_record(subject=subject)
    with django_assert_num_queries(6):  # records, court papers, bars, open cases, the calendar in use, notes
        public.get(reverse("register:plan"), {"code": subject.code})
