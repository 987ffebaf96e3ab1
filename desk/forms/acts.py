"""What an officer says with each act; every form knows the facts its service asks for."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar, cast

from django import forms
from django.db.models import Q
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from cases.labels import TERMINATION_CAUSES
from cases.models import Case
from cases.models.application import Finding
from cases.models.changeover import Choice
from cases.models.decision import Outcome
from cases.models.hold import HoldCause
from cases.services.owed import materials_owed
from desk.clauses import CLAUSE_LENGTH
from look.forms import VersionedForm
from look.names import name_of
from records.models import Department
from rulebook.edition import Edition

CLAUSES = "clauses"
"""The id of the list of clauses that the page offers beside a clause field."""
ITEM_ROWS = 4
MORE_ROWS = 4
MOST_ROWS = 20


class ActForm(VersionedForm):
    """An act that needs no words. Subclasses add fields and name them as the service does."""

    REFUSED_FIELDS: ClassVar[Mapping[str, str]] = {"reason": "reason", "clause": "clause"}

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, case: Case, edition: Edition, on: date
    ) -> None:
        super().__init__(data, initial={"version": case.version})
        self.case = case
        self.edition = edition
        self.on = on

    @property
    def facts(self) -> dict[str, Any]:
        """The keyword arguments of the service, beside the case, the version, the actor and the moment."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}

    def take_from_address(self, asked: Mapping[str, str]) -> None:
        """What the address of the page says that the act is about; nothing for most."""


def reason_field(label: Any, *, help_text: Any = "", rows: int = 4) -> forms.CharField:  # noqa: ANN401 - lazy text
    """A reason that letters and journal will show."""
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=4000,
        error_messages={"required": _("Give the reason.")},
        widget=forms.Textarea(attrs={"rows": rows}),
    )


def clause_field(*, required: bool = True, limit: int = CLAUSE_LENGTH) -> forms.CharField:
    """The clause relied on; the page offers those of the edition."""
    return forms.CharField(
        label=_("Clause relied on"),
        help_text=_("Choose from the list or write it, for example 《…》第三章."),
        max_length=limit,
        required=required,
        error_messages={"required": _("Name the clause relied on.")},
        widget=forms.TextInput(attrs={"list": CLAUSES, "autocomplete": "off"}),
    )


class ReasonForm(ActForm):
    """An act that needs a reason."""

    reason = reason_field(_("Reason"))


class DeclineForm(ActForm):
    """Why an application is not accepted."""

    reason = reason_field(
        _("Why the application is not accepted"), help_text=_("The letter to the company says so.")
    )
    clause = clause_field()


class RerouteForm(ActForm):
    """To which unit a case is passed on."""

    REFUSED_FIELDS = {"reason": "reason", "not-in-charge": "department"}

    department = forms.ModelChoiceField(
        label=_("Competent unit"),
        queryset=Department.objects.none(),
        empty_label=_("Please choose"),
        error_messages={"required": _("Choose the competent unit.")},
    )
    reason = reason_field(_("Why that unit is competent"))

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, case: Case, edition: Edition, on: date
    ) -> None:
        super().__init__(data, case=case, edition=edition, on=on)
        field = cast("forms.ModelChoiceField[Department]", self.fields["department"])
        field.queryset = (
            Department.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=on), valid_from__lte=on)
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


class CheckStepForm(ActForm):
    """What was found of one step."""

    way = forms.CharField(widget=forms.HiddenInput, max_length=30)
    finding = forms.ChoiceField(
        label=_("Finding"),
        choices=[
            (Finding.SATISFIED, Finding.SATISFIED.label),
            (Finding.INSUFFICIENT, Finding.INSUFFICIENT.label),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Say what you found.")},
    )
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("Needed where the step is insufficient: the company is told what is wrong."),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    clause = clause_field(required=False, limit=120)


class ProposeForm(ActForm):
    """The proposed decision on a repair: granted or refused."""

    REFUSED_FIELDS = {
        "reason": "reasons",
        "clause": "clause",
        "not-satisfied": "outcome",
        "wrong-outcome": "outcome",
    }

    outcome = forms.ChoiceField(
        label=_("Proposed decision"),
        choices=[(outcome, outcome.label) for outcome in (Outcome.APPROVE, Outcome.REFUSE)],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what you propose.")},
    )
    reasons = reason_field(_("Reasons"), help_text=_("They are printed in the decision letter."), rows=6)
    clause = clause_field()


class TerminateForm(ActForm):
    """Why a case is terminated."""

    REFUSED_FIELDS = {"unknown-cause": "cause"}

    cause = forms.ChoiceField(
        label=_("Cause"),
        choices=list(TERMINATION_CAUSES.items()),
        widget=forms.RadioSelect,
        error_messages={"required": _("Name the cause.")},
    )
    document = forms.CharField(
        label=_("Number of the paper it rests on (optional)"), max_length=200, required=False
    )


class HoldForm(ActForm):
    """Why a case is put on hold."""

    REFUSED_FIELDS = {"unknown-hold": "cause", "reason": "document"}

    cause = forms.ChoiceField(
        label=_("Cause"),
        choices=HoldCause.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Name the cause.")},
    )
    document = forms.CharField(
        label=_("Number of the paper it rests on"),
        max_length=200,
        error_messages={"required": _("Give the number of the paper the hold rests on.")},
    )


class ChangeOverForm(ActForm):
    """Under which text a case goes on, and why."""

    REFUSED_FIELDS = {"reason": "reason", "choice-not-allowed": "choice", "proposal-stands": "choice"}

    choice = forms.ChoiceField(
        label=_("Which text applies"),
        choices=Choice.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the text.")},
    )
    reason = reason_field(_("Reason"), help_text=_("It stays on the case; the company reads it."))


class SupplementForm(ActForm):
    """Everything that is missing, at once: rows of what, for which material, by which clause."""

    REFUSED_FIELDS = {"no-items": "what_0"}

    rows = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, case: Case, edition: Edition, on: date
    ) -> None:
        super().__init__(data, case=case, edition=edition, on=on)
        owed = materials_owed(edition, case.record.class_name)
        choices = [
            ("", _("No particular document")),
            *((material.id, name_of(material)) for material in owed),
        ]
        self.count = _asked_rows(data)
        self.initial["rows"] = self.count
        for number in range(self.count):
            self.fields[f"what_{number}"] = forms.CharField(
                label=_("What is missing or wrong"),
                max_length=500,
                required=False,
                widget=forms.Textarea(attrs={"rows": 2}),
            )
            self.fields[f"material_{number}"] = forms.ChoiceField(
                label=_("For which document"), choices=choices, required=False
            )
            self.fields[f"clause_{number}"] = clause_field(required=False)

    @property
    def items(self) -> list[tuple[BoundField, BoundField, BoundField]]:
        """The rows as their three fields."""
        return [
            (self[f"what_{number}"], self[f"material_{number}"], self[f"clause_{number}"])
            for number in range(self.count)
        ]

    @property
    def facts(self) -> dict[str, Any]:
        return {
            "items": [
                {part: str(self.cleaned_data[f"{part}_{number}"]) for part in ("what", "material", "clause")}
                for number in range(self.count)
            ]
        }


def _asked_rows(data: Mapping[str, Any] | None) -> int:
    """How many rows the page shows: four, and four more each time they are asked for, at most twenty."""
    if data is None:
        return ITEM_ROWS
    typed = str(data.get("rows", ""))
    shown = int(typed) if typed.isdecimal() else ITEM_ROWS
    return max(1, min(shown + (MORE_ROWS if "more" in data else 0), MOST_ROWS))
