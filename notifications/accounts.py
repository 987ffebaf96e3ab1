"""What was changed on an account is told to its person, by inbox and mail."""

from __future__ import annotations

from accounts.models import User
from journal.models import Entry
from notifications.wording_of_accounts import OF_ACCOUNTS
from notifications.wording_of_declaring import OF_DECLARING
from notifications.wording_of_mandates import OF_MANDATES
from notifications.writing import Notice, write

VERBS = tuple(verb for verb in OF_ACCOUNTS if verb not in {**OF_MANDATES, **OF_DECLARING})


def on_entry(entry: Entry) -> None:
    """Write the messages of an entry about an account; written before, nothing is written again."""
    context = {"left": entry.payload["left"]} if "left" in entry.payload else {}
    write(
        Notice(template=entry.verb, context=context, entry=entry),
        [User.objects.get(pk=entry.payload["user_id"])],
    )
