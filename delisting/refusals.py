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
    "proof-too-long": _("The note is too long: at most {limit} characters."),
}
_KINDS: dict[str, type[Refusal]] = {
    "no-release": NotFound,
    "not-holder": NotAllowed,
    "release-not-now": Crossed,
    "release-crossed": Crossed,
}


def refusal(code: str, **facts: Any) -> Refusal:  # noqa: ANN401 - facts are whatever the sentence names
    """The refusal of a code; `facts` fill its sentence in the reader's language."""
    sentence = SENTENCES[code]
    return _KINDS.get(code, Refusal)(code, format_lazy(sentence, **facts) if facts else sentence)
