"""Print every character a letter's font must hold: `python characters.py gbk > gbk.txt`."""

from __future__ import annotations

import sys

SHAPES_AND_QUOTES = "\u2013\u2014\u2018\u2019\u201c\u201d\u2022\u2026\u2713\u25cf\u25b2\u25a0\u25cb\u25a1\u2610\u2611\u3000\u3014\u3015"


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
