"""Names that the house keeps in two languages (`name_zh`, `name_en`): the reader's, else the Chinese one."""

from __future__ import annotations

from journal.names import Named, name_of
from rulebook.editions_in_use import editions_in_use

__all__ = ["Named", "class_name_of", "name_of"]


def class_name_of(edition_key: str, class_id: str) -> str:
    """What an edition calls a class, "" where there is no class. Raises UnknownEdition for an unknown key."""
    if not edition_key or not class_id:
        return ""
    known = editions_in_use().by_key(edition_key).classes.get(class_id)
    return class_id if known is None else name_of(known)
