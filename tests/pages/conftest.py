"""The demo town, standing while the tests of a module look at it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection
from pytest_django import DjangoDbBlocker

from tests.pages.town import standing_town


@pytest.fixture(scope="module")
def town(request: pytest.FixtureRequest, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The town in a file of the module's own."""
    if connection.vendor != "sqlite":
        pytest.skip("the town stands in an SQLite file")
    with django_db_blocker.unblock(), standing_town(request.module.__name__):
        yield
