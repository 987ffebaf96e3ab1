"""What an officer says when a repair is taken up again, and when a commitment is looked at."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.labels import GROUNDS_OF_REVOCATION
from cases.models.commitment import CheckFinding, CommitmentStanding
from cases.models.decision import Outcome
from desk.forms.acts import ActForm, clause_field, reason_field
from desk.forms.lists import search_field
from look.forms import day_field, offer


class RevocationProposeForm(ActForm):
    """Whether the repair is to be revoked or kept."""

    REFUSED_FIELDS = {"reason": "reasons", "clause": "clause", "wrong-outcome": "outcome"}

    outcome = forms.ChoiceField(
        label=_("Proposed decision"),
        choices=[(outcome, outcome.label) for outcome in (Outcome.REVOKE, Outcome.KEEP)],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what you propose.")},
    )
    reasons = reason_field(
        _("Reasons"),
        help_text=_("They are printed in the letter; say what became of the defence."),
        rows=6,
    )
    clause = clause_field()


class OpenRevocationForm(forms.Form):
    """On what a granted repair is taken up again."""

    REFUSED_FIELDS: ClassVar[Mapping[str, str]] = {
        "no-ground": "ground",
        "facts": "facts",
        "clause": "clause",
        "file-empty": "proof",
        "file-large": "proof",
        "file-kind": "proof",
    }

    ground = forms.ChoiceField(
        label=_("Ground"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the ground.")},
    )
    facts = reason_field(
        _("What was found, and on what it rests"),
        help_text=_("The company reads it in the notice and defends itself against it."),
        rows=6,
    )
    clause = clause_field()
    proof = forms.FileField(
        label=_("Proof (optional)"),
        help_text=_("PDF, PNG or JPEG; the company can read it."),
        required=False,
        allow_empty_file=True,
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        files: Any = None,  # noqa: ANN401 - Django's own type
        *,
        grounds: tuple[str, ...],
        initial: Mapping[str, object] | None = None,
    ) -> None:
        super().__init__(data, files, initial=dict(initial or {}))
        offer(self, "ground", [(ground, GROUNDS_OF_REVOCATION[ground]) for ground in grounds])


class CheckForm(forms.Form):
    """What a look at a commitment found."""

    REFUSED_FIELDS: ClassVar[Mapping[str, str]] = {
        "unknown-finding": "finding",
        "check-note": "note",
        "check-past": "check_on",
        "file-empty": "proof",
        "file-large": "proof",
        "file-kind": "proof",
        "file-twice": "proof",
    }

    finding = forms.ChoiceField(
        label=_("Finding"),
        choices=CheckFinding.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Say what was found: kept, doubtful or broken.")},
    )
    note = forms.CharField(
        label=_("What was looked at and what was found"),
        max_length=4000,
        error_messages={"required": _("Say what was looked at and what was found.")},
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    proof = forms.FileField(
        label=_("Proof (optional)"),
        help_text=_("PDF, PNG or JPEG."),
        required=False,
        allow_empty_file=True,
    )
    check_on = day_field(
        label=_("Look at it again on (optional)"),
        help_text=_("From that day on it stands among the ones to look at."),
    )


class HonourForm(forms.Form):
    """Why a commitment is found honoured."""

    REFUSED_FIELDS: ClassVar[Mapping[str, str]] = {"check-note": "note"}

    note = forms.CharField(
        label=_("Why it is found honoured"),
        max_length=4000,
        error_messages={"required": _("Say what was looked at and what was found.")},
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class CommitmentSearchForm(forms.Form):
    """Narrows the list of commitments; the filters stand in the address."""

    q = search_field()
    standing = forms.ChoiceField(
        label=_("Standing"),
        choices=[
            ("due", _("To look at now")),
            *CommitmentStanding.choices,
            ("", _("All")),
        ],
        required=False,
    )
