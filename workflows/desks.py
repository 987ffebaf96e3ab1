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
from accounts.substitutions import stands_in_for
from cases.models import Case
from cases.policies import authorise, visible_to
from cases.refusals import refusal
from cases.services.acting import facts_of
from cases.states import FINAL_STATES, CaseKind
from journal.days import instant_words
from journal.models import Entry
from journal.now import SHANGHAI, day_of
from journal.record import record
from journal.refusals import Crossed, NotAllowed
from journal.verbs import sentence
from workflows.acts import AT_ANY_DESK, SERVICES, WHILE_WAITING, Service
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
    with open_desk(case_id, actor) as task:
        if task.owner_id == actor.user_id:
            return _fact(case_id)
        actor = in_whose_place(task, actor, at)
        _refuse_taken(task, actor)
        authorise_any(task, actor, case_id)
        give_to(task, actor.user_id, at)
        note("desk.claimed", case_id, actor, at, node=task.flow_task.name)
    return _fact(case_id)


def release(*, case_id: int, actor: Actor, at: datetime) -> None:
    """Give the work back to the team: one's own, or that of somebody who is away, as supervisor or substitute."""
    with open_desk(case_id, actor) as task:
        if task.owner_id is None:
            raise Crossed("not-taken", _("Nobody has taken this work."))
        actor = in_whose_place(task, actor, at)
        if not (has_it(task, actor) or supervises(task, actor)):
            raise NotAllowed("not-yours", _("The work is not yours to give back."))
        task.flow_task.activation_class(task).unassign()
        note("desk.released", case_id, actor, at, node=task.flow_task.name)


def perform(
    *,
    case_id: int,
    act: str,
    actor: Actor,
    at: datetime,
    version: int | None = None,
    **facts: Any,
) -> Case:
    """Perform an officer's act: process locked, one service call, then the token follows; all in one transaction.

    Whoever acts on work that nobody has taken takes it; a substitute acts on the officer's work, and every entry
    says for whom. Raises a refusal that names who was first and when, if the case is no longer on this desk.
    """
    with open_desk(case_id, actor) as task:
        node, unit = task.flow_task, task.process.coerced.case.handling_department_id
        service, actor, fits = _let_in(task, act, actor, at)
        if fits and act not in AT_ANY_DESK and task.owner_id is None:
            give_to(task, actor.user_id, at)
        case = service(case_id=case_id, actor=actor, at=at, version=version, **facts)
        if fits and act in node.closing:
            _complete(task)
        elif act == "reroute" or (task.owner_id is not None and _gone_from(case, unit, task.owner_id)):
            node.activation_class(task).unassign()  # the work is the other unit's now, or another officer's
        elif case.state in FINAL_STATES:
            align(case_id)
    return case


def attempt(*, case_id: int, act: str, actor: Actor, at: datetime, **facts: Any) -> Case:
    """Try an officer's act: refused as `perform` refuses it and done by its service, but no work is taken or moved.

    Only for what is undone (`journal.undone`): the token stays where it was, behind its case.
    """
    with open_desk(case_id, actor) as task:
        service, actor, _fits = _let_in(task, act, actor, at)
        return service(case_id=case_id, actor=actor, at=at, version=None, **facts)


def _let_in(task: Task, act: str, actor: Actor, at: datetime) -> tuple[Service, Actor, bool]:
    """The service of an act, who does it and for whom, and whether it is this desk's own; refuses whoever may not."""
    node, case = task.flow_task, task.process.coerced.case
    service = SERVICES[case.kind].get(act)
    if service is None:
        raise refusal("not-system")
    fits = isinstance(node, DeskTask) and act in node.acts
    if not fits and act not in (*AT_ANY_DESK, *WHILE_WAITING.get(node.name, ())):
        raise _overtaken(case.pk)
    authorise(act, case, actor)
    actor = in_whose_place(task, actor, at)
    if fits and act not in AT_ANY_DESK:
        _refuse_taken(task, actor)
    return service, actor, fits


def _gone_from(case: Case, unit: int | None, owner_id: int) -> bool:
    """Whether a case left the unit of whoever has its work, or that officer had to stand back from it."""
    if case.handling_department_id != unit:
        return True
    recused = case.recusals.filter(officer_ref=f"user:{owner_id}")
    return case.kind == CaseKind.RECTIFICATION and recused.exists()


@contextmanager
def open_desk(case_id: int, actor: Actor) -> Iterator[Task]:
    """The open task of a case under the process lock (outermost; the case is locked after it)."""
    case = visible_to(actor).select_related("desk_process").filter(pk=case_id).first()
    if case is None:
        raise refusal("no-case")
    process: CaseProcess | None = getattr(case, "desk_process", None)
    if process is None:
        raise Crossed("not-on-desk", _("The case has not reached a desk yet. Try again in a moment."))
    try:
        with process.flow_class.lock(process.pk):
            task = (
                Task.objects.filter(process_id=process.pk)
                .exclude(status__in=CLOSED_TASKS)
                .select_related("process__caseprocess__case", "owner")
                .first()
            )
            if task is None:
                raise _overtaken(case_id)
            yield task
    except (FlowLockFailed, OperationalError) as busy:
        raise Crossed("busy", _("Somebody else is working on this case at this moment. Try again.")) from busy


def in_whose_place(task: Task, actor: Actor, at: datetime) -> Actor:
    """The actor; in the place of whoever has the work, if they stand in for them at this post today (代理)."""
    if task.owner_id in {None, actor.user_id} or actor.is_system:
        return actor
    post = post_for(task.process.coerced.case)
    away = stands_in_for(actor, on=day_of(at), post=post) if post is not None else frozenset()
    return actor.standing_in_for(task.owner_id) if task.owner_id in away else actor


def has_it(task: Task, actor: Actor) -> bool:
    """Whether the work is the actor's, or of the officer in whose place they act."""
    return task.owner_id is not None and (
        task.owner_id == actor.user_id or actor.in_place_of == f"user:{task.owner_id}"
    )


def supervises(task: Task, actor: Actor) -> bool:
    """Whether the actor supervises the unit that the work waits for."""
    post = post_for(task.process.coerced.case)
    return post is not None and actor.holds(Role.SUPERVISOR, post[1])


def authorise_any(task: Task, actor: Actor, case_id: int) -> None:
    """Refuse, by name, whoever may do nothing that the work is about."""
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


def _refuse_taken(task: Task, actor: Actor) -> None:
    if task.owner_id is None or has_it(task, actor):
        return
    raise Crossed(
        "taken",
        format_lazy(
            _("{name} has taken this work ({when}). Ask for it to be given back, or choose another case."),
            name=str(task.owner),
            when=instant_words(task.assigned or task.created),
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


def give_to(task: Task, user_id: int | None, at: datetime) -> None:
    """Give the work to a person, from whoever has it; the engine itself does not note when."""
    if user_id is None:
        raise refusal("not-officer")
    activation = task.flow_task.activation_class(task)
    if task.owner_id is not None:
        activation.unassign()
    task.assigned = at  # saved by the engine with the owner
    activation.assign(User.objects.get(pk=user_id))


def _complete(task: Task) -> None:
    activation = task.flow_task.activation_class(task)
    if task.status == STATUS.NEW:
        activation.assign(task.owner)
    activation.start(None)
    activation.execute()


def note(verb: str, case_id: int, actor: Actor, at: datetime, **payload: object) -> None:
    """Journal what happened to the work of a case."""
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
