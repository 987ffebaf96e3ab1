"""The parts of an application: form, commitment, steps, documents, declaration."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.ways import PROVIDED, PROVIDER, WAY_FIELDS, WayField
from look.forms import VersionedForm, day_field, offer
from portal.forms.contact import ContactForm


def performed_on_field() -> forms.DateField:
    """The day on which the duties were performed."""
    return day_field(
        label=_("Day on which the duties of the decision were performed"),
        help_text=_("If there were several duties, the day of the last one."),
    )


def performance_field() -> forms.CharField:
    """How the duties were performed."""
    return forms.CharField(
        label=_("How the duties were performed and the conduct was corrected"),
        help_text=_("For example: fine paid in full, permit renewed, equipment replaced."),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
    )


class ReasonForm(VersionedForm):
    """What the company wants to add; after a refusal it must say how its ground was answered."""

    reason = forms.CharField(
        label=_("Anything else you want to say (optional)"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def answering(self, number: str) -> None:
        """Ask, after a refusal, how its ground was answered: an application without that is not taken."""
        self.fields["reason"].label = _("How you answered the ground on which %(number)s was refused") % {
            "number": number
        }


class ApplicationForm(ContactForm, ReasonForm):
    """The application form (信用修复申请表): whom to ask. It may be saved half done; filing asks for the whole."""

    field_order = ("contact_name", "contact_phone", "reason")


class RectificationForm(VersionedForm):
    """What was done about the decision (信用整改): the day, and how. It may be saved half done."""

    performed_on = performed_on_field()
    performance = performance_field()

    field_order = ("performed_on", "performance")


class CommitmentForm(VersionedForm):
    """The signature under the commitment: a name, typed."""

    signed_by = forms.CharField(
        label=_("Name of the person who signs"),
        help_text=_(
            "The legal representative or an authorised person. Typing the name signs the commitment."
        ),
        max_length=80,
        error_messages={"required": _("Type the name of the person who signs the commitment.")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )


class StepForm(VersionedForm):
    """What one way of repair asks to be told. The fields are those of the way.

    `register` are the providers to choose from; with `bound` no other body counts.
    """

    def __init__(
        self,
        data: Mapping[str, object] | None = None,
        *,
        way: str,
        initial: Mapping[str, object],
        register: Sequence[tuple[str, str]] = (),
        bound: bool = False,
    ) -> None:
        super().__init__(data, initial=dict(initial), prefix=way)
        self.way = way
        self._provider = PROVIDED[way].name if way in PROVIDED and (register or bound) else ""
        for field in WAY_FIELDS[way]:
            if field.id == self._provider:
                self._choose(field, register, bound=bound)
                continue
            missing = _("Fill in “%(field)s”: the step is not done without it.") % {"field": field.label}
            if field.kind == "day":
                self.fields[field.id] = day_field(label=str(field.label), required=missing)
                continue
            attrs = {"inputmode": "decimal"} if field.kind == "number" else {}
            self.fields[field.id] = forms.CharField(
                label=str(field.label),
                max_length=field.limit,
                error_messages={"required": missing},
                widget=forms.TextInput(attrs=attrs),
            )

    def _choose(self, field: WayField, register: Sequence[tuple[str, str]], *, bound: bool) -> None:
        other = _("Please choose") if bound else _("Another body, named below")
        self.fields[PROVIDER] = forms.ChoiceField(
            label=str(field.label),
            choices=[("", other), *register],
            required=bound,
            help_text=_("Any of them may be chosen; nobody is paid for a removal."),
            error_messages={"required": _("Choose the provider.")},
        )
        if bound:
            return
        self.fields[field.id] = forms.CharField(
            label=_("Name of another body (if it is not in the list)"), max_length=field.limit, required=False
        )
        if self.initial.get(PROVIDER):
            self.initial[field.id] = ""

    def clean(self) -> dict[str, object]:
        """A provider is chosen or named, one of the two."""
        answers = dict(super().clean() or self.cleaned_data)
        if self._provider and PROVIDER in answers and self._provider in self.fields:
            chosen, named = bool(answers[PROVIDER]), bool(answers.get(self._provider))
            if chosen == named:
                self.add_error(
                    PROVIDER,
                    _("Choose the provider, or name another body: one of the two."),
                )
        return answers

    @property
    def facts(self) -> dict[str, str]:
        """The answers as text, days as year-month-day."""
        known = [PROVIDER, *(field.id for field in WAY_FIELDS[self.way])]
        return {name: str(self.cleaned_data[name]) for name in known if name in self.cleaned_data}


class UploadForm(VersionedForm):
    """One file for one material."""

    material = forms.ChoiceField(
        label=_("What the document proves"),
        error_messages={"required": _("Choose what the document proves.")},
    )
    title = forms.CharField(label=_("Title (optional)"), max_length=200, required=False)
    file = forms.FileField(
        label=_("File"),
        help_text=_("PDF, PNG or JPEG, at most 10 MB. You can add several files one after the other."),
        error_messages={
            "required": _("Choose a file."),
            "empty": _("The file is empty. Choose another one."),
        },
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf,.png,.jpg,.jpeg"}),
    )

    field_order = ("material", "title", "file")

    def __init__(self, *args: object, materials: Sequence[tuple[str, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # Django's own arguments, passed through
        offer(self, "material", materials)


class DeclarationForm(VersionedForm):
    """The declaration before filing."""

    declared = forms.BooleanField(
        label=_(
            "I declare that everything in this application is true and that I may file it for the company."
        ),
        error_messages={"required": _("Confirm the declaration before you file.")},
    )
