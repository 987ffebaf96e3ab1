"""The first security administrator: the one person whom nobody appoints, on an empty desk only."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from accounts.models import Post, User
from accounts.roles import Role
from journal.now import day_of
from journal.record import record
from records.models import Department


class AlreadyThere(Exception):
    """There is a security administrator; everybody else gets their post from that person."""


@transaction.atomic
def appoint_first(*, username: str, name: str, department: Department, at: datetime) -> User:
    """Make a person without a password and give them the security administrator's post.

    Raises AlreadyThere where somebody holds or held that post, ValueError for a user name that is taken.
    """
    if Post.objects.filter(role=Role.SECURITY_ADMIN).exists():
        raise AlreadyThere
    if User.objects.filter(username=username).exists():
        raise ValueError(username)
    user = User(username=username, full_name=name)
    user.set_unusable_password()
    user.save()
    post = Post.objects.create(user=user, department=department, role=Role.SECURITY_ADMIN, from_on=day_of(at))
    record(
        stream="security",
        verb="account.post_given",
        actor_ref="system:first-administrator",
        at=at,
        payload={
            "post_id": post.pk,
            "user_id": user.pk,
            "department_id": department.pk,
            "role": str(Role.SECURITY_ADMIN),
            "from_on": post.from_on.isoformat(),
            "to_on": None,
        },
    )
    return user
