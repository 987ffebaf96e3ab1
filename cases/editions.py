"""Under which text a case runs, and whether another has come into force for it meanwhile."""

from __future__ import annotations

from datetime import date

from cases.models import Case
from cases.states import RUNNING_STATES
from rulebook.edition import Edition
from rulebook.in_force import NoEdition, SeveralEditions, shipped_editions


def newer_edition(case: Case, *, on: date) -> Edition | None:
    """The text that has come into force for a running case since it was filed; None where there is none.

    It is the one of the record's route and place on a day. A text older than the pinned one is none.
    """
    if case.state not in RUNNING_STATES:
        return None
    editions = shipped_editions()
    try:
        found = editions.in_force(
            route=case.record.route,
            jurisdiction=case.record.jurisdiction,
            on=on,
            record_kind=case.record.kind,
        )
    except (NoEdition, SeveralEditions):
        return None
    if found.key == case.edition_key:
        return None
    pinned = editions.by_key(case.edition_key)
    return found if found.in_force_from > pinned.in_force_from else None


def edition_to_choose(case: Case, *, on: date) -> Edition | None:
    """The newer text on which nothing was chosen for the case yet."""
    found = newer_edition(case, on=on)
    if found is None or case.changeovers.filter(to_edition=found.key).exists():
        return None
    return found
