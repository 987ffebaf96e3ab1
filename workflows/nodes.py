"""The human node of every flow: a desk, open to whoever the policies let act there."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from viewflow.workflow import flow
from viewflow.workflow.models import Task

from accounts.actors import Actor, actor_of
from cases.models import Case
from cases.policies import authorise
from journal.models import Entry
from journal.now import day_of, today
from journal.refusals import Refusal


def at_the_desk(request: HttpRequest, **_kwargs: Any) -> HttpResponse:
    """The engine asks every human node for a view; ours lives on the case's page at the desk."""
    case = request.activation.process.case  # type: ignore[attr-defined]  # the engine puts it there
    return HttpResponseRedirect(reverse("desk:case", args=[case.number]))


class DeskTask(flow.View):
    """Work of an officer. `acts` are the acts performed here; `closing` those after which the token moves on.

    Whoever finished work at one of the nodes `kept_from` keeps the case here; else it is the team's.
    """

    def __init__(
        self,
        *,
        title: Any,  # noqa: ANN401 - lazy text
        acts: tuple[str, ...],
        closing: tuple[str, ...],
        kept_from: tuple[str, ...] = (),
    ) -> None:
        super().__init__(at_the_desk)
        self.kept_from = kept_from
        self.acts = acts
        self.closing = closing
        self.Annotation(title=title)

    def calc_owner(self, activation: Any) -> Any:  # noqa: ANN401 - the engine's own types
        """Whoever worked on the case at this kind of desk last goes on with it, if the policies still allow.

        On the day of the act that brought it here: an outbox that stood still gives it to nobody's successor.
        """
        last = (
            Task.objects.filter(process_id=activation.process.pk, owner__isnull=False, finished__isnull=False)
            .order_by("-finished")
            .select_related("owner")
        )
        for task in last:
            if task.flow_task.name in self.kept_from:
                case = activation.process.case
                actor = actor_of(task.owner, on=_day_of_act(case))
                allowed = any(_allowed(act, case, actor) for act in self.closing)
                return task.owner if allowed else None
        return None

    def can_assign(self, user: Any, task: Any) -> bool:  # noqa: ANN401 - the engine's own types
        """Whether a person may take the work: nobody has it and the policies allow one of its acts."""
        if task.owner_id is not None or user is None or not user.is_authenticated:
            return False
        actor = actor_of(user, on=today())
        return any(_allowed(act, task.process.coerced.case, actor) for act in self.closing)

    def can_execute(self, user: Any, task: Any) -> bool:  # noqa: ANN401 - the engine's own types
        return bool(task.owner_id == user.pk)


def _day_of_act(case: Case) -> date:
    """The Asia/Shanghai day of what happened last on the case."""
    last = Entry.objects.filter(stream=case.stream).order_by("-seq").values_list("at", flat=True).first()
    return today() if last is None else day_of(last)


def _allowed(act: str, case: Case, actor: Actor) -> bool:
    try:
        authorise(act, case, actor)
    except Refusal:
        return False
    return True
