"""The human node of every flow: a desk, open to whoever the policies let act there."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from viewflow.workflow import flow

from accounts.actors import actor_of
from cases.policies import authorise
from journal.now import today
from journal.refusals import Refusal


def at_the_desk(request: HttpRequest, **_kwargs: Any) -> HttpResponse:  # noqa: ANN401 - the engine's own arguments
    """The engine asks every human node for a view; ours lives on the case's page at the desk."""
    case = request.activation.process.case  # type: ignore[attr-defined]  # the engine puts it there
    return HttpResponseRedirect(reverse("desk:case", args=[case.number]))


class DeskTask(flow.View):
    """Work of an officer. `acts` are the acts performed here; `closing` those after which the token moves on."""

    def __init__(self, *, title: Any, acts: tuple[str, ...], closing: tuple[str, ...]) -> None:  # noqa: ANN401 - lazy text
        super().__init__(at_the_desk)
        self.acts = acts
        self.closing = closing
        self.Annotation(title=title)

    def can_assign(self, user: Any, task: Any) -> bool:  # noqa: ANN401 - the engine's own types
        """Whether a person may take the work: nobody has it and the policies allow one of its acts."""
        if task.owner_id is not None or user is None or not user.is_authenticated:
            return False
        actor = actor_of(user, on=today())
        return any(_permitted(act, task, actor) for act in self.closing)

    def can_execute(self, user: Any, task: Any) -> bool:  # noqa: ANN401 - the engine's own types
        return bool(task.owner_id == user.pk)


def _permitted(act: str, task: Any, actor: Any) -> bool:  # noqa: ANN401 - the engine's own types
    try:
        authorise(act, task.process.coerced.case, actor)
    except Refusal:
        return False
    return True
