"""The terms that the texts may set, by proceeding; a term of another name is a fault of the text."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

TERMS = (
    "accept",
    "decide",
    "draft",
    "hold-review",
    "publish",
    "steps",
    "supplement",
    "total",
    "withdraw-record",
)
# only where entries are deleted by whoever made them, without a repair
MORE_TERMS = ("delete",)
# the terms of the other proceedings: in an edition `objection.accept`, `rectification.serve` and so on
PROCEEDINGS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "objection": (
            "accept",
            "correct",
            "draft",
            "handle",
            "hold-review",
            "inquiry",
            "inquiry-reminded",
            "redress",
            "redress-confirm",
            "self-check",
            "succession",
            "supplement",
        ),
        "rectification": (
            "check",
            "close",
            "hold-review",
            "hold-talk",
            "last-limit",
            "rectify",
            "rectify-again",
            "serve",
            "set-talk",
            "share-minutes",
        ),
        "revocation": ("decide", "defence", "hold-review"),
        "complaint": ("accept", "answer"),
    }
)
