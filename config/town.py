"""The demo town."""

from __future__ import annotations

from collections.abc import Callable

from accounts.models import User
from records.models import Department


def is_empty() -> bool:
    """Whether nobody and nothing is in the database yet."""
    return not (User.objects.exists() or Department.objects.exists())


def build(*, tell: Callable[[str], None]) -> None:
    tell("Nothing to build yet.")


def sign_ins() -> list[str]:
    return []
