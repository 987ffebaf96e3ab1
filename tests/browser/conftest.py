"""A real Chromium before a live server; what its console or the server complains about fails the test."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.cache import cache
from playwright.sync_api import Browser, BrowserContext, sync_playwright
from pytest_django import DjangoDbBlocker
from pytest_django.live_server_helper import LiveServer

from tests.browser.visitor import Visitor
from tests.browser.windows import Windows
from tests.pages.conftest import town, walks

__all__ = ["town", "walks"]

ARTIFACTS = Path(__file__).resolve().parent.parent.parent / "browser-artifacts"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
HOW_TO_GET_ONE = (
    "no Chromium was found; on Debian: apt-get install chromium fonts-wqy-zenhei (or CHROMIUM=/path/to/it)"
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test of this folder drives a browser; where there is none it says how to get one."""
    here = Path(__file__).parent
    missing = find_chromium() is None
    for item in items:
        if item.path.is_relative_to(here):
            item.add_marker(pytest.mark.browser)
            if missing:
                item.add_marker(pytest.mark.skip(reason=HOW_TO_GET_ONE))


def find_chromium() -> str | None:
    named = os.environ.get("CHROMIUM")
    if named:
        return named
    return next((path for path in map(shutil.which, NAMES) if path), None)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    # the driver's event loop runs in this thread; the ORM is used from it between two steps of a page
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    path = find_chromium()
    assert path is not None, HOW_TO_GET_ONE
    with sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path=path,
            args=["--no-sandbox", "--disable-dev-shm-usage"],
            env={**os.environ, "LANG": "C"},
        )
        yield browser
        browser.close()


class Street:
    """Lets people in: each with a browser window of their own."""

    def __init__(self, browser: Browser, address: str) -> None:
        self._browser = browser
        self._address = address
        self.visitors: list[Visitor] = []

    def visitor(self, *, language: str = "zh-CN", width: int = 1280) -> Visitor:
        """A person with an empty window of their own, speaking a language (zh-CN or en)."""
        context: BrowserContext = self._browser.new_context(
            base_url=self._address, locale=language, viewport={"width": width, "height": 900}
        )
        context.set_default_timeout(90_000)  # a machine that runs the whole suite has slow moments
        visitor = Visitor(context.new_page())
        self.visitors.append(visitor)
        return visitor

    def leave(self) -> list[str]:
        faults = [fault for visitor in self.visitors for fault in visitor.faults]
        for visitor in self.visitors:
            visitor.page.context.close()
        return faults


@pytest.fixture
def street(request: pytest.FixtureRequest, chromium: Browser, live_server: LiveServer) -> Iterator[Street]:
    """Whoever comes in from the street, before a live server on a database that is emptied afterwards."""
    cache.clear()  # a code of an authenticator app opens once a person, and numbers of people come again
    street = Street(chromium, live_server.url)
    failed_before = request.session.testsfailed
    yield street
    if request.session.testsfailed > failed_before:
        ARTIFACTS.mkdir(exist_ok=True)
        for number, visitor in enumerate(street.visitors):
            visitor.page.screenshot(path=ARTIFACTS / f"{request.node.name}-{number}.png", full_page=True)
    faults = street.leave()
    assert faults == []


@pytest.fixture(scope="module")
def windows(town: None, chromium: Browser, django_db_blocker: DjangoDbBlocker) -> Iterator[Windows]:
    """The windows of the town's people, before a live server on the module's own copy of the town."""
    server = LiveServer("localhost")
    opened = Windows(chromium, server.url)
    with django_db_blocker.unblock():
        yield opened
    opened.close()
    server.stop()
