"""What every flow must have: a lock that waits, and names that are never lost."""

from __future__ import annotations

import importlib
import pkgutil

import pytest
from viewflow.workflow.base import Flow
from viewflow.workflow.lock import SelectForUpdateLock

import workflows.flows

FLOWS = [
    thing
    for module in pkgutil.iter_modules(workflows.flows.__path__, "workflows.flows.")
    for thing in vars(importlib.import_module(module.name)).values()
    if isinstance(thing, type) and issubclass(thing, Flow) and thing.__module__ == module.name
]


def test_there_are_flows() -> None:
    assert FLOWS


@pytest.mark.parametrize("flow", FLOWS, ids=lambda flow: flow.__name__)
def test_every_flow_locks_its_process_and_waits_its_turn(flow: type[Flow]) -> None:
    """Without a lock two officers are both told "yours" on PostgreSQL."""
    lock = flow.lock_impl
    assert isinstance(lock, SelectForUpdateLock)
    assert lock.nowait is False
