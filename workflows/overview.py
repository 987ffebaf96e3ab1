"""What a supervisor sees of the units watched over: slack, age, in and out, limits kept; every number has its list.

A number and its list are one condition (`GROUPS` names them), so they cannot differ.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from accounts.actors import Actor
from cases.models import Case, Decision, Supplement
from cases.models.decision import Outcome
from cases.refusals import refusal
from cases.states import RUNNING_STATES, RectificationState
from clocks.models import Deadline
from clocks.writing import PROMISE
from delisting.selectors import late_count
from journal.now import day_of
from rulebook.terms import add_working_days, midnight_after
from rulebook.working_days import Calendar

WEEKS = 12
SLACK = ("overdue", "today", "two", "five", "ten", "later", "none")
AGES = ("week-1", "week-2", "week-4", "week-12", "older")
LIMITS = ("limit-kept", "limit-missed", "promise-kept", "promise-missed")
PAGE = 50


@dataclass(frozen=True)
class Scope:
    """Whose cases, and which day it is: the units of the page, its period, the calendar of working days."""

    units: frozenset[int]
    at: datetime
    since: datetime
    calendar: Calendar

    @property
    def on(self) -> date:
        return day_of(self.at)


@dataclass(frozen=True)
class Reason:
    """A clause that was relied on when something was asked in addition or refused, and on how many cases."""

    clause: str
    cases: int


@dataclass(frozen=True)
class Overview:
    """The numbers of the page by the name of their group; `reasons` by what was done (asked, refused)."""

    counts: Mapping[str, int]
    asked: tuple[Reason, ...]
    refused: tuple[Reason, ...]
    talks_owed: int
    releases_stalled: int


@dataclass(frozen=True)
class CasePage:
    """A page of the cases of one number; `next_cursor` is empty on the last one."""

    cases: tuple[Case, ...]
    next_cursor: str


def overview(actor: Actor, scope: Scope) -> Overview:
    """All numbers of the page, with a fixed number of statements."""
    cases = _cases(scope)
    running = _counted(cases.filter(state__in=RUNNING_STATES), _slack(scope) | _ages(scope))
    filed = _counted(cases.filter(filed_at__gte=_monday(scope, WEEKS - 1)), _weeks(scope, "in", "filed_at"))
    closed = cases.filter(closed_at__gte=min(scope.since, _monday(scope, WEEKS - 1)))
    ended = _counted(closed, _weeks(scope, "out", "closed_at") | _limits(scope))
    return Overview(
        counts=running | filed | ended,
        asked=_ranked(_asked(scope)),
        refused=_ranked(_refused(scope)),
        talks_owed=cases.filter(state=RectificationState.TALK_DUE).count(),
        releases_stalled=late_count(actor),
    )


def week_of(scope: Scope, back: int) -> date:
    """The Monday of the week that many weeks back."""
    return scope.on - timedelta(days=scope.on.weekday() + 7 * back)


def cases_of(scope: Scope, group: str, *, clause: str = "", after: str = "") -> CasePage:
    """The cases behind one number, the newest first; `clause` chooses among what was asked or refused.

    Raises a refusal for an unknown group or cursor.
    """
    groups = {reason: Q(pk__in=_told_by(told(scope), clause)) for reason, told in REASONS.items()}
    groups |= _slack(scope) | _ages(scope) | _limits(scope)
    groups |= _weeks(scope, "in", "filed_at") | _weeks(scope, "out", "closed_at")
    running = {name: Q(state__in=RUNNING_STATES) for name in (*SLACK, *AGES)}
    if group not in groups or (after and not after.isdecimal()):
        raise refusal("no-case")
    found = _cases(scope).filter(groups[group] & running.get(group, Q())).order_by("-pk")
    if after:
        found = found.filter(pk__lt=int(after))
    page = list(found.select_related("subject", "record", "handling_department")[: PAGE + 1])
    shown = tuple(page[:PAGE])
    return CasePage(shown, str(shown[-1].pk) if len(page) > PAGE else "")


def _cases(scope: Scope) -> QuerySet[Case]:
    promised = Deadline.objects.filter(owner_kind="case", owner_id=OuterRef("pk"), goal=PROMISE)
    return Case.objects.filter(handling_department__in=scope.units, filed_at__isnull=False).annotate(
        promised=Exists(promised), broken=Exists(promised.filter(breached_at__isnull=False))
    )


def _slack(scope: Scope) -> dict[str, Q]:
    """By the working days left until the end of the nearest term."""
    ends = [midnight_after(scope.on)]
    ends += [midnight_after(add_working_days(scope.on, days, scope.calendar)) for days in (2, 5, 10)]
    edges = [scope.at, *ends]
    groups = {"overdue": Q(next_due_at__lte=scope.at), "none": Q(next_due_at__isnull=True)}
    for name, start, end in zip(("today", "two", "five", "ten"), edges, ends, strict=False):
        groups[name] = Q(next_due_at__gt=start, next_due_at__lte=end)
    return groups | {"later": Q(next_due_at__gt=ends[-1])}


def _ages(scope: Scope) -> dict[str, Q]:
    """By the weeks since the filing."""
    starts = [scope.at - timedelta(weeks=weeks) for weeks in (1, 2, 4, 12)]
    groups = {"week-1": Q(filed_at__gt=starts[0])}
    for name, later, earlier in zip(AGES[1:], starts, starts[1:], strict=False):
        groups[name] = Q(filed_at__lte=later, filed_at__gt=earlier)
    return groups | {"older": Q(filed_at__lte=starts[-1])}


def _weeks(scope: Scope, prefix: str, field: str) -> dict[str, Q]:
    return {
        f"{prefix}-{back}": Q(
            **{f"{field}__gte": _monday(scope, back), f"{field}__lt": _monday(scope, back - 1)}
        )
        for back in range(WEEKS)
    }


def _limits(scope: Scope) -> dict[str, Q]:
    """Of the cases closed in the period: the legal limits kept or not, the promises beside them kept or not."""
    closed = Q(closed_at__gte=scope.since, closed_at__lt=scope.at)
    return {
        "limit-kept": closed & Q(late=False),
        "limit-missed": closed & Q(late=True),
        "promise-kept": closed & Q(promised=True, broken=False),
        "promise-missed": closed & Q(promised=True, broken=True),
    }


def _monday(scope: Scope, back: int) -> datetime:
    return midnight_after(week_of(scope, back) - timedelta(days=1))


def _counted(cases: QuerySet[Case], groups: Mapping[str, Q]) -> dict[str, int]:
    names = {f"group_{place}": group for place, group in enumerate(groups)}
    found = cases.aggregate(**{name: Count("pk", filter=groups[group]) for name, group in names.items()})
    return {group: found[name] for name, group in names.items()}


def _asked(scope: Scope) -> Iterator[tuple[int, str]]:
    """Cases and the clauses by which missing items were asked for in the period."""
    asked = Supplement.objects.filter(
        case__handling_department__in=scope.units, asked_at__gte=scope.since, asked_at__lt=scope.at
    )
    for case, items in asked.values_list("case_id", "items").iterator():
        yield from ((case, item["clause"]) for item in items)


def _refused(scope: Scope) -> Iterator[tuple[int, str]]:
    """Cases and the clauses by which repair was refused in the period."""
    refused = Decision.objects.filter(
        case__handling_department__in=scope.units,
        outcome=Outcome.REFUSE,
        signed_at__gte=scope.since,
        signed_at__lt=scope.at,
    )
    yield from refused.values_list("case_id", "clause").iterator()


REASONS = {"asked": _asked, "refused": _refused}


def _told_by(told: Iterable[tuple[int, str]], clause: str) -> list[int]:
    return sorted({case for case, named in told if named == clause}) if clause else []


def _ranked(told: Iterable[tuple[int, str]]) -> tuple[Reason, ...]:
    """The ten clauses on most cases; a clause counts once a case."""
    counted = Counter(clause for _case, clause in set(told) if clause)
    return tuple(Reason(clause, cases) for clause, cases in sorted(counted.items(), key=_most_first)[:10])


def _most_first(entry: tuple[str, int]) -> tuple[int, str]:
    clause, cases = entry
    return -cases, clause
