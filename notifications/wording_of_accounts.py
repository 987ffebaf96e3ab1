"""The words by which a person learns what was changed on their account, so that a stranger's hand is noticed."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from notifications.template import Wording
from notifications.wording_of_declaring import OF_DECLARING
from notifications.wording_of_mandates import OF_MANDATES

# the journal's verb -> what the person is told
OF_ACCOUNTS: Mapping[str, Wording] = {
    **OF_MANDATES,
    **OF_DECLARING,
    "account.second_factor_added": Wording(
        _("A second factor was added to your account"),
        _(
            "A passkey or an authenticator app was added. If it was not you, remove it, change your password "
            "and tell the service window or your security administrator."
        ),
    ),
    "account.second_factor_removed": Wording(
        _("A second factor was removed from your account"),
        _(
            "A passkey or the authenticator app was removed. If it was not you, change your password and tell "
            "the service window or your security administrator."
        ),
    ),
    "account.second_factor_reset": Wording(
        _("Your second factor was reset"),
        _(
            "The security administrator took your authenticator app, passkeys and recovery codes away and ended "
            "your sessions. Set up another at the next sign-in. If you did not ask for it, say so at once."
        ),
    ),
    "account.recovery_code_used": Wording(
        _("A recovery code was used"),
        _(
            "One of your recovery codes opened the account; {left} are left. If it was not you, change your "
            "password, make new codes and end all other sessions."
        ),
    ),
    "account.recovery_codes_made": Wording(
        _("New recovery codes were made"),
        _("The recovery codes you had before are void. If it was not you, change your password."),
    ),
    "account.password_changed": Wording(
        _("Your password was changed"),
        _(
            "If it was not you, choose a new one by way of the forgotten password, and tell the service window "
            "or your security administrator."
        ),
    ),
    "account.address_changed": Wording(
        _("Your e-mail address was changed"),
        _(
            "Messages go to the new address now. If it was not you, tell the service window or your security "
            "administrator."
        ),
    ),
    "account.number_confirmed": Wording(
        _("Your telephone number was confirmed"),
        _(
            "Text messages go to it as you choose. If it was not you, take the number back, change your password and "
            "tell the service window or your security administrator."
        ),
    ),
    "account.feed_opened": Wording(
        _("A calendar address was made for your account"),
        _(
            "Whoever has the address sees the days of your cases. If it was not you, revoke it and change your "
            "password."
        ),
    ),
    "account.identity_bound": Wording(
        _("You can sign in through your unit"),
        _(
            "Your account was opened by your unit's own sign-in for the first time and is bound to it now. "
            "If it was not you, tell your security administrator."
        ),
    ),
    "account.identity_unbound": Wording(
        _("Your unit's sign-in no longer opens your account"),
        _(
            "The security administrator ended the binding of your account to an identity of your unit and ended "
            "your sessions. If you did not ask for it, say so at once."
        ),
    ),
}
