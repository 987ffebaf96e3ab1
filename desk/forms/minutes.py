"""The minutes of a talk as an officer writes them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cases.models import Case, Talk
from cases.models.talk import AttendanceRole, TalkStanding
from cases.services.rectification.minutes import Written
from desk.forms.acts import ActForm, reason_field
from desk.forms.demands import Group, add_demand_fields, demand_group, demands_in, limit_field, shown_rows
from desk.forms.talks import hour_field
from desk.officers import officers_of
from journal.now import SHANGHAI
from look.forms import offer
from rulebook.edition import Edition

PEOPLE = 2


class HoldTalkForm(ActForm):
    """The minutes of a talk: who came, what was found and said, what is demanded, the new limit, who signed."""

    REFUSED_FIELDS = {
        "attendance": "name_0",
        "nobody-came": "name_0",
        "talk-times": "ended_at",
        "talk-other-day": "started_at",
        "chair": "recorder",
        "talk-officers": "officers",
        "talk-officer-unfit": "officers",
        "minutes-facts": "facts_found",
        "signature": "signed_by",
        "limit-days": "limit_days",
        "demand-text": "text_0",
    }

    started_at = hour_field(_("Begin"), required=_("Say when it began."))
    ended_at = hour_field(_("End"), required=_("Say when it ended."))
    officers = forms.MultipleChoiceField(
        label=_("Officers who held the talk"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Name the officers.")},
    )
    chair = forms.ChoiceField(label=_("Chair"), error_messages={"required": _("Name the chair.")})
    recorder = forms.ChoiceField(label=_("Recorder"), error_messages={"required": _("Name the recorder.")})
    facts_found = reason_field(_("What was found"), rows=4)
    statement = forms.CharField(
        label=_("What the company said"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    commitment = forms.CharField(
        label=_("What the company undertakes"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    signed_by = forms.CharField(label=_("Signed for the company by"), max_length=80, required=False)
    refusal_reason = forms.CharField(
        label=_("If nobody signed: why"),
        help_text=_("The refusal and its reason are noted by both officers."),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    rows = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, case: Case, edition: Edition, on: date
    ) -> None:
        super().__init__(data, case=case, edition=edition, on=on)
        self.count = shown_rows(data, first=2)
        self.people = PEOPLE + self.count - 2
        self.initial["rows"] = self.count
        people = officers_of(case, on=on)
        offer(self, "officers", people)
        for name in ("chair", "recorder"):
            offer(self, name, people, first=_("Please choose"))
        for number in range(self.people):
            self._add_person(number)
        for number in range(self.count):
            add_demand_fields(self, number)
        self.fields["text_0"].help_text = _("Only what is demanded in addition; what is owed stays.")
        bounds = edition.rectification
        days = edition.term("rectification.rectify-again").stated.count
        self.fields["limit_days"] = limit_field(bounds.minimum_days.count, bounds.maximum_days.count, days)
        self.fields["limit_days"].label = _("New limit in calendar days, from today")
        self._begin_with(case.talks.filter(standing=TalkStanding.SET).first())

    def _begin_with(self, talk: Talk | None) -> None:
        if talk is None:
            return
        refs = [str(one["ref"]) for one in talk.officers]
        begun = talk.set_for.astimezone(SHANGHAI)
        self.initial.update(started_at=begun, officers=refs, chair=refs[0], recorder=refs[1])

    def _add_person(self, number: int) -> None:
        self.fields[f"name_{number}"] = forms.CharField(label=_("Name"), max_length=80, required=False)
        self.fields[f"role_{number}"] = forms.ChoiceField(
            label=_("In which place"),
            choices=[one for one in AttendanceRole.choices if one[0] != AttendanceRole.OFFICER],
            initial=AttendanceRole.REPRESENTATIVE if number == 0 else AttendanceRole.STAFF,
            required=False,
        )
        self.fields[f"id_kind_{number}"] = forms.CharField(
            label=_("Kind of the identity paper"), max_length=40, required=False
        )
        self.fields[f"id_number_{number}"] = forms.CharField(
            label=_("Its number"),
            help_text=_("Only the last four signs are kept."),
            max_length=40,
            required=False,
            widget=forms.TextInput(attrs={"autocomplete": "off"}),
        )
        self.fields[f"absent_{number}"] = forms.BooleanField(label=_("Did not come"), required=False)

    @property
    def groups(self) -> list[Group]:
        """Hours and officers, each person, the minutes, each further demand, the end."""
        parts = ("name", "role", "id_kind", "id_number", "absent")
        people = [
            Group(
                gettext("Person %(number)s") % {"number": number + 1},
                tuple(self[f"{part}_{number}"] for part in parts),
            )
            for number in range(self.people)
        ]
        demands = [demand_group(self, number) for number in range(self.count)]
        return [
            self._group(gettext("The talk"), "started_at", "ended_at", "officers", "chair", "recorder"),
            *people,
            self._group(gettext("The minutes"), "facts_found", "statement", "commitment"),
            *demands,
            self._group(gettext("Limit and signature"), "limit_days", "signed_by", "refusal_reason"),
        ]

    def _group(self, legend: str, *names: str) -> Group:
        return Group(legend, tuple(self[name] for name in names))

    @property
    def rest(self) -> list[BoundField]:
        """Nothing stands outside the groups."""
        return []

    @property
    def facts(self) -> dict[str, Any]:
        told = self.cleaned_data
        people = [
            {
                "name": told[f"name_{number}"],
                "role": told[f"role_{number}"],
                "id_kind": told[f"id_kind_{number}"],
                "id_number": told[f"id_number_{number}"],
                "present": not told[f"absent_{number}"],
            }
            for number in range(self.people)
            if told[f"name_{number}"].strip()
        ]
        written = Written(
            started_at=told["started_at"],
            ended_at=told["ended_at"],
            chair=told["chair"],
            recorder=told["recorder"],
            facts=told["facts_found"],
            statement=told["statement"],
            commitment=told["commitment"],
            signed_by=told["signed_by"],
            refusal_reason=told["refusal_reason"],
        )
        return {
            "attendance": people,
            "written": written,
            "demands_again": demands_in(self, self.count),
            "limit_days": told["limit_days"],
            "officers": told["officers"],
        }
