"""Names that the house keeps in two languages: the reader's one, else the Chinese one."""

from __future__ import annotations

from typing import Protocol

from django.utils.functional import lazy

from journal.days import speaks_chinese


class Named(Protocol):
    """A department, holder, way, material or class."""

    @property
    def name_zh(self) -> str: ...

    @property
    def name_en(self) -> str: ...


class Titled(Protocol):
    """A legal text."""

    @property
    def title_zh(self) -> str: ...

    @property
    def title_en(self) -> str: ...


def name_of(thing: Named) -> str:
    """The name in the reader's language; the official Chinese one where there is no English one."""
    return thing.name_zh if speaks_chinese() else thing.name_en or thing.name_zh


def title_of(text: Titled) -> str:
    """The title in the reader's language, in Chinese within its marks; the official one where there is no other."""
    if speaks_chinese() or not text.title_en:
        return f"《{text.title_zh}》"
    return text.title_en


# in whatever language the reader speaks when the sentence is shown
lazy_name = lazy(name_of, str)
lazy_title = lazy(title_of, str)
