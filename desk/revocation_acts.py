"""The officers' acts on a revocation as pages; those of every kind of case stand in `desk.acts`."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from desk.act_page import ActPage
from desk.forms import acts as forms
from desk.forms.revocations import RevocationProposeForm

PAGES: Mapping[str, ActPage] = {
    "propose": ActPage(
        RevocationProposeForm,
        _(
            "The proposal goes to another officer for countersignature. Whoever opened the case or proposes "
            "cannot countersign."
        ),
        _("The proposal waits for countersignature."),
    ),
    "revoke": ActPage(
        forms.ActForm,
        _(
            "The repair is revoked and the case is closed. The record stands again for the days it had left, its "
            "measures are in force again, every holder is told to show its copy, the company is barred from applying "
            "for the time of the text, and gets the decision letter with its remedies."
        ),
        _("The repair was revoked. The record is being shown again everywhere."),
        destructive=True,
    ),
    "keep": ActPage(
        forms.ActForm,
        _(
            "The repair is kept and the case is closed. Nothing changes for the record; the company is told why."
        ),
        _("The repair was kept; the letter is on its way."),
    ),
}
PRIMARY = ("resume", "propose", "revoke", "keep")
