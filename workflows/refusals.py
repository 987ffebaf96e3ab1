"""What the worklists refuse, in one place."""

from __future__ import annotations

from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from journal.refusals import Crossed, NotAllowed, NotFound, Refusal

SENTENCES = {
    "no-view": _("This view does not exist or is not yours to see."),
    "view-name": _("Give the view a name of at most {limit} characters."),
    "view-twice": _("There is a view “{name}” already. Choose another name."),
    "views-many": _("At most {limit} views are kept. Delete one first."),
    "not-for-team": _("A view for the unit is made, renamed and deleted by its reviewers and supervisors."),
    "no-cases": _("Choose at least one case."),
    "cases-many": _("At most {limit} cases at once. Choose fewer."),
    "no-bulk": _("This result does not exist or is not yours to see."),
    "other-bulk": _("This form was sent before with other cases. Go back to the list and choose anew."),
    "unknown-bulk": _("Choose what is to be done with the cases."),
    "rows-too-many-for-xlsx": _(
        "More than {limit} cases match, which is too many for XLSX. Take them out as CSV, which may have {other}, or "
        "narrow the list with filters."
    ),
    "rows-many": _("More than {limit} cases match. Narrow the list with filters, then take it out in parts."),
}
_KINDS: dict[str, type[Refusal]] = {
    "no-view": NotFound,
    "no-bulk": NotFound,
    "not-for-team": NotAllowed,
    "view-twice": Crossed,
    "other-bulk": Crossed,
}


def refusal(code: str, **facts: Any) -> Refusal:
    """The refusal of a code, its sentence filled in the reader's language."""
    sentence = format_lazy(SENTENCES[code], **facts) if facts else SENTENCES[code]
    kind = _KINDS.get(code)
    return kind(code, sentence) if kind else Refusal(code, sentence)
