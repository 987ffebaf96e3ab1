"""Print every character a letter's font must hold: `python characters.py gbk > gbk.txt`."""  # noqa: INP001 - a recipe, not a package

from __future__ import annotations

import sys

SHAPES_AND_QUOTES = "–—‘’“”•…✓●▲■○□☐☑　〔〕"


def characters(encoding: str) -> str:
    """All characters of a two-byte Chinese encoding with ASCII and Latin-1, sorted."""
    wanted = {chr(point) for point in (*range(0x20, 0x7F), *range(0xA0, 0x100))} | set(SHAPES_AND_QUOTES)
    for lead in range(0x81, 0xFF):
        for trail in range(0x40, 0xFF):
            try:
                wanted.update(bytes((lead, trail)).decode(encoding))
            except UnicodeDecodeError:
                continue  # a hole in the table
    return "".join(sorted(wanted))


if __name__ == "__main__":
    sys.stdout.write(characters(sys.argv[1]))
