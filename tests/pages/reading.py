"""Reads a page as a person does: its language, title, headings, links, and every word it shows or speaks."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
SILENT = {"script", "style", "template", "noscript"}
SPOKEN = ("aria-label", "title", "placeholder", "alt", "data-label")
HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}


@dataclass
class Words:
    """One run of words: what they are, the innermost element, the language it is marked with, whether it is data."""

    text: str
    element: str
    language: str
    verbatim: bool


@dataclass
class Page:
    """What a parser found on one page."""

    language: str = ""
    title: str = ""
    headings: list[tuple[int, str]] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    words: list[Words] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    posts_to: list[str] = field(default_factory=list)
    waited_for: list[str] = field(default_factory=list)
    styles: list[str] = field(default_factory=list)
    primary_buttons: int = 0

    @property
    def h1(self) -> list[str]:
        return [text for level, text in self.headings if level == 1]

    def skipped_levels(self) -> list[str]:
        """Headings that stand more than one level below the one before them."""
        faults, before = [], 0
        for level, text in self.headings:
            if level > before + 1:
                faults.append(f"h{level} after h{before}: {text}")
            before = level
        return faults


@dataclass
class _Open:
    name: str
    language: str
    silent: bool
    verbatim: bool


class _Reader(HTMLParser):
    """`<code>`, `<pre>` and `class="code"` hold what is quoted as it stands: numbers, digests, names of files."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.page = Page()
        self._open: list[_Open] = [_Open("", "", silent=False, verbatim=False)]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        above = self._open[-1]
        language = given.get("lang", above.language)
        verbatim = above.verbatim or tag in {"code", "pre"} or "code" in given.get("class", "").split()
        if tag == "html":
            self.page.language = language
        if tag == "a" and given.get("href"):
            self.page.links.append(given["href"])
        self._load(tag, given)
        if tag == "form" and given.get("method", "").lower() == "post":
            self.page.posts_to.append(given.get("action", ""))
        if tag in {"button", "input"} and given.get("formaction"):
            self.page.posts_to.append(given["formaction"])
        shut = any(opened.name == "dialog" for opened in self._open)
        self.page.primary_buttons += not shut and "btn-primary" in given.get("class", "").split()
        if tag in {"iframe", "img"} and given.get("src", "").startswith("/"):
            self.page.links.append(given["src"])
        if given.get("id"):
            self.page.ids.append(given["id"])
        if tag in HEADINGS:
            self.page.headings.append((int(tag[1]), ""))
        self._speak(tag, given, language)
        if tag not in VOID:
            self._open.append(_Open(tag, language, above.silent or tag in SILENT, verbatim))

    def _load(self, tag: str, given: dict[str, str]) -> None:
        if tag == "script" and given.get("src") and not given.keys() & {"defer", "async"}:
            self.page.waited_for.append(given["src"])
        if tag == "link" and given.get("rel") == "stylesheet":
            self.page.styles.append(given.get("href", ""))

    def _speak(self, tag: str, given: dict[str, str], language: str) -> None:
        said = [given[name] for name in SPOKEN if given.get(name)]
        if tag == "input" and given.get("type") in {"submit", "button", "reset"}:
            said.append(given.get("value", ""))
        for text in said:
            self.page.words.append(Words(" ".join(text.split()), tag, language, verbatim=False))

    def handle_endtag(self, tag: str) -> None:
        if tag in [opened.name for opened in self._open]:
            while self._open.pop().name != tag:
                pass

    def handle_data(self, data: str) -> None:
        text, inside = " ".join(data.split()), self._open[-1]
        if not text or inside.silent:
            return
        if inside.name == "title" and len(self._open) <= len(["", "html", "head", "title"]):
            self.page.title += text
        for opened in reversed(self._open):
            if opened.name in HEADINGS:
                level, before = self.page.headings[-1]
                self.page.headings[-1] = (level, f"{before} {text}".strip())
                break
        self.page.words.append(Words(text, inside.name, inside.language, inside.verbatim))


def read(markup: str) -> Page:
    """The page in a response's markup."""
    reader = _Reader()
    reader.feed(markup)
    reader.close()
    return reader.page
