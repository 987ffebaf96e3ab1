"""What the clocks refuse, in one place."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from journal.days import lazy_day_words
from journal.refusals import Crossed, Refusal
from rulebook.term_words import lazy_term_name

SENTENCES = {
    "number-missing": _(
        "The number of the term “{term}” was not read in {edition}. "
        "Enter it in the edition before a case that needs it goes on."
    ),
    "no-calendar": _("No calendar of working days reaches {day}, so the term “{term}” cannot be counted."),
    "beyond-reach": _("The term “{term}” ends beyond the last year there is."),
    "no-open-term": _("No term “{term}” is running, so there is nothing to extend."),
    "no-extension": _("{edition} does not allow the term “{term}” to be extended."),
    "extension-spent": _("The term “{term}” was extended as often as {edition} allows."),
    "extension-late": _("The term “{term}” ended on {day}. An extension must be told before the end."),
    "extension-reason": _("Give the reason for the extension."),
}
_CROSSED = {"no-open-term", "extension-spent", "extension-late"}


def refusal(code: str, **facts: Any) -> Refusal:
    """The refusal of a code, its sentence filled in the reader's language: days and terms are named there."""
    kind = Crossed if code in _CROSSED else Refusal
    told = {name: _words(name, fact) for name, fact in facts.items()}
    return kind(code, format_lazy(SENTENCES[code], **told) if told else SENTENCES[code])


def _words(name: str, fact: Any) -> object:  # noqa: ANN401 - a fact of any refusal
    if isinstance(fact, date):
        return lazy_day_words(fact)
    return lazy_term_name(str(fact)) if name == "term" else fact
