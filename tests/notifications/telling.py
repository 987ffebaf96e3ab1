"""Helpers for tests of letters and messages: everything that happened is told, letters are read as text."""

from __future__ import annotations

from io import BytesIO

from pypdf import PdfReader

from cases.models import Case
from journal.models import Entry
from notifications.handlers import on_entry
from notifications.models import Letter, Message


def tell_all() -> None:
    """Hand every entry of the journal to the handler, in order, as the outbox would."""
    for entry in Entry.objects.order_by("pk"):
        on_entry(entry)


def letter_of(case: Case, kind: str) -> Letter:
    return Letter.objects.get(case=case, kind=kind)


def text_of(letter: Letter) -> str:
    """The printed text without line breaks and spaces."""
    pages = PdfReader(BytesIO(bytes(letter.pdf))).pages
    return "".join("".join(page.extract_text() for page in pages).split())


def templates_to(user_id: int) -> list[str]:
    """The templates in a person's inbox, in the order in which they came."""
    rows = Message.objects.filter(user=user_id, channel="inbox").order_by("pk")
    return list(rows.values_list("template", flat=True))
