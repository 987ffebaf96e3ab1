"""From where somebody asks, for limits on pages that nobody signs in to."""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from django.http import HttpRequest


def caller_of(request: HttpRequest) -> str:
    """The caller's address as the proxies tell it that are trusted (`DESK_TRUSTED_PROXIES`); empty where unknown."""
    return get_adapter(request).get_client_ip(request) or ""
