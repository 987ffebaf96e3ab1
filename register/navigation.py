"""What the header offers to everybody."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from look.parts import NavItem


def entries(request: HttpRequest) -> list[NavItem]:
    """The public pages, the current one marked."""
    places = [
        (reverse("register:plan"), _("Plan a repair")),
        (reverse("register:search"), _("Public register")),
        (reverse("register:letter_check"), _("Check a letter")),
    ]
    return [NavItem(url, label, active=request.path.startswith(url)) for url, label in places]
