"""The roles of the house. Subject roles rest on mandates, the others on posts in departments."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    WINDOW_CLERK = "window-clerk", _("Window clerk")
    REVIEWER = "reviewer", _("Reviewer")
    DECIDER = "decider", _("Decider")
    SUPERVISOR = "supervisor", _("Supervisor")
    SYSTEM_ADMIN = "system-admin", _("System administrator")
    SECURITY_ADMIN = "security-admin", _("Security administrator")
    AUDIT_ADMIN = "audit-admin", _("Audit administrator")


ADMIN_ROLES = (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN)
OFFICER_ROLES = (Role.WINDOW_CLERK, Role.REVIEWER, Role.DECIDER, Role.SUPERVISOR)


class MandateKind(models.TextChoices):
    OWNER = "owner", _("Owner")
    AGENT = "agent", _("Agent")
