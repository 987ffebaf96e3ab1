"""One person before the browser, and what they do there."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import urlparse

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import ConsoleMessage, Page, Response

from tests.factories.people import APP_SECRET, code_of

SERVER_FAULT = 500


class Visitor:
    """A browser window; what the console or the server complains about is kept in `faults`."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.faults: list[str] = []
        page.on("console", self._listen)
        page.on("pageerror", lambda error: self.faults.append(f"script error: {error}"))
        page.on("response", self._watch)

    def _listen(self, message: ConsoleMessage) -> None:
        # a refusal answers 4xx on purpose, and Chromium then complains in the console
        if message.type == "error" and "the server responded with a status of 4" not in message.text:
            self.faults.append(f"console: {message.text}")

    def _watch(self, response: Response) -> None:
        if response.status >= SERVER_FAULT:
            self.faults.append(f"{response.status} at {urlparse(response.url).path}")

    def goes_to(self, address: str) -> Visitor:
        self.page.goto(address)
        return self

    def signs_in(self, username: str, password: str) -> Visitor:
        self.page.goto("/account/login/")
        self.page.fill("input[name=login]", username)
        self.page.fill("input[name=password]", password)
        self.page.locator("main form button[type=submit]").first.click()
        self.page.wait_for_url(lambda url: "/account/login" not in url)
        if "/account/2fa/" in self.page.url:
            self.page.fill("input[name=code]", code_of(APP_SECRET))
            self.page.locator("main form button[type=submit]").first.click()
            self.page.wait_for_url(lambda url: "/account/2fa/authenticate" not in url)
        return self

    def presses(self, label: str) -> Visitor:
        """Press the button or follow the link of that visible label."""
        main = self.page.locator("main")
        button = main.get_by_role("button", name=label, exact=True)
        target = button if button.count() else main.get_by_role("link", name=label, exact=True)
        target.first.click()
        return self

    def fills(self, **fields: str) -> Visitor:
        for name, value in fields.items():
            self.page.fill(f"[name={name}]", value)
        return self

    def sees(self, text: str) -> bool:
        return text in self.page.inner_text("body")

    def offers(self, label: str) -> bool:
        """Whether a button or link of that visible label is there."""
        page = self.page
        return bool(
            page.get_by_role("button", name=label, exact=True).count()
            or page.get_by_role("link", name=label, exact=True).count()
        )

    def screenshot(self, path: Path) -> None:
        self.page.screenshot(path=path, full_page=True)

    def barriers(self) -> list[str]:
        """What axe finds that would keep somebody out: serious and critical findings."""
        found: dict[str, Any] = Axe().run(self.page).response
        return [
            f"{finding['id']}: {node['html'][:120]}"
            for finding in found["violations"]
            if finding["impact"] in {"serious", "critical"}
            for node in finding["nodes"]
        ]

    def overflows(self) -> bool:
        """Whether the page is wider than the window: a thing to scroll sideways for on a telephone."""
        wider = self.page.evaluate(
            "document.documentElement.scrollWidth > document.documentElement.clientWidth"
        )
        return bool(wider)
