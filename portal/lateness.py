"""What the subject reads when the unit is late: that it is, what follows, what can be done and until when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.lateness import Late, late_terms
from cases.models import Case
from cases.remedies import RemedyDay
from cases.states import CaseKind, RepairState
from journal.days import day_words, speaks_chinese
from look.case_words import term_words
from look.parts import Receipt
from look.terms import receipt_of, shown

CONSEQUENCES: Mapping[str, Promise] = {
    "escalate": gettext_lazy(
        "Silence decides nothing: the application is neither granted nor refused, it stays open and you need not "
        "file again. The unit's supervisor has been told. An act of the unit that comes late is valid all the same."
    ),
    "deemed-accepted": gettext_lazy(
        "By the text the application counts as accepted. The unit's supervisor has been told."
    ),
}
OF_OBJECTION = gettext_lazy(
    "Silence decides nothing: the objection stays open and you need not file again. The unit's supervisor has been "
    "told. An act of the unit that comes late is valid all the same."
)
ENDED_WITHOUT_THE_ACT = (RepairState.WITHDRAWN, RepairState.TERMINATED, RepairState.LAPSED)


@dataclass(frozen=True)
class RemedyRow:
    """One remedy against silence, its last day and why it is that day."""

    title: str
    until: date
    receipt: Receipt


@dataclass(frozen=True)
class LateNotice:
    """One term that the unit let pass; `over` says how it ended, empty while the act is owed."""

    term: str
    due_on: date
    receipt: Receipt
    over: str
    consequence: str
    remedies: tuple[RemedyRow, ...]


def late_notices(case: Case, *, at: datetime) -> tuple[LateNotice, ...]:
    """Every legal term of the unit that ran out, in the order in which they began."""
    return tuple(_notice(case, late) for late in late_terms(case, at=at))


def _notice(case: Case, late: Late) -> LateNotice:
    row = late.deadline
    return LateNotice(
        term=term_words(row.term),
        due_on=row.due_on,
        receipt=receipt_of(row),
        over=_over(case, late),
        consequence="" if late.ended_on else str(_consequence(case, row.on_breach)),
        remedies=tuple(_remedy(day) for day in late.remedies),
    )


def _consequence(case: Case, on_breach: str) -> Promise:
    return OF_OBJECTION if case.kind == CaseKind.OBJECTION else CONSEQUENCES[on_breach]


def _over(case: Case, late: Late) -> str:
    if late.ended_on is None:
        return ""
    if case.state in ENDED_WITHOUT_THE_ACT and case.closed_at is not None:
        return _("The case ended on %(day)s.") % {"day": day_words(late.ended_on)}
    return _("The unit acted on %(day)s, after the term; the act is valid all the same.") % {
        "day": day_words(late.ended_on)
    }


def _remedy(day: RemedyDay) -> RemedyRow:
    remedy = day.remedy
    return RemedyRow(
        title=capfirst(remedy.kind_zh if speaks_chinese() else remedy.kind_en),
        until=day.until,
        receipt=shown(day.receipt),
    )
