"""The one door of officers: claim, release, perform. Pages, API and commands all come through here."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import OperationalError, transaction
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from viewflow.workflow.exceptions import FlowLockFailed
from viewflow.workflow.models import Task
from viewflow.workflow.status import STATUS

from accounts.actors import Actor
from accounts.models import User
from accounts.roles import Role
from cases.models import Case
from cases.policies import authorise, visible_to
from cases.refusals import refusal
from cases.services.acting import facts_of
from cases.states import FINAL_STATES, CaseKind
from journal.models import Entry
from journal.now import SHANGHAI
from journal.record import record
from journal.refusals import Crossed, NotAllowed
from journal.verbs import sentence
from workflows.acts import AT_ANY_DESK, SERVICES, WHILE_WAITING
from workflows.alignment import CLOSED_TASKS
from workflows.models import CaseProcess
from workflows.nodes import DeskTask
from workflows.posts import post_for
from workflows.router import align


@dataclass(frozen=True)
class DeskFact:
    """Which desk a case is on and who has taken it."""

    node: str
    label: str | Promise
    owner_id: int | None
    owner_name: str
    since: datetime | None


def desk_of(case: Case) -> DeskFact | None:
    """The desk a case is on; None while it is on nobody's desk."""
    task = (
        Task.objects.filter(process__caseprocess__case_id=case.pk)
        .exclude(status__in=CLOSED_TASKS)
        .select_related("owner")
        .first()
    )
    if task is None:
        return None
    node = task.flow_task
    return DeskFact(
        node=node.name,
        label=node.task_title,
        owner_id=task.owner_id,
        owner_name=str(task.owner) if task.owner else "",
        since=task.assigned if task.owner_id else task.created,
    )


def claim(*, case_id: int, actor: Actor, at: datetime) -> DeskFact:
    """Take on the work of a case's desk. Raises a refusal when it is not the actor's or already taken."""
    with _desk(case_id, actor) as task:
        if task.owner_id == actor.user_id:
            return _fact(case_id)
        _refuse_taken(task)
        _authorise_any(task, actor, case_id)
        _assign(task, actor)
        _note("desk.claimed", case_id, actor, at, node=task.flow_task.name)
    return _fact(case_id)


def release(*, case_id: int, actor: Actor, at: datetime) -> None:
    """Give the work back to the team: one's own, or, as the unit's supervisor, that of somebody who is away."""
    with _desk(case_id, actor) as task:
        if task.owner_id is None:
            raise Crossed("not-taken", _("Nobody has taken this work."))
        post = post_for(task.process.coerced.case)
        unit = None if post is None else post[1]
        if task.owner_id != actor.user_id and not actor.holds(Role.SUPERVISOR, unit):
            raise NotAllowed("not-yours", _("The work is not yours to give back."))
        task.flow_task.activation_class(task).unassign()
        _note("desk.released", case_id, actor, at, node=task.flow_task.name)


def perform(
    *,
    case_id: int,
    act: str,
    actor: Actor,
    at: datetime,
    version: int | None = None,
    **facts: Any,  # noqa: ANN401 - each act has its own facts
) -> Case:
    """Perform an officer's act: process locked, one service call, then the token follows; all in one transaction.

    Whoever acts on work that nobody has taken takes it. Raises a refusal that names who was first and when, if
    the case is no longer on this desk.
    """
    with _desk(case_id, actor) as task:
        node = task.flow_task
        service = SERVICES[task.process.coerced.case.kind].get(act)
        if service is None:
            raise refusal("not-system")
        fits = isinstance(node, DeskTask) and act in node.acts
        if not fits and act not in (*AT_ANY_DESK, *WHILE_WAITING.get(node.name, ())):
            raise _overtaken(case_id)
        authorise(act, task.process.coerced.case, actor)
        unit = task.process.coerced.case.handling_department_id
        if fits and act not in AT_ANY_DESK:
            _refuse_taken(task, besides=actor.user_id)
            if task.owner_id is None:
                _assign(task, actor)
        case = service(case_id=case_id, actor=actor, at=at, version=version, **facts)
        if fits and act in node.closing:
            _complete(task)
        elif act == "reroute" or (task.owner_id is not None and _gone_from(case, unit, task.owner_id)):
            node.activation_class(task).unassign()  # the work is the other unit's now, or another officer's
        elif case.state in FINAL_STATES:
            align(case_id)
    return case


def _gone_from(case: Case, unit: int | None, owner_id: int) -> bool:
    """Whether a case left the unit of whoever has its work, or that officer had to stand back from it."""
    if case.handling_department_id != unit:
        return True
    recused = case.recusals.filter(officer_ref=f"user:{owner_id}")
    return case.kind == CaseKind.RECTIFICATION and recused.exists()


@contextmanager
def _desk(case_id: int, actor: Actor) -> Iterator[Task]:
    """The open task of a case under the process lock (outermost; the case is locked after it)."""
    process = CaseProcess.objects.filter(case_id=case_id).first()
    if not visible_to(actor).filter(pk=case_id).exists():
        raise refusal("no-case")
    if process is None:
        raise Crossed("not-on-desk", _("The case has not reached a desk yet. Try again in a moment."))
    try:
        with process.flow_class.lock(process.pk):
            task = (
                Task.objects.filter(process_id=process.pk)
                .exclude(status__in=CLOSED_TASKS)
                .select_related("process", "owner")
                .first()
            )
            if task is None:
                raise _overtaken(case_id)
            yield task
    except (FlowLockFailed, OperationalError) as busy:
        raise Crossed("busy", _("Somebody else is working on this case at this moment. Try again.")) from busy


def _authorise_any(task: Task, actor: Actor, case_id: int) -> None:
    node = task.flow_task
    if not isinstance(node, DeskTask):
        raise _overtaken(case_id)
    last: NotAllowed | None = None
    for act in node.closing:
        try:
            authorise(act, task.process.coerced.case, actor)
        except NotAllowed as refused:
            last = refused
        else:
            return
    raise last or refusal("not-officer")


def _refuse_taken(task: Task, *, besides: int | None = None) -> None:
    if task.owner_id is not None and task.owner_id != besides:
        raise Crossed(
            "taken",
            format_lazy(
                _("{name} has taken this work. Ask for it to be given back, or choose another case."),
                name=str(task.owner),
            ),
        )


def _overtaken(case_id: int) -> Crossed:
    """Who did what, and when, since the page was opened."""
    last = Entry.objects.filter(stream=f"case:{case_id}", verb__startswith="case.").order_by("-seq").first()
    if last is None:
        return Crossed("overtaken", _("This work is no longer on this desk. Reload the page."))
    when = last.at.astimezone(SHANGHAI)
    return Crossed(
        "overtaken",
        format_lazy(
            _(
                "This work is no longer on this desk: {what} ({who}, {when}). Reload the page to see where it stands."
            ),
            what=sentence(last.verb),
            who=_name(last.actor_ref),
            when=f"{when:%Y-%m-%d %H:%M}",
        ),
    )


def _name(actor_ref: str) -> str:
    kind, _colon, number = actor_ref.partition(":")
    person = User.objects.filter(pk=number).first() if kind == "user" else None
    return str(person) if person else str(_("the desk itself"))


def _assign(task: Task, actor: Actor) -> None:
    if actor.user_id is None:
        raise refusal("not-officer")
    task.flow_task.activation_class(task).assign(User.objects.get(pk=actor.user_id))


def _complete(task: Task) -> None:
    activation = task.flow_task.activation_class(task)
    if task.status == STATUS.NEW:
        activation.assign(task.owner)
    activation.start(None)
    activation.execute()


def _note(verb: str, case_id: int, actor: Actor, at: datetime, **payload: object) -> None:
    with transaction.atomic():
        case = Case.objects.get(pk=case_id)
        record(
            stream=case.stream,
            verb=verb,
            actor_ref=actor.ref,
            at=at,
            payload={**facts_of(case, actor), **payload},
        )


def _fact(case_id: int) -> DeskFact:
    fact = desk_of(Case(pk=case_id))
    if fact is None:
        raise _overtaken(case_id)
    return fact
