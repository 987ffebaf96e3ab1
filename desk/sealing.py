"""Files shown in place on the desk: sealed, so that a stranger's file runs nothing and is never taken for a page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from django.http import HttpResponseBase

SEALED: Mapping[str, str] = {
    # a browser's own PDF viewer does not open in a sandbox; nothing but the viewer may run or load
    "application/pdf": "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'",
    "image/png": "default-src 'none'; sandbox; frame-ancestors 'self'",
    "image/jpeg": "default-src 'none'; sandbox; frame-ancestors 'self'",
}
"""The kinds of file that are shown in place, each with its own policy; any other kind is downloaded only."""

Answer = TypeVar("Answer", bound=HttpResponseBase)


def seal(response: Answer) -> Answer:
    """Seal an answer that bears one of the kinds of file shown in place. Raises KeyError for another kind."""
    response["Content-Security-Policy"] = SEALED[response["Content-Type"]]
    response["Content-Disposition"] = "inline"
    response["X-Content-Type-Options"] = "nosniff"
    return response
