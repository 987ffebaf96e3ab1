"""What the flows of all kinds share: how a gateway asks where the case stands, how a process is bound to its case."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from workflows.models import CaseProcess


def stands(*states: str) -> Callable[[Any], bool]:
    """A gateway's question: in which state does the case stand now?"""

    def asked(activation: Any) -> bool:  # noqa: ANN401 - the engine's own type
        return _state_at(activation) in states

    return asked


def _state_at(activation: Any) -> str:  # noqa: ANN401 - the engine's own type
    """Where the case stands as the token passes a gateway: read once, however many ways lead out of it."""
    if not hasattr(activation, "state_of_case"):
        case = activation.process.case
        case.refresh_from_db(fields=["state"])
        activation.state_of_case = case.state
    return str(activation.state_of_case)


def bound_to(activation: Any, case: Any) -> CaseProcess:  # noqa: ANN401 - the engine's own types
    """The new process of an activation, bound to its case."""
    process: CaseProcess = activation.process
    process.case = case
    return process
