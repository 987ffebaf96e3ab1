"""The words by which an agent and the owners of a company learn of a mandate: offered, given, declined, ended."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from notifications.template import Wording

# the journal's verb, for the agent and (with "-owner") for the owners of the company
OF_MANDATES: Mapping[str, Wording] = {
    "account.mandate_offered": Wording(
        _("A mandate is offered to you"),
        _(
            "{company} offers you a mandate. Sign in and open “Mandates” to see what it covers; accept or decline it."
        ),
    ),
    "account.offer_declined-owner": Wording(
        _("An offered mandate was declined"), _("The mandate that {company} offered was declined.")
    ),
    "account.offer_taken_back": Wording(
        _("An offered mandate was taken back"), _("{company} has taken back the mandate it offered to you.")
    ),
    "account.mandate_given": Wording(
        _("You act for a company now"),
        _("From now on you can act for {company}, as far as the mandate goes."),
    ),
    "account.mandate_given-owner": Wording(
        _("A mandate holds now"),
        _("{person} can act for {company} now. You can end the mandate at any time."),
    ),
    "account.mandate_ended": Wording(
        _("A mandate of yours has ended"),
        _("Your mandate for {company} has ended: you cannot act for it any more."),
    ),
    "account.mandate_ended-owner": Wording(
        _("A mandate has ended"), _("{person} cannot act for {company} any more: the mandate has ended.")
    ),
}
