"""Posts given and departments changed."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.roles import Role
from accounts.services.second_factor import REASON_LENGTH
from look.forms import day_field
from look.names import name_of
from records.models import Department
from records.services.departments import DepartmentFacts
from rulebook.fields import LABELS


class GivePostForm(forms.Form):
    """A post for a person: who, where, as what."""

    username = forms.CharField(
        label=_("Sign-in name"),
        max_length=150,
        error_messages={"required": _("Enter the sign-in name of the person.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    department = forms.ModelChoiceField(
        label=_("Department"),
        queryset=Department.objects.none(),
        empty_label=_("Please choose"),
        error_messages={"required": _("Choose the department.")},
    )
    role = forms.ChoiceField(
        label=_("Post"),
        choices=[("", _("Please choose")), *Role.choices],
        error_messages={"required": _("Choose the post.")},
    )

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["department"]
        field.queryset = Department.objects.filter(  # type: ignore[attr-defined]  # a ModelChoiceField
            Q(valid_to__isnull=True) | Q(valid_to__gt=on), valid_from__lte=on
        ).order_by("jurisdiction", "name_zh")
        field.label_from_instance = name_of  # type: ignore[attr-defined] # Django lets a field name its choices so


class DepartmentForm(forms.Form):
    """What can be changed of a department."""

    name_zh = forms.CharField(
        label=_("Name in Chinese"),
        max_length=120,
        error_messages={"required": _("A department needs its Chinese name.")},
    )
    name_en = forms.CharField(label=_("Name in English (optional)"), max_length=160, required=False)
    field = forms.ChoiceField(
        label=_("Field of authority (optional)"),
        choices=[("", _("As its name tells")), *LABELS.items()],
        required=False,
    )
    address = forms.CharField(label=_("Address (optional)"), max_length=200, required=False)
    phone = forms.CharField(label=_("Telephone (optional)"), max_length=40, required=False)
    valid_to = day_field(
        label=_("First day on which it no longer stands (optional)"),
        help_text=_("From this day on its successor has its duties."),
    )
    successor = forms.ModelChoiceField(
        label=_("Successor (optional)"),
        queryset=Department.objects.none(),
        empty_label=_("None"),
        required=False,
    )

    REFUSED_FIELDS = {
        "name": "name_zh",
        "ends-before": "valid_to",
        "no-end": "valid_to",
        "successor-loop": "successor",
    }

    def __init__(self, *args: Any, department: Department, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["successor"]
        field.queryset = Department.objects.exclude(pk=department.pk).order_by("jurisdiction", "name_zh")  # type: ignore[attr-defined]  # a ModelChoiceField
        field.label_from_instance = name_of  # type: ignore[attr-defined] # Django lets a field name its choices so

    @property
    def facts(self) -> DepartmentFacts:
        """The answers as the service takes them."""
        answers = dict(self.cleaned_data)
        successor = answers.pop("successor")
        return DepartmentFacts(**answers, successor_id=successor.pk if successor else None)


class ResetSecondFactorForm(forms.Form):
    """Why a person's second factor is taken away, and how it is known that they ask."""

    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("What was lost, and how you know that it is really this person who asks."),
        max_length=REASON_LENGTH,
        error_messages={"required": _("Give the reason for the reset.")},
        widget=forms.Textarea(attrs={"rows": 3}),
    )
