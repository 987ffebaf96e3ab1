"""The public register by name: nearly right is enough, what is not shown is not there, nobody counts it through."""

from __future__ import annotations

import re
from collections.abc import Callable
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries, Settings

from records.models import CreditRecord
from records.services import listing as listings
from records.services.causes import EndCause
from tests.factories.records import make_record, make_subject
from tests.register.conftest import NOON
from tests.register.marks import contest, note

pytestmark = pytest.mark.django_db
NAME = "枣庄市顺达运输有限公司"
NEVER = "滕州市鸿运建材有限公司"
NOTHING = "No record is published under such a name today"
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="\w+"')


def ask(public: Client, name: str) -> str:
    page = public.get(reverse("register:search"), {"q": name})
    assert page.status_code == HTTPStatus.OK
    return page.content.decode()


def bare(page: str, name: str) -> str:
    return TOKEN.sub("TOKEN", page.replace(name, "NAME").replace(quote(name), "NAME"))


def listed(name: str = NAME, **how: Any) -> CreditRecord:
    return make_record(subject=make_subject(name=name), **how)


def test_a_company_found_by_name_leads_to_its_entries_and_its_code_is_not_told(public: Client) -> None:
    record = listed()
    page = ask(public, "枣庄顺达运输")
    assert NAME in page
    assert reverse("register:entry", args=[record.listing.key]) in page
    assert record.subject.code not in page
    assert f"Code ending in {record.subject.code[-4:]}" in page


def test_a_repaired_name_and_one_that_never_was_get_the_same_answer_to_the_byte(public: Client) -> None:
    record = listed()
    listings.end(record_id=record.pk, cause=EndCause.REPAIRED, at=NOON, actor_ref="user:1")
    repaired, never = ask(public, NAME), ask(public, NEVER)
    assert NOTHING in repaired
    assert bare(repaired, NAME) == bare(never, NEVER)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("顺", "at least two characters"),
        ("（）", "at least two characters"),
        ("顺" * 61, "No company has so long a name"),
        ("", "Enter a unified social credit code, or the name"),
        ("9137", "18 characters"),
    ],
)
def test_what_cannot_be_looked_for_is_refused_at_the_field(public: Client, typed: str, words: str) -> None:
    page = public.get(reverse("register:search"), {"q": typed})
    assert page.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert words in page.content.decode()


@pytest.mark.parametrize("name", ["3M中国有限公司", "ABC Logistics", "K11"])
def test_a_name_of_letters_and_digits_is_no_code(public: Client, name: str) -> None:
    listed(name)
    assert reverse("register:entry", args=[CreditRecord.objects.get().listing.key]) in ask(public, name)


def test_the_legal_form_alone_asks_for_more(public: Client) -> None:
    listed()
    assert "Too many names have this in them" in ask(public, "有限公司")


def test_of_many_records_five_are_shown_and_the_rest_is_counted(public: Client) -> None:
    subject = make_subject(name=NAME)
    for _number in range(7):
        make_record(subject=subject)
    page = ask(public, NAME)
    assert len(re.findall(r'href="/register/[\w-]+/"', page)) == 5
    assert "2 more: search by its whole code" in page


@pytest.mark.parametrize(("mark", "words"), [(contest, "Under objection"), (note, "In doubt")])
@pytest.mark.parametrize("by", ["name", "code", "plan"])
def test_every_list_shows_what_stands_on_a_record(
    public: Client, mark: Callable[[CreditRecord], None], words: str, by: str
) -> None:
    record = listed()
    asked = NAME if by == "name" else record.subject.code
    page = reverse("register:plan" if by == "plan" else "register:search")
    assert words not in public.get(page, {"q": asked}).content.decode()
    mark(record)
    assert words in public.get(page, {"q": asked}).content.decode()


def test_names_may_be_asked_less_often_than_codes(public: Client, settings: Settings) -> None:
    settings.REGISTER_NAMES_A_MINUTE = 2
    code = make_subject().code
    for _time in range(2):
        ask(public, NAME)
    refused = public.get(reverse("register:search"), {"q": NAME})
    assert refused.status_code == HTTPStatus.TOO_MANY_REQUESTS
    assert 0 < int(refused["Retry-After"]) <= 60
    assert public.get(reverse("register:search"), {"q": code}).status_code == HTTPStatus.OK


def test_answers_are_kept_by_nobody(public: Client) -> None:
    page = public.get(reverse("register:search"), {"q": NAME})
    assert "no-store" in page["Cache-Control"]
    assert "noindex" in page["X-Robots-Tag"]


@pytest.mark.parametrize("count", [1, 15])
def test_statements_do_not_grow_with_the_names(
    public: Client, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    for number in range(count):
        listed(f"顺达{number}号运输有限公司")
    with django_assert_num_queries(4):
        ask(public, "顺达运输")


def test_a_shown_company_is_found_behind_any_number_that_are_not_shown(
    public: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("records.name_search.LIKELIEST", 2)
    for number in range(3):
        gone = listed(f"顺达{number}号运输有限公司")
        listings.end(record_id=gone.pk, cause=EndCause.REPAIRED, at=NOON, actor_ref="user:1")
    listed("顺达运输服务有限公司")
    page = ask(public, "顺达运输")
    assert "顺达运输服务有限公司" in page
    assert "号运输有限公司" not in page


def test_the_header_asks_for_code_or_name(public: Client) -> None:
    page = public.get(reverse("home")).content.decode()
    assert 'placeholder="Credit code or name"' in page
