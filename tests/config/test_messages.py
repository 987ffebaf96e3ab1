from __future__ import annotations

import os
from pathlib import Path

import polib

from config.management.commands.check_messages import find_faults
from config.messages import compile_messages


def catalogue(*entries: tuple[str, str], fuzzy: tuple[str, ...] = ()) -> polib.POFile:
    file = polib.POFile()
    file.metadata = {"Content-Type": "text/plain; charset=UTF-8"}
    for msgid, msgstr in entries:
        flags = ["fuzzy"] if msgid in fuzzy else []
        file.append(polib.POEntry(msgid=msgid, msgstr=msgstr, flags=flags))
    return file


def stored(locale: Path, *entries: tuple[str, str], fuzzy: tuple[str, ...] = ()) -> Path:
    path = locale / "zh_Hans" / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True)
    catalogue(*entries, fuzzy=fuzzy).save(str(path))
    return path


def test_a_catalogue_is_compiled_without_msgfmt(tmp_path: Path) -> None:
    source = stored(tmp_path, ("Withdraw", "撤回"))
    assert compile_messages(tmp_path) == 1
    compiled = polib.mofile(str(source.with_suffix(".mo")))
    assert [(entry.msgid, entry.msgstr) for entry in compiled] == [("Withdraw", "撤回")]
    assert list(source.parent.glob("*.part")) == []


def test_a_catalogue_is_compiled_again_only_when_it_changed(tmp_path: Path) -> None:
    source = stored(tmp_path, ("Withdraw", "撤回"))
    compile_messages(tmp_path)
    assert compile_messages(tmp_path) == 0
    later = source.with_suffix(".mo").stat().st_mtime + 10
    os.utime(source, (later, later))
    assert compile_messages(tmp_path) == 1


def test_doubtful_and_empty_words_are_left_out(tmp_path: Path) -> None:
    source = stored(tmp_path, ("Accept", "受理"), ("File", "提出"), ("Push", ""), fuzzy=("File",))
    compile_messages(tmp_path)
    assert [entry.msgid for entry in polib.mofile(str(source.with_suffix(".mo")))] == ["Accept"]


def test_a_complete_catalogue_has_no_fault() -> None:
    words = catalogue(("%(count)s working days", "%(count)s个工作日"))
    assert list(find_faults(words, catalogue(("%(count)s working days", "")))) == []


def test_a_new_word_is_named() -> None:
    assert list(find_faults(catalogue(), catalogue(("Accept", "")))) == ["not in the catalogue: 'Accept'"]


def test_a_word_that_left_the_code_is_named() -> None:
    assert list(find_faults(catalogue(("Accept", "受理")), catalogue())) == [
        "no longer in the code: 'Accept'"
    ]


def test_a_doubtful_word_is_named() -> None:
    words = catalogue(("Accept", "受理"), fuzzy=("Accept",))
    assert list(find_faults(words, catalogue(("Accept", "")))) == ["doubtful (fuzzy): 'Accept'"]


def test_a_word_without_chinese_is_named() -> None:
    words = catalogue(("Accept", ""))
    assert list(find_faults(words, words)) == ["without Chinese: 'Accept'"]


def test_a_place_to_fill_that_was_lost_is_named() -> None:
    words = catalogue(("until %(day)s", "至该日止"))
    assert list(find_faults(words, words)) == ["other places to fill: 'until %(day)s'"]
