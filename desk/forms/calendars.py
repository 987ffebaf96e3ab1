"""What a system administrator types to propose a calendar: a notice as a text, the closures of a place as a form."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from desk.forms.written import WrittenForm, written_file, written_text
from desk.gazette_faults import fault_words
from look.forms import day_field
from records.models import Department
from rulebook.closures import Closure, with_closure
from rulebook.releasing import text_in_force
from rulebook.source import EditionFault, TomlSource
from rulebook.working_days import FIRST_YEAR, LAST_YEAR, SATURDAY, Notice, gazette_of

MARKS = (
    ("R", _("Read in the order itself")),
    ("S", _("Read in an official report of it")),
    ("K", _("Known, to be confirmed")),
)
_REGION = re.compile(r"\d{2}(\d{2}){0,2}", re.ASCII)
_BETWEEN = re.compile(r"[\s,，;；、]+")


class NoticeForm(WrittenForm):
    """A notice in the format of the shipped ones: a file, or its text."""

    LARGEST = 64 * 1024
    TOO_LARGE = _("The file is larger than 64 KB. A year's calendar is far smaller.")
    REFUSED_FIELDS = {"gazette-provisional": "text", "gazette-in-force": "text", "gazette-waiting": "text"}

    file = written_file(_("A TOML file in UTF-8, at most 64 KB. It takes the place of the text below."))
    text = written_text(_("Text of the calendar"), LARGEST)

    def clean(self) -> dict[str, Any]:
        """Read the text; a fault is told with its line and keeps the text in its box, to be mended there."""
        answers = super().clean() or {}
        if "file" in self.errors or "text" in self.errors:
            return answers
        text = self.written(answers)
        if not text.strip():
            self.add_error("text", _("Choose a file or write the text of the calendar."))
            return answers
        try:
            gazette_of(TomlSource(Path("notice.toml"), text))
        except EditionFault as fault:
            self.add_error("text", str(fault_words(fault, text)))
        return {**answers, "text": text}


class ClosureForm(forms.Form):
    """Days on which one place does not work, by an order of its authority."""

    jurisdiction = forms.CharField(
        label=_("Place (region code)"),
        help_text=_("Region code of 2, 4 or 6 digits: 37 for the province, 3704 for the city."),
        max_length=6,
        error_messages={"required": _("Enter the region code of the place.")},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    first = day_field(label=_("First day closed"), required=_("Enter the first day."))
    last = day_field(label=_("Last day closed"), required=_("Enter the last day."))
    cause = forms.CharField(
        label=_("Cause, as receipts will tell it"),
        help_text=_("In Chinese and short, such as 台风停工."),
        max_length=40,
        error_messages={"required": _("Name the cause of the closure.")},
    )
    worked = forms.CharField(
        label=_("Weekend days worked instead (optional)"),
        help_text=_("Such as 2026-08-15, several with commas between them."),
        max_length=200,
        required=False,
    )
    title = forms.CharField(
        label=_("Title of the order"),
        max_length=200,
        error_messages={"required": _("Enter the title of the order that closed the place.")},
    )
    number = forms.CharField(
        label=_("Number of the order"),
        max_length=120,
        error_messages={"required": _("Enter the number of the order, or 无文号 where it has none.")},
    )
    issued_on = day_field(label=_("Date of the order"), required=_("Enter the date of the order."))
    mark = forms.ChoiceField(label=_("How sure the order is"), choices=MARKS)

    REFUSED_FIELDS = {"gazette-waiting": "jurisdiction", "gazette-in-force": "first"}

    def clean_jurisdiction(self) -> str:
        """A region code in which a department of this desk lies: any other one moves nothing."""
        code = str(self.cleaned_data["jurisdiction"]).strip()
        if not _REGION.fullmatch(code):
            raise forms.ValidationError(_("The place is a region code of 2, 4 or 6 digits."))
        if not Department.objects.filter(jurisdiction__startswith=code).exists():
            raise forms.ValidationError(
                _("No department of this desk lies in %(code)s. Check the code."), params={"code": code}
            )
        return code

    def clean_worked(self) -> tuple[date, ...]:
        """The weekend days, each written as a day."""
        days: list[date] = []
        for word in filter(None, _BETWEEN.split(str(self.cleaned_data["worked"]))):
            try:
                day = date.fromisoformat(word)
            except ValueError as fault:
                raise forms.ValidationError(
                    _("“%(word)s” is no day. Write year-month-day, such as 2026-08-15."),
                    params={"word": word},
                ) from fault
            if day.weekday() < SATURDAY:
                raise forms.ValidationError(
                    _("%(day)s is no weekend day. Only a weekend day can be ordered to be worked."),
                    params={"day": day.isoformat()},
                )
            days.append(day)
        return tuple(days)

    def clean(self) -> dict[str, Any]:
        """The closure laid beside those of its year: `text` is what is proposed."""
        answers = super().clean() or {}
        if self.errors:
            return answers
        first, last = answers["first"], answers["last"]
        if last < first:
            self.add_error("last", _("The last day lies before the first one."))
        elif first.year != last.year:
            self.add_error("last", _("A closure over the turn of a year is entered for each year by itself."))
        elif not FIRST_YEAR <= first.year <= LAST_YEAR:
            self.add_error("first", _("The year must lie between 2019 and 2099."))
        else:
            answers["text"] = self._text(answers)
        return answers

    def _text(self, answers: dict[str, Any]) -> str:
        order = Notice(answers["title"], answers["number"], answers["issued_on"], answers["mark"])
        closure = Closure(
            answers["first"], answers["last"], answers["cause"], order, worked=answers["worked"]
        )
        before = text_in_force(closure.first.year, answers["jurisdiction"])
        text = with_closure(closure, jurisdiction=answers["jurisdiction"], before=before)
        try:
            gazette_of(TomlSource(Path("closure.toml"), text))
        except EditionFault as fault:
            self.add_error("first", fault_words(fault, text).reason)
        return text


class RejectForm(forms.Form):
    """Why a proposal is turned down."""

    reason = forms.CharField(
        label=_("What is wrong"),
        max_length=2000,
        error_messages={"required": _("Say what is wrong, so that the proposal can be mended.")},
        widget=forms.Textarea(attrs={"rows": 3}),
    )
