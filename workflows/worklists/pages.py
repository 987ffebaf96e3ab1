"""A page of a worklist: least slack first, the same number of statements however many rows."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import Q
from viewflow.workflow.models import Task

from accounts.actors import Actor
from accounts.models import User
from accounts.substitutions import stands_in_for
from cases.models import Case
from cases.refusals import refusal
from journal.now import day_of
from records.models import Department
from workflows.alignment import CLOSED_TASKS
from workflows.worklists.asked import TABS, Asked
from workflows.worklists.asking import Question, question
from workflows.worklists.counting import counts_of
from workflows.worklists.finding import Looker, looker, with_hold, with_signature
from workflows.worklists.ordering import Key, cursor_of, first_keys

PAGE = 25
DEPARTMENTS = ("handling_department", "determining_department", "asked_department")


@dataclass(frozen=True)
class Row:
    """One case on a worklist: who has taken it, and for whom the reader would act.

    `hold_until` is the day on which an open hold is looked at; `taken_up_at` when the last hold ended;
    `takes_effect_at` when a signature that waits for the end of its recall window does.
    """

    case: Case
    owner_id: int | None
    owner_name: str
    in_place_of: bool
    hold_until: date | None
    taken_up_at: datetime | None
    takes_effect_at: datetime | None = None

    @property
    def held(self) -> bool:
        return self.hold_until is not None


@dataclass(frozen=True)
class Page:
    """A page of a worklist; `next_cursor` is empty on the last one.

    `counts` say what each tab would show under the same filters, `matches` what this one shows; `named` are the counts
    of other lists that were asked for beside it. All of them stop at `counting.COUNTED`.
    """

    rows: tuple[Row, ...]
    next_cursor: str
    counts: dict[str, int]
    matches: int
    named: dict[str, int]


def worklist(
    actor: Actor, asked: Asked, *, at: datetime, after: str = "", beside: dict[str, Asked] | None = None
) -> Page:
    """A page of an officer's cases: those of the departments in which the actor reviews, decides or supervises.

    `beside` are other questions that are only counted. Raises a refusal for an unknown tab or a broken cursor.
    """
    if asked.tab not in TABS:
        raise refusal("no-case")
    who = looker(actor, at=at, stands_in_for=stands_in_for(actor, on=day_of(at)))
    sorting = asked.sorting
    this = question(asked, who)
    keys = first_keys(this, sorting=sorting, after=after, size=PAGE + 1)
    tabs = {tab: Question(replace(this.shape, tab=tab), this.values) for tab in TABS}
    # a look-up for each of the others would be a statement for each
    others = {name: question(other, who, looks_up=False) for name, other in (beside or {}).items()}
    counts = counts_of({**tabs, **{f"beside {name}": other for name, other in others.items()}})
    shown = keys[:PAGE]
    return Page(
        rows=rows_of(shown, who),
        next_cursor=cursor_of(shown[-1], sorting) if len(keys) > PAGE else "",
        counts={tab: counts[tab] for tab in TABS},
        matches=counts[asked.tab],
        named={name: counts[f"beside {name}"] for name in others},
    )


def overdue(actor: Actor, *, at: datetime, after: str = "") -> Page:
    """The supervisor's list: every running case whose term ran out, longest first."""
    return worklist(actor, Asked(tab="overdue"), at=at, after=after)


def keys_of(actor: Actor, asked: Asked, *, at: datetime, limit: int) -> tuple[list[Key], Looker]:
    """The keys of all cases that answer a question, in its order, at most `limit`; and who they were asked for."""
    who = looker(actor, at=at, stands_in_for=stands_in_for(actor, on=day_of(at)))
    return first_keys(question(asked, who), sorting=asked.sorting, after="", size=limit), who


def rows_of(keys: Sequence[Key], who: Looker) -> tuple[Row, ...]:
    """The rows of keys in their order (three statements); what has left the looker's units meanwhile is left out."""
    wanted = [pk for _value, pk in keys]
    if not wanted:
        return ()
    mine = Q(handling_department__in=who.units) | Q(asked_department__in=who.units)
    cases = with_signature(with_hold(Case.objects.filter(mine, pk__in=wanted))).select_related(
        *("subject", "record", "record__listing", "previous", "order")
    )
    by_pk = {case.pk: case for case in cases}
    _with_departments(by_pk.values())
    owners = _owners(wanted)
    return tuple(_row(by_pk[pk], owners.get(pk, (None, "")), who) for pk in wanted if pk in by_pk)


def _with_departments(cases: Collection[Case]) -> None:
    """Each case with its departments: they are few, and three joins more would cost more than asking for them."""
    named = {getattr(case, f"{role}_id") for case in cases for role in DEPARTMENTS} - {None}
    found = Department.objects.in_bulk(named)
    for case in cases:
        for role in DEPARTMENTS:
            setattr(case, role, found.get(getattr(case, f"{role}_id")))


def _row(case: Case, owner: tuple[int | None, str], who: Looker) -> Row:
    owner_id, name = owner
    return Row(
        case=case,
        owner_id=owner_id,
        owner_name=name,
        in_place_of=owner_id in who.own,
        hold_until=getattr(case, "hold_until", None),
        taken_up_at=getattr(case, "taken_up_at", None),
        takes_effect_at=getattr(case, "takes_effect_at", None),
    )


def _owners(case_ids: Sequence[int]) -> dict[int, tuple[int | None, str]]:
    tasks = (
        Task.objects.filter(process__caseprocess__case_id__in=case_ids)
        .exclude(status__in=CLOSED_TASKS)
        .values_list("process__caseprocess__case_id", "owner", "owner__full_name", "owner__username")
    )
    return {
        case_id: (owner, str(User(full_name=full_name, username=username)) if owner else "")
        for case_id, owner, full_name, username in tasks
    }
