"""The cases that an officer has taken on the own desk."""

from __future__ import annotations

from viewflow.workflow.models import Task

from workflows.alignment import CLOSED_TASKS


def cases_taken_by(user_id: int) -> frozenset[int]:
    """The keys of the cases of which a person holds an open task (one query)."""
    tasks = Task.objects.filter(owner_id=user_id).exclude(status__in=CLOSED_TASKS)
    return frozenset(tasks.values_list("process__caseprocess__case_id", flat=True))
