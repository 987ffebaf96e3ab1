"""Second factors as allauth asks for them: secrets kept sealed, names of keys, forms with labels."""

from __future__ import annotations

import base64
import hashlib
from typing import Any

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from cryptography.fernet import Fernet, MultiFernet
from django import forms
from django.conf import settings
from django.utils.encoding import force_bytes
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.refusals import SENTENCES
from accounts.second_factor import held_by, must_hold_one
from journal.now import today

NAME_LENGTH = 60


class DeskFactors(DefaultMFAAdapter):  # type: ignore[misc] # allauth ships no types
    """allauth's own way; secrets lie sealed in the database, and an officer keeps one factor."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "cannot_delete_authenticator": SENTENCES["last-factor"],
        "incorrect_code": _("This code or passkey is not right. Try once more."),
    }

    def encrypt(self, text: str) -> str:
        return _seal().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Raises InvalidToken where the secret was sealed under a key that is neither in use nor a fallback."""
        return _seal().decrypt(encrypted_text.encode()).decode()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        return may_do_without(authenticator.user_id)

    def get_totp_issuer(self) -> str:
        return gettext("Credit Repair Desk")

    def get_totp_label(self, user: User) -> str:
        return user.username

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:  # noqa: A002 - allauth's name
        return gettext("Passkey {number}").format(
            number=Authenticator.objects.filter(user=user, type=type).count() + 1
        )

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {**super().get_public_key_credential_rp_entity(), "name": gettext("Credit Repair Desk")}

    def get_public_key_credential_user_entity(self, user: User) -> dict[str, Any]:
        """The name a browser shows beside the key is the sign-in name, never an address."""
        return {**super().get_public_key_credential_user_entity(user), "name": user.username}


class AddPasskeyForm(AddWebAuthnForm):  # type: ignore[misc] # as above
    """A new passkey: its name, and whether it opens the account by itself."""

    name = forms.CharField(
        label=_("Name of the passkey"),
        help_text=_("So that you know it among others: the device or the key ring."),
        max_length=NAME_LENGTH,
        required=False,
    )
    passwordless = forms.BooleanField(
        label=_("Sign in with this passkey alone"),
        help_text=_("No password is asked then; the device checks your fingerprint, face or PIN instead."),
        required=False,
        initial=True,
    )


class RenamePasskeyForm(EditWebAuthnForm):  # type: ignore[misc] # as above
    """Another name for a passkey."""

    name = forms.CharField(
        label=_("Name of the passkey"),
        max_length=NAME_LENGTH,
        error_messages={"required": _("Give the passkey a name.")},
    )


def may_do_without(user_id: int) -> bool:
    """Whether a person may give up one second factor today: an officer not the last one."""
    return held_by(user_id).count > 1 or not must_hold_one(user_id, today())


def _seal() -> MultiFernet:
    """The key in use first, then those it replaced: what they sealed can still be read."""
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return MultiFernet(
        [
            Fernet(base64.urlsafe_b64encode(hashlib.sha256(b"second factor:" + force_bytes(key)).digest()))
            for key in keys
        ]
    )
