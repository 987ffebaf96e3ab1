"""What the machines of all kinds share: whose an act is, and that a held case stands still."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, cast

from django.db import models
from django.db.models import Exists, OuterRef, QuerySet
from django_fsm import transition

from cases.models import Case, Hold


class Who:
    """Whose act it is; `cases.policies` decides who that is on a day."""

    SUBJECT = "subject"
    OFFICER = "officer"
    COUNTERSIGNER = "countersigner"
    PROVIDER = "provider"
    LEAD = "lead"
    PLATFORM = "platform"
    TIME = "time"


def not_held(case: models.Model) -> bool:
    """While a hold (中止办理) is open only what the machine leaves free of this guard is possible."""
    known: bool | None = getattr(case, "stands_still", None)
    if known is not None:
        return not known
    return not cast("Case", case).holds.filter(to_at__isnull=True).exists()


def with_holds_known(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Cases read together with whether each is held, for those who weigh many acts and perform none."""
    return cases.annotate(stands_still=Exists(Hold.objects.filter(case=OuterRef("pk"), to_at__isnull=True)))


def act(
    source: str | Sequence[str],
    target: Any,  # noqa: ANN401 - a state, or the engine's own GET_STATE
    who: str,
    *conditions: Callable[[models.Model], bool],
    also_held: bool = False,
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """An act of a machine: from where, to where, whose; possible on a held case only with `also_held`."""
    guards = list(conditions) if also_held else [not_held, *conditions]
    states = [str(state) for state in source] if not isinstance(source, str) else source
    decorated: Callable[[Callable[..., None]], Callable[..., None]] = transition(
        field="state", source=states, target=target, conditions=guards, custom={"who": who}
    )
    return decorated
