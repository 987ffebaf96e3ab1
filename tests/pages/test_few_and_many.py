"""A list asks the database as often for many rows as for few."""

from __future__ import annotations

import pytest
from django.db import transaction

from tests.pages.listed import LISTS, Listed
from tests.pages.town import comes_in
from tests.pages.walk import Kind, Stop, Visit, look_at

pytestmark = pytest.mark.one_database

ROWS = (b"<tr", b"<li", b"<article", b"<section", b"<option", b'<div class="card', b"<dt")


@pytest.mark.parametrize("listed", LISTS, ids=str)
def test_many_rows_ask_as_often_as_few(town_open: None, listed: Listed) -> None:
    client = comes_in(listed.person, "en")
    stop = Stop(listed.person, listed.address(), Kind(listed.template))
    seen: list[Visit] = []
    with transaction.atomic():
        look_at(client, stop)  # what is noted once a session
        seen.append(look_at(client, stop))
        listed.more()
        seen.append(look_at(client, stop))
        transaction.set_rollback(True)
    few, many = seen
    assert (few.status, many.status) == (200, 200), many
    assert sum(map(many.body.count, ROWS)) >= sum(map(few.body.count, ROWS)) + 5, "no rows were added"
    assert len(many.statements) == len(few.statements), "\n".join(sorted(set(many.statements)))
