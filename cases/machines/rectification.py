"""The machine of an ordered rectification with its talks (限期整改与约谈)."""

from __future__ import annotations

from typing import ClassVar, cast

from django.db import models
from django_fsm import GET_STATE

from cases.machines.whose import Who, act
from cases.models import Case
from cases.states import RUNNING_STATES, CaseKind, states_of
from cases.states import RectificationState as S

RUNNING = states_of(CaseKind.RECTIFICATION, RUNNING_STATES)
REPORTED_IN = [S.ISSUED, S.REPORTED, S.TALK_DUE, S.TALK_SET, S.EXHAUSTED]


class RectificationManager(models.Manager["Rectification"]):
    """Rectifications only: a guarded update can never touch a case of another kind."""

    def get_queryset(self) -> models.QuerySet[Rectification]:
        return super().get_queryset().filter(kind=CaseKind.RECTIFICATION)


def talk_or_exhausted(case: Case) -> str:
    """Where an order that was not followed stands: before its next talk, or at the end of its talks."""
    return str(S.TALK_DUE if case.order.talks_left else S.EXHAUSTED)


def last_limit_unused(case: models.Model) -> bool:
    """A last limit may be set once."""
    return not cast("Case", case).order.last_limit_set


class Rectification(Case):
    """An ordered rectification. Bodies are empty on purpose: a transition moves the state, services do the rest."""

    objects: ClassVar[RectificationManager] = RectificationManager()
    beside: ClassVar[dict[str, str]] = {}

    class Meta:
        proxy = True

    @act(S.ISSUED, S.RECTIFYING, Who.OFFICER)
    def serve(self) -> None:
        """送达"""

    @act(
        REPORTED_IN,
        GET_STATE(lambda case: case.state, states=REPORTED_IN),
        Who.TIME,
        also_held=True,
    )
    def breach(self) -> None:
        """逾期（督办，状态不变）"""

    @act([S.RECTIFYING, S.TALK_DUE, S.EXHAUSTED], S.REPORTED, Who.SUBJECT)
    def report(self) -> None:
        """报告整改"""

    @act(S.RECTIFYING, S.RECTIFYING, Who.OFFICER)
    def extend(self) -> None:
        """延长"""

    @act(S.RECTIFYING, GET_STATE(talk_or_exhausted, states=[S.TALK_DUE, S.EXHAUSTED]), Who.TIME)
    def overdue(self) -> None:
        """逾期未整改"""

    @act(S.REPORTED, S.SATISFIED, Who.OFFICER)
    def find_satisfied(self) -> None:
        """认定到位"""

    @act(S.REPORTED, GET_STATE(talk_or_exhausted, states=[S.TALK_DUE, S.EXHAUSTED]), Who.OFFICER)
    def find_insufficient(self) -> None:
        """认定不到位"""

    @act(S.TALK_DUE, S.TALK_SET, Who.OFFICER)
    def set_talk(self) -> None:
        """约谈通知"""

    @act(S.TALK_SET, S.RECTIFYING, Who.OFFICER)
    def hold_talk(self) -> None:
        """约谈并制作笔录"""

    @act(S.TALK_SET, S.TALK_DUE, Who.OFFICER)
    def postpone(self) -> None:
        """改期"""

    @act(S.TALK_SET, GET_STATE(talk_or_exhausted, states=[S.TALK_DUE, S.EXHAUSTED]), Who.OFFICER)
    def record_absence(self) -> None:
        """记录无故缺席"""

    @act(S.EXHAUSTED, S.RECTIFYING, Who.COUNTERSIGNER, last_limit_unused)
    def last_limit(self) -> None:
        """最后限期"""

    @act(S.EXHAUSTED, S.CLOSED_UNRECTIFIED, Who.COUNTERSIGNER)
    def hand_on(self) -> None:
        """移送从严监管"""

    @act(RUNNING, S.CANCELLED, Who.COUNTERSIGNER, also_held=True)
    def cancel_order(self) -> None:
        """撤销整改通知"""

    @act(RUNNING, S.TERMINATED, Who.OFFICER, also_held=True)
    def terminate(self) -> None:
        """终止办理"""
