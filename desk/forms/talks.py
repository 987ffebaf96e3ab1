"""What an officer says about a talk: its announcement, an absence, the platform's receipt of the minutes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cases.models import Case
from cases.models.rectification import ServedHow
from cases.models.talk import TalkKind
from cases.services.rectification.talks import Notice, first_talk_day, kinds_left
from desk.forms.acts import ActForm, reason_field
from desk.forms.demands import (
    Group,
)
from desk.officers import officers_of
from journal.days import day_words
from look.forms import day_field, offer
from notifications.composing.words import source
from rulebook.edition import Edition

SLOTS = 4
PEOPLE = 4
HOUR_FORMATS = ("%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y/%m/%d %H:%M", "%Y年%m月%d日 %H:%M")


def hour_field(label: Any, *, required: Any = None, help_text: Any = "") -> forms.DateTimeField:  # noqa: ANN401 - lazy text
    """A day with its hour in Shanghai, typed or picked; `required` is the sentence for an empty one."""
    messages = {"invalid": _("Write day and hour, such as 2026-05-15 09:30.")}
    if required is not None:
        messages["required"] = required
    return forms.DateTimeField(
        label=label,
        help_text=help_text,
        required=required is not None,
        input_formats=HOUR_FORMATS,
        error_messages=messages,
        widget=forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"}),
    )


class SetTalkForm(ActForm):
    """The announcement of a talk: kind, hours, place, officers, what for, what to bring, how it was told."""

    REFUSED_FIELDS = {
        "talk-order": "kind",
        "straight-not-allowed": "kind",
        "straight-reason": "straight_reason",
        "talk-hours": "slot_0",
        "talk-too-soon": "slot_0",
        "talk-place": "place",
        "talk-purpose": "purpose",
        "talk-officers": "officers",
        "talk-officer-unfit": "officers",
        "basis": "basis",
        "served-how": "how",
        "served-proof": "proof",
        "served-day": "served_on",
    }

    kind = forms.ChoiceField(
        label=_("Kind of the talk"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Say which talk it is.")},
    )
    straight_reason = forms.CharField(
        label=_("Reason for a warning talk before any prompting one"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    place = forms.CharField(
        label=_("Place of the talk"),
        max_length=200,
        error_messages={"required": _("Say where the talk is held.")},
    )
    officers = forms.MultipleChoiceField(
        label=_("Officers who hold the talk"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Name the officers.")},
    )
    purpose = reason_field(_("What the talk is for"), rows=3)
    bring = forms.CharField(
        label=_("What to bring (optional)"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    basis = forms.CharField(
        label=_("Legal basis"), max_length=300, error_messages={"required": _("Name the legal basis.")}
    )
    how = forms.ChoiceField(
        label=_("How the notice is served"), choices=ServedHow.choices, initial=ServedHow.DESK
    )
    served_on = day_field(
        label=_("Notice served on"),
        help_text=_("Left empty: today."),
    )
    proof = forms.CharField(
        label=_("Proof of service"),
        help_text=_("Not needed for service through this desk."),
        max_length=200,
        required=False,
    )

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, case: Case, edition: Edition, on: date
    ) -> None:
        super().__init__(data, case=case, edition=edition, on=on)
        due = tuple(dict.fromkeys(kinds_left(case, edition)))
        offer(self, "kind", [(one, TalkKind(one).label) for one in due])
        self.initial["kind"] = due[0] if due else ""
        if len(due) < 2 or due[0] != TalkKind.PROMPTING:  # noqa: PLR2004 - a ladder with a step to leave out
            del self.fields["straight_reason"]
        offer(self, "officers", officers_of(case, on=on))
        least = edition.talks.officers.count
        self.fields["officers"].help_text = gettext("At least %(count)s.") % {"count": least}
        self.initial["basis"] = source(edition, edition.talks.who.clause)
        first = first_talk_day(edition, jurisdiction=case.record.jurisdiction, served_on=on)
        told = gettext("One hour, or several for the company to choose from; from %(day)s on.") % {
            "day": day_words(first)
        }
        for number in range(SLOTS):
            self.fields[f"slot_{number}"] = hour_field(
                gettext("Hour %(number)s") % {"number": number + 1}, help_text=told if number == 0 else ""
            )

    @property
    def groups(self) -> list[Group]:
        """What is held, when, by whom, how it was told."""
        parts = (
            (_("The talk"), ("kind", "straight_reason", "purpose", "basis")),
            (_("When and where"), (*(f"slot_{number}" for number in range(SLOTS)), "place")),
            (_("Who and with what"), ("officers", "bring")),
            (_("Service of the notice"), ("how", "served_on", "proof")),
        )
        return [
            Group(str(legend), tuple(self[name] for name in names if name in self.fields))
            for legend, names in parts
        ]

    @property
    def facts(self) -> dict[str, Any]:
        told = self.cleaned_data
        hours = [told[f"slot_{number}"] for number in range(SLOTS) if told.get(f"slot_{number}")]
        return {
            "kind": told["kind"],
            "place": told["place"],
            "officers": told["officers"],
            "purpose": told["purpose"],
            "bring": told["bring"],
            "basis": told["basis"],
            "straight_reason": told.get("straight_reason", ""),
            "set_for": hours[0] if len(hours) == 1 else None,
            "slots": hours if len(hours) > 1 else (),
            "notice": Notice(served_on=told["served_on"], how=told["how"], proof=told["proof"]),
        }


class AbsenceForm(ActForm):
    """What the company said of its absence, if anything."""

    reason_shown = forms.CharField(
        label=_("What the company said of its absence (optional)"),
        help_text=_("With a good reason put the talk off instead."),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ReceiptForm(ActForm):
    """The sharing platform's receipt of the minutes."""

    REFUSED_FIELDS = {"receipt": "received_on", "receipt-proof": "proof"}

    number = forms.CharField(
        label=_("Number of the receipt"),
        max_length=80,
        error_messages={"required": _("Give the number of the receipt.")},
    )
    received_on = day_field(label=_("Day of the receipt"), required=_("Give the day of the receipt."))
    proof = forms.CharField(
        label=_("How you know it"),
        help_text=_(
            "The platform confirms by itself. By hand: who confirmed it when, or which paper shows it."
        ),
        max_length=500,
        error_messages={"required": _("Say how you know that the platform took the minutes in.")},
        widget=forms.Textarea(attrs={"rows": 2}),
    )
