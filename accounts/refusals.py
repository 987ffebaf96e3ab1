"""What the people's room refuses, in one place."""

from __future__ import annotations

from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

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
}
_ABSENT = {"no-person", "no-subject", "no-department", "no-post", "no-mandate", "no-session", "no-identity"}
_CROSSED = {"post-held", "post-over", "mandate-held", "mandate-over", "no-second-factor"}


def refusal(code: str, **facts: Any) -> Refusal:  # noqa: ANN401 - facts are whatever the sentence names
    """The refusal of a code, its sentence filled in the reader's language."""
    kind: type[Refusal] = Refusal
    if code in _FORBIDDEN:
        kind = NotAllowed
    elif code in _ABSENT:
        kind = NotFound
    elif code in _CROSSED:
        kind = Crossed
    return kind(code, format_lazy(SENTENCES[code], **facts) if facts else SENTENCES[code])
