"""What was changed on an account is told to its person, by inbox and mail."""

from __future__ import annotations

from accounts.models import User
from journal.models import Entry
from notifications.models import Channel, Message
from notifications.wording_of_accounts import OF_ACCOUNTS

VERBS = tuple(OF_ACCOUNTS)


def on_entry(entry: Entry) -> None:
    """Write the messages of an entry about an account; written before, nothing is written again."""
    user = User.objects.get(pk=entry.payload["user_id"])
    common = {
        "user": user,
        "template": entry.verb,
        "context": {"left": entry.payload["left"]} if "left" in entry.payload else {},
        "caused_by_entry": entry.pk,
        "created_at": entry.at,
    }
    messages = [Message(channel=Channel.INBOX, sent_at=entry.at, **common)]
    if user.email:
        messages.append(Message(channel=Channel.MAIL, next_attempt_at=entry.at, **common))
    Message.objects.bulk_create(messages, ignore_conflicts=True)
