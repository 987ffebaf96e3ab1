"""One person's day before the browser: every page they come to is looked at before they go on."""

from __future__ import annotations

from django.utils import translation

from tests.browser import sweeping
from tests.browser.visitor import Visitor
from tests.pages import words
from tests.pages.reading import read


class Day:
    """One person's day: what they press is named by its English words, whatever language they read."""

    def __init__(
        self, visitor: Visitor, language: str, *, script: bool = True, barriers: bool = True
    ) -> None:
        self.visitor, self.page, self._language = visitor, visitor.page, language
        self._barriers = script and barriers  # without script the checker cannot run

    def goes_to(self, address: str) -> Day:
        self.visitor.goes_to(address)
        return self.looks()

    def says(self, msgid: str, **filled: str) -> str:
        with translation.override(self._language):
            return translation.gettext(msgid) % filled if filled else translation.gettext(msgid)

    def presses(self, msgid: str) -> Day:
        """Press what begins with these words (what follows for the ear alone does not matter)."""
        label, main = self.says(msgid), self.page.locator("main")
        found = main.get_by_role("button", name=label).or_(main.get_by_role("link", name=label))
        found.first.click()
        return self.looks()

    def sends(self) -> Day:
        """Press the first button of the page's form."""
        self.page.locator("main form button.btn-primary, main form button.btn-danger").first.click()
        return self.looks()

    def chooses(self, name: str, value: str) -> Day:
        self.page.check(f"[name={name}][value={value}]")
        return self

    def fills(self, **fields: str) -> Day:
        self.visitor.fills(**fields)
        return self

    def sees(self, text: str) -> bool:
        return text in self.page.inner_text("body")

    def looks(self) -> Day:
        """What stands on the page now keeps nobody out and speaks one language."""
        page = read(self.page.content())
        left = list(words.english_left(page) if self._language == "zh-hans" else words.chinese_left(page))
        faults = [*left, *words.raw_codes(page), *sweeping.wider_than_the_window(self.page)]
        if self._barriers:
            faults += sweeping.barriers(self.page)
        assert not faults, f"{self.page.url}: " + "\n".join(faults)
        assert self.visitor.faults == []
        return self
