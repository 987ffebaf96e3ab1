"""The machine of a complaint (投诉): every act, from where, to where, and whose it is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django_fsm import GET_STATE, transition

from cases.machines.whose import Who
from cases.models import Complaint
from cases.models.complaint import OPEN_COMPLAINTS
from cases.models.complaint import ComplaintState as S

OPEN = [str(state) for state in OPEN_COMPLAINTS]


def step(
    source: str | Sequence[str],
    target: Any,  # noqa: ANN401 - a state, or the engine's own GET_STATE
    who: str,
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """An act of the machine; a complaint is never held."""
    decorated: Callable[[Callable[..., None]], Callable[..., None]] = transition(
        field="state", source=source, target=target, custom={"who": who}
    )
    return decorated


class ComplaintMachine(Complaint):
    """A complaint. Bodies are empty on purpose: a transition moves the state, services do the rest."""

    class Meta:
        proxy = True

    @step(S.RECEIVED, S.ACCEPTED, Who.OFFICER)
    def accept(self) -> None:
        """受理"""

    @step(S.RECEIVED, S.DECLINED, Who.OFFICER)
    def decline(self) -> None:
        """不予受理"""

    @step(S.ACCEPTED, S.ACCEPTED, Who.OFFICER)
    def extend(self) -> None:
        """延长"""

    @step(S.ACCEPTED, S.ANSWERED, Who.OFFICER)
    def answer(self) -> None:
        """答复"""

    @step(OPEN, GET_STATE(lambda complaint: complaint.state, states=OPEN), Who.TIME)
    def breach(self) -> None:
        """逾期（督办，状态不变）"""

    @step(OPEN, S.WITHDRAWN, Who.SUBJECT)
    def withdraw(self) -> None:
        """撤回"""
