"""Under which text a case runs, and whether another has come into force for it meanwhile."""

from __future__ import annotations

from datetime import date

from cases.models import Case
from cases.refusals import refusal
from cases.states import RUNNING_STATES
from records.models import CreditRecord
from rulebook.edition import Edition
from rulebook.editions_in_use import editions_in_use
from rulebook.in_force import NoEdition, SeveralEditions


def newer_edition(case: Case, *, on: date) -> Edition | None:
    """The text that has come into force for a running case since it was filed; None where there is none.

    It is the one of the record's route and place on a day. A text older than the pinned one is none, and where no
    text is in force there is nothing to go over to. Raises Refusal where several claim the day.
    """
    if case.state not in RUNNING_STATES:
        return None
    try:
        found = _in_force(case.record, on)
    except NoEdition:
        return None
    except SeveralEditions as doubt:
        raise refusal("several-texts", doubt=str(doubt)) from doubt
    if found.key == case.edition_key:
        return None
    pinned = editions_in_use().by_key(case.edition_key)
    return found if found.in_force_from > pinned.in_force_from else None


def edition_to_choose(case: Case, *, on: date) -> Edition | None:
    """The newer text on which nothing was chosen for the case yet. Raises Refusal where several claim the day."""
    found = newer_edition(case, on=on)
    if found is None or case.changeovers.filter(to_edition=found.key).exists():
        return None
    return found


def doubt_of(case: Case, *, on: date) -> str:
    """Which texts claim the day for a running case though none repeals the other, in words; "" where there is none."""
    if case.state not in RUNNING_STATES:
        return ""
    try:
        _in_force(case.record, on)
    except NoEdition:
        return ""
    except SeveralEditions as doubt:
        return str(doubt)
    return ""


def _in_force(record: CreditRecord, on: date) -> Edition:
    return editions_in_use().in_force(
        route=record.route, jurisdiction=record.jurisdiction, on=on, record_kind=record.kind
    )


def may_change_over(case: Case, on: date) -> bool:
    """Whether a newer text can be chosen; where several claim the day nothing is offered (the case page says why)."""
    return not doubt_of(case, on=on) and edition_to_choose(case, on=on) is not None
