"""The public register by code: live listings only, the same answer for everything else."""

from __future__ import annotations

import re
from http import HTTPStatus

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from records.models import Subject
from records.models.listing import ListingState
from tests.factories.records import make_record, make_subject

pytestmark = pytest.mark.django_db
NEVER_SEEN = "91370400MA3X0000XX"
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="\w+"')
EMPTY = "No record is published under this code today"


def ask(public: Client, subject: Subject) -> str:
    page = public.get(reverse("register:search"), {"q": subject.code})
    assert page.status_code == HTTPStatus.OK
    # the code asked for and the form's token are the only things that may differ between two empty answers
    return TOKEN.sub("TOKEN", page.content.decode().replace(subject.code, "CODE"))


def test_a_published_record_is_found_by_its_code(public: Client) -> None:
    record = make_record()
    page = public.get(reverse("register:search"), {"q": record.subject.code})
    assert record.decision_number in page.content.decode()
    assert reverse("register:entry", args=[record.listing.key]) in page.content.decode()


def test_the_code_may_be_typed_with_blanks_and_small_letters(public: Client) -> None:
    record = make_record()
    code = record.subject.code
    typed = f" {code[:8].lower()} {code[8:].lower()} "
    assert record.decision_number in public.get(reverse("register:search"), {"q": typed}).content.decode()


@pytest.mark.parametrize(
    "state",
    [
        ListingState.ENDED,
        ListingState.HIDDEN,
        ListingState.EXPIRED,
        ListingState.WITHDRAWN,
        ListingState.UNPUBLISHED,
        ListingState.PENDING,
    ],
)
def test_what_is_not_live_is_answered_with_the_words_for_the_unknown(public: Client, state: str) -> None:
    unknown, known = Subject(code=make_subject().code), make_record(state=state).subject
    Subject.objects.filter(code=unknown.code).delete()
    assert EMPTY in ask(public, unknown)
    assert ask(public, known) == ask(public, unknown)


def test_a_minor_record_is_never_shown(public: Client) -> None:
    assert EMPTY in ask(public, make_record(class_name="minor").subject)


def test_a_wrong_code_is_refused_at_the_field(public: Client) -> None:
    page = public.get(reverse("register:search"), {"q": NEVER_SEEN})
    assert page.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "not a valid unified social credit code" in page.content.decode()


def test_a_short_code_is_refused_with_its_length(public: Client) -> None:
    page = public.get(reverse("register:search"), {"q": "9137"})
    assert page.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "18 characters" in page.content.decode()


def test_answers_are_kept_by_nobody(public: Client) -> None:
    page = public.get(reverse("register:search"), {"q": make_record().subject.code})
    assert "no-store" in page["Cache-Control"]
    assert "noindex" in page["X-Robots-Tag"]


def test_the_search_page_without_a_question_has_a_form_only(public: Client) -> None:
    page = public.get(reverse("register:search"))
    assert page.status_code == HTTPStatus.OK
    assert EMPTY not in page.content.decode()


@pytest.mark.parametrize("count", [1, 5])
def test_statements_do_not_grow_with_the_records(
    public: Client, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    subject = make_subject()
    for _number in range(count):
        make_record(subject=subject)
    with django_assert_num_queries(2):
        public.get(reverse("register:search"), {"q": subject.code})
