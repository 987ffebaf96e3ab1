"""Browser windows of the people of the demo town, already signed in."""

from __future__ import annotations

from django.conf import settings
from playwright.sync_api import Browser

from tests.browser.visitor import Visitor
from tests.pages.town import LANGUAGES, comes_in

WIDE, NARROW, NARROWEST = 1280, 360, 320


class Windows:
    """Everybody's windows, opened when first looked through; `language` is "zh-hans" or "en"."""

    def __init__(self, browser: Browser, address: str) -> None:
        self._browser, self._address = browser, address
        self._open: dict[tuple[str, str, int, bool], Visitor] = {}

    def of(self, person: str, language: str, width: int = WIDE, *, script: bool = True) -> Visitor:
        """The window of somebody in a language and at a width, always the same one."""
        key = (person, language, width, script)
        if key not in self._open:
            self._open[key] = self._opened(person, language, width, script=script)
        return self._open[key]

    def _opened(self, person: str, language: str, width: int, *, script: bool) -> Visitor:
        context = self._browser.new_context(
            base_url=self._address,
            locale=LANGUAGES[language],
            viewport={"width": width, "height": 900},
            java_script_enabled=script,
        )
        context.set_default_timeout(90_000)  # a machine that runs the whole suite has slow moments
        cookie = comes_in(person, language).cookies.get(settings.SESSION_COOKIE_NAME)
        if cookie:
            context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": self._address}])
        return Visitor(context.new_page())

    def close(self) -> list[str]:
        """Close all; what any of them complained about."""
        faults = [fault for visitor in self._open.values() for fault in visitor.faults]
        for visitor in self._open.values():
            visitor.page.context.close()
        return faults
