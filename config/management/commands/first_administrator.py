"""Makes the first security administrator of an empty desk; everybody else gets their posts from that person."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.urls import reverse

from accounts.models import User
from config.first import AlreadyThere, appoint_first
from journal.now import now
from records.models import Department


class Command(BaseCommand):
    help = (
        "Create the security administrator in a department and print an address, good for one use, at which the"
        " password is chosen. Refused once there is one."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")
        parser.add_argument("--name", required=True, help="the person's name")
        parser.add_argument("--department", required=True, metavar="CODE", help="code of a loaded department")

    def handle(self, *, username: str, name: str, department: str, **_options: Any) -> None:
        unit = Department.objects.filter(code=department).first()
        if unit is None:
            raise CommandError(f"No department has the code {department}; load the departments first.")
        try:
            user = appoint_first(username=username, name=name, department=unit, at=now())
        except AlreadyThere as refused:
            raise CommandError(
                "There is a security administrator already; posts are given on the pages."
            ) from refused
        except ValueError as refused:
            raise CommandError(f"The name {username} is taken.") from refused
        self.stdout.write(settings.DESK_ADDRESS + _address_of_choice(user))
        self.stderr.write("Open this address within three days and choose the password; it works once.")


def _address_of_choice(user: User) -> str:
    key = default_token_generator.make_token(user)
    return reverse("account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(user), "key": key})
