"""Which nodes must be open in which state, and a look for cases where token and state have drifted apart."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from viewflow.workflow.models import Task
from viewflow.workflow.status import STATUS

from cases.models import Case
from cases.states import FINAL_STATES, CaseKind
from cases.states import RepairState as S
from journal.models import Delivery
from workflows.models import RepairProcess

ALIGNMENT: dict[str, str | None] = {
    S.DRAFT: None,
    S.FILED: "passing_on",
    S.ROUTED: "acceptance",
    S.SUPPLEMENTING: "awaiting_supplement",
    S.UNDER_REPAIR: "awaiting_steps",
    S.VERIFYING: "verification",
    S.PROPOSED: "countersignature",
    **dict.fromkeys(FINAL_STATES),
}

CLOSED_TASKS = (STATUS.DONE, STATUS.CANCELED, STATUS.REVIVED)


@dataclass(frozen=True)
class Drift:
    """A case whose open nodes are not those of its state."""

    number: str
    state: str
    expected: tuple[str, ...]
    found: tuple[str, ...]


def open_nodes(process_id: int) -> tuple[str, ...]:
    """The names of the nodes that are open on a process."""
    tasks = Task.objects.filter(process_id=process_id).exclude(status__in=CLOSED_TASKS)
    return tuple(sorted(task.flow_task.name for task in tasks))


def drifts() -> Iterator[Drift]:
    """Every case out of alignment; cases with entries not yet delivered to the router are given time."""
    waiting = set(
        Delivery.objects.filter(handler="workflows.router", done_at__isnull=True).values_list(
            "stream", flat=True
        )
    )
    processes = dict(RepairProcess.objects.values_list("case_id", "pk"))
    nodes: dict[int, list[str]] = {}
    for task in Task.objects.exclude(status__in=CLOSED_TASKS).iterator(chunk_size=2000):
        nodes.setdefault(task.process_id, []).append(task.flow_task.name)
    for case in Case.objects.filter(kind=CaseKind.REPAIR).iterator(chunk_size=2000):
        if case.stream in waiting:
            continue
        node = ALIGNMENT[case.state]
        expected = (node,) if node else ()
        process = processes.get(case.pk)
        found = tuple(sorted(nodes.get(process, []))) if process else ()
        if found != expected:
            yield Drift(case.number, case.state, expected, found)
