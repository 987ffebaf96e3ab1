"""Every refusal of the delisting room: code, what is wrong and what to do, edited in this one place."""

from __future__ import annotations

from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from journal.refusals import Crossed, NotAllowed, NotFound, Refusal

SENTENCES = {
    "no-release": _("This removal request does not exist or is not yours to see."),
    "not-holder": _(
        "Only an officer of the holder can answer a removal request. Ask an officer of your unit."
    ),
    "release-not-now": _(
        "This is not possible while the removal request is in the state “{state}”. Reload the page."
    ),
    "release-crossed": _("Somebody else changed the removal request a moment ago. Reload the page."),
    "no-proof": _("Say how the removal was checked, or give the number of the proof."),
    "no-copy-report": _("This report does not exist or is not yours to see."),
    "not-removed-anywhere": _("No place was asked to remove this record; there is no copy to report."),
    "unknown-place": _("Choose the place from the list, or name another one."),
    "copy-address": _("Give the full address of the page, beginning with http:// or https://."),
    "copy-shows": _("Say what is shown there; where it is something else, describe it."),
    "copy-seen-on": _("Give the day on which you first saw it; it must not lie in the future."),
    "copy-reported": _("You have reported this address already; it is being looked at."),
    "unknown-outcome": _("Say what was found at the address."),
    "copy-answer": _("Say what was done."),
    "not-platform": _("Only an officer of the credit platform of the place answers such a report."),
    "copy-answered": _("This report was answered already. Reload the page."),
    "copy-text-too-long": _("The text is too long: at most {limit} characters."),
    "no-minutes-release": _("This delivery of minutes does not exist or is not yours to see."),
    "minutes-not-now": _(
        "This is not possible while the delivery of the minutes is “{state}”. Reload the page."
    ),
    "minutes-crossed": _("Somebody else changed the delivery of the minutes a moment ago. Reload the page."),
    "no-receipt": _("Give the number under which the minutes were taken in."),
    "proof-too-long": _("The note is too long: at most {limit} characters."),
}
_KINDS: dict[str, type[Refusal]] = {
    "no-release": NotFound,
    "not-holder": NotAllowed,
    "release-not-now": Crossed,
    "release-crossed": Crossed,
    "no-minutes-release": NotFound,
    "minutes-not-now": Crossed,
    "minutes-crossed": Crossed,
    "no-copy-report": NotFound,
    "not-platform": NotAllowed,
    "copy-answered": Crossed,
    "copy-reported": Crossed,
    "not-removed-anywhere": Crossed,
}


def refusal(code: str, **facts: Any) -> Refusal:
    """The refusal of a code; `facts` fill its sentence in the reader's language."""
    sentence = SENTENCES[code]
    return _KINDS.get(code, Refusal)(code, format_lazy(sentence, **facts) if facts else sentence)
