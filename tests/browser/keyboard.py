"""Somebody who uses the keyboard alone: Tab to it, see that it has the focus, Enter or Space."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page

FARTHEST = 150  # presses of Tab before a thing counts as out of reach

FOCUSED = """async () => {
  await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
  const one = document.activeElement;
  const box = one.getBoundingClientRect();
  const style = getComputedStyle(one);
  const middle = document.elementFromPoint(
    Math.min(Math.max(box.left + box.width / 2, 0), innerWidth - 1),
    Math.min(Math.max(box.top + Math.min(box.height / 2, 12), 0), innerHeight - 1));
  return {
    words: (one.innerText || one.value || "").replace(/\\s+/g, " ").trim(),
    name: one.name || "",
    tag: one.tagName,
    outlined: parseFloat(style.outlineWidth) >= 2 && style.outlineStyle !== "none",
    uncovered: Boolean(middle && (one === middle || one.contains(middle) || middle.contains(one))),
    onScreen: box.bottom > 0 && box.top < innerHeight,
  };
}"""


class Keyboard:
    """A person's keyboard; keeps every place where the focus could not be seen."""

    def __init__(self, page: Page) -> None:
        self._page = page
        page.emulate_media(reduced_motion="reduce")  # where a page scrolls smoothly it has not arrived yet
        self.lost: list[str] = []

    def skips_to_the_content(self, label: str) -> None:
        """The first Tab reaches the skip link, and Enter leads past the header."""
        self._page.keyboard.press("Tab")
        assert self._focused()["words"] == label
        self._page.keyboard.press("Enter")
        assert self._page.evaluate("document.activeElement.id") == "main"

    def reaches(self, label: str) -> None:
        """Tab to the link or button that begins with these words."""
        self._reach(lambda at: at["tag"] in {"A", "BUTTON"} and str(at["words"]).startswith(label), label)

    def follows(self, label: str) -> None:
        """Tab to the link or button that begins with these words and press Enter."""
        self.reaches(label)
        with self._page.expect_navigation():
            self._page.keyboard.press("Enter")

    presses = follows

    def types(self, name: str, text: str) -> None:
        """Tab to a field, empty it and type; a date is typed as the browser's field wants it."""
        self._reach(lambda at: at["name"] == name, name)
        if self._page.evaluate("document.activeElement.type") == "date":
            self._page.evaluate("text => { document.activeElement.value = text; }", text)
            return
        self._page.keyboard.press("Control+A")
        self._page.keyboard.type(text)

    def ticks(self, name: str) -> None:
        self._reach(lambda at: at["name"] == name, name)
        self._page.keyboard.press("Space")

    def submits(self) -> None:
        """Tab to the page's own button and press it."""
        label = self._page.locator("main form .btn-primary").first.inner_text().strip()
        self.follows(label)

    def goes_all_the_way(self) -> int:
        """Tab until the focus leaves the page at its end; returns how many places it came to."""
        for reached in range(FARTHEST):
            self._page.keyboard.press("Tab")
            at = self._focused()
            if at["tag"] == "BODY":
                return reached
            self._note(at)
        raise AssertionError(f"the keyboard does not get out of {self._page.url}")

    def was_never_lost(self) -> bool:
        assert not self.lost, "\n".join(self.lost)
        return True

    def _reach(self, is_it: Callable[[dict[str, object]], bool], what: str) -> None:
        for _ in range(FARTHEST):
            at = self._focused()
            if is_it(at):
                return
            self._page.keyboard.press("Tab")
            self._note(self._focused())
        raise AssertionError(f"{what} is out of the keyboard's reach on {self._page.url}")

    def _note(self, at: dict[str, object]) -> None:
        # inside a frame the frame's own document shows where the focus is
        if at["tag"] in {"BODY", "IFRAME", "OBJECT"} or (
            at["outlined"] and at["uncovered"] and at["onScreen"]
        ):
            return
        self.lost.append(f"{self._page.url} {at}")

    def _focused(self) -> dict[str, object]:
        found: dict[str, object] = self._page.evaluate(FOCUSED)
        return found
