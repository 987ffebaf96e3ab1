"""The first page: how long a repair takes by the text of the day, and in which language it is read."""

from __future__ import annotations

from datetime import datetime
from http import HTTPStatus

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from journal.now import SHANGHAI, standing_at

pytestmark = pytest.mark.django_db
HOME = reverse("home")


def test_it_names_the_two_limits_of_todays_text(public: Client) -> None:
    page = public.get(HOME).content.decode()
    assert "Measures for the Administration of Credit Repair" in page
    assert "within 3 working days of receiving an application" in page
    assert "within 7 working days of accepting it" in page


def test_another_day_has_another_text(public: Client) -> None:
    with standing_at(datetime(2025, 9, 1, 12, tzinfo=SHANGHAI)):
        page = public.get(HOME).content.decode()
    assert "Measures for Credit Information Repair after Correction of Untrustworthy Acts" in page


def test_on_a_day_without_a_text_it_names_none(public: Client) -> None:
    with standing_at(datetime(2010, 9, 1, 12, tzinfo=SHANGHAI)):
        page = public.get(HOME)
    assert page.status_code == HTTPStatus.OK
    assert "How long it takes" in page.content.decode()
    assert "of receiving an application" not in page.content.decode()


@pytest.mark.parametrize(
    ("chosen", "browser", "read"),
    [("en", "zh-CN", "en"), ("", "en-GB,en;q=0.9", "en"), ("", "fr", "zh-hans"), ("", "", "zh-hans")],
)
def test_the_language_is_the_chosen_one_then_the_browsers_then_chinese(
    chosen: str, browser: str, read: str
) -> None:
    visitor = Client(headers={"accept-language": browser} if browser else {})
    if chosen:
        visitor.cookies[settings.LANGUAGE_COOKIE_NAME] = chosen
    assert f'<html lang="{read}">' in visitor.get(HOME).content.decode()
