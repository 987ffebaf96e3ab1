"""Which cases answer a question to the worklist. Each source is one index; nothing is asked by OR over two of them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import cache
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from viewflow.workflow.models import Task

from accounts.actors import Actor
from accounts.roles import Role
from cases.machines.whose import Who
from cases.models import Case, Hold
from cases.states import FINAL_STATES, RUNNING_STATES, STATES, CaseKind, ObjectionState
from journal.now import SHANGHAI, day_of
from records.models import Subject
from rulebook.terms import midnight_after
from workflows.posts import states_asking
from workflows.worklists.asked import BACK, DONE, HELD, MINE, TEAM, Asked

BACK_FOR = timedelta(
    days=14
)  # so long a case that was taken up again stands on the list of those that came back
FEW_SUBJECTS = 200  # a beginning that more names share is looked for among the unit's cases instead
DESKS = (Role.REVIEWER, Role.DECIDER, Role.SUPERVISOR)


@dataclass(frozen=True)
class Looker:
    """Who looks at a worklist, and when.

    `units` are the departments in which they work on cases; `own` are the people whose work is theirs to do:
    themselves, and those in whose place they stand.
    """

    units: tuple[int, ...]
    own: frozenset[int]
    at: datetime


def looker(actor: Actor, *, at: datetime, stands_in_for: Collection[int] = ()) -> Looker:
    """The actor as the worklist sees them."""
    mine = {actor.user_id} if actor.user_id is not None else set()
    return Looker(tuple(sorted(actor.departments(*DESKS))), frozenset(mine | set(stands_in_for)), at)


@dataclass(frozen=True)
class Source:
    """Cases that one index gives, and the rule by which one of them is on a desk of the looker."""

    cases: QuerySet[Case]
    on_a_desk: Q

    def on_tab(self, tab: str, who: Looker) -> QuerySet[Case]:
        """The cases of a tab. Raises KeyError for an unknown one."""
        return self.cases.filter(_rule_of(tab, who, self.on_a_desk))


def sources(who: Looker, *, each_unit: bool) -> list[Source]:
    """The cases of the looker's units, first as handling unit, then as the unit that is asked; no case twice.

    With `each_unit` every unit is a source of its own, so that an index can give each in its order.
    """
    if not who.units:
        return []
    groups = [(unit,) for unit in who.units] if each_unit else [who.units]
    at_the_handling_unit = _of_officers()
    if len(who.units) > 1:  # one of them may ask another of them
        at_the_handling_unit |= Q(state=ObjectionState.INQUIRING, asked_department__in=who.units)
    handled = [
        Source(Case.objects.filter(_of("handling_department", group)), at_the_handling_unit)
        for group in groups
    ]
    asked = [
        Source(
            Case.objects.filter(_of("asked_department", group)).exclude(handling_department__in=who.units),
            Q(state=ObjectionState.INQUIRING),
        )
        for group in groups
    ]
    return [*handled, *asked]


def _of(column: str, units: tuple[int, ...]) -> Q:
    return Q(**{column: units[0]}) if len(units) == 1 else Q(**{f"{column}__in": units})


@cache
def _of_officers() -> Q:
    """The states in which a case waits for an officer of its handling unit, in as few words as can be.

    A name that means so in every kind that knows it needs no kind beside it.
    """
    asking = {kind: set(states_asking(kind, Who.OFFICER, Who.COUNTERSIGNER)) for kind in CaseKind}
    names = {str(state) for states in asking.values() for state in states}
    everywhere = {
        name for name in names if all(name in asking[kind] for kind in CaseKind if name in set(STATES[kind]))
    }
    found = Q(state__in=sorted(everywhere))
    for kind, states in asking.items():
        if rest := sorted(str(state) for state in states if str(state) not in everywhere):
            found |= Q(kind=kind, state__in=rest)
    return found


def _rule_of(tab: str, who: Looker, on_a_desk: Q) -> Q:
    running = Q(state__in=RUNNING_STATES)
    if tab == MINE:
        return on_a_desk & Q(pk__in=_taken_by(who.own))
    if tab == TEAM:
        return on_a_desk & ~Q(Exists(_holds()))
    if tab == "waiting":
        return running & ~on_a_desk & ~Q(Exists(_holds()))
    if tab == HELD:
        return running & Q(pk__in=Hold.objects.filter(to_at__isnull=True).values("case"))
    if tab == BACK:
        return running & Q(pk__in=_came_back(who.at))
    return {
        "due-today": running & Q(next_due_at__gt=who.at, next_due_at__lte=midnight_after(day_of(who.at))),
        "overdue": running & Q(next_due_at__lte=who.at),
        DONE: Q(state__in=FINAL_STATES, filed_at__isnull=False),
    }[tab]


def narrowed(asked: Asked, *, looks_up: bool = True) -> Q:
    """The filters of a question (one statement where it searches for words and `looks_up` allows it)."""
    found = Q()
    for column, value in (
        ("kind", asked.kind),
        ("state", asked.state),
        ("record__class_name", asked.class_name),
        ("handling_department", asked.department),
        ("next_due_at__gte", asked.due_from and midnight_after(asked.due_from)),
        ("next_due_at__lte", asked.due_to and midnight_after(asked.due_to)),
        ("filed_at__gte", asked.opened_from and datetime.combine(asked.opened_from, time(), SHANGHAI)),
        ("filed_at__lt", asked.opened_to and midnight_after(asked.opened_to)),
    ):
        if value:
            found &= Q(**{column: value})
    if asked.owner is not None:
        found &= Q(pk__in=_taken_by({asked.owner}))
    if asked.nobodys:
        found &= ~Q(Exists(_open_tasks().filter(_this_case(), owner__isnull=False)))
    return found & _named(asked.query, looks_up=looks_up) if asked.query else found


def _named(query: str, *, looks_up: bool) -> Q:
    """Cases by number, code, or the beginning of the company's name.

    The companies are looked up first: names and codes have an index of their own, the join of both has none.
    """
    words = query.upper()
    if not looks_up:
        return Q(number=words) | Q(subject__code=words) | Q(subject__name__startswith=query)
    subjects = Subject.objects.filter(Q(code=words) | Q(name__startswith=query))
    few = list(subjects.values_list("pk", flat=True)[: FEW_SUBJECTS + 1])
    if len(few) > FEW_SUBJECTS:
        return Q(subject__name__startswith=query)
    return Q(number=words) | Q(subject__in=few) if few else Q(number=words)


def with_hold(cases: QuerySet[Case]) -> QuerySet[Any]:
    """Each case with the day on which its hold is looked at, and when its last hold ended."""
    ended = Hold.objects.filter(case=OuterRef("pk"), to_at__isnull=False).order_by("-to_at")
    return cases.annotate(
        hold_until=Subquery(_holds().values("review_on")[:1]), taken_up_at=Subquery(ended.values("to_at")[:1])
    )


def _holds() -> QuerySet[Hold]:
    return Hold.objects.filter(case=OuterRef("pk"), to_at__isnull=True)


def _came_back(at: datetime) -> QuerySet[Hold, int]:
    """Holds whose day has come and that wait for a word, and those that ended a short while ago."""
    due = Q(to_at__isnull=True, review_on__lte=day_of(at))
    return Hold.objects.filter(due | Q(to_at__gt=at - BACK_FOR)).values_list("case", flat=True)


def _open_tasks() -> QuerySet[Task]:
    tasks: QuerySet[Task] = Task.objects.filter(finished__isnull=True)
    return tasks


def _this_case() -> Q:
    return Q(process__caseprocess__case_id=OuterRef("pk"))


def _taken_by(people: Collection[int]) -> QuerySet[Task, int]:
    return _open_tasks().filter(owner__in=people).values_list("process__caseprocess__case_id", flat=True)
