"""Releasing a gazette: one person proposes the text, another one releases it, and from then on it counts."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from journal.record import record
from journal.refusals import Crossed, NotAllowed, Refusal
from rulebook.calendar_in_use import digest_of
from rulebook.models import ReleasedGazette
from rulebook.source import TomlSource
from rulebook.working_days import gazette_of

STREAM = "calendar"


def released(source: TomlSource) -> ReleasedGazette | None:
    """The row by which this very text is in force; None where it is not. Raises EditionFault for a bad text."""
    gazette = gazette_of(source)
    row = _in_force(gazette.year, gazette.jurisdiction)
    return row if row is not None and row.digest == digest_of(source.text) else None


def release(
    *, source: TomlSource, proposed_by: str, released_by: str, proposed_at: datetime, at: datetime
) -> ReleasedGazette:
    """Put a gazette in force for its year and place, and journal it; a text in force already stays as it is.

    People are plain references (`user:7`), and two of them. Raises EditionFault for a bad text, Refusal for a
    provisional one, NotAllowed for one person in both parts, Crossed where somebody else was first.
    """
    gazette = gazette_of(source)
    if gazette.status == "provisional":
        raise Refusal(
            "gazette-provisional",
            _("A calendar without its notice cannot be released: it would change nothing."),
        )
    if proposed_by == released_by:
        raise NotAllowed("gazette-four-eyes", _("Whoever proposes a calendar cannot release it."))
    with transaction.atomic():
        before = _in_force(gazette.year, gazette.jurisdiction)
        digest = digest_of(source.text)
        if before is not None and before.digest == digest:
            return before
        row = ReleasedGazette(
            year=gazette.year,
            jurisdiction=gazette.jurisdiction,
            text=source.text,
            notice=gazette.notice,
            digest=digest,
            proposed_by=proposed_by,
            proposed_at=proposed_at,
            released_by=released_by,
            released_at=at,
            replaces=before,
        )
        _add(row)
        record(stream=STREAM, verb="gazette.released", actor_ref=released_by, at=at, payload=_facts(row))
    return row


def _in_force(year: int, jurisdiction: str) -> ReleasedGazette | None:
    rows = ReleasedGazette.objects.filter(year=year, jurisdiction=jurisdiction)
    return rows.filter(replaced_by__isnull=True).first()


def _add(row: ReleasedGazette) -> None:
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as first:
        raise Crossed(
            "gazette-crossed",
            format_lazy(_("Another calendar for {year} was released at the same moment."), year=row.year),
        ) from first


def _facts(row: ReleasedGazette) -> dict[str, object]:
    return {
        "gazette_id": row.pk,
        "year": row.year,
        "jurisdiction": row.jurisdiction,
        "notice": row.notice,
        "digest": row.digest,
        "proposed_by": row.proposed_by,
        "proposed_at": row.proposed_at.isoformat(),
        "replaces": row.replaces_id,
    }
