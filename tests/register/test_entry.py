"""One entry of the register: live, taken down, never shown."""

from __future__ import annotations

from http import HTTPStatus

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from records.models import Listing
from records.models.listing import ListingState
from tests.factories.records import make_record
from tests.register.marks import note

pytestmark = pytest.mark.django_db


def test_a_live_entry_says_what_who_and_how_long(public: Client) -> None:
    record = make_record()
    page = public.get(reverse("register:entry", args=[record.listing.key]))
    words = page.content.decode()
    assert page.status_code == HTTPStatus.OK
    assert record.decision_number in words
    assert record.department.name_en in words
    assert "16 August 2026" in words


@pytest.mark.parametrize(
    "state", [ListingState.ENDED, ListingState.HIDDEN, ListingState.EXPIRED, ListingState.WITHDRAWN]
)
def test_what_was_taken_down_is_gone_without_a_name(public: Client, state: str) -> None:
    record = make_record(state=state)
    page = public.get(reverse("register:entry", args=[record.listing.key]))
    assert page.status_code == HTTPStatus.GONE
    assert record.subject.name not in page.content.decode()
    assert record.decision_number not in page.content.decode()


def test_hidden_and_repaired_entries_read_alike(public: Client) -> None:
    pages = [
        public.get(reverse("register:entry", args=[make_record(state=state).listing.key])).content
        for state in (ListingState.ENDED, ListingState.HIDDEN)
    ]
    assert pages[0].split(b"<main")[1] == pages[1].split(b"<main")[1]


def test_a_minor_record_has_no_page(public: Client) -> None:
    record = make_record(class_name="minor")
    page = public.get(reverse("register:entry", args=[record.listing.key]))
    assert page.status_code == HTTPStatus.NOT_FOUND


def test_an_unknown_key_is_not_found(public: Client) -> None:
    assert public.get(reverse("register:entry", args=["nothing"])).status_code == HTTPStatus.NOT_FOUND


def test_it_says_how_to_object_and_how_to_repair(public: Client) -> None:
    record = make_record()
    words = public.get(reverse("register:entry", args=[record.listing.key])).content.decode()
    assert f"{reverse('portal:company')}?code={record.subject.code}" in words
    assert f"{reverse('register:plan')}?code={record.subject.code}" in words
    assert record.department.phone in words
    assert "As it stood on" in words


def test_what_is_kept_on_names_the_rule_and_no_last_day(public: Client) -> None:
    record = make_record()
    Listing.objects.filter(record=record).update(
        state=ListingState.KEPT_ON, keeping_rule="枣建规〔2026〕1号 第三条"
    )
    words = public.get(reverse("register:entry", args=[record.listing.key])).content.decode()
    assert "枣建规〔2026〕1号 第三条" in words
    assert "Duties open" in words
    assert "15 May 2027" not in words


def test_a_note_in_doubt_stands_on_the_entry(public: Client) -> None:
    record = make_record()
    note(record)
    assert (
        "Could not be confirmed"
        in public.get(reverse("register:entry", args=[record.listing.key])).content.decode()
    )


def test_an_entry_is_two_statements(
    public: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    key = make_record().listing.key
    with django_assert_num_queries(2):
        public.get(reverse("register:entry", args=[key]))
