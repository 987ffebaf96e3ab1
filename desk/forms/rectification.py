"""What an officer says about an ordered rectification: its service, each demand, who stands back, its end."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, cast

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.models import Case
from cases.models.rectification import DemandFinding, ServedHow
from cases.services.rectification.corrected import CHANGED, DROPPED, STANDS
from desk.forms.acts import ActForm, reason_field
from desk.forms.demands import limit_field
from desk.officers import officers_of
from look.forms import day_field, offer
from look.names import name_of
from records.models import Department
from records.selectors import enclosing
from rulebook.edition import Edition


class ServeForm(ActForm):
    """How and when an order was served."""

    REFUSED_FIELDS = {"served-how": "how", "served-proof": "proof", "served-day": "served_on"}

    how = forms.ChoiceField(
        label=_("How it was served"),
        choices=ServedHow.choices,
        initial=ServedHow.DESK,
        widget=forms.RadioSelect,
    )
    served_on = day_field(label=_("Served on"), required=_("Give the day of service."))
    proof = forms.CharField(
        label=_("Proof of service"),
        help_text=_(
            "Number of the receipt or of the registered mail; not needed for service through this desk."
        ),
        max_length=200,
        required=False,
    )

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, case: Case, edition: Edition, on: date
    ) -> None:
        super().__init__(data, case=case, edition=edition, on=on)
        self.initial["served_on"] = on


class OneDemandForm(ActForm):
    """An act about one demand, which the address names."""

    demand = forms.IntegerField(widget=forms.HiddenInput)

    def take_from_address(self, asked: Mapping[str, str]) -> None:
        """The demand that the page was opened for."""
        typed = asked.get("demand", "")
        self.initial["demand"] = int(typed) if typed.isdecimal() else None


class CheckDemandForm(OneDemandForm):
    """What was found of one demand."""

    REFUSED_FIELDS = {"demand-finding": "finding", "reason": "reason", "not-reported": "finding"}

    finding = forms.ChoiceField(
        label=_("Finding"),
        choices=DemandFinding.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Say what you found.")},
    )
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("Needed where the demand is not done: the company is told what is missing."),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class RecheckDemandForm(OneDemandForm):
    """Whether a demand still stands after its record was corrected."""

    REFUSED_FIELDS = {
        "recheck-outcome": "outcome",
        "reason": "reason",
        "demand-text": "wording",
        "last-demand": "outcome",
    }

    outcome = forms.ChoiceField(
        label=_("Does the demand still stand?"),
        choices=[
            (STANDS, _("It stands")),
            (CHANGED, _("It stands in other words")),
            (DROPPED, _("It is dropped")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Say whether the demand stands.")},
    )
    wording = forms.CharField(
        label=_("New words of the demand"),
        help_text=_("Only where it stands in other words."),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    reason = reason_field(_("Reason"))


class SatisfiedForm(ActForm):
    """Whether with the demands also every duty of the decision is proved performed."""

    duties_proof = forms.CharField(
        label=_("Proof that every duty of the decision is performed (optional)"),
        help_text=_(
            "Number of the payment slip or of the closing report; the record then bears no open duties."
        ),
        max_length=500,
        required=False,
    )


class LastLimitForm(ActForm):
    """How many days are left for good, and why."""

    REFUSED_FIELDS = {"reason": "reason", "limit-days": "days"}

    reason = reason_field(_("Why a last limit is set"), help_text=_("The letter to the company says so."))

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, case: Case, edition: Edition, on: date
    ) -> None:
        super().__init__(data, case=case, edition=edition, on=on)
        bounds = edition.rectification
        days = edition.term("rectification.last-limit").stated.count
        self.fields["days"] = limit_field(bounds.minimum_days.count, bounds.maximum_days.count, days)
        self.order_fields(["days", "reason", "version"])


class HandOnForm(ActForm):
    """To whom a case is handed on, and why."""

    REFUSED_FIELDS = {"reason": "reason", "hand-on-to": "to"}

    to = forms.CharField(
        label=_("Handed on to"),
        max_length=120,
        error_messages={"required": _("Say to whom the case is handed on.")},
    )
    reason = reason_field(_("Reason"), help_text=_("The letter to the company says so."))


class CancelOrderForm(ActForm):
    """Why an order is cancelled, and by which paper."""

    REFUSED_FIELDS = {"reason": "reason", "cancel-document": "document"}

    document = forms.CharField(
        label=_("Number of the paper by which the order is cancelled"),
        max_length=200,
        error_messages={"required": _("Name the paper by which the order is cancelled.")},
    )
    reason = reason_field(_("Reason"), help_text=_("The letter to the company says so."))


class RecuseForm(ActForm):
    """Which officer stands back from a case, and why."""

    REFUSED_FIELDS = {"reason": "reason", "no-officer": "officer", "recused-already": "officer"}

    officer = forms.ChoiceField(
        label=_("Officer who stands back"),
        help_text=_("Oneself, or, as a supervisor of the unit, another officer."),
        error_messages={"required": _("Name the officer.")},
    )
    reason = reason_field(_("Reason"), help_text=_("It stays on the case."))

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, case: Case, edition: Edition, on: date
    ) -> None:
        super().__init__(data, case=case, edition=edition, on=on)
        offer(self, "officer", officers_of(case, on=on), first=_("Please choose"))


class RecuseUnitForm(ActForm):
    """Which department takes a case from a biased one, and why."""

    REFUSED_FIELDS = {
        "reason": "reason",
        "not-in-charge": "department",
        "not-superior": "department",
        "with-them-already": "department",
    }

    department = forms.ModelChoiceField(
        label=_("Department that takes the case"),
        help_text=_("The lead department, or a superior one of the same field."),
        queryset=Department.objects.none(),
        empty_label=_("Please choose"),
        error_messages={"required": _("Choose the department.")},
    )
    reason = reason_field(_("Why the present department is biased"))

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, case: Case, edition: Edition, on: date
    ) -> None:
        super().__init__(data, case=case, edition=edition, on=on)
        field = cast("forms.ModelChoiceField[Department]", self.fields["department"])
        field.queryset = (
            Department.objects.filter(pk__in=_fit_to_take(case, on=on))
            .exclude(pk=case.handling_department_id or 0)
            .order_by("jurisdiction", "name_zh")
        )
        field.label_from_instance = name_of  # type: ignore[assignment]  # a department is Named

    @property
    def facts(self) -> dict[str, Any]:
        return {
            "department_id": self.cleaned_data["department"].pk,
            "reason": self.cleaned_data["reason"],
        }


def _fit_to_take(case: Case, *, on: date) -> list[int]:
    """Departments around the place that lead, or are superior ones of the record's field; the service asks again."""
    standing = Q(valid_to__isnull=True) | Q(valid_to__gt=on)
    around = Department.objects.filter(
        standing, valid_from__lte=on, jurisdiction__in=enclosing(case.record.jurisdiction)
    )
    field = case.record.department.authority_field
    return [unit.pk for unit in around if unit.is_lead or unit.authority_field == field]
