"""Worklists: what is on whose desk, least slack first; constant queries, keyset pages."""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from viewflow.workflow.models import Task

from accounts.actors import Actor
from accounts.roles import Role
from cases.machines.whose import Who
from cases.models import Case, Hold
from cases.refusals import refusal
from cases.states import FINAL_STATES, RUNNING_STATES, CaseKind, ObjectionState
from journal.now import day_of
from rulebook.terms import midnight_after
from workflows.alignment import CLOSED_TASKS
from workflows.posts import states_asking

PAGE = 25
TABS = {
    "mine": _("Mine"),
    "team": _("My team"),
    "waiting": _("Waiting for others"),
    "held": _("On hold"),
    "due-today": _("Due today"),
    "overdue": _("Overdue"),
    "done": _("Done"),
}


@dataclass(frozen=True)
class Row:
    """One case on a worklist, with who has taken it."""

    case: Case
    owner_id: int | None
    owner_name: str
    held: bool


@dataclass(frozen=True)
class Page:
    """A page of a worklist; `next_cursor` is empty on the last one. `counts` are per tab."""

    rows: tuple[Row, ...]
    next_cursor: str
    counts: dict[str, int]


def worklist(actor: Actor, *, tab: str, at: datetime, after: str = "", query: str = "") -> Page:
    """A page of an officer's cases: those of the departments in which the actor reviews, decides or supervises.

    `query` finds a case number, a credit code or the beginning of a name. Raises a refusal for an unknown tab or
    a broken cursor.
    """
    if tab not in TABS:
        raise refusal("no-case")
    cases = _of(actor)
    tabs = {name: _tab(name, at, _on_a_desk(actor)) for name in TABS}
    counts = _counts(cases, tabs)
    wanted = cases.filter(tabs[tab])
    if query:
        wanted = wanted.filter(
            Q(number=query.upper()) | Q(subject__code=query.upper()) | Q(subject__name__startswith=query)
        )
    newest_first = tab == "done"
    page = list(_page(wanted, after, newest_first=newest_first)[: PAGE + 1])
    more = len(page) > PAGE
    page = page[:PAGE]
    owners = _owners([case.pk for case in page])
    rows = tuple(
        Row(case, *owners.get(case.pk, (None, "")), held=bool(getattr(case, "held", False))) for case in page
    )
    return Page(rows, _cursor(page[-1]) if more else "", counts)


def overdue(actor: Actor, *, at: datetime, after: str = "") -> Page:
    """The supervisor's list: every running case whose term ran out, longest first."""
    return worklist(actor, tab="overdue", at=at, after=after)


def _of(actor: Actor) -> QuerySet[Case]:
    desks = actor.departments(Role.REVIEWER, Role.DECIDER, Role.SUPERVISOR)
    open_hold = Hold.objects.filter(case=OuterRef("pk"), to_at__isnull=True)
    cases: QuerySet[Case] = Case.objects.filter(
        Q(handling_department__in=desks) | Q(asked_department__in=desks)
    )
    return cases.annotate(held=Exists(open_hold), taken=Exists(_taken_by(actor)))


def _taken_by(actor: Actor) -> QuerySet[Task]:
    taken: QuerySet[Task] = Task.objects.filter(
        process__caseprocess__case_id=OuterRef("pk"), owner_id=actor.user_id, finished__isnull=True
    )
    return taken


def _on_a_desk(actor: Actor) -> Q:
    """On a desk of the actor's units: a case as its handling unit, an inquiry as the unit that is asked."""
    desks = actor.departments(Role.REVIEWER, Role.DECIDER, Role.SUPERVISOR)
    found = Q(state=ObjectionState.INQUIRING, asked_department__in=desks)
    for kind in CaseKind:
        states = states_asking(kind, Who.OFFICER, Who.COUNTERSIGNER)
        found |= Q(kind=kind, state__in=states, handling_department__in=desks)
    return found


def _tab(tab: str, at: datetime, on_a_desk: Q) -> Q:
    running = Q(state__in=RUNNING_STATES)
    tonight = midnight_after(day_of(at))
    return {
        "mine": on_a_desk & Q(taken=True),
        "team": on_a_desk & Q(held=False),
        "waiting": running & ~on_a_desk & Q(held=False),
        "held": running & Q(held=True),
        "due-today": running & Q(next_due_at__gt=at, next_due_at__lte=tonight),
        "overdue": running & Q(next_due_at__lte=at),
        "done": Q(state__in=FINAL_STATES, filed_at__isnull=False),
    }[tab]


def _counts(cases: QuerySet[Case], tabs: dict[str, Q]) -> dict[str, int]:
    # a count may not bear the name of an annotation ("held"): the filters would then mean the count
    names = {tab: f"on_{tab.replace('-', '_')}" for tab in TABS}
    found = cases.aggregate(**{name: Count("pk", filter=tabs[tab]) for tab, name in names.items()})
    return {tab: found[name] for tab, name in names.items()}


def _page(cases: QuerySet[Case], after: str, *, newest_first: bool) -> QuerySet[Case]:
    cases = cases.select_related("subject", "record", "handling_department")
    if newest_first:
        if after:
            cases = cases.filter(pk__lt=_after(after)[1])
        return cases.order_by("-pk")
    if after:
        due, pk = _after(after)
        if due is None:
            cases = cases.filter(next_due_at__isnull=True, pk__gt=pk)
        else:
            cases = cases.filter(
                Q(next_due_at__gt=due) | Q(next_due_at=due, pk__gt=pk) | Q(next_due_at__isnull=True)
            )
    return cases.order_by(F("next_due_at").asc(nulls_last=True), "pk")


def _cursor(case: Case) -> str:
    due = case.next_due_at.isoformat() if case.next_due_at else None
    return base64.urlsafe_b64encode(json.dumps([due, case.pk]).encode()).decode()


def _after(cursor: str) -> tuple[datetime | None, int]:
    try:
        due, pk = json.loads(base64.urlsafe_b64decode(cursor.encode()))
        return (datetime.fromisoformat(due) if due else None), int(pk)
    except (ValueError, TypeError, binascii.Error) as broken:
        raise refusal("no-case") from broken


def _owners(case_ids: list[int]) -> dict[int, tuple[int | None, str]]:
    tasks = (
        Task.objects.filter(process__caseprocess__case_id__in=case_ids)
        .exclude(status__in=CLOSED_TASKS)
        .select_related("owner", "process__caseprocess")
    )
    return {
        task.process.caseprocess.case_id: (task.owner_id, str(task.owner) if task.owner else "")
        for task in tasks
    }
