"""Forms that go through an objection field by field: the providing unit's answer, the proposed outcomes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cases.contested import REPAIR_RESULT, WHOLE_RECORD, WITHOUT_VALUE, field_label
from cases.models import Case, ContestedField
from cases.models.objection import FieldOutcome, ProviderFinding
from desk.forms.acts import ActForm, clause_field, reason_field
from look.contested import DAYS, value_words
from look.forms import day_field
from look.parts import SummaryRow
from rulebook.edition import Edition


@dataclass(frozen=True)
class Group:
    """The part of a form that is about one contested field: what is known of it, and the fields to fill in."""

    legend: str
    facts: tuple[SummaryRow, ...]
    fields: tuple[BoundField, ...]


class FieldByFieldForm(ActForm):
    """A form with a group for each contested field that still stands. Subclasses add the fields of a group."""

    GROUP: tuple[str, ...] = ()
    REST: tuple[str, ...] = ()

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, case: Case, edition: Edition, on: date
    ) -> None:
        super().__init__(data, case=case, edition=edition, on=on)
        self.contested = self.asked(case)
        for one in self.contested:
            self.add_group(one)
        self.order_fields(
            [*(f"{name}_{one.field}" for one in self.contested for name in self.GROUP), *self.REST]
        )

    def asked(self, case: Case) -> list[ContestedField]:
        """The contested fields that the form is about."""
        return [one for one in case.contested.all() if one.dropped_at is None]

    def add_group(self, one: ContestedField) -> None:
        """Add the fields to fill in about one contested field; a bare form asks for none."""

    def facts_of(self, one: ContestedField) -> tuple[SummaryRow, ...]:
        """What is known of one contested field."""
        rows = [
            SummaryRow(gettext("Shown"), value_words(one.field, one.shown_value)),
            SummaryRow(gettext("Held right by the company"), value_words(one.field, one.right_value)),
            SummaryRow(gettext("Why"), one.reason),
        ]
        return tuple(row for row in rows if row.value)

    @property
    def groups(self) -> list[Group]:
        """The groups in the order in which the fields were named."""
        return [
            Group(
                field_label(one.field),
                self.facts_of(one),
                tuple(
                    self[f"{name}_{one.field}"] for name in self.GROUP if f"{name}_{one.field}" in self.fields
                ),
            )
            for one in self.contested
        ]

    @property
    def rest(self) -> list[BoundField]:
        """The fields about no one contested field."""
        return [self[name] for name in self.REST]

    def value_field(self, one: ContestedField, label: Any) -> forms.Field:  # noqa: ANN401 - lazy text
        """A right value: a day for a day, a text for anything else; it may be empty."""
        if one.field in DAYS:
            return day_field(label=label)
        return forms.CharField(
            label=label,
            max_length=4000,
            required=False,
            widget=forms.Textarea(attrs={"rows": 2}),
        )

    def typed(self, name: str, one: ContestedField) -> str:
        """What was typed in a group's field, as plain text; empty where it has none."""
        value = self.cleaned_data.get(f"{name}_{one.field}")
        return "" if value is None else str(value)


class AnswerForm(FieldByFieldForm):
    """The providing unit's answer, field by field."""

    GROUP = ("finding", "value", "note", "paper")
    REFUSED_FIELDS = {}

    def asked(self, case: Case) -> list[ContestedField]:
        inquiry = next((one for one in case.inquiries.all() if not one.closed), None)
        fields = set(inquiry.fields) if inquiry is not None else set()
        return [one for one in super().asked(case) if one.field in fields]

    def add_group(self, one: ContestedField) -> None:
        self.fields[f"finding_{one.field}"] = forms.ChoiceField(
            label=_("Our data say"),
            choices=[
                (ProviderFinding.WRONG, _("What is shown is wrong")),
                (ProviderFinding.RIGHT, _("What is shown is right")),
                (ProviderFinding.UNCONFIRMED, _("It cannot be confirmed")),
            ],
            widget=forms.RadioSelect,
            error_messages={"required": _("Answer for this field.")},
        )
        if one.field not in WITHOUT_VALUE:
            self.fields[f"value_{one.field}"] = self.value_field(one, _("The right value, where it is wrong"))
        self.fields[f"note_{one.field}"] = forms.CharField(
            label=_("Note"),
            help_text=_("The source you compared with; why, where it cannot be confirmed."),
            max_length=2000,
            required=False,
            widget=forms.Textarea(attrs={"rows": 2}),
        )
        self.fields[f"paper_{one.field}"] = forms.FileField(
            label=_("Proof (optional)"),
            help_text=_("PDF, PNG or JPEG, at most 10 MB."),
            required=False,
            widget=forms.ClearableFileInput(attrs={"accept": ".pdf,.png,.jpg,.jpeg"}),
        )

    @property
    def facts(self) -> dict[str, Any]:
        return {
            "answers": {
                one.field: {
                    "finding": self.typed("finding", one),
                    "value": self.typed("value", one),
                    "note": self.typed("note", one),
                }
                for one in self.contested
            },
            "papers": {
                one.field: self.cleaned_data[f"paper_{one.field}"]
                for one in self.contested
                if self.cleaned_data.get(f"paper_{one.field}")
            },
        }


class ObjectionProposeForm(FieldByFieldForm):
    """What becomes of each field, with one set of reasons and one clause."""

    GROUP = ("outcome", "value")
    REST = ("reasons", "clause")
    REFUSED_FIELDS = {"reason": "reasons", "clause": "clause"}

    reasons = reason_field(_("Reasons"), help_text=_("They are printed in the decision letter."), rows=6)
    clause = clause_field()

    def add_group(self, one: ContestedField) -> None:
        self.fields[f"outcome_{one.field}"] = forms.ChoiceField(
            label=_("What becomes of it"),
            choices=outcomes_of(one.field),
            widget=forms.RadioSelect,
            error_messages={"required": _("Choose what becomes of this field.")},
        )
        self.initial[f"outcome_{one.field}"] = one.proposed
        if one.field not in WITHOUT_VALUE:
            self.fields[f"value_{one.field}"] = self.value_field(
                one, _("The right value, where it is corrected")
            )
            value = one.proposed_value or one.provider_value or one.right_value
            self.initial[f"value_{one.field}"] = (
                date.fromisoformat(value) if one.field in DAYS and value else value
            )

    def facts_of(self, one: ContestedField) -> tuple[SummaryRow, ...]:
        finding = one.get_provider_finding_display()
        answer = [SummaryRow(gettext("The providing unit"), finding)] if finding else []
        if one.provider_value:
            answer.append(SummaryRow(gettext("Its value"), value_words(one.field, one.provider_value)))
        if one.provider_note:
            answer.append(SummaryRow(gettext("Its note"), one.provider_note))
        return (*super().facts_of(one), *answer)

    @property
    def chosen(self) -> dict[str, str]:
        """The outcomes chosen so far, valid or not: for the preview."""
        named = {one.field: str(self[f"outcome_{one.field}"].value() or "") for one in self.contested}
        return {field: outcome for field, outcome in named.items() if outcome in set(FieldOutcome)}

    @property
    def facts(self) -> dict[str, Any]:
        corrected = [one for one in self.contested if self.typed("outcome", one) == FieldOutcome.CORRECTED]
        return {
            "outcomes": {one.field: self.typed("outcome", one) for one in self.contested},
            "values": {
                one.field: self.typed("value", one) for one in corrected if one.field not in WITHOUT_VALUE
            },
            "reasons": self.cleaned_data["reasons"],
            "clause": self.cleaned_data["clause"],
        }


def outcomes_of(field: str) -> list[tuple[str, Any]]:
    """The outcomes that a contested thing can have, in words that fit it."""
    if field == REPAIR_RESULT:
        return [
            (str(FieldOutcome.CORRECTED), _("The repair is decided again")),
            (str(FieldOutcome.UPHELD), FieldOutcome.UPHELD.label),
        ]
    left_out = (FieldOutcome.CORRECTED,) if field == WHOLE_RECORD else ()
    return [(str(one), one.label) for one in FieldOutcome if one not in left_out]
