"""What an ordered rectification shows on the desk: demand by demand, the order, the talks, who stood back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any

from cases.models import Case
from cases.models.talk import TalkStanding
from desk.checks import evidence
from desk.clauses import clauses_of
from desk.forms.acts import ActForm
from look.names import name_of
from look.people import names_of
from look.rectification import DemandRow, TalkRow, demand_rows, order_rows, talk_row, talk_rows
from rulebook.editions_in_use import editions_in_use


@dataclass(frozen=True)
class StoodBack:
    """Who stood back from a case, or from which unit it was taken, by whose word, and why."""

    who: str
    reason: str
    decided_by: str
    decided_at: datetime


def body(*, case: Case, names: Mapping[str, str], on: date) -> dict[str, Any]:
    """The demands with report, proof and finding; the order; the talks with their minutes; who stood back."""
    del on  # nothing here depends on the day
    rows = demand_rows(case, partial(evidence, names=names))
    return {
        "rows": rows,
        "checkers": names_of({row.checked_by_ref for row in rows if row.checked_by_ref}),
        "order_rows": order_rows(case.order),
        "talks": talk_rows(case),
        "stood_back": _stood_back(case),
    }


def _stood_back(case: Case) -> tuple[StoodBack, ...]:
    rows = list(case.recusals.select_related("department").order_by("pk"))
    people = names_of({ref for row in rows for ref in (row.officer_ref, row.decided_by_ref) if ref})
    return tuple(
        StoodBack(
            who=name_of(row.department) if row.department else people.get(row.officer_ref, row.officer_ref),
            reason=row.reason,
            decided_by=people.get(row.decided_by_ref, row.decided_by_ref),
            decided_at=row.decided_at,
        )
        for row in rows
    )


ABOUT_DEMANDS = (
    "find_satisfied",
    "find_insufficient",
    "last_limit",
    "hand_on",
    "cancel_order",
    "add_demands",
)
ABOUT_TALK = ("hold_talk", "postpone", "record_absence")


def about_act(*, case: Case, act: str, form: ActForm, names: Mapping[str, str], on: date) -> dict[str, Any]:
    """What stands beside the form of an act: the demand it is about, all demands, or the talk."""
    del on  # nothing here depends on the day
    rows = demand_rows(case, partial(evidence, names=names))
    return {
        "clauses": clauses_of(editions_in_use().by_key(case.edition_key)),
        "about": "desk/about_rectification.html",
        "rows": rows if act in ABOUT_DEMANDS else _asked(rows, form),
        "talk": _talk(case) if act in ABOUT_TALK else None,
    }


def _asked(rows: tuple[DemandRow, ...], form: ActForm) -> tuple[DemandRow, ...]:
    """The one demand that a form is about; none for a form that is about no one demand."""
    if "demand" not in form.fields:
        return ()
    chosen = str(form["demand"].value() or "")
    return tuple(row for row in rows if str(row.pk) == chosen)


def _talk(case: Case) -> TalkRow | None:
    found = case.talks.select_related("department").filter(standing=TalkStanding.SET).first()
    return talk_row(found) if found is not None else None
