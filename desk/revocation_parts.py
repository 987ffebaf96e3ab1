"""What an officer's page of a revocation shows beside what every case has: grounds, defence, papers, effects."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from cases.labels import GROUNDS_OF_REVOCATION
from cases.models import Case
from cases.services.documents import GROUND
from cases.services.revocation.deciding import bar_of, bar_until
from cases.states import RevocationState
from desk.checks import evidence
from desk.clauses import clauses_of
from journal.days import short_day_words
from look.parts import Evidence, SummaryRow
from records.models.listing import ListingState
from rulebook.editions_in_use import editions_in_use

WAITING = (RevocationState.NOTIFIED, RevocationState.REVIEWING, RevocationState.PROPOSED)


def body(*, case: Case, names: Mapping[str, str], on: date) -> dict[str, Any]:
    """The parts of the page's body."""
    notice = case.notice
    commitment = getattr(case.previous, "commitment", None)
    return {
        "notice": notice,
        "ground": capfirst(str(GROUNDS_OF_REVOCATION[notice.ground])),
        "heard": notice.stated_at is not None,
        "hearing_over": notice.defence_over_on,
        "unit_papers": _papers(case, names, of_unit=True),
        "subject_papers": _papers(case, names, of_unit=False),
        "repair": case.previous,
        "commitment": commitment,
        "follows": _what_follows(case, on) if case.state in WAITING else (),
    }


def about_act(*, case: Case, act: str, on: date, **_page: object) -> dict[str, Any]:
    """What stands beside the form of an act."""
    return {
        "clauses": clauses_of(editions_in_use().by_key(case.edition_key)),
        "about": "desk/about_revocation.html",
        "follows": _what_follows(case, on) if act in {"propose", "revoke"} else (),
        "notice": case.notice,
        "ground": capfirst(str(GROUNDS_OF_REVOCATION[case.notice.ground])),
    }


def _papers(case: Case, names: Mapping[str, str], *, of_unit: bool) -> tuple[Evidence, ...]:
    present = sorted(
        (paper for paper in case.documents.all() if paper.removed_at is None), key=lambda paper: paper.pk
    )
    return tuple(evidence(paper, names) for paper in present if (paper.material == GROUND) == of_unit)


def _what_follows(case: Case, on: date) -> tuple[SummaryRow, ...]:
    """What a revocation signed today would do, so that nobody signs without knowing."""
    edition = editions_in_use().by_key(case.edition_key)
    listing = case.record.listing
    bar = bar_of(edition)
    until = bar_until(bar, edition, on=on)
    rows = []
    if edition.revocation.restores.value == "period-anew":
        rows.append(SummaryRow(_("Publication"), _("It counts anew from the day of the decision.")))
    elif listing.lapses_on is not None and listing.lapses_on <= on:
        rows.append(SummaryRow(_("Publication"), _("Its longest period is over: it is not shown again.")))
    elif listing.state == ListingState.UNPUBLISHED or listing.ends_on is None:
        rows.append(SummaryRow(_("Publication"), _("The record stands again as it stood before the repair.")))
    else:
        until_words = _("Shown again until %(day)s.") % {"day": short_day_words(listing.ends_on)}
        rows.append(SummaryRow(_("Publication"), until_words))
    if bar is None:
        return tuple(rows)
    words = (
        _("Until it is lifted.") if until is None else _("Until %(day)s.") % {"day": short_day_words(until)}
    )
    mark = bar.until.mark if bar.until is not None else bar.clause.mark
    rows.append(SummaryRow(_("Bar on applying for repair"), words, mark=str(mark)))
    return tuple(rows)
