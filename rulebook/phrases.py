"""The sentences law files show to people, and the names of routes, as messages of the catalogue."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy
from django.utils.translation import gettext_noop as _

from rulebook.classify import AMOUNT_MISSING, FIELD_MISSING, OUT_OF_SCOPE

# Each `reason` of a shipped law file stands here word for word, so that it is translated; a test compares.
REASONS: tuple[str, ...] = (
    _("A simple procedure cannot impose this penalty."),
    _("A simple procedure fines an organisation at most 3,000 yuan."),
    _("Detention is imposed on persons; no class follows from it for the record of a subject."),
    _("The kind of penalty is missing or is none that the Administrative Penalty Law names."),
    _("No rule names this record; the residual class is taken until the determining unit decides."),
    _("No threshold of a larger or very large fine was read; the standard of the field sets it."),
    _("The sources disagree on the class of a suspended permit or a lowered qualification."),
    _("No source names the class of a halt of business; it is not taken below a suspension."),
    _("Whether the longer minimum applies below 100,000 yuan depends on how grave the violation was."),
    _("Whether a penalty by simple procedure is published at all was not read."),
    _("No threshold between a general and a serious matter was read."),
    _("No text that was read says whether this penalty is a general or a serious matter."),
    _("Whether this is a specific serious matter depends on the field and the act."),
    _("The court's own decision says for how long the entry stands."),
    AMOUNT_MISSING,
    FIELD_MISSING,
    OUT_OF_SCOPE,
)

_ROUTES = {
    "credit-china": _("Credit China"),
    "gsxt": _("National Enterprise Credit Information Publicity System"),
    "court": _("Court list of dishonest judgment debtors"),
}


def route_label(route: str) -> Promise:
    """A route, put into the reader's language when it is shown."""
    return gettext_lazy(_ROUTES[route])


def route_name(route: str) -> str:
    """A route in the reader's language."""
    return gettext(_ROUTES[route])
