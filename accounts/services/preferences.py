"""How a person likes to work: kept for the person, never for the machine they sit at. No act, so no journal."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction

from accounts.models import Preference, User
from accounts.refusals import refusal


def preferences_of(user_id: int) -> Preference:
    """What a person chose, or the defaults for whoever never did (an unsaved row; one query)."""
    return Preference.objects.filter(user=user_id).first() or Preference(user_id=user_id)


@transaction.atomic
def keep_preferences(
    *,
    user_id: int,
    shortcuts: bool | None = None,
    dense_lists: bool | None = None,
    language: str | None = None,
) -> Preference:
    """Keep what a person chose for themselves; what is None stays as it was.

    Raises Refusal for a language that the desk does not speak.
    """
    if language is not None and language not in dict(settings.LANGUAGES):
        raise refusal("unknown-language")
    kept, _new = Preference.objects.select_for_update().get_or_create(user_id=user_id)
    if shortcuts is not None:
        kept.shortcuts = shortcuts
    if dense_lists is not None:
        kept.dense_lists = dense_lists
    kept.save()
    if language is not None:
        User.objects.filter(pk=user_id).update(language=language)
    return kept
