"""Identity providers of departments, read from the environment: nothing else can name one.

DESK_OIDC lists their names; each has DESK_OIDC_<NAME>_SERVER, _CLIENT, _SECRET, _LABEL, _DEPARTMENT and, where
the sign-in name is not in `preferred_username`, _CLAIM. What is missing or unsafe is refused at start.
"""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from config import env

NAME = re.compile(r"[a-z][a-z0-9]{0,19}")
SIGN_IN_NAME = "preferred_username"
THIS_MACHINE = {"127.0.0.1", "localhost"}


def providers() -> dict[str, Any]:
    """Read the providers of the environment as allauth takes them; empty where it names none.

    Raises ImproperlyConfigured for a name that is no plain word, a variable that is missing, and an address
    that is neither https nor on this machine.
    """
    named = env.names("DESK_OIDC")
    if not named:
        return {}
    return {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [_app(name) for name in named]}}


def origins(providers: dict[str, Any]) -> list[str]:
    """Where a sign-in form may lead: the origin of each provider."""
    apps = providers.get("openid_connect", {}).get("APPS", [])
    parts = [urlsplit(app["settings"]["server_url"]) for app in apps]
    return [f"{part.scheme}://{part.netloc}" for part in parts]


def _app(name: str) -> dict[str, Any]:
    if not NAME.fullmatch(name):
        raise ImproperlyConfigured(f"DESK_OIDC: {name!r} must be small letters and digits, a letter first.")
    prefix = f"DESK_OIDC_{name.upper()}"
    return {
        "provider_id": name,
        "name": env.required(f"{prefix}_LABEL"),
        "client_id": env.required(f"{prefix}_CLIENT"),
        "secret": env.required(f"{prefix}_SECRET"),
        "settings": {
            "server_url": _safe(f"{prefix}_SERVER"),
            "department": env.required(f"{prefix}_DEPARTMENT"),
            "claim": env.text(f"{prefix}_CLAIM", SIGN_IN_NAME),
            "fetch_userinfo": False,  # the signed token alone counts
        },
    }


def _safe(variable: str) -> str:
    address = env.required(variable).rstrip("/")
    part = urlsplit(address)
    if part.scheme != "https" and not (part.scheme == "http" and part.hostname in THIS_MACHINE):
        raise ImproperlyConfigured(f"{variable} must begin with https://, not {address!r}.")
    return address
