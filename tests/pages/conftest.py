"""The demo town, standing while the tests of a module look at it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection
from pytest_django import DjangoDbBlocker

from tests.pages.town import standing_town
from tests.pages.walks import Walks, everybodys


@pytest.fixture(scope="module")
def town(request: pytest.FixtureRequest, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The town in a file of the module's own."""
    _on_sqlite()
    with django_db_blocker.unblock(), standing_town(request.module.__name__):
        yield


@pytest.fixture(scope="session")
def walks(django_db_blocker: DjangoDbBlocker) -> Walks:
    """What everybody saw on their walk through the town."""
    _on_sqlite()
    with django_db_blocker.unblock():
        return everybodys()


def _on_sqlite() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("the town stands in an SQLite file")


@pytest.fixture
def town_open(town: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The town with its database open to the test itself."""
    with django_db_blocker.unblock():
        yield
