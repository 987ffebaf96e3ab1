"""Names that the house keeps in two languages (`name_zh`, `name_en`): the reader's, else the Chinese one."""

from __future__ import annotations

from typing import Protocol

from journal.days import speaks_chinese
from rulebook.editions_in_use import editions_in_use


class Named(Protocol):
    """A department, holder, way, material or class."""

    @property
    def name_zh(self) -> str: ...

    @property
    def name_en(self) -> str: ...


def name_of(thing: Named) -> str:
    """The name in the reader's language; the official Chinese one where there is no English one."""
    return thing.name_zh if speaks_chinese() else thing.name_en or thing.name_zh


def class_name_of(edition_key: str, class_id: str) -> str:
    """What an edition calls a class, "" where there is no class. Raises UnknownEdition for an unknown key."""
    if not edition_key or not class_id:
        return ""
    known = editions_in_use().by_key(edition_key).classes.get(class_id)
    return class_id if known is None else name_of(known)
