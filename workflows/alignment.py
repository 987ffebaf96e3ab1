"""Which nodes must be open in which state, and a look for cases where token and state have drifted apart."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from viewflow.workflow.models import Task
from viewflow.workflow.status import STATUS

from cases.models import Case
from cases.states import CaseKind, ObjectionState, RectificationState, RepairState, RevocationState
from journal.models import Delivery
from workflows.models import CaseProcess

# a draft and a closed case are on nobody's desk
ALIGNMENT: Mapping[str, Mapping[str, str]] = {
    CaseKind.REPAIR: {
        RepairState.FILED: "passing_on",
        RepairState.ROUTED: "acceptance",
        RepairState.SUPPLEMENTING: "awaiting_supplement",
        RepairState.UNDER_REPAIR: "awaiting_steps",
        RepairState.VERIFYING: "verification",
        RepairState.PROPOSED: "countersignature",
    },
    CaseKind.REVOCATION: {
        RevocationState.NOTIFIED: "awaiting_defence",
        RevocationState.REVIEWING: "review",
        RevocationState.PROPOSED: "countersignature",
    },
    CaseKind.OBJECTION: {
        ObjectionState.FILED: "acceptance",
        ObjectionState.SUPPLEMENTING: "awaiting_supplement",
        ObjectionState.CHECKING: "self_check",
        ObjectionState.INQUIRING: "provider_answer",
        ObjectionState.REVIEWING: "review",
        ObjectionState.PROPOSED: "countersignature",
    },
    CaseKind.RECTIFICATION: {
        RectificationState.ISSUED: "service",
        RectificationState.RECTIFYING: "awaiting_rectification",
        RectificationState.REPORTED: "report_check",
        RectificationState.TALK_DUE: "talk_setting",
        RectificationState.TALK_SET: "talk",
        RectificationState.EXHAUSTED: "handing_on",
    },
}


def node_of(case: Case) -> str | None:
    """The node that must be open where the case stands; None on nobody's desk."""
    return ALIGNMENT[case.kind].get(case.state)


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
    processes = dict(CaseProcess.objects.values_list("case_id", "pk"))
    nodes: dict[int, list[str]] = {}
    for task in Task.objects.exclude(status__in=CLOSED_TASKS).iterator(chunk_size=2000):
        nodes.setdefault(task.process_id, []).append(task.flow_task.name)
    for case in Case.objects.iterator(chunk_size=2000):
        if case.stream in waiting:
            continue
        node = node_of(case)
        expected = (node,) if node else ()
        process = processes.get(case.pk)
        found = tuple(sorted(nodes.get(process, []))) if process else ()
        if found != expected:
            yield Drift(case.number, case.state, expected, found)
