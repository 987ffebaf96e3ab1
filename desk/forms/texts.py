"""What a system administrator types to propose a legal text: the text, and the scenarios that try it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from desk.forms.written import WrittenForm, written_file, written_text
from desk.gazette_faults import fault_words
from rulebook.in_force import SeveralEditions
from rulebook.reading_scenarios import read_scenarios
from rulebook.releasing_texts import SCENARIOS, with_text
from rulebook.source import EditionFault, TomlSource

NAME = Path("text.toml")


class TextForm(WrittenForm):
    """A legal text, or what a place or field lays over one, in the format of the shipped ones."""

    LARGEST = 512 * 1024
    TOO_LARGE = _("The file is larger than 512 KB. A legal text is far smaller.")
    REFUSED_FIELDS = {"text-in-use": "text", "text-waiting": "text", "text-rivals": "text"}

    file = written_file(_("A TOML file in UTF-8, at most 512 KB. It takes the place of the text below."))
    text = written_text(_("Legal text"), LARGEST)
    scenarios = written_text(
        _("Scenarios (optional)"),
        LARGEST,
        rows=8,
        help_text=_(
            "What the text means for given days, worked out by hand. "
            "A text that says something else than its scenarios is not released."
        ),
    )

    def clean(self) -> dict[str, Any]:
        """Read both; a fault is told with its line and keeps the text in its box, to be mended there."""
        answers = super().clean() or {}
        if self.errors:
            return answers
        text, scenarios = self.written(answers), answers["scenarios"].replace("\r\n", "\n")
        if not text.strip():
            self.add_error("text", _("Choose a file or write the legal text."))
            return answers
        try:
            with_text(TomlSource(NAME, text))
        except EditionFault as fault:
            self.add_error("text", str(fault_words(fault, text)))
        except SeveralEditions as rivals:
            self.add_error("text", str(rivals))
        try:
            if scenarios.strip():
                read_scenarios(TomlSource(SCENARIOS, scenarios))
        except EditionFault as fault:
            self.add_error("scenarios", str(fault_words(fault, scenarios)))
        return {**answers, "text": text, "scenarios": scenarios}
