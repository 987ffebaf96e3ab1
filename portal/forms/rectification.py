"""What a subject says about an ordered rectification: its report, the hour of a talk, a remark on the minutes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from cases.models import Demand, Document, Talk
from journal.days import instant_words
from look.forms import VersionedForm, offer
from look.rectification import DemandRow


class ReportForm(VersionedForm):
    """An answer to every demand that is still open, each with a paper that may be added."""

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        files: MultiValueDict[str, Any] | None = None,
        *,
        version: int,
        owed: Sequence[DemandRow],
        papers: Sequence[Document] = (),
    ) -> None:
        super().__init__(data, files, initial={"version": version})
        self.owed = owed
        self.papers = papers
        for row in owed:
            self.fields[f"answer_{row.pk}"] = forms.CharField(
                label=_("What you have done"),
                max_length=4000,
                error_messages={"required": _("Say what you have done about this demand.")},
                widget=forms.Textarea(attrs={"rows": 3}),
            )
            self.fields[f"file_{row.pk}"] = forms.FileField(
                label=_("Proof (PDF, PNG or JPEG)"),
                required=False,
                widget=forms.ClearableFileInput(attrs={"accept": ".pdf,.png,.jpg,.jpeg"}),
            )

    @property
    def rows(self) -> list[tuple[DemandRow, list[Document], BoundField, BoundField]]:
        """Each demand with its papers, its answer and the file to be added."""
        return [
            (row, self._papers_of(row), self[f"answer_{row.pk}"], self[f"file_{row.pk}"]) for row in self.owed
        ]

    def _papers_of(self, row: DemandRow) -> list[Document]:
        material = Demand(pk=row.pk).material
        return [paper for paper in self.papers if paper.material == material]

    @property
    def answers(self) -> dict[int, str]:
        """The answers by the demand's id."""
        return {row.pk: self.cleaned_data[f"answer_{row.pk}"] for row in self.owed}


class SlotForm(VersionedForm):
    """Which of the hours proposed suits."""

    slot = forms.ChoiceField(
        label=_("Hour of the talk"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose an hour.")},
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, version: int, talk: Talk | None) -> None:
        super().__init__(data, initial={"version": version})
        hours = talk.proposed if talk is not None else ()
        offer(self, "slot", [(hour.isoformat(), instant_words(hour)) for hour in hours])

    @property
    def hour(self) -> datetime:
        """The hour that was chosen."""
        return datetime.fromisoformat(self.cleaned_data["slot"])


class ReadBackForm(VersionedForm):
    """A remark on the minutes, if there is any."""

    remark = forms.CharField(
        label=_("Remark (optional)"),
        help_text=_("What you see otherwise than the minutes say. It stands with them."),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
