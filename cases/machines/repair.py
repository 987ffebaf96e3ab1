"""The machine of a repair case (信用修复): every act, from where, to where, and whose it is."""

from __future__ import annotations

from typing import ClassVar, cast

from django.db import models
from django_fsm import GET_STATE, transition

from cases.machines.whose import Who, not_held
from cases.models import Case
from cases.states import RUNNING_STATES, CaseKind, states_of
from cases.states import RepairState as S

RUNNING = list(states_of(CaseKind.REPAIR, RUNNING_STATES))


class RepairManager(models.Manager["Repair"]):
    """Repairs only: a guarded update can never touch a case of another kind."""

    def get_queryset(self) -> models.QuerySet[Repair]:
        return super().get_queryset().filter(kind=CaseKind.REPAIR)


def steps_during_case(case: models.Model) -> bool:
    """The pinned edition asks for ways that are done while the case runs."""
    return cast("Repair", case).steps.filter(phase="during-case", who="subject").exists()


def was_remanded(case: models.Model) -> bool:
    """A reviewing authority or court annulled the refusal and ordered another decision."""
    return cast("Repair", case).remanded_from_id is not None


def after_acceptance(case: Repair) -> str:
    return str(S.UNDER_REPAIR if steps_during_case(case) else S.VERIFYING)


class Repair(Case):
    """A repair case. Bodies are empty on purpose: a transition moves the state, services do the rest."""

    objects: ClassVar[RepairManager] = RepairManager()

    class Meta:
        proxy = True

    @transition(field="state", source=S.DRAFT, target=S.FILED, custom={"who": Who.SUBJECT})
    def file(self) -> None:
        """提出申请"""

    @transition(field="state", source=S.DRAFT, target=S.DISCARDED, custom={"who": Who.SUBJECT})
    def discard(self) -> None:
        """作废"""

    @transition(field="state", source=S.DRAFT, target=S.DISCARDED, custom={"who": Who.TIME})
    def expire_draft(self) -> None:
        """草稿到期"""

    @transition(
        field="state", source=S.FILED, target=S.ROUTED, conditions=[not_held], custom={"who": Who.PLATFORM}
    )
    def push(self) -> None:
        """推送"""

    @transition(
        field="state",
        source=S.DRAFT,
        target=S.ROUTED,
        conditions=[was_remanded],
        custom={"who": Who.PLATFORM},
    )
    def remand(self) -> None:
        """责令重新作出"""

    @transition(
        field="state",
        source=[S.FILED, S.ROUTED, S.VERIFYING, S.PROPOSED],
        target=GET_STATE(lambda case: case.state, states=[S.FILED, S.ROUTED, S.VERIFYING, S.PROPOSED]),
        custom={"who": Who.TIME},
    )
    def breach(self) -> None:
        """逾期（督办，状态不变）"""

    @transition(
        field="state",
        source=S.ROUTED,
        target=S.SUPPLEMENTING,
        conditions=[not_held],
        custom={"who": Who.OFFICER},
    )
    def ask_supplement(self) -> None:
        """一次性告知补正"""

    @transition(
        field="state", source=S.ROUTED, target=S.DECLINED, conditions=[not_held], custom={"who": Who.OFFICER}
    )
    def decline(self) -> None:
        """不予受理"""

    @transition(field="state", source=S.ROUTED, target=S.ROUTED, custom={"who": Who.OFFICER})
    def reroute(self) -> None:
        """转送有权机关"""

    @transition(
        field="state",
        source=S.ROUTED,
        target=GET_STATE(after_acceptance, states=[S.UNDER_REPAIR, S.VERIFYING]),
        conditions=[not_held],
        custom={"who": Who.OFFICER},
    )
    def accept(self) -> None:
        """受理"""

    @transition(
        field="state",
        source=S.SUPPLEMENTING,
        target=S.ROUTED,
        conditions=[not_held],
        custom={"who": Who.SUBJECT},
    )
    def supplement(self) -> None:
        """补正"""

    @transition(
        field="state",
        source=[S.SUPPLEMENTING, S.UNDER_REPAIR],
        target=S.LAPSED,
        conditions=[not_held],
        custom={"who": Who.TIME},
    )
    def lapse(self) -> None:
        """逾期视为撤回"""

    @transition(
        field="state",
        source=S.UNDER_REPAIR,
        target=S.VERIFYING,
        conditions=[not_held],
        custom={"who": Who.SUBJECT},
    )
    def submit_steps(self) -> None:
        """提交整改材料"""

    @transition(
        field="state",
        source=[S.UNDER_REPAIR, S.VERIFYING],
        target=GET_STATE(lambda case: case.state, states=[S.UNDER_REPAIR, S.VERIFYING]),
        conditions=[not_held],
        custom={"who": Who.OFFICER},
    )
    def check_step(self) -> None:
        """逐项核验"""

    @transition(
        field="state",
        source=S.VERIFYING,
        target=S.UNDER_REPAIR,
        conditions=[not_held, steps_during_case],
        custom={"who": Who.OFFICER},
    )
    def find_insufficient(self) -> None:
        """认定不到位"""

    @transition(
        field="state",
        source=S.VERIFYING,
        target=S.VERIFYING,
        conditions=[not_held],
        custom={"who": Who.OFFICER},
    )
    def extend(self) -> None:
        """延长"""

    @transition(
        field="state",
        source=S.VERIFYING,
        target=S.PROPOSED,
        conditions=[not_held],
        custom={"who": Who.OFFICER},
    )
    def propose(self) -> None:
        """拟办"""

    @transition(
        field="state",
        source=S.PROPOSED,
        target=S.VERIFYING,
        conditions=[not_held],
        custom={"who": Who.COUNTERSIGNER},
    )
    def send_back(self) -> None:
        """退回重审"""

    @transition(
        field="state",
        source=S.PROPOSED,
        target=S.CLOSED_REPAIRED,
        conditions=[not_held],
        custom={"who": Who.COUNTERSIGNER},
    )
    def approve(self) -> None:
        """准予"""

    @transition(
        field="state",
        source=S.PROPOSED,
        target=S.CLOSED_REFUSED,
        conditions=[not_held],
        custom={"who": Who.COUNTERSIGNER},
    )
    def refuse(self) -> None:
        """不予"""

    @transition(field="state", source=RUNNING, target=S.WITHDRAWN, custom={"who": Who.SUBJECT})
    def withdraw(self) -> None:
        """撤回"""

    @transition(field="state", source=RUNNING, target=S.TERMINATED, custom={"who": Who.OFFICER})
    def terminate(self) -> None:
        """终止办理"""
