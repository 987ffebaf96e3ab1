"""What the people's room refuses, in one place."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from journal.days import lazy_day_words
from journal.refusals import Crossed, NotAllowed, NotFound, Refusal

SENTENCES = {
    "not-security-admin": _("Only the security administrator gives and ends posts."),
    "own-post": _("Nobody gives or ends a post of their own. Ask another security administrator."),
    "not-clerk": _("Only a window clerk who has checked the papers can do this."),
    "clerks-own-company": _(
        "You hold a mandate for this company and may not serve it at the window. Ask another clerk."
    ),
    "not-owner": _(
        "Only the owner of the company's account, or a window clerk who serves it, gives and ends mandates."
    ),
    "no-person": _("This account does not exist. Check the sign-in name."),
    "no-subject": _("This company is not known here. Check the unified social credit code."),
    "no-department": _("This department does not exist."),
    "no-post": _("This post does not exist."),
    "no-mandate": _("This mandate does not exist or is not yours to end."),
    "department-closed": _("{department} is not in existence on {day}. Choose its successor."),
    "unknown-role": _("There is no such role."),
    "post-held": _("This person holds the post already."),
    "two-admin-roles": _(
        "One person holds only one of the three administrator roles. End the other one first."
    ),
    "admin-and-officer": _(
        "An administrator holds no post of an officer, and an officer none of an administrator. "
        "Use another account."
    ),
    "post-over": _("This post has ended already."),
    "offer-it": _("The owner offers a mandate; it holds once the agent has accepted it."),
    "no-scope": _("Choose at least one thing that the agent may do."),
    "foreign-record": _("Choose records of this company only."),
    "no-agent": _(
        "No account with this sign-in name can be given a mandate. Ask the agent for the exact name."
    ),
    "offered-already": _("A mandate was offered to this address already. Take that offer back first."),
    "too-many-offers": _("At most {limit} offers wait at once. Take one back first."),
    "no-offer": _("This offer does not exist or is not yours."),
    "offer-over": _("This offer waits no more. Ask the owner to offer the mandate again."),
    "mandate-held": _("This account can act for the company already."),
    "own-mandate": _("The owner needs no mandate. Name another account."),
    "until-past": _("The last day of the mandate lies in the past. Choose today or a later day."),
    "mandate-over": _("This mandate has ended already."),
    "wrong-code": _(
        "This activation code is not valid. Check it letter by letter, "
        "or ask the service window for a new one."
    ),
    "code-ran-out": _("This activation code ran out on {day}. Ask the service window for a new one."),
    "not-security-reset": _("Only the security administrator resets a second factor."),
    "own-reset": _("Nobody resets their own second factor. Ask another security administrator."),
    "no-reason": _("Give the reason for the reset."),
    "no-second-factor": _("This person has no second factor that could be reset."),
    "last-factor": _(
        "Whoever holds a post keeps at least one second factor. Add another one first, then remove this."
    ),
    "no-session": _("This session has ended already or is not yours."),
    "no-identity": _("This binding has ended already."),
    "mail-away": _("No mail can be sent at this moment. Try again in some minutes."),
    "identity-unknown": _(
        "Your unit has confirmed who you are, but no officer's account here belongs to you. "
        "Ask your security administrator."
    ),
    "identity-unnamed": _("Your unit's sign-in did not say whose account is meant. Ask its administrator."),
    "identity-unverified": _("Your unit has not verified your e-mail address. Ask its administrator."),
    "identity-other": _(
        "Your account here is bound to another identity of your unit. Ask your security administrator."
    ),
    "unknown-language": _("The desk does not speak this language. Choose one of the list."),
    "not-to-substitute": _("Only the officer, or a supervisor of the unit, says who stands in."),
    "no-substitution": _("This substitution does not exist or is not yours to see."),
    "substitution-over": _("This substitution has ended already."),
    "from-past": _("The first day lies in the past. Choose today or a later day."),
    "until-before-from": _("The last day lies before the first. Check both days."),
    "own-substitute": _("Nobody stands in for themselves. Choose a colleague."),
    "not-same-post": _(
        "{name} does not hold this post in this unit on the first day. Choose a colleague who does."
    ),
    "substituted-already": _("Somebody stands in for {name} on some of these days already. End that first."),
    "stands-in-already": _(
        "{name} stands in for somebody on some of these days. End that first: there is no chain."
    ),
    "substitute-away": _("{name} is away on some of these days. Choose another colleague."),
    "too-many-tries": _("Too many wrong activation codes. Try again in an hour or go to the service window."),
}
_FORBIDDEN = {
    "not-security-admin",
    "own-post",
    "not-clerk",
    "clerks-own-company",
    "not-owner",
    "not-security-reset",
    "own-reset",
    "last-factor",
    "identity-unknown",
    "identity-unnamed",
    "identity-unverified",
    "identity-other",
    "not-to-substitute",
}
_ABSENT = {
    "no-person",
    "no-subject",
    "no-department",
    "no-post",
    "no-mandate",
    "no-offer",
    "no-session",
    "no-identity",
    "no-substitution",
}
_CROSSED = {
    *("post-held", "post-over", "mandate-held", "mandate-over", "offer-over"),
    *("no-second-factor", "substitution-over"),
}


def refusal(code: str, **facts: Any) -> Refusal:
    """The refusal of a code, its sentence filled in the reader's language."""
    kind: type[Refusal] = Refusal
    if code in _FORBIDDEN:
        kind = NotAllowed
    elif code in _ABSENT:
        kind = NotFound
    elif code in _CROSSED:
        kind = Crossed
    told = {name: lazy_day_words(fact) if isinstance(fact, date) else fact for name, fact in facts.items()}
    return kind(code, format_lazy(SENTENCES[code], **told) if told else SENTENCES[code])
