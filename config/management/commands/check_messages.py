"""Compares the Chinese catalogue with the words in the code; exit 1 where it is behind, empty or fuzzy."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polib
from django.core.management.base import BaseCommand, CommandError

from config.messages import LOCALE

LANGUAGE = "zh_Hans"
CATALOGUE = Path(LANGUAGE) / "LC_MESSAGES" / "django.po"
WITHOUT_WORDS = (".*", "var", "staticfiles", "static", "tests", "benchmarks", "assets", "__pycache__", "*.mo")
PLACE = re.compile(r"%\(\w+\)[sd]|\{\w*\}|%[sd]")


class Command(BaseCommand):
    help = "Say which words have no Chinese, a doubtful one, or are no longer in the code (needs gettext)."

    def handle(self, **_options: Any) -> None:
        if shutil.which("xgettext") is None:
            raise CommandError("xgettext is missing; on Debian: apt-get install gettext")
        with tempfile.TemporaryDirectory(prefix="desk-messages-") as scratch:
            extracted = polib.pofile(str(_extract(Path(scratch))))
        faults = list(find_faults(polib.pofile(str(LOCALE / CATALOGUE)), extracted))
        for fault in faults:
            self.stdout.write(fault)
        if faults:
            sys.exit(1)
        self.stdout.write(f"The Chinese catalogue is complete ({len(extracted)} entries).")


def find_faults(stored: polib.POFile, extracted: polib.POFile) -> Iterator[str]:
    """What is wrong with a stored catalogue, one sentence each, beside the words extracted today."""
    known = {(entry.msgctxt, entry.msgid): entry for entry in stored if not entry.obsolete}
    wanted = {(entry.msgctxt, entry.msgid) for entry in extracted if not entry.obsolete}
    for context, msgid in wanted - known.keys():
        yield f"not in the catalogue: {msgid!r}" + (f" ({context})" if context else "")
    for key, entry in known.items():
        if key not in wanted:
            yield f"no longer in the code: {entry.msgid!r}"
        elif entry.fuzzy:
            yield f"doubtful (fuzzy): {entry.msgid!r}"
        elif not entry.translated():
            yield f"without Chinese: {entry.msgid!r}"
        elif _places(entry.msgid_plural or entry.msgid) != _places(
            entry.msgstr or entry.msgstr_plural.get(0, "")
        ):
            yield f"other places to fill: {entry.msgid!r}"


def _places(text: str) -> list[str]:
    return sorted(PLACE.findall(text))


def _extract(scratch: Path) -> Path:
    """Run makemessages in a copy, so that nothing is written into the project."""
    copy = scratch / "desk"
    shutil.copytree(LOCALE.parent, copy, ignore=shutil.ignore_patterns(*WITHOUT_WORDS))
    (copy / "locale" / CATALOGUE).unlink(missing_ok=True)
    subprocess.run(  # noqa: S603 - our own interpreter, fixed arguments
        [sys.executable, "-m", "django", "makemessages", "-l", LANGUAGE, "--no-location", "--no-wrap", "-v0"],
        cwd=copy,
        check=True,
        stdout=sys.stderr,
    )
    return copy / "locale" / CATALOGUE
