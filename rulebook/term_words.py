"""The terms in words, and the events they run from.

Those of objections, rectification, revocation and complaints (`TERM_WORDS`) are written so that a message can say
"the term for …" and "… is due by".
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from django.utils.functional import Promise, lazy
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

TERM_WORDS: Mapping[str, Promise] = MappingProxyType(
    {
        "objection.draft": _("the filing of the drafted objection"),
        "objection.accept": _("the decision whether the objection is accepted"),
        "objection.self-check": _("the platform's own check of the objection"),
        "objection.supplement": _("what the objection lacks"),
        "objection.inquiry": _("the answer to the inquiry"),
        "objection.inquiry-reminded": _("the answer after the reminder"),
        "objection.handle": _("the decision on the objection"),
        "objection.correct": _("the correction"),
        "objection.redress": _("the redress"),
        "objection.redress-confirm": _("the confirmation of the redress"),
        "objection.succession": _("the wait for persons tied to the deregistered company"),
        "objection.hold-review": _("the review of the hold of the objection"),
        "rectification.serve": _("the service of the rectification order"),
        "rectification.rectify": _("the rectification"),
        "rectification.check": _("the check of the rectification"),
        "rectification.set-talk": _("the notice of the talk"),
        "rectification.hold-talk": _("the minutes of the talk"),
        "rectification.rectify-again": _("the rectification after the talk"),
        "rectification.last-limit": _("the rectification within the last limit"),
        "rectification.close": _("the last limit or the handing over"),
        "rectification.share-minutes": _("the taking in of the minutes by the sharing platform"),
        "rectification.hold-review": _("the review of the hold of the rectification"),
        "revocation.defence": _("the statement in defence"),
        "revocation.decide": _("the decision on the revocation"),
        "revocation.hold-review": _("the review of the hold of the revocation"),
        "complaint.accept": _("the decision whether the complaint is taken up"),
        "complaint.answer": _("the answer to the complaint"),
    }
)
TERM_NAMES: Mapping[str, Promise] = MappingProxyType(
    {
        "draft": _("Keeping of the draft"),
        "accept": _("Acceptance"),
        "supplement": _("Supply of the missing items"),
        "steps": _("Steps of the repair"),
        "decide": _("Decision"),
        "total": _("Whole procedure"),
        "hold-review": _("Review of the hold"),
        "release": _("Removal by the holder"),
        "minimum": _("Shortest publication"),
        "maximum": _("Longest publication"),
        "watch": _("Watch of the commitment"),
    }
)
"""The terms of repairs, publication and delisting, where they are named by themselves."""
TRIGGER_WORDS: Mapping[str, Promise] = MappingProxyType(
    {
        "absent": _("the talk missed without cause"),
        "ceased": _("the entry of the deregistration"),
        "defence-over": _("the end of the defence"),
        "exhausted": _("the day on which no talk was left"),
        "issued": _("the signing of the order"),
        "last-limit-set": _("the setting of the last limit"),
        "redressed": _("the notice of the redress"),
        "reminded": _("the reminder of the inquiry"),
        "reported": _("the report of the rectification"),
        "talk-day": _("the day of the talk"),
        "talk-due": _("the day on which the talk became due"),
        "talk-held": _("the talk"),
    }
)


def term_name(term: str) -> str:
    """A term by name in the reader's language; a term of an edition's own wording is told as it stands."""
    if term in TERM_WORDS:
        return str(capfirst(str(TERM_WORDS[term])))
    return str(TERM_NAMES.get(term, term))


# in whatever language the reader speaks when the sentence is shown
lazy_term_name = lazy(term_name, str)
