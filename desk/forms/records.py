"""What an officer types when a document of somebody else crosses a record."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.models import Case
from journal.days import plain_day_words
from journal.now import day_of
from look.forms import offer
from records.models import CreditRecord
from records.models.entered import COURT_KINDS, INSOLVENCY_KINDS, REVIEW_KINDS, DocumentKind
from records.services.insolvency import Appointment
from records.services.papers import Paper


def _day(label: Any, help_text: Any = "") -> forms.DateField:  # noqa: ANN401 - lazy text
    return forms.DateField(
        label=label, help_text=help_text, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


def _long(label: Any, help_text: Any) -> forms.CharField:  # noqa: ANN401 - lazy text
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class PaperForm(forms.Form):
    """Whose document it is, its number and date, when it came, what it says."""

    KINDS: tuple[DocumentKind, ...] = ()
    REFUSED_FIELDS = {
        "document-kind": "kind",
        "issuer": "issuer",
        "document": "number",
        "document-on": "document_on",
        "received-on": "received_on",
        "entered-already": "number",
        "new-number": "new_number",
        "amount": "fine",
        "statement": "statement",
    }

    kind = forms.ChoiceField(label=_("What the document says"))
    issuer = forms.CharField(
        label=_("Whose document it is"),
        help_text=_("The court or authority that made it, not who enters it here."),
        max_length=120,
    )
    number = forms.CharField(label=_("Number of the document"), max_length=120)
    document_on = _day(_("Date of the document"), _("Its legal effect follows this date."))
    received_on = _day(_("Day on which it arrived"), _("Terms are counted from this day."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "kind", [(str(kind), kind.label) for kind in self.KINDS])

    @property
    def paper(self) -> Paper:
        """The document as the services take it; call after validation."""
        facts = self.cleaned_data
        return Paper(
            kind=DocumentKind(facts["kind"]),
            issuer=facts["issuer"],
            number=facts["number"],
            document_on=facts["document_on"],
            received_on=facts["received_on"],
            statement=facts.get("statement", ""),
            new_number=facts.get("new_number", ""),
        )


class CourtForm(PaperForm):
    """A document of a court or reviewing authority."""

    KINDS = COURT_KINDS
    statement = _long(
        _("Public statement of reasons"),
        _("Only where the penalty fell: everybody can read it. It may follow while the term for it runs."),
    )
    new_number = forms.CharField(
        label=_("Number of the changed decision"),
        help_text=_("Only where the penalty is changed."),
        max_length=120,
        required=False,
    )
    fine = forms.CharField(
        label=_("Changed fine, in 10,000 yuan"),
        help_text=_("Leave empty what was not changed."),
        max_length=20,
        required=False,
    )
    confiscated = forms.CharField(
        label=_("Changed confiscation, in 10,000 yuan"), max_length=20, required=False
    )
    penalty_kinds = forms.CharField(label=_("Changed kinds of penalty"), max_length=300, required=False)
    content = _long(_("Changed content of the penalty"), "")

    @property
    def changes(self) -> dict[str, str]:
        """What was changed of the penalty: the fields that were filled in."""
        names = ("fine", "confiscated", "penalty_kinds", "content")
        return {name: self.cleaned_data[name] for name in names if self.cleaned_data[name].strip()}


class RulingForm(PaperForm):
    """A ruling in insolvency."""

    KINDS = INSOLVENCY_KINDS


class RemandForm(PaperForm):
    """The document by which a refused repair is to be decided anew."""

    KINDS = REVIEW_KINDS
    REFUSED_FIELDS = {**PaperForm.REFUSED_FIELDS, "not-refused": "case", "remanded-already": "case"}
    field_order = ("case",)
    case = forms.TypedChoiceField(label=_("Which refusal was annulled"), coerce=int, widget=forms.RadioSelect)

    def __init__(self, *args: Any, cases: Iterable[Case], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "case", [(case.pk, _number_and_end(case)) for case in cases])


def _number_and_end(case: Case) -> str:
    return f"{case.number} · {plain_day_words(day_of(case.closed_at))}" if case.closed_at else case.number


class PartyForm(forms.Form):
    """What became of the party of a record."""

    REFUSED_FIELDS = {
        "no-successor": "successor_code",
        "same-party": "successor_code",
        "has-it-already": "successor_code",
        "document": "document",
        "ceased-on": "ceased_on",
    }
    PASSES_ON, ENDS, CEASED = "passes-on", "ends", "ceased"

    what = forms.ChoiceField(
        label=_("What became of the party"),
        choices=[
            (PASSES_ON, _("It has a successor to whom the law passes the penalty on")),
            (ENDS, _("It has a successor, but the penalty does not pass on")),
            (CEASED, _("It was deregistered without a successor")),
        ],
    )
    successor_code = forms.CharField(
        label=_("Unified social credit code of the successor"), max_length=18, required=False
    )
    document = forms.CharField(label=_("Number of the proof"), max_length=120)
    ceased_on = forms.DateField(
        label=_("Day of deregistration"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def clean(self) -> dict[str, Any]:
        """A deregistration has its day."""
        facts: dict[str, Any] = super().clean() or self.cleaned_data
        if facts.get("what") == self.CEASED and not facts.get("ceased_on"):
            self.add_error("ceased_on", _("Give the day of the deregistration."))
        return facts


class OperatorForm(forms.Form):
    """Who operates an individual business from now on."""

    REFUSED_FIELDS = {
        "document": "document",
        "changed-on": "changed_on",
        "ceased-on": "changed_on",
        "same-operator": "operator",
    }
    GOES_ON, ENDS = "goes-on", "ends"

    what = forms.ChoiceField(
        label=_("Who goes on"),
        choices=[
            (GOES_ON, _("A new operator goes on")),
            (ENDS, _("Nobody goes on: the business counts as deregistered and its cases end")),
        ],
        widget=forms.RadioSelect,
    )
    operator = forms.CharField(label=_("Name of the new operator"), max_length=100, required=False)
    document = forms.CharField(label=_("Number of the proof"), max_length=120)
    changed_on = _day(_("Day of the change or death"))

    def clean(self) -> dict[str, Any]:
        """A new operator has a name; where nobody goes on none is given."""
        facts: dict[str, Any] = super().clean() or self.cleaned_data
        goes_on, named = facts.get("what") == self.GOES_ON, bool(facts.get("operator", "").strip())
        if goes_on and not named:
            self.add_error("operator", _("Give the name of the new operator."))
        if facts.get("what") == self.ENDS and named:
            self.add_error("operator", _("Leave the name empty where nobody goes on."))
        return facts


class AdministratorForm(forms.Form):
    """The court's decision that appoints an administrator."""

    REFUSED_FIELDS = {
        "administrator": "name",
        "issuer": "issuer",
        "document": "number",
        "document-on": "document_on",
        "received-on": "received_on",
    }
    name = forms.CharField(
        label=_("Administrator"),
        help_text=_("The firm, body or group that the court appointed; letters go to it."),
        max_length=120,
    )
    issuer = forms.CharField(label=_("Court"), max_length=120)
    number = forms.CharField(label=_("Number of the document"), max_length=120)
    document_on = _day(_("Date of the document"), _("Its legal effect follows this date."))
    received_on = _day(_("Day on which it arrived"))

    @property
    def appointment(self) -> Appointment:
        """The decision as the services take it; call after validation."""
        return Appointment(**self.cleaned_data)


class ReliefForm(forms.Form):
    """The court's paper that relieves the administrator."""

    REFUSED_FIELDS = {"document": "document", "relieved-on": "relieved_on"}
    document = forms.CharField(label=_("Number of the document"), max_length=120)
    relieved_on = _day(_("Day from which the administrator is relieved"))


class LinkForm(forms.Form):
    """With which record the result of a spot check ends."""

    REFUSED_FIELDS = {"other-subject": "leading", "no-such-link": "leading"}
    leading = forms.TypedChoiceField(label=_("It ends with"), coerce=int, widget=forms.RadioSelect)

    def __init__(self, *args: Any, candidates: Iterable[CreditRecord], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = [(row.pk, f"{row.decision_number} · {row.get_kind_display()}") for row in candidates]
        offer(self, "leading", known)


class StatementForm(forms.Form):
    """The public reasons of a withdrawal."""

    REFUSED_FIELDS = {"statement": "statement", "stated-already": "statement"}
    statement = forms.CharField(
        label=_("Public statement of reasons"),
        help_text=_("Everybody can read it. Name no person and nothing that is not needed."),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
