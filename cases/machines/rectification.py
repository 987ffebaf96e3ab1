"""The machine of an ordered rectification with its talks (限期整改与约谈)."""

from __future__ import annotations

from typing import ClassVar, cast

from django.db import models
from django_fsm import GET_STATE

from cases.machines.whose import Who, act, not_held
from cases.models import Case, Minutes, Talk
from cases.models.talk import TalkStanding
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


def first_limit_runs(case: models.Model) -> bool:
    """The limit of the order itself may be extended, one after a talk or a last one may not."""
    held = Talk.objects.filter(case_id=case.pk, standing=TalkStanding.HELD).exists()
    return not held and not cast("Case", case).order.last_limit_set


def slot_open(case: models.Model) -> bool:
    """The subject chooses one of several hours, once; until when, the service says."""
    several = Talk.objects.filter(case_id=case.pk, standing=TalkStanding.SET, chosen_at__isnull=True)
    return any(len(slots) > 1 for slots in several.values_list("slots", flat=True))


class Rectification(Case):
    """An ordered rectification. Bodies are empty on purpose: a transition moves the state, services do the rest.

    `beside` are acts that leave the state and are no transition; `decides` what a department that only takes care of
    the case leaves to the successor of the one that determined the record (C9).
    """

    objects: ClassVar[RectificationManager] = RectificationManager()
    beside: ClassVar[dict[str, str]] = {
        "add_demands": Who.OFFICER,
        "serve_anew": Who.OFFICER,
        "recheck_demand": Who.OFFICER,
        "recuse": Who.OFFICER,
        "recuse_unit": Who.LEAD,
        "read_back": Who.SUBJECT,
        "note_receipt": Who.OFFICER,
    }
    decides: ClassVar[frozenset[str]] = frozenset(
        {
            *("add_demands", "check_demand", "recheck_demand", "find_satisfied", "find_insufficient"),
            *("set_talk", "hold_talk", "postpone", "record_absence", "note_receipt"),
        }
    )

    class Meta:
        proxy = True

    def beside_now(self) -> list[str]:
        """The acts beside the machine that are possible at present; minutes are read back after the end too."""
        minutes = Minutes.objects.filter(talk__case_id=self.pk)
        found = ["read_back"] if minutes.filter(read_back_at__isnull=True).exists() else []
        if self.state not in RUNNING:
            return found
        if minutes.filter(receipt_number="").exists():
            found.append("note_receipt")
        free = not_held(self)
        if free and self.state in {S.ISSUED, S.RECTIFYING}:
            found.append("add_demands")
        if free and self.demands.filter(recheck=True, dropped_at__isnull=True).exists():
            found.append("recheck_demand")
        if self.state != S.ISSUED and self.order.served_on is None:
            found.append("serve_anew")
        return [*found, "recuse", "recuse_unit"]

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

    @act(S.RECTIFYING, S.RECTIFYING, Who.OFFICER, first_limit_runs)
    def extend(self) -> None:
        """延长"""

    @act(S.RECTIFYING, GET_STATE(talk_or_exhausted, states=[S.TALK_DUE, S.EXHAUSTED]), Who.TIME)
    def overdue(self) -> None:
        """逾期未整改"""

    @act(S.REPORTED, S.REPORTED, Who.OFFICER)
    def check_demand(self) -> None:
        """逐项核验"""

    @act(S.REPORTED, S.SATISFIED, Who.OFFICER)
    def find_satisfied(self) -> None:
        """认定到位"""

    @act(S.REPORTED, GET_STATE(talk_or_exhausted, states=[S.TALK_DUE, S.EXHAUSTED]), Who.OFFICER)
    def find_insufficient(self) -> None:
        """认定不到位"""

    @act(S.TALK_DUE, S.TALK_SET, Who.OFFICER)
    def set_talk(self) -> None:
        """约谈通知"""

    @act(S.TALK_SET, S.TALK_SET, Who.SUBJECT, slot_open)
    def choose_slot(self) -> None:
        """选定约谈时间"""

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
