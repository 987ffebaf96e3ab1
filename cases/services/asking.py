"""What is asked for when an application of any kind lacks something (一次性告知补正)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from cases.refusals import refusal


def asked_items(items: Iterable[Mapping[str, str]]) -> list[dict[str, str]]:
    """Missing items as they are kept: {what, material, clause}, stripped; raises a refusal where none is named."""
    wanted = [
        {
            "what": item.get("what", "").strip()[:500],
            "material": item.get("material", "").strip()[:30],
            "clause": item.get("clause", "").strip()[:160],
        }
        for item in items
        if item.get("what", "").strip()
    ]
    if not wanted:
        raise refusal("no-items")
    return wanted
