"""Addresses for calendar programs: made with a name, shown once, revoked at once."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from django.db import transaction

from accounts.services.telling import locked_person, tell
from notifications.models import CalendarFeed
from notifications.refusals import refusal

TOKEN_OCTETS = 32
MOST = 5
"""Addresses that one person may have at a time (the house's own choice, K)."""
SEEN_EVERY = timedelta(minutes=5)


@transaction.atomic
def open_feed(*, user_id: int, name: str, with_names: bool, at: datetime) -> str:
    """Make an address and return its token, this once.

    Raises Refusal for a missing name, and for whoever has too many already.
    """
    person = locked_person(user_id)
    named = " ".join(name.split())
    if not named:
        raise refusal("feed-name")
    if CalendarFeed.objects.filter(user=user_id, revoked_at__isnull=True).count() >= MOST:
        raise refusal("feeds-many")
    token = secrets.token_urlsafe(TOKEN_OCTETS)
    feed = CalendarFeed.objects.create(
        user=person, name=named[:60], digest=digest_of(token), with_names=with_names, opened_at=at
    )
    tell(
        "account.feed_opened",
        actor_ref=f"user:{user_id}",
        at=at,
        user_id=user_id,
        feed_id=feed.pk,
        with_names=with_names,
    )
    return token


@transaction.atomic
def revoke_feed(*, feed_id: int, user_id: int, at: datetime) -> None:
    """Let an address lead nowhere from now on; revoked before, nothing changes. Raises Refusal for another's."""
    mine = CalendarFeed.objects.select_for_update().filter(pk=feed_id, user=user_id).first()
    if mine is None:
        raise refusal("no-feed")
    if mine.revoked_at is not None:
        return
    mine.revoked_at = at
    mine.save(update_fields=["revoked_at"])
    tell("account.feed_revoked", actor_ref=f"user:{user_id}", at=at, user_id=user_id, feed_id=feed_id)


def feeds_of(user_id: int) -> list[CalendarFeed]:
    """The addresses that a person has, newest first; revoked ones lead nowhere and are left out."""
    return list(CalendarFeed.objects.filter(user=user_id, revoked_at__isnull=True).order_by("-pk"))


def feed_of(token: str) -> CalendarFeed | None:
    """The address of a token, perhaps a revoked one; None where there never was such a token or its person is gone."""
    found = CalendarFeed.objects.filter(digest=digest_of(token), user__is_active=True)
    return found.select_related("user").first()


def note_use(feed: CalendarFeed, at: datetime) -> None:
    """Keep when an address was last asked, to five minutes."""
    if feed.last_used_at is None or at - feed.last_used_at >= SEEN_EVERY:
        CalendarFeed.objects.filter(pk=feed.pk).update(last_used_at=at)


def digest_of(token: str) -> str:
    """What is kept of a token. It has 256 bits of chance: nothing need be added to it."""
    return hashlib.sha256(token.encode()).hexdigest()
