"""A list asks the database as often for many rows as for few; no list is left out."""

from __future__ import annotations

import re
from functools import cache
from urllib.parse import urlsplit

import pytest
from django.db import transaction
from django.template import Engine
from django.template.defaulttags import ForNode
from django.urls import get_resolver

from cases.models import Document, GroupPaper
from tests.pages.listed import LISTS, Listed
from tests.pages.multiplying import multiply
from tests.pages.short import FRAME, SHORT, Short
from tests.pages.test_every_page import names
from tests.pages.town import comes_in
from tests.pages.walk import Kind, Stop, Visit, look_at, matched, pages
from tests.pages.walks import Walks

pytestmark = pytest.mark.one_database

ROWS = (b"<tr", b"<li", b"<article", b"<section", b"<option", b'<div class="card', b"<dt")
COUNTS = re.compile(r"CaptureQueriesContext|num_queries|MOST_STATEMENTS")
KEPT_SHORT = frozenset[str]().union(*(one.pages for one in SHORT))


@pytest.mark.parametrize("listed", LISTS, ids=str)
def test_many_rows_ask_as_often_as_few(town_open: None, listed: Listed) -> None:
    client = comes_in(listed.person, "en")
    stop = Stop(listed.person, listed.address(), Kind(listed.template))
    seen: list[Visit] = []
    with transaction.atomic():
        listed.few()
        look_at(client, stop)  # what is noted once a session
        seen.append(look_at(client, stop))
        listed.more()
        seen.append(look_at(client, stop))
        transaction.set_rollback(True)
    few, many = seen
    assert (few.status, many.status) == (200, 200), many
    assert listed.template in few.templates, few.templates
    assert sum(map(many.body.count, ROWS)) >= sum(map(few.body.count, ROWS)) + 5, "no rows were added"
    assert len(many.statements) == len(few.statements), "\n".join(sorted(set(many.statements)))


def test_every_page_that_shows_several_of_something_is_a_list_or_stays_short(
    town_open: None, walks: Walks
) -> None:
    templates: dict[str, set[str]] = {}
    for listed in LISTS:
        templates.setdefault(_view(listed.address()), set()).add(listed.template)
    left_out = {
        f"{visit.stop.kind.view}: {visit.templates[0]}"
        for visit in _of_several(walks)
        if visit.stop.kind.view not in KEPT_SHORT
        and not templates.get(visit.stop.kind.view, set()) & set(visit.templates)
    }
    assert not left_out, "\n".join(sorted(left_out))
    assert not KEPT_SHORT & set(templates), "these are lists"


def test_more_papers_cost_no_page_that_stays_short_a_statement(town_open: None, walks: Walks) -> None:
    short = (visit for visit in _of_several(walks) if visit.stop.kind.view in KEPT_SHORT)
    stops = {(visit.stop.kind.view, visit.templates[0]): visit.stop for visit in short}.values()
    clients = {stop.person: comes_in(stop.person) for stop in stops}
    with transaction.atomic():
        for stop in stops:
            look_at(clients[stop.person], stop)
        few = [look_at(clients[stop.person], stop) for stop in stops]
        multiply(Document.objects.all(), 8)
        multiply(GroupPaper.objects.all(), 8)
        many = [look_at(clients[stop.person], stop) for stop in stops]
        transaction.set_rollback(True)
    pairs = list(zip(few, many, strict=True))
    assert sum(len(after.body) > len(before.body) + 1000 for before, after in pairs) >= 5, (
        "no papers were added"
    )
    assert not [f"{after}" for before, after in pairs if len(after.statements) > len(before.statements)]


def test_the_pages_that_stay_short_are_pages_that_show_several_of_something(walks: Walks) -> None:
    known = set(names(get_resolver().url_patterns))
    assert sorted(KEPT_SHORT - known) == [], "these are no addresses"
    assert sorted(KEPT_SHORT - {visit.stop.kind.view for visit in _of_several(walks)}) == []
    assert sum(len(one.pages) for one in SHORT) == len(KEPT_SHORT), "one reason a page"


@pytest.mark.parametrize("short", SHORT, ids=lambda one: one.why)
def test_the_module_named_for_pages_that_stay_short_counts_statements(short: Short) -> None:
    assert COUNTS.search(short.module.read_text()), short.module


def _view(address: str) -> str:
    match = matched(urlsplit(address).path)
    return match.view_name if match else ""


def _of_several(walks: Walks) -> list[Visit]:
    return [visit for visit in pages(walks.chinese) if any(_loops(name) for name in visit.templates)]


@cache
def _loops(name: str) -> bool:
    """Whether a template of ours, beside the frame, goes through several of something."""
    if not name or name in FRAME:
        return False
    return bool(Engine.get_default().get_template(name).nodelist.get_nodes_by_type(ForNode))
