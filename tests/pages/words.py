"""What may not stand on a page: words of the other language, codes, what a program says of itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import polib

from config.messages import LOCALE
from tests.pages.reading import Page, Words

# what is written with Latin letters on a Chinese page too
KNOWN = {
    "PDF", "PNG", "JPEG", "JSON", "CSV", "XLSX", "TOML", "ICS", "BPMN", "SVG", "XML", "Atom", "QR", "PIN",
    "CC", "BY", "Schema", "ETag", "SHA", "UTF", "KB", "MB", "GB", "http", "https", "English",
}  # fmt: skip
NUMBER = re.compile(
    r"(?<![0-9A-Z])[A-Z]{2,6}-\d{4}-[0-9A-Z]{8}(?![0-9A-Z])"
)  # of a case, complaint or letter
SECRET = re.compile(r"(?<![0-9A-Z])[0-9A-Z]{4}(?:-[0-9A-Z]{4})+(?![0-9A-Z])")  # an activation code
CREDIT_CODE = re.compile(r"[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}")
STREAM = re.compile(r"\b[a-z]+:\d+\b")  # how the journal names whatever it is about
ADDRESS = re.compile(r"https?://\S+")  # of a page elsewhere
MAIL = re.compile(r"[\w.+-]+@[\w.-]+")
LATIN = re.compile(r"[A-Za-z]{2,}")
CHINESE = re.compile(r"[\u4e00-\u9fff]")
CODE = re.compile(r"\b[a-z]+(?:_[a-z]+)+\b|\b[a-z]+\.[a-z]+_[a-z_]+\b|\b[A-Z]+(?:_[A-Z]+)+\b")
STATE = re.compile(
    r"\b(?:FILED|ROUTED|DRAFT|PROPOSED|VERIFYING|SUPPLEMENTING|CLOSED|WITHDRAWN|PENDING|SENT)\b"
)
# what a program says where there is nothing, or where something was not filled in
LEFT_OVER = re.compile(
    r"[\u4e00-\u9fff]None|None[\u4e00-\u9fff]|\b(?:on|until|from|by) None\b|\{[{%]|%\(|\bnan\b"
)
WIDE = re.compile(r"[，。；：（）、]")


@cache
def chinese_of_the_catalogue(locale: Path = LOCALE) -> frozenset[str]:
    """Every Chinese wording of the interface."""
    words = polib.pofile(str(locale / "zh_Hans" / "LC_MESSAGES" / "django.po"))
    return frozenset(entry.msgstr for entry in words if CHINESE.search(entry.msgstr))


def english_left(page: Page) -> Iterator[str]:
    """Runs of words on a Chinese page in which English words stand that nobody writes in Chinese."""
    for words in page.words:
        if words.verbatim or words.language.startswith("en"):
            continue
        text = words.text
        for quoted in (ADDRESS, NUMBER, SECRET, CREDIT_CODE, STREAM, MAIL):
            text = quoted.sub("", text)
        if set(LATIN.findall(text)) - KNOWN:
            yield words.text


def chinese_left(page: Page) -> Iterator[str]:
    """Runs of words on an English page that are the interface's own Chinese, or carry Chinese punctuation."""
    for words in page.words:
        if words.verbatim or words.language.startswith("zh"):
            continue
        if words.text in chinese_of_the_catalogue() or (
            WIDE.search(words.text) and not CHINESE.search(words.text)
        ):
            yield words.text


def raw_codes(page: Page) -> Iterator[str]:
    """Runs of words that show what a program calls a thing, or what it says when there is none."""
    for words in page.words:
        if not words.verbatim and _is_raw(words):
            yield words.text


def _is_raw(words: Words) -> bool:
    return any(pattern.search(words.text) for pattern in (CODE, STATE, LEFT_OVER))
