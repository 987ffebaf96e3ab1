"""What the header offers to a subject's people and to window clerks."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.roles import Role
from look.parts import NavItem
from portal.access import serves


def entries(request: HttpRequest, actor: Actor) -> list[NavItem]:
    """The portal's pages for this person, the current one marked."""
    places: list[tuple[str, str]] = []
    if actor.holds_anywhere(Role.WINDOW_CLERK):
        places.append((reverse("portal:window"), _("Service window")))
    if serves(request, actor):
        places.append((reverse("portal:company"), _("Company at the window")))
    elif actor.subjects or not actor.posts:
        places.append((reverse("portal:company"), _("My company")))
    if (actor.subjects or not actor.posts) and not serves(request, actor):
        places.append((reverse("portal:my_mandates"), _("Mandates")))
    places.append((reverse("portal:inbox"), _("Inbox")))
    company = reverse("portal:company")
    inner = tuple(url for url, _label in places if url != company)
    return [NavItem(url, label, active=_is_here(request.path, url, company, inner)) for url, label in places]


def _is_here(path: str, url: str, company: str, inner: tuple[str, ...]) -> bool:
    """The company's address is the root of all the portal's: it is current where no other one is."""
    if url == company:
        return path.startswith(company) and not path.startswith(inner)
    return path.startswith(url)
