"""What a password must be, in the house's words: Django's rules, and its own where their Chinese has gaps."""

from __future__ import annotations

from django.contrib.auth import password_validation as rules
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

# said by Django's address field; its sentence stands in the house's catalogue to be an official's in Chinese
ADDRESS_FAULT = gettext_noop("Enter a valid email address.")


class LongEnough(rules.MinimumLengthValidator):
    """At least `min_length` characters."""

    def get_error_message(self) -> str:
        return _("The password is too short: it needs at least {count} characters.").format(
            count=self.min_length
        )

    def get_help_text(self) -> str:
        return _("At least {count} characters.").format(count=self.min_length)


class UnlikeThePerson(rules.UserAttributeSimilarityValidator):
    """Not like the person's name, sign-in name or address."""

    def get_error_message(self) -> str:
        return _("The password is too much like your name, sign-in name or address.")

    def get_help_text(self) -> str:
        return _("Not like your name, sign-in name or address.")


class Uncommon(rules.CommonPasswordValidator):
    """Not on the list of those that are tried first."""

    def get_error_message(self) -> str:
        return _("This password is one of those that are tried first.")

    def get_help_text(self) -> str:
        return _("None of those that are tried first.")


class NotDigitsAlone(rules.NumericPasswordValidator):
    """Not a number."""

    def get_error_message(self) -> str:
        return _("The password is only a number.")

    def get_help_text(self) -> str:
        return _("Not only a number.")
