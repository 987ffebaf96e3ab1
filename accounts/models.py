"""People: users, their posts in departments, their mandates for subjects."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.roles import ADMIN_ROLES, MandateKind, Role
from records.models import Department, Subject


class User(AbstractUser):
    """A person who signs in. Powers come from posts and mandates only, never from flags on the user."""

    full_name = models.CharField(_("Name"), max_length=80, blank=True)
    language = models.CharField(max_length=10, blank=True)

    def __str__(self) -> str:
        return self.full_name or self.username


class Post(models.Model):
    """A role in a department within [from_on, to_on). One person holds at most one of the administrator roles."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="posts")
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="posts")
    role = models.CharField(max_length=20, choices=Role.choices)
    from_on = models.DateField()
    to_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "department", "role"],
                condition=models.Q(to_on__isnull=True),
                name="accounts_one_open_post",
            ),
            models.UniqueConstraint(
                fields=["user"],
                condition=models.Q(role__in=[str(role) for role in ADMIN_ROLES], to_on__isnull=True),
                name="accounts_one_admin_role",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.role}"


class Mandate(models.Model):
    """A person's power to act for a subject within [from_on, to_on)."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="mandates")
    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="mandates")
    kind = models.CharField(max_length=10, choices=MandateKind.choices)
    from_on = models.DateField()
    to_on = models.DateField(null=True, blank=True)
    given_by_ref = models.CharField(max_length=80)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "subject"],
                condition=models.Q(to_on__isnull=True),
                name="accounts_one_mandate",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} for {self.subject}"


class ActivationCode(models.Model):
    """A code, sent or handed to a subject, that binds one account to it; only its digest is kept."""

    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="activation_codes")
    digest = models.CharField(max_length=64, unique=True)
    issued_by_ref = models.CharField(max_length=80)
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"activation of {self.subject}"
