"""What is wrong with the text of a notice, in the reader's language: the line, and what to do about it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rulebook.source import EditionFault

_DAY = r"(?P<day>\d{4}-\d\d-\d\d)"
_KEY = r"`(?P<key>[^`]+)`"

SENTENCES: tuple[tuple[str, Promise], ...] = (
    (r"not TOML: .*", gettext_lazy("The text is not written as the format wants it.")),
    (rf"{_KEY} is missing", gettext_lazy("“{key}” is missing.")),
    (rf"{_KEY} is empty", gettext_lazy("“{key}” is empty.")),
    (rf"unknown key {_KEY}", gettext_lazy("“{key}” is not known here. Check how it is spelt.")),
    (
        r"unknown (?P<key>\w+) (?P<word>'.*'): one of (?P<words>.*)",
        gettext_lazy("“{key}” cannot be {word}. Choose one of: {words}."),
    ),
    (r"`year` must lie in .*", gettext_lazy("The year must lie between 2019 and 2099.")),
    (
        r"`jurisdiction` must be a region code .*",
        gettext_lazy("The place is a region code of 2, 4 or 6 digits."),
    ),
    (
        r"the closures of a place are ordered.*",
        gettext_lazy("The closures of a place are ordered or they are not: they are never provisional."),
    ),
    (r"no \[\[notice\]\].*", gettext_lazy("No notice is named. A calendar names the notice it follows.")),
    (rf"{_DAY} is no day of (?P<year>\d+)", gettext_lazy("{day} is no day of {year}.")),
    (
        rf"{_DAY} is a \w+: only a weekend day.*",
        gettext_lazy("{day} is no weekend day. Only a weekend day can be ordered to be worked."),
    ),
    (
        rf"{_DAY} is named off \((?P<name>.*)\) and worked",
        gettext_lazy("{day} is named off ({name}) and named as worked."),
    ),
    (rf"{_DAY} is named twice", gettext_lazy("{day} is named twice.")),
    (
        r"(?P<first>\S+) to (?P<last>\S+) is no span of days of (?P<year>\d+)",
        gettext_lazy("{first} to {last} is no span of days of {year}."),
    ),
    (
        rf"{_KEY} must be a day .*",
        gettext_lazy("“{key}” must be a day, written 2027-02-04 and without quotes."),
    ),
    (
        r"(?P<key>\S+) is in force on such a day by \S+ already",
        gettext_lazy(
            "Another version of “{key}” is in force on such a day. A correction is a version with a later first day."
        ),
    ),
    (rf"{_KEY} must be a list.*", gettext_lazy("“{key}” must be a list in square brackets.")),
    (rf"{_KEY} must be a text", gettext_lazy("“{key}” must be a text in quotes.")),
    (rf"{_KEY} must be a whole number.*", gettext_lazy("“{key}” must be a whole number.")),
    (
        rf"{_KEY} must (be written|hold tables).*",
        gettext_lazy("“{key}” must be written as a section of its own, in double square brackets."),
    ),
)


@dataclass(frozen=True)
class FaultWords:
    """A fault: its line, the words that stand there, what is wrong with them."""

    line: int
    written: str
    reason: str

    def __str__(self) -> str:
        if not self.written:
            return _("Line %(line)d: %(reason)s") % {"line": self.line, "reason": self.reason}
        return _("Line %(line)d (%(written)s): %(reason)s") % {
            "line": self.line,
            "written": self.written,
            "reason": self.reason,
        }


def fault_words(fault: EditionFault, text: str) -> FaultWords:
    """The fault of a text; a reason that has no sentence here is told as the reader of the file tells it."""
    lines = text.splitlines()
    written = lines[fault.line - 1].strip() if 0 < fault.line <= len(lines) else ""
    return FaultWords(fault.line, written, _reason(fault.reason))


def _reason(reason: str) -> str:
    for pattern, sentence in SENTENCES:
        found = re.fullmatch(pattern, reason, re.DOTALL)
        if found:
            return str(sentence).format(**found.groupdict())
    return reason
