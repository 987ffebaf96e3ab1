"""Makes the first security administrator of an empty desk; everybody else gets their posts from that person."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.urls import reverse

from accounts.models import Post, User
from accounts.roles import Role
from journal.now import now, today
from journal.record import record
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

    def handle(self, *, username: str, name: str, department: str, **_options: Any) -> None:  # noqa: ANN401
        if Post.objects.filter(role=Role.SECURITY_ADMIN, to_on__isnull=True).exists():
            raise CommandError("There is a security administrator already; posts are given on the pages.")
        unit = Department.objects.filter(code=department).first()
        if unit is None:
            raise CommandError(f"No department has the code {department}; load the departments first.")
        if User.objects.filter(username=username).exists():
            raise CommandError(f"The name {username} is taken.")
        with transaction.atomic():
            user = User(username=username, full_name=name)
            user.set_unusable_password()
            user.save()
            Post.objects.create(user=user, department=unit, role=Role.SECURITY_ADMIN, from_on=today())
            record(
                stream="security",
                verb="account.post_given",
                actor_ref="system:first-administrator",
                at=now(),
                payload={"user_id": user.pk, "department_id": unit.pk, "role": str(Role.SECURITY_ADMIN)},
            )
        self.stdout.write(settings.DESK_ADDRESS + _address_of_choice(user))
        self.stderr.write("Open this address within three days and choose the password; it works once.")


def _address_of_choice(user: User) -> str:
    key = f"{user_pk_to_url_str(user)}-{default_token_generator.make_token(user)}"
    uid, _dash, token = key.partition("-")
    return reverse("account_reset_password_from_key", kwargs={"uidb36": uid, "key": token})
