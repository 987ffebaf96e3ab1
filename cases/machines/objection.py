"""The machine of an objection (异议申诉): every act, from where, to where, and whose it is."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django_fsm import GET_STATE

from cases.machines.whose import Who, act
from cases.models import Case
from cases.states import RUNNING_STATES, CaseKind, states_of
from cases.states import ObjectionState as S

RUNNING = states_of(CaseKind.OBJECTION, RUNNING_STATES)
REPORTED_IN = [S.FILED, S.CHECKING, S.INQUIRING, S.REVIEWING, S.PROPOSED]


class ObjectionManager(models.Manager["Objection"]):
    """Objections only: a guarded update can never touch a case of another kind."""

    def get_queryset(self) -> models.QuerySet[Objection]:
        return super().get_queryset().filter(kind=CaseKind.OBJECTION)


class Objection(Case):
    """An objection. Bodies are empty on purpose: a transition moves the state, services do the rest."""

    objects: ClassVar[ObjectionManager] = ObjectionManager()
    beside: ClassVar[dict[str, str]] = {"remind": Who.TIME}

    class Meta:
        proxy = True

    @act(S.DRAFT, S.FILED, Who.SUBJECT, also_held=True)
    def file(self) -> None:
        """提出异议"""

    @act(S.DRAFT, S.DISCARDED, Who.SUBJECT, also_held=True)
    def discard(self) -> None:
        """作废"""

    @act(S.DRAFT, S.DISCARDED, Who.TIME, also_held=True)
    def expire_draft(self) -> None:
        """草稿到期"""

    @act(S.FILED, S.SUPPLEMENTING, Who.OFFICER)
    def ask_supplement(self) -> None:
        """一次性告知补正"""

    @act(S.FILED, S.DECLINED, Who.OFFICER)
    def decline(self) -> None:
        """不予受理"""

    @act(S.FILED, S.CHECKING, Who.OFFICER)
    def accept(self) -> None:
        """受理"""

    @act(
        REPORTED_IN,
        GET_STATE(lambda case: case.state, states=REPORTED_IN),
        Who.TIME,
        also_held=True,
    )
    def breach(self) -> None:
        """逾期（督办，状态不变）"""

    @act(S.SUPPLEMENTING, S.FILED, Who.SUBJECT)
    def supplement(self) -> None:
        """补正"""

    @act(S.SUPPLEMENTING, S.LAPSED, Who.TIME)
    def lapse(self) -> None:
        """逾期视为撤回"""

    @act(S.CHECKING, S.INQUIRING, Who.OFFICER)
    def inquire(self) -> None:
        """发协查函"""

    @act(S.CHECKING, S.REVIEWING, Who.OFFICER)
    def conclude(self) -> None:
        """自查办结"""

    @act(S.INQUIRING, S.REVIEWING, Who.PROVIDER)
    def answer(self) -> None:
        """协查答复"""

    @act(S.INQUIRING, S.REVIEWING, Who.TIME)
    def no_answer(self) -> None:
        """逾期未答复"""

    @act(S.REVIEWING, S.INQUIRING, Who.OFFICER)
    def inquire_again(self) -> None:
        """再次协查"""

    @act(S.REVIEWING, S.REVIEWING, Who.OFFICER)
    def extend(self) -> None:
        """延长"""

    @act(S.REVIEWING, S.PROPOSED, Who.OFFICER)
    def propose(self) -> None:
        """拟办"""

    @act(S.PROPOSED, S.REVIEWING, Who.COUNTERSIGNER)
    def send_back(self) -> None:
        """退回重审"""

    @act(S.PROPOSED, S.CLOSED_CORRECTED, Who.COUNTERSIGNER)
    def correct(self) -> None:
        """更正"""

    @act(S.PROPOSED, S.CLOSED_RECORD_WITHDRAWN, Who.COUNTERSIGNER)
    def withdraw_record(self) -> None:
        """撤销记录"""

    @act(S.PROPOSED, S.CLOSED_UPHELD, Who.COUNTERSIGNER)
    def uphold(self) -> None:
        """维持"""

    @act(S.PROPOSED, S.CLOSED_NOTED, Who.COUNTERSIGNER)
    def note(self) -> None:
        """加注存疑"""

    @act(RUNNING, S.CLOSED_RECORD_WITHDRAWN, Who.PLATFORM, also_held=True)
    def record_fell(self) -> None:
        """记录已由有权机关撤销（裁判、复议为据）"""

    @act(RUNNING, S.WITHDRAWN, Who.SUBJECT, also_held=True)
    def withdraw(self) -> None:
        """撤回"""

    @act(RUNNING, S.TERMINATED, Who.OFFICER, also_held=True)
    def terminate(self) -> None:
        """终止办理"""
