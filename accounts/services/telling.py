"""What the people's services share: the locked person, the security stream of the journal."""

from __future__ import annotations

from datetime import datetime

from accounts.models import User
from accounts.refusals import refusal
from journal.record import record

STREAM = "security"


def locked_person(user_id: int) -> User:
    """The person, locked, so that two acts about the same person follow each other."""
    person = User.objects.select_for_update().filter(pk=user_id, is_active=True).first()
    if person is None:
        raise refusal("no-person")
    return person


def tell(verb: str, *, actor_ref: str, at: datetime, **facts: object) -> None:
    """Write what happened to the security stream, in the caller's transaction."""
    record(stream=STREAM, verb=verb, actor_ref=actor_ref, at=at, payload=facts)
