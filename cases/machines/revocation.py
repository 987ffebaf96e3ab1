"""The machine of a revocation (撤销信用修复), a kind of its own: a closed repair never reopens."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django_fsm import GET_STATE

from cases.machines.whose import Who, act
from cases.models import Case
from cases.states import RUNNING_STATES, CaseKind, states_of
from cases.states import RevocationState as S

RUNNING = states_of(CaseKind.REVOCATION, RUNNING_STATES)
REPORTED_IN = [S.REVIEWING, S.PROPOSED]


class RevocationManager(models.Manager["Revocation"]):
    """Revocations only: a guarded update can never touch a case of another kind."""

    def get_queryset(self) -> models.QuerySet[Revocation]:
        return super().get_queryset().filter(kind=CaseKind.REVOCATION)


class Revocation(Case):
    """A revocation. Bodies are empty on purpose: a transition moves the state, services do the rest."""

    objects: ClassVar[RevocationManager] = RevocationManager()

    class Meta:
        proxy = True

    @act(S.NOTIFIED, S.REVIEWING, Who.SUBJECT)
    def state_defence(self) -> None:
        """陈述申辩"""

    @act(S.NOTIFIED, S.REVIEWING, Who.TIME)
    def defence_over(self) -> None:
        """申辩期满"""

    @act(S.REVIEWING, S.PROPOSED, Who.OFFICER)
    def propose(self) -> None:
        """拟办"""

    @act(
        REPORTED_IN,
        GET_STATE(lambda case: case.state, states=REPORTED_IN),
        Who.TIME,
        also_held=True,
    )
    def breach(self) -> None:
        """逾期（督办，状态不变）"""

    @act(S.PROPOSED, S.REVIEWING, Who.COUNTERSIGNER)
    def send_back(self) -> None:
        """退回重审"""

    @act(S.PROPOSED, S.REVOKED, Who.COUNTERSIGNER)
    def revoke(self) -> None:
        """撤销修复"""

    @act(S.PROPOSED, S.KEPT, Who.COUNTERSIGNER)
    def keep(self) -> None:
        """维持"""

    @act(RUNNING, S.TERMINATED, Who.OFFICER, also_held=True)
    def terminate(self) -> None:
        """终止办理"""
