"""Resets a lost second factor where no other security administrator is there to do it on the page."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.actors import DESK
from accounts.models import User
from accounts.services import reset_second_factor
from journal.now import now
from journal.refusals import Refusal


class Command(BaseCommand):
    help = (
        "Take a person's authenticator app, passkeys and recovery codes away and end their sessions. "
        "For the only security administrator; all others ask that person."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")
        parser.add_argument("--reason", required=True, help="stands in the journal")

    def handle(self, *, username: str, reason: str, **_options: Any) -> None:
        person = User.objects.filter(username=username).first()
        if person is None:
            raise CommandError(f"Nobody has the sign-in name {username}.")
        try:
            reset_second_factor(user_id=person.pk, reason=reason, actor=DESK, at=now())
        except Refusal as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(f"{username} has no second factor now and is signed out everywhere.")
