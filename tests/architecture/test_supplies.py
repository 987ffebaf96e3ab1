"""What the project is built from: pinned by hash, without addresses, nothing copied."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

import polib
import pytest
import viewflow

from config.messages import LOCALE
from tests.architecture.sources import PACKAGES, ROOT

LOCKS = ("requirements.lock", "requirements-dev.lock")
PIN = re.compile(r"^([a-z0-9][a-z0-9.\-]*(?:\[[a-z,]+\])?)==(\S+)", re.MULTILINE)
WORTH_COMPARING = 30  # shorter lines are anybody's


@pytest.mark.parametrize("name", LOCKS)
def test_no_address_stands_in_a_lock_file(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert "://" not in text
    assert "index-url" not in text
    assert "find-links" not in text


@pytest.mark.parametrize("name", LOCKS)
def test_every_pin_has_a_hash(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert len(PIN.findall(text)) > 20
    for block in re.split(r"\n(?=\S)", text.strip()):
        assert "--hash=sha256:" in block, block.partition("\n")[0]


def test_both_locks_pin_the_same_versions() -> None:
    service, development = (dict(PIN.findall((ROOT / name).read_text(encoding="utf-8"))) for name in LOCKS)
    assert {name: development.get(name) for name in service} == service


def test_nothing_is_copied_from_the_process_engine() -> None:
    """An overridden copy of its files would be a derived work; subclassing and calling is not."""
    theirs = defaultdict(set)
    root = Path(viewflow.__file__).parent
    for path in root.rglob("*"):
        if path.suffix in {".py", ".html"}:
            for line in _lines(path):
                theirs[line].add(path)
    for path in [path for package in (*PACKAGES, "templates") for path in (ROOT / package).rglob("*.*")]:
        if path.suffix not in {".py", ".html"} or "migrations" in path.parts:
            continue
        ours = _lines(path)
        shared = {line for line in ours if line in theirs and not line.startswith(("from ", "import "))}
        assert len(shared) <= max(3, len(ours) // 5), f"{path}: {sorted(shared)[:5]}"


def _lines(path: Path) -> set[str]:
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    return {line.strip() for line in lines if len(line.strip()) >= WORTH_COMPARING}


def test_every_word_has_its_chinese() -> None:
    catalogue = polib.pofile(str(LOCALE / "zh_Hans" / "LC_MESSAGES" / "django.po"))
    open_words = [entry.msgid for entry in catalogue if not entry.obsolete and not entry.translated()]
    assert [*open_words, *[entry.msgid for entry in catalogue.fuzzy_entries()]] == []


def test_a_template_has_one_title() -> None:
    templates = sorted((ROOT / "templates").rglob("*.html"))
    assert templates
    assert [path.name for path in templates if path.read_text(encoding="utf-8").count("\n") > 300] == []


def test_the_licence_is_here() -> None:
    assert "GNU AFFERO GENERAL PUBLIC LICENSE" in (ROOT / "LICENSE").read_text(encoding="utf-8")
