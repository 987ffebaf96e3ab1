"""The register's tests begin with a fresh count of questions and read English pages."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pytest
from django.core.cache import cache
from django.test import Client

from journal.now import SHANGHAI, standing_at

NOON = datetime(2026, 9, 1, 12, tzinfo=SHANGHAI)


@pytest.fixture(autouse=True)
def _first_of_september() -> Iterator[None]:
    cache.clear()
    with standing_at(NOON):
        yield
    cache.clear()


@pytest.fixture
def public() -> Client:
    return Client(headers={"accept-language": "en"})
