"""What is demanded: rows of demands in a form, an order on one record or many, further demands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.db.models import Q
from django.forms import BoundField
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cases.models import Case
from cases.models.rectification import DemandKind
from desk.forms.acts import ActForm, clause_field, reason_field
from look.names import name_of
from look.parts import SummaryRow
from notifications.composing.words import source
from records.models import Department
from rulebook.edition import Edition

FIRST_ROWS = 3
MORE_ROWS = 3
MOST_ROWS = 30


@dataclass(frozen=True)
class Group:
    """A part of a form with a heading of its own."""

    legend: str
    fields: tuple[BoundField, ...]
    facts: tuple[SummaryRow, ...] = ()


def shown_rows(data: Mapping[str, Any] | None, *, first: int = FIRST_ROWS) -> int:
    """How many rows a form shows: some, and more each time they are asked for, at most thirty."""
    if data is None:
        return first
    typed = str(data.get("rows", ""))
    shown = int(typed) if typed.isdecimal() else first
    return max(1, min(shown + (MORE_ROWS if "more" in data else 0), MOST_ROWS))


def add_demand_fields(form: forms.Form, number: int) -> None:
    """The fields of one demand: what must be done, of which kind, by what it is proved."""
    form.fields[f"text_{number}"] = forms.CharField(
        label=_("What must be put right"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    form.fields[f"kind_{number}"] = forms.ChoiceField(
        label=_("Kind of the demand"), choices=DemandKind.choices, initial=DemandKind.DUTY, required=False
    )
    form.fields[f"proof_owed_{number}"] = forms.CharField(
        label=_("Proof that is owed"), max_length=300, required=False
    )


def demand_group(form: forms.Form, number: int) -> Group:
    """One demand as a part of the page."""
    names = ("text", "kind", "proof_owed")
    return Group(
        gettext("Demand %(number)s") % {"number": number + 1},
        tuple(form[f"{name}_{number}"] for name in names),
    )


def demands_in(form: forms.Form, count: int) -> list[dict[str, str]]:
    """The demands that were written; a row with neither text nor proof is none."""
    rows = [
        {part: str(form.cleaned_data.get(f"{part}_{number}", "")) for part in ("text", "kind", "proof_owed")}
        for number in range(count)
    ]
    return [row for row in rows if row["text"].strip() or row["proof_owed"].strip()]


def limit_field(fewest: int, most: int, days: int | None, *, required: bool = True) -> forms.IntegerField:
    """The days of a limit within the bounds of the text."""
    return forms.IntegerField(
        label=_("Limit in calendar days"),
        help_text=gettext("From %(fewest)s to %(most)s days.") % {"fewest": fewest, "most": most},
        initial=days,
        required=required,
        error_messages={"required": _("Give the number of days.")},
        widget=forms.NumberInput(attrs={"min": fewest, "max": most, "class": "narrow"}),
    )


class OrderForm(forms.Form):
    """An order on one record or on many: why, by which clause, within how many days, what must be put right."""

    REFUSED_FIELDS: ClassVar[Mapping[str, str]] = {
        "basis": "basis",
        "clause": "clause",
        "no-demands": "text_0",
        "demand-text": "text_0",
        "limit-days": "limit_days",
        "joint-document": "joint_document",
        "not-in-charge": "lead",
    }

    basis = reason_field(_("Why rectification is ordered"), help_text=_("It is printed in the order."))
    clause = clause_field()
    rows = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        edition: Edition | None,
        leads: forms.ModelChoiceField[Department] | None = None,
    ) -> None:
        super().__init__(data)
        self.count = shown_rows(data)
        self.initial["rows"] = self.count
        if edition is not None:
            self.initial["clause"] = source(edition, edition.talks.who.clause)
            bounds = edition.rectification
            days = edition.term("rectification.rectify").stated.count
            self.fields["limit_days"] = limit_field(
                bounds.minimum_days.count, bounds.maximum_days.count, days
            )
        else:
            self.fields["limit_days"] = forms.IntegerField(
                label=_("Limit in calendar days"),
                help_text=_("Left empty, the days of each record's own text."),
                required=False,
                min_value=1,
            )
        for number in range(self.count):
            add_demand_fields(self, number)
        if leads is not None:
            self.fields["lead"] = leads
            self.fields["joint_document"] = forms.CharField(
                label=_("Paper by which the departments named their lead"), max_length=200, required=False
            )

    @property
    def head(self) -> list[BoundField]:
        """The fields about the order as a whole."""
        return [self[name] for name in ("basis", "clause", "limit_days")]

    @property
    def joint(self) -> list[BoundField]:
        """The fields for a determination of several departments; none where many are ordered together."""
        return [self[name] for name in ("lead", "joint_document") if name in self.fields]

    @property
    def groups(self) -> list[Group]:
        """Each demand as a part of the page."""
        return [demand_group(self, number) for number in range(self.count)]

    @property
    def facts(self) -> dict[str, Any]:
        """The keyword arguments of the service."""
        told = self.cleaned_data
        facts = {
            "basis": told["basis"],
            "clause": told["clause"],
            "limit_days": told.get("limit_days"),
            "demands": demands_in(self, self.count),
        }
        if told.get("lead"):
            facts |= {"lead_id": told["lead"].pk, "joint_document": told["joint_document"]}
        return facts


def lead_field(on: date, *, besides: int) -> forms.ModelChoiceField[Department]:
    """The department that leads a joint determination, where that is another one."""
    standing = Q(valid_to__isnull=True) | Q(valid_to__gt=on)
    field = forms.ModelChoiceField(
        label=_("Lead department of a joint determination"),
        help_text=_("Only where several departments determined the record together."),
        queryset=Department.objects.filter(standing, valid_from__lte=on)
        .exclude(pk=besides)
        .order_by("jurisdiction", "name_zh"),
        required=False,
        empty_label=_("Our own department"),
    )
    field.label_from_instance = name_of  # type: ignore[assignment]  # a department is Named
    return field


class AddDemandsForm(ActForm):
    """Further demands on an order that is open."""

    REFUSED_FIELDS = {"no-demands": "text_0", "demand-text": "text_0", "limit-days": "limit_days"}

    rows = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, case: Case, edition: Edition, on: date
    ) -> None:
        super().__init__(data, case=case, edition=edition, on=on)
        self.count = shown_rows(data)
        self.initial["rows"] = self.count
        for number in range(self.count):
            add_demand_fields(self, number)
        bounds, days = edition.rectification, case.order.limit_days
        self.fields["limit_days"] = limit_field(bounds.minimum_days.count, bounds.maximum_days.count, days)

    @property
    def groups(self) -> list[Group]:
        """Each demand as a part of the page."""
        return [demand_group(self, number) for number in range(self.count)]

    @property
    def rest(self) -> list[BoundField]:
        """What is about all of them."""
        return [self["limit_days"]]

    @property
    def facts(self) -> dict[str, Any]:
        return {"demands": demands_in(self, self.count), "limit_days": self.cleaned_data["limit_days"]}
