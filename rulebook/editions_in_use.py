"""The legal texts that count now: the shipped ones and whatever two people released since.

A process looks at the released rows' numbers (one small statement) when it has not for `LAW_FRESH_SECONDS`, and
reads their texts only where something is new: a release counts in every process within that time of its commit, in
the releasing one at once. A release only adds; a key once stored on a case never comes to mean another text.
"""

from __future__ import annotations

from math import inf
from pathlib import Path
from time import monotonic

from django.conf import settings

from rulebook.calendar_in_use import digest_of
from rulebook.in_force import CREDIT_CHINA, Editions, editions_put, shipped_editions
from rulebook.models import ReleasedText
from rulebook.source import TomlSource

Version = tuple[tuple[int, str], ...]


class TextAltered(Exception):
    """A released text is no longer what two people released: its digest differs."""


_kept: tuple[Version, Editions] | None = None
_looked_at = -inf


def editions_in_use() -> Editions:
    """The editions to judge by: shipped and released; inside `using` or `judging_by`, the ones put in their place.

    Raises EditionFault where a shipped file is broken, TextAltered where a released one is not what was released.
    """
    put = editions_put()
    if put is not None:
        return put
    if monotonic() - _looked_at > settings.LAW_FRESH_SECONDS:
        return look_again()
    return _kept[1] if _kept is not None else shipped_editions()


def look_again() -> Editions:
    """Look at once whether more was released. Raises as `editions_in_use` does."""
    global _kept, _looked_at  # noqa: PLW0603 - what was read last, for all threads
    version: Version = tuple(ReleasedText.objects.order_by("pk").values_list("pk", "digest"))
    if _kept is None or _kept[0] != version:
        rows = ReleasedText.objects.order_by("pk") if version else ()
        _kept = (version, shipped_editions().with_released(*map(source_released, rows)))
    _looked_at = monotonic()
    return _kept[1]


def forget() -> None:
    """Look when next asked, whenever the last look was; until something is found the shipped ones count."""
    global _kept, _looked_at
    _kept, _looked_at = None, -inf


def version_in_use() -> str:
    """A digest of what was released until now; another one after each release."""
    released = ReleasedText.objects.order_by("pk").values_list("pk", "digest")
    return digest_of(" ".join(f"{pk}:{digest}" for pk, digest in released))


def source_released(row: ReleasedText) -> TomlSource:
    """The text of a row, to be read. Raises TextAltered."""
    if digest_of(row.text) != row.digest:
        raise TextAltered(f"The released text {row} (row {row.pk}) is not the text that was released.")
    return TomlSource(Path(f"released-{row.pk}-{row.key}.toml"), row.text)


def route_of(*, record_kind: str, authority_field: str) -> str:
    """The route that is competent for a record: credit-china, gsxt or court."""
    return (
        editions_in_use().elsewhere(record_kind=record_kind, authority_field=authority_field) or CREDIT_CHINA
    )
