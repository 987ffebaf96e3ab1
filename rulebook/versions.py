"""The versions of one key: what each is called, which ends when the next begins, and that no two hold at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import TypeVar

from rulebook.edition import Edition
from rulebook.overlay import Overlay, meet
from rulebook.reading import layer_of
from rulebook.source import EditionFault, TomlSource

NATIONAL = "national"

_Law = TypeVar("_Law", Edition, Overlay)


def known_by(laws: Sequence[_Law]) -> dict[str, _Law]:
    """Each law under its key; the later versions of one key under `key@first day`, oldest first."""
    known: dict[str, _Law] = {}
    for law in sorted(laws, key=lambda law: (law.in_force_from, law.key)):
        key = law.key if law.key not in known else f"{law.key}@{law.in_force_from.isoformat()}"
        known[key] = replace(law, key=key)
    return known


def texts_first(source: TomlSource) -> tuple[bool, str]:
    """The order of reading: texts before what is laid over them, each by the name of its file."""
    return layer_of(source) != NATIONAL, str(source.path)


def bases_of(laws: Sequence[Edition | Overlay]) -> dict[str, Edition]:
    """The texts among these laws, against which an overlay is read."""
    return {law.key: law for law in laws if isinstance(law, Edition)}


def ended_by(later: Edition | Overlay, law: Edition | Overlay) -> Edition | Overlay:
    """A law that had no end yet ends the day before a later version of its key begins; any other stays."""
    if _family(law) != _family(later) or law.in_force_to or law.in_force_from >= later.in_force_from:
        return law
    return replace(law, in_force_to=later.in_force_from - timedelta(days=1))


def refuse_overlaps(laws: Sequence[Edition | Overlay], sources: Sequence[TomlSource]) -> None:
    """Raise EditionFault where two versions of a key are in force on one day."""
    of_file = {str(source.path): source for source in sources}
    for place, law in enumerate(laws):
        for other in laws[:place]:
            if _family(law) == _family(other) and meet(
                (law.in_force_from, law.in_force_to), (other.in_force_from, other.in_force_to)
            ):
                line = of_file[law.file].line_of(("in_force_from",))
                raise EditionFault(
                    law.file, line, f"{law.key} is in force on such a day by {other.file} already"
                )


def _family(law: Edition | Overlay) -> tuple[str, str, str]:
    route = law.route if isinstance(law, Edition) else ""
    return (route, law.jurisdiction, law.key)
