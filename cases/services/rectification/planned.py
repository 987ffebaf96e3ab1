"""What an ordered rectification means for somebody who plans a repair of its record (C24)."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from cases.models import Case, Talk
from cases.models.talk import TalkStanding
from cases.states import RUNNING_STATES, CaseKind, RectificationState
from rulebook.editions_in_use import editions_in_use

TALK = (RectificationState.TALK_DUE, RectificationState.TALK_SET)
BARS = "yes"


def rectifications_on(record_ids: Iterable[int]) -> dict[int, Case]:
    """The last ordered rectification of each record that has one (one query); `missed`: a talk of it was missed."""
    missed = Talk.objects.filter(case=OuterRef("pk"), standing=TalkStanding.ABSENT)
    rows = Case.objects.filter(record__in=list(record_ids), kind=CaseKind.RECTIFICATION)
    return {case.record_id: case for case in rows.annotate(missed=Exists(missed)).order_by("pk")}


def is_done(case: Case | None) -> bool:
    """Whether the rectification step of a repair counts as done."""
    return case is not None and case.state == RectificationState.SATISFIED


def reason_of(case: Case | None) -> str:
    """What the subject must know of a running rectification before it files a repair; "" where there is none."""
    if case is None or case.state not in RUNNING_STATES:
        return ""
    facts = {"number": case.number}
    if case.state not in TALK:
        return _("Rectification is ordered (%(number)s); the step counts once it is found satisfied.") % facts
    talks = editions_in_use().by_key(case.edition_key).talks
    if talks.absence_bars_repair.value != BARS:
        return _("A talk about the ordered rectification %(number)s is due.") % facts
    if getattr(case, "missed", False):
        return (
            _("A talk is due before you can file: one about the rectification %(number)s was missed.") % facts
        )
    return (
        _("A talk about the ordered rectification %(number)s is due; who misses it may not file a repair.")
        % facts
    )
