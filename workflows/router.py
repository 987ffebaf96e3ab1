"""Moves the token after the machine: opens the process, completes the waiting node, ends what was closed outside."""

from __future__ import annotations

from datetime import datetime

from viewflow.workflow.models import Task
from viewflow.workflow.status import PROCESS

from cases.models import Case
from journal.models import Entry
from workflows.alignment import CLOSED_TASKS, node_of
from workflows.flows.kinds import FLOWS
from workflows.models import CaseProcess
from workflows.nodes import DeskTask


def on_case_entry(entry: Entry) -> None:
    """Bring the token to where the case stands.

    Reads the case, not the entry: late, repeated and crossed entries all end in the same place.
    """
    align(entry.payload["case_id"])
    if entry.verb in {"case.handed_over", "case.readdressed"}:
        _give_back(entry.payload["case_id"])


def _give_back(case_id: int) -> None:
    """The work is the other department's now: whoever had taken it has it no longer."""
    process = CaseProcess.objects.filter(case_id=case_id).first()
    if process is None:
        return
    with process.flow_class.lock(process.pk):
        for task in _open_tasks(process.pk):
            if task.owner_id is not None:
                task.flow_task.activation_class(task).unassign()


def align(case_id: int) -> None:
    """Open, advance or end the process of a case so that its open node is the one of its state.

    Locks the process first; the case is then read, not locked.
    """
    process = CaseProcess.objects.filter(case_id=case_id).first()
    if process is None:
        case = Case.objects.get(pk=case_id)
        if node_of(case) is None:
            return
        process = FLOWS[case.kind].filed.run(case=case)
    with process.flow_class.lock(process.pk):
        case = Case.objects.get(pk=case_id)
        wanted = node_of(case)
        for task in _open_tasks(process.pk):
            name = task.flow_task.name
            if name == wanted:
                return
            if wanted is None:
                _end(process.pk, at=case.closed_at)
                return
            if not isinstance(task.flow_task, DeskTask):
                activation = task.flow_task.activation_class(task)
                activation.run(None)
                activation.execute()
                return
            _hand_over(task)
            return


def _open_tasks(process_id: int) -> list[Task]:
    return list(Task.objects.filter(process_id=process_id).exclude(status__in=CLOSED_TASKS))


def _hand_over(task: Task) -> None:
    """A desk whose case moved on past it: complete the work in nobody's name."""
    activation = task.flow_task.activation_class(task)
    if activation.assign.can_proceed():
        activation.assign(None)
    activation.start(None)
    activation.execute()


def _end(process_id: int, *, at: datetime | None) -> None:
    """The case closed outside the desks: cancel what is open and finish the process."""
    for task in _open_tasks(process_id):
        task.flow_task.activation_class(task).cancel()
    CaseProcess.objects.filter(pk=process_id).update(status=PROCESS.CANCELED, finished=at)
