"""What the header offers to officers and administrators."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor
from accounts.roles import OFFICER_ROLES, Role
from desk.access import CASE_ROLES
from look.parts import NavItem

PLACES: tuple[tuple[str, Promise, tuple[Role, ...]], ...] = (
    ("desk:worklist", _("Worklist"), CASE_ROLES),
    ("desk:overview", _("Overview"), (Role.SUPERVISOR,)),
    ("desk:overdue", _("Overdue"), (Role.SUPERVISOR,)),
    ("desk:time", _("Whose time"), (Role.SUPERVISOR,)),
    ("desk:complaints", _("Complaints"), (Role.SUPERVISOR, Role.AUDIT_ADMIN)),
    ("desk:classes", _("Classes"), CASE_ROLES),
    ("desk:commitments", _("Commitments"), CASE_ROLES),
    ("desk:talks", _("Talks"), CASE_ROLES),
    ("desk:order_many", _("Who must rectify"), (Role.REVIEWER,)),
    ("desk:releases", _("Removals"), OFFICER_ROLES),
    ("desk:late_publication", _("Late publication"), CASE_ROLES),
    ("desk:records", _("Documents of courts"), (Role.REVIEWER, Role.SUPERVISOR)),
    ("desk:agents", _("Agents of many companies"), (Role.SUPERVISOR,)),
    ("desk:messages", _("Messages not sent"), (Role.SUPERVISOR, Role.SYSTEM_ADMIN)),
    ("desk:posts", _("Posts"), (Role.SECURITY_ADMIN,)),
    ("desk:departments", _("Departments"), (Role.SYSTEM_ADMIN,)),
    ("desk:providers", _("Providers"), (Role.SYSTEM_ADMIN,)),
    ("desk:calendars", _("Calendars"), (Role.SYSTEM_ADMIN,)),
    ("desk:editions", _("Legal texts"), (Role.SYSTEM_ADMIN,)),
    ("desk:measures", _("Measures"), (Role.SYSTEM_ADMIN,)),
    ("desk:journal", _("Journal"), (Role.AUDIT_ADMIN,)),
)


def entries(request: HttpRequest, actor: Actor) -> list[NavItem]:
    """The desk's pages for this person, the current one marked."""
    root = reverse("desk:worklist")
    places = [(reverse(name), str(label)) for name, label, roles in PLACES if actor.holds_anywhere(*roles)]
    inner = tuple(url for url, _label in places if url != root)
    return [
        NavItem(
            url,
            label,
            active=request.path.startswith(url) and (url != root or not request.path.startswith(inner)),
        )
        for url, label in places
    ]
