"""Texts in force for tests: the shipped ones, one of them bent in places."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path

from rulebook.in_force import SHIPPED, Editions, using

# lies over the shipped texts as they are and would be at fault over a bent one
EXAMPLE = "extra-ways.toml"


def bent(folder: Path, file: str, *places: tuple[str, str]) -> AbstractContextManager[Editions]:
    """Judge by the shipped texts with one file changed: each place (what stands there, what is put) once.

    Raises ValueError where a place does not occur.
    """
    text = (SHIPPED / file).read_text(encoding="utf-8")
    for old, new in places:
        if old not in text:
            raise ValueError(f"{file} has no such place: {old}")
        text = text.replace(old, new, 1)
    changed = folder / file
    changed.write_text(text, encoding="utf-8")
    others = [path for path in SHIPPED.glob("*.toml") if path.name not in {file, EXAMPLE}]
    return using(Editions.read(*others, changed))


def without_the_example() -> AbstractContextManager[Editions]:
    """The shipped texts but the example, which a draft that asks for one of its ways would contradict."""
    return using(Editions.read(*(path for path in SHIPPED.glob("*.toml") if path.name != EXAMPLE)))
