"""Whose post a case waits for at its desk: derived from the node's acts and the machine, written down nowhere else."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from accounts.roles import Role
from cases.machines.whose import Who
from cases.models import Case
from cases.policies import who_of
from workflows.alignment import ALIGNMENT, node_of
from workflows.flows.kinds import FLOWS
from workflows.nodes import DeskTask

ROLES: Mapping[str, Role] = {
    Who.OFFICER: Role.REVIEWER,
    Who.PROVIDER: Role.REVIEWER,
    Who.COUNTERSIGNER: Role.DECIDER,
}


@cache
def asked_at(kind: str, node: str) -> str | None:
    """Whose act closes the work at a node; None where the node waits for somebody outside the desks."""
    task = next(found for found in FLOWS[kind].instance.nodes() if found.name == node)
    return who_of(task.closing[0], kind) if isinstance(task, DeskTask) else None


@cache
def states_asking(kind: str, *whose: str) -> tuple[str, ...]:
    """The states of a kind in which the case lies on a desk of one of these parties."""
    return tuple(state for state, node in ALIGNMENT[kind].items() if asked_at(kind, node) in whose)


def post_for(case: Case) -> tuple[Role, int | None] | None:
    """The role and the department that act on a case next; None while no desk has it."""
    node = node_of(case)
    who = asked_at(case.kind, node) if node else None
    if who is None:
        return None
    unit = case.asked_department_id if who == Who.PROVIDER else case.handling_department_id
    return ROLES[who], unit
