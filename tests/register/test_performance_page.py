"""The page on how long departments take: a period that is over, no small figure, words for every column."""

from __future__ import annotations

from datetime import date
from http import HTTPStatus

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories.records import make_department
from tests.figures.test_performance import decided

pytestmark = pytest.mark.django_db
SPRING = date(2026, 5, 4)


def page(public: Client, period: str = "", status: int = HTTPStatus.OK) -> str:
    answer = public.get(reverse("register:performance"), {"period": period} if period else {})
    assert answer.status_code == status
    return answer.content.decode()


def test_the_latest_quarter_that_is_over_is_shown_first(public: Client) -> None:
    unit = make_department(name_en="Bureau of Examples")
    decided(unit, 6, on=SPRING, days=3)
    decided(unit, 6, on=date(2026, 8, 3), days=900)
    words = page(public)
    assert "Quarter 2 of 2026" in words
    assert "Bureau of Examples" in words
    assert ">5.5<" in words
    assert "17 %" in words
    assert "90" not in words.split("<tbody>")[1].split("</tbody>")[0].replace("class", "")


def test_small_figures_are_not_told(public: Client) -> None:
    decided(make_department(name_en="Bureau of Few"), 4, on=SPRING)
    words = page(public, "2026-Q2")
    assert "Bureau of Few" in words
    assert "Not told: too few cases" in words


@pytest.mark.parametrize("period", ["2026-Q3", "2026", "2019-Q1", "soon"])
def test_a_period_that_is_not_over_or_none_is_said_to_be_so(public: Client, period: str) -> None:
    decided(make_department(), 5, on=SPRING)
    assert "There are no figures for this period" in page(public, period, HTTPStatus.NOT_FOUND)


def test_without_any_decision_the_page_says_when_there_will_be_figures(public: Client) -> None:
    assert "There are no figures yet" in page(public)


@pytest.mark.parametrize("count", [3, 30])
def test_the_statements_do_not_grow_with_the_units(public: Client, count: int) -> None:
    for number in range(count):
        decided(make_department(name_zh=f"第{number}局"), 1, on=SPRING)
    with CaptureQueriesContext(connection) as sent:
        page(public, "2026-Q2")
    assert len(sent) == 5


def test_every_column_is_explained(public: Client) -> None:
    words = page(public)
    for told in ("What the columns mean", "whoever's turn it was", "fewer than 5 cases"):
        assert told in words.replace("&#x27;", "'")
