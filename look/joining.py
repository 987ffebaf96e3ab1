"""Words set beside one another with the signs of the reader's language."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _


def paired(what: str, detail: str) -> str:
    """What is told, then its detail after a colon, where there is one."""
    return _("%(what)s: %(detail)s") % {"what": what, "detail": detail} if detail else what


def listed(parts: Iterable[str]) -> str:
    """Parts of a sentence one after the other, empty ones left out."""
    return _("; ").join(part for part in parts if part)


def bracketed(what: str, beside: str) -> str:
    """What is told, and in brackets what stands beside it."""
    return _("%(unit)s (%(name)s)") % {"unit": what, "name": beside}
