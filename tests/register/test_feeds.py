"""The feed of new entries, the sitemap, robots.txt: nothing there outlives its publication or names a company."""

from __future__ import annotations

from datetime import timedelta
from http import HTTPStatus
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from journal.days import short_day_words
from journal.now import standing_at
from records.models import CreditRecord, Listing
from records.services import listing as listings
from records.services.causes import EndCause
from tests.factories.records import make_record
from tests.register.conftest import NOON

pytestmark = pytest.mark.django_db
ATOM = {"a": "http://www.w3.org/2005/Atom"}


def new_record() -> CreditRecord:
    record = make_record()
    Listing.objects.filter(record=record).update(published_on=NOON.date())
    return record


def links(public: Client) -> list[str]:
    answer = public.get(reverse("register:feed"))
    assert answer.status_code == HTTPStatus.OK
    assert "no-store" in answer["Cache-Control"]
    feed = ET.fromstring(answer.content)  # noqa: S314 - our own feed
    return [urlsplit(str(link.get("href"))).path for link in feed.findall("a:entry/a:link", ATOM)]


def test_a_new_entry_is_in_the_feed_without_its_company(public: Client) -> None:
    record = new_record()
    assert links(public) == [reverse("register:entry", args=[record.listing.key])]
    text = public.get(reverse("register:feed")).content.decode()
    assert record.department.name_en in text
    assert f"Published on {short_day_words(NOON.date(), 'en')}." in text
    for secret in (record.subject.name, record.subject.code, record.decision_number):
        assert secret not in text


def test_it_leaves_the_feed_in_the_very_transaction(public: Client) -> None:
    record = new_record()
    listings.end(record_id=record.pk, cause=EndCause.REPAIRED, at=NOON, actor_ref="user:1")
    assert links(public) == []


def test_after_thirty_days_it_is_not_new_any_more(public: Client) -> None:
    new_record()
    with standing_at(NOON + timedelta(days=29)):
        assert len(links(public)) == 1
    with standing_at(NOON + timedelta(days=30)):
        assert links(public) == []


@pytest.mark.parametrize("count", [3, 30])
def test_the_feed_is_one_statement(public: Client, count: int) -> None:
    for _number in range(count):
        new_record()
    with CaptureQueriesContext(connection) as sent:
        assert len(links(public)) == count
    assert len(sent) == 1


def test_the_sitemap_has_pages_about_nobody_and_all_of_them_may_be_indexed(public: Client) -> None:
    record = new_record()
    text = public.get("/sitemap.xml").content
    assert record.listing.key.encode() not in text
    pages = [str(loc.text) for loc in ET.fromstring(text).iter() if loc.tag.endswith("}loc")]  # noqa: S314 - ours
    paths = [urlsplit(page).path for page in pages]
    assert {"/", "/register/", "/plan/", "/performance/", "/open-data/", "/providers/"} <= set(paths)
    for path in paths:
        page = public.get(path)
        assert page.status_code == HTTPStatus.OK
        assert "X-Robots-Tag" not in page


def test_an_entry_may_be_fetched_but_not_kept(public: Client) -> None:
    """Who may not fetch a page sees neither its "noindex" nor, later, that it is gone."""
    record = new_record()
    address = reverse("register:entry", args=[record.listing.key])
    robots = public.get("/robots.txt").content.decode()
    assert "Sitemap: " in robots
    assert "Disallow: /desk/" in robots
    assert "/register/" not in robots
    assert "noindex" in public.get(address)["X-Robots-Tag"]
