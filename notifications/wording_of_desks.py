"""The words by which officers learn whose work is whose: work given on, and who stands in for whom."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from notifications.template import Wording

OF_DESKS: Mapping[str, Wording] = {
    "work-given": Wording(
        _("Work was given to you"), _("{by} gave you the work on case {number}. Reason: {reason}")
    ),
    "work-taken": Wording(
        _("Your work was given to a colleague"),
        _("{by} gave your work on case {number} to {to}. Reason: {reason}"),
    ),
    "stand-in": Wording(
        _("You stand in for a colleague"),
        _(
            "You stand in for {officer} from {due} until {legal}. Their work is on your worklist in these days."
        ),
    ),
    "stood-in-for": Wording(
        _("A colleague stands in for you"),
        _("{substitute} stands in for you from {due} until {legal}. It ends by itself."),
    ),
    "stand-in-ended": Wording(
        _("A substitution was ended"),
        _("{substitute} no longer stands in for {officer}."),
    ),
}
