"""Which cases answer a question to the worklist. Each source is one index; nothing is asked by OR over two of them.

What is written here is a shape with blanks (`workflows.worklists.kept`); the values come from `asking`.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from viewflow.workflow.models import Task

from accounts.actors import Actor
from accounts.roles import Role
from cases.machines.whose import Who
from cases.models import Case, Hold, Signature
from cases.models.signature import SignatureStanding
from cases.states import FINAL_STATES, RUNNING_STATES, STATES, CaseKind, ObjectionState
from workflows.posts import states_asking
from workflows.worklists.asked import BACK, DONE, HELD, MINE, TEAM
from workflows.worklists.kept import Blank, day, moment, number, numbers, words

DESKS = (Role.REVIEWER, Role.DECIDER, Role.SUPERVISOR)
UNIT, OWN, COMPANY = "unit", "own", "company"  # blanks of which there are several


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
class Shape:
    """What of a question decides the text of its statement: nothing in it is a value of anybody.

    `filters` are the names of the fields of `Asked` that are set; `units`, `own` and `companies` say how many of
    them are asked for. Without `companies` a search for words is answered beside the case, not looked up before.
    """

    tab: str
    filters: frozenset[str]
    units: int
    own: int
    companies: int | None = None


@dataclass(frozen=True)
class Source:
    """Cases that one index gives, and the rule by which one of them is on a desk of the looker."""

    cases: QuerySet[Case]
    on_a_desk: Q


def lists(shape: Shape, *, in_order: bool) -> list[QuerySet[Case]]:
    """The cases that answer a question, one list a source; no case is in two of them.

    What is asked `in_order` leaves the choice of the index to the order: every unit is a source of its own, and
    the states are told as briefly as can be. What is only counted takes the index of the states.
    Raises KeyError for an unknown tab.
    """
    return [
        source.cases.filter(_rule_of(shape, source.on_a_desk), _narrowed(shape))
        for source in _sources(shape.units, in_order=in_order)
    ]


def _sources(count: int, *, in_order: bool) -> list[Source]:
    """The cases of the looker's units, first as handling unit, then as the unit that is asked; no case twice."""
    units = numbers(UNIT, count)
    if not units:
        return []
    groups = [[unit] for unit in units] if in_order else [units]
    at_the_handling_unit = _of_officers() if in_order else _states_of_officers() & _of_officers()
    if len(units) > 1:  # one of them may ask another of them
        at_the_handling_unit |= Q(state=ObjectionState.INQUIRING) & _of("asked_department", units)
    handled = [
        Source(Case.objects.filter(_of("handling_department", group)), at_the_handling_unit)
        for group in groups
    ]
    asked = [
        Source(
            Case.objects.filter(_of("asked_department", group)).exclude(_of("handling_department", units)),
            Q(state=ObjectionState.INQUIRING),
        )
        for group in groups
    ]
    return [*handled, *asked]


def _of(column: str, units: Sequence[Blank]) -> Q:
    return Q(**{column: units[0]}) if len(units) == 1 else Q(**{f"{column}__pk__in": units})


@cache
def _of_officers() -> Q:
    """The states in which a case waits for an officer of its handling unit, in as few words as can be.

    A name that means so in every kind that knows it needs no kind beside it.
    """
    asking = _asking()
    everywhere = {
        name
        for name in _names(asking)
        if all(name in asking[kind] for kind in CaseKind if name in set(STATES[kind]))
    }
    found = Q(state__in=sorted(everywhere))
    for kind, states in asking.items():
        if rest := sorted(states - everywhere):
            found |= Q(kind=kind, state__in=rest)
    return found


def _states_of_officers() -> Q:
    """Every name of those states: an index of states answers this, not what depends on the kind too."""
    return Q(state__in=sorted(_names(_asking())))


def _asking() -> dict[str, set[str]]:
    return {
        kind: {str(state) for state in states_asking(kind, Who.OFFICER, Who.COUNTERSIGNER)}
        for kind in CaseKind
    }


def _names(asking: dict[str, set[str]]) -> set[str]:
    return {name for names in asking.values() for name in names}


def _rule_of(shape: Shape, on_a_desk: Q) -> Q:
    running = Q(state__in=RUNNING_STATES)
    # the same, said so that no index of states is taken where a short list of cases is known already
    not_over = ~Q(state__in=("DRAFT", *FINAL_STATES))
    if shape.tab == MINE:
        return on_a_desk & Q(pk__in=_taken_by(numbers(OWN, shape.own)))
    if shape.tab == TEAM:
        return on_a_desk & ~Q(Exists(_holds()))
    if shape.tab == "waiting":
        return running & ~on_a_desk & ~Q(Exists(_holds()))
    if shape.tab == HELD:
        return not_over & Q(pk__in=Hold.objects.filter(to_at__isnull=True).values("case"))
    if shape.tab == BACK:
        return not_over & Q(pk__in=_came_back())
    return {
        "due-today": running & Q(next_due_at__gt=moment("at"), next_due_at__lte=moment("midnight")),
        "overdue": running & Q(next_due_at__lte=moment("at")),
        DONE: Q(state__in=FINAL_STATES, filed_at__isnull=False),
    }[shape.tab]


def _narrowed(shape: Shape) -> Q:
    """The filters of a question."""
    rules = {
        "kind": Q(kind=words("kind")),
        "state": Q(state=words("state")),
        "class_name": Q(record__class_name=words("class_name")),
        "department": Q(handling_department=number("department")),
        "due_from": Q(next_due_at__gte=moment("due_from")),
        "due_to": Q(next_due_at__lte=moment("due_to")),
        "opened_from": Q(filed_at__gte=moment("opened_from")),
        "opened_to": Q(filed_at__lt=moment("opened_to")),
        "owner": Q(pk__in=_taken_by([number("owner")])),
        "nobodys": ~Q(Exists(_open_tasks().filter(_this_case(), owner__isnull=False))),
        "query": _named(shape.companies),
    }
    found = Q()
    for name in sorted(shape.filters):
        found &= rules[name]
    return found


def _named(companies: int | None) -> Q:
    """Cases by number, code, or the beginning of the company's name; or by number, or of companies looked up before."""
    numbered = Q(number=words("number"))
    if companies is None:
        return numbered | Q(subject__code=words("number")) | Q(subject__name__begins=words("query"))
    if not companies:
        return numbered
    either = Case.objects.filter(numbered | Q(subject__pk__in=numbers(COMPANY, companies)))
    return Q(pk__in=either.values("pk"))  # two indexes, each asked once


def with_hold(cases: QuerySet[Case]) -> QuerySet[Any]:
    """Each case with the day on which its hold is looked at, and when its last hold ended."""
    ended = Hold.objects.filter(case=OuterRef("pk"), to_at__isnull=False).order_by("-to_at")
    return cases.annotate(
        hold_until=Subquery(_holds().values("review_on")[:1]), taken_up_at=Subquery(ended.values("to_at")[:1])
    )


def with_signature(cases: QuerySet[Any]) -> QuerySet[Any]:
    """Each case with the moment at which a signature that waits for the end of its recall window takes effect."""
    waiting = Signature.objects.filter(case=OuterRef("pk"), standing=SignatureStanding.WAITING)
    signed: QuerySet[Any] = cases.annotate(takes_effect_at=Subquery(waiting.values("takes_effect_at")[:1]))
    return signed


def _holds() -> QuerySet[Hold]:
    return Hold.objects.filter(case=OuterRef("pk"), to_at__isnull=True)


def _came_back() -> QuerySet[Hold, int]:
    """Holds whose day has come and that wait for a word, and those that ended a short while ago."""
    due = Q(to_at__isnull=True, review_on__lte=day("today"))
    return Hold.objects.filter(due | Q(to_at__gt=moment("back_since"))).values_list("case", flat=True)


def _open_tasks() -> QuerySet[Task]:
    tasks: QuerySet[Task] = Task.objects.filter(finished__isnull=True)
    return tasks


def _this_case() -> Q:
    return Q(process__caseprocess__case_id=OuterRef("pk"))


def _taken_by(people: Sequence[Blank]) -> QuerySet[Task, int]:
    taken = _open_tasks().filter(owner__pk__in=people)
    return taken.values_list("process__caseprocess__case_id", flat=True)
