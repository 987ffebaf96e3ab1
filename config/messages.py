"""Compiles the message catalogues with what pip brings: a fresh machine has no msgfmt."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import polib

LOCALE = Path(__file__).resolve().parent.parent / "locale"


def compile_messages(locale: Path = LOCALE) -> int:
    """Write each django.mo that is older than its django.po; returns how many were written.

    Fuzzy and empty translations are left out, so that the English sentence is shown in their place. A file is
    put in place whole: several processes may do this at once.
    """
    written = 0
    for source in sorted(locale.glob("*/LC_MESSAGES/django.po")):
        compiled = source.with_suffix(".mo")
        if compiled.exists() and compiled.stat().st_mtime >= source.stat().st_mtime:
            continue
        with tempfile.NamedTemporaryFile(dir=source.parent, suffix=".part", delete=False) as part:
            part.write(polib.pofile(str(source)).to_binary())
        Path(part.name).chmod(0o644)
        os.replace(part.name, compiled)  # noqa: PTH105 - one step, whole or not at all
        written += 1
    return written
