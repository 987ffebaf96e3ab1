"""The words of messages about revocations and commitments."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from notifications.template import Wording

OF_REVOCATIONS: dict[str, Wording] = {
    "repair-doubted": Wording(
        _("A repair granted to you may be revoked: defend yourself"),
        _(
            "The repair of {decision} may be revoked (case {number}). The attached notice says why. "
            "You may state your defence until {due}; silence admits nothing."
        ),
    ),
    "defence-stated": Wording(
        _("A defence was stated"),
        _("The company stated its defence in case {number}. Examine it; the decision is due by {due}."),
    ),
    "defence-over": Wording(
        _("The term of a defence ended without a statement"),
        _("In case {number} no defence was stated. Examine the facts; the decision is due by {due}."),
    ),
    "repair-revoked": Wording(
        _("The repair was revoked"),
        _(
            "The repair of {decision} was revoked. The attached decision says what stands again until when, how long "
            "no repair may be applied for, and what you can do against it."
        ),
    ),
    "repair-kept": Wording(
        _("The repair is kept"),
        _("The repair of {decision} is kept: nothing changes. The attached notice gives the reasons."),
    ),
    "revocation-ended": Wording(
        _("A revocation has ended"),
        _(
            "Case {number} about revoking a repair has ended without a decision. The attached notice says why."
        ),
    ),
    "commitment-honoured": Wording(
        _("Your commitment was honoured"),
        _("The commitment you gave for the repair of {decision} counts as honoured; it is watched no more."),
    ),
}
