"""Rows of the page on which a department determines the classes of its records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from cases.services.classes import Proposed
from journal.days import day_words
from journal.refusals import Refusal
from look.names import class_name_of
from records.models import CreditRecord
from records.models.classing import Direction
from records.services.class_change import Change, edition_for

FIELD = "class-"
REASON = "reason-"


@dataclass(frozen=True)
class ClassRow:
    """A record whose class is open: what it says, why it is open, the classes its text offers."""

    record: CreditRecord
    asked: bool
    why_open: str
    options: tuple[tuple[str, str], ...]
    chosen: str = ""
    reason: str = ""


@dataclass(frozen=True)
class PreviewRow:
    """What a decision would do to one record, in sentences; or why it is refused."""

    record: CreditRecord
    class_name: str
    class_label: str
    reason: str
    lines: tuple[str, ...]
    heavier: bool
    refused: str


def open_row(record: CreditRecord, *, asked: bool, sent: Mapping[str, str]) -> ClassRow:
    """A row of the list, with what was chosen on a page that came back."""
    return ClassRow(
        record=record,
        asked=asked,
        why_open=record.why_undetermined,
        options=_options(record),
        chosen=sent.get(f"{FIELD}{record.pk}", ""),
        reason=sent.get(f"{REASON}{record.pk}", ""),
    )


def preview_row(proposed: Proposed, *, reason: str) -> PreviewRow:
    """A row of the preview."""
    change, record = proposed.change, proposed.record
    edition_key = change.edition.key if change else record.edition_key
    return PreviewRow(
        record=record,
        class_name=proposed.class_name,
        class_label=class_name_of(edition_key, proposed.class_name) if change else proposed.class_name,
        reason=reason,
        lines=_lines(change) if change else (),
        heavier=change is not None and change.direction == Direction.HEAVIER,
        refused=proposed.refused,
    )


def sent_choices(sent: Mapping[str, Any]) -> dict[int, str]:
    """The classes that were chosen on a page, by record; rows left open are not among them."""
    return {
        int(name.removeprefix(FIELD)): str(value)
        for name, value in sent.items()
        if name.startswith(FIELD) and name.removeprefix(FIELD).isdecimal() and value
    }


def sent_reasons(sent: Mapping[str, Any]) -> dict[int, str]:
    """The reasons that were given for single records."""
    return {
        int(name.removeprefix(REASON)): str(value)
        for name, value in sent.items()
        if name.startswith(REASON) and name.removeprefix(REASON).isdecimal() and str(value).strip()
    }


def _options(record: CreditRecord) -> tuple[tuple[str, str], ...]:
    try:
        edition = edition_for(record)
    except Refusal:
        return ()
    likely = [name for name in record.candidates if name in edition.classes]
    names = dict.fromkeys([*likely, *edition.classes])
    return tuple((name, class_name_of(edition.key, name)) for name in names)


def _lines(change: Change) -> tuple[str, ...]:
    lines = [str(change.direction.label).capitalize()]
    if change.ends_at_once:
        lines.append(_("Publication ends at once: its longest period is over."))
    elif not change.after.published:
        lines.append(_("The record is not published."))
    elif change.after.ends_on is not None:
        lines.append(_("Published until %(day)s.") % {"day": day_words(change.after.ends_on)})
    if change.opens_at_once:
        lines.append(_("A repair may be filed at once."))
    elif change.after.earliest_filing_on is not None and not change.ends_at_once:
        lines.append(
            _("A repair may be filed from %(day)s on.") % {"day": day_words(change.after.earliest_filing_on)}
        )
    if not change.at_once:
        lines.append(_("It takes effect only with the notice to the company."))
    return tuple(lines)
