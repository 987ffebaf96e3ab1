"""To which day the practice clock goes."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

from config.practice.driving import FARTHEST
from journal.now import SHANGHAI, now, today
from rulebook.calendar_in_use import calendar_in_use
from rulebook.terms import add_working_days

MORNING = time(9)


class DriveForm(forms.Form):
    """Time passes until nine in the morning of a day: named, or so many days or working days ahead."""

    ahead = forms.ChoiceField(
        choices=[
            ("day", _("One day on")),
            ("working-day", _("One working day on")),
            ("week", _("One week on")),
        ],
        required=False,
    )
    to = forms.DateField(
        label=_("Until nine in the morning of"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"invalid": _("Give the day as year, month and day.")},
    )

    def clean(self) -> dict[str, object]:
        given = super().clean() or {}
        if not given.get("ahead") and not given.get("to") and not self.errors:
            self.add_error("to", _("Choose the day to which time passes."))
        return given

    def clean_to(self) -> date | None:
        day: date | None = self.cleaned_data["to"]
        if day is not None and not now() < _morning_of(day) <= now() + FARTHEST:
            message = _("Choose a later day, at most %(days)s days ahead: the clock is not turned back.")
            raise forms.ValidationError(message % {"days": FARTHEST.days - 1})
        return day

    def until(self) -> datetime:
        """The instant to which time passes."""
        if self.cleaned_data["to"]:
            return _morning_of(self.cleaned_data["to"])
        days = {"day": 1, "week": 7}.get(self.cleaned_data["ahead"])
        if days is not None:
            return _morning_of(today() + timedelta(days=days))
        return _morning_of(add_working_days(today(), 1, calendar_in_use()))


def _morning_of(day: date) -> datetime:
    return datetime.combine(day, MORNING, tzinfo=SHANGHAI)
