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
# whose work lies on desks: it can be taken, given on, and done in somebody's place
DESK_ROLES = (Role.REVIEWER, Role.DECIDER)
OFFICER_ROLES = (Role.WINDOW_CLERK, Role.REVIEWER, Role.DECIDER, Role.SUPERVISOR)


class MandateKind(models.TextChoices):
    OWNER = "owner", _("Owner")
    AGENT = "agent", _("Agent")


class MandateScope(models.TextChoices):
    """What an agent's mandate may let its holder do; the owner may do all of it. No word is part of another."""

    FILE = "file", _("Prepare and file applications for repair")
    SIGN = "sign", _("Sign as the second person")
    ANSWER = "answer", _("Answer the units: missing items, steps, reports, talks, defence")
    OBJECT = "object", _("Object and complain")
    LETTERS = "letters", _("Read letters and messages")


EVERY_SCOPE = " ".join(MandateScope.values)


class OfferOutcome(models.TextChoices):
    """What became of a mandate that was offered; empty while it waits."""

    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")
    TAKEN_BACK = "taken-back", _("Taken back")
