"""The desks of an ordered rectification. Gateways read the case only; nothing legal is decided here."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from viewflow import this
from viewflow.workflow import flow, lock

from cases.states import RectificationState as S
from workflows.flows.waiting import bound_to, stands
from workflows.models import CaseProcess
from workflows.nodes import DeskTask

KEPT = ("hold", "resume", "terminate", "cancel_order")
EVERY_DESK = ("service", "report_check", "talk_setting", "talk")


class RectificationFlow(flow.Flow):
    """限期整改与约谈: ordered, served, reported, checked, talked about, handed on."""

    process_class = CaseProcess
    process_title = _("Ordered rectification")
    lock_impl = lock.SelectForUpdateLock(nowait=False, attempts=1)

    filed = flow.StartHandle(this.open_process).Annotation(title=_("Ordered")).Next(this.service)

    service = DeskTask(title=_("Service of the order"), acts=("serve", *KEPT), closing=("serve",)).Next(
        this.where_now
    )

    awaiting_rectification = flow.Handle().Annotation(title=_("Waiting for the report")).Next(this.where_now)

    report_check = DeskTask(
        title=_("Check of the report"),
        acts=("check_demand", "find_satisfied", "find_insufficient", *KEPT),
        closing=("find_satisfied", "find_insufficient"),
        kept_from=EVERY_DESK,
    ).Next(this.where_now)

    talk_setting = DeskTask(
        title=_("Announcing the talk"),
        acts=("set_talk", *KEPT),
        closing=("set_talk",),
        kept_from=EVERY_DESK,
    ).Next(this.where_now)

    talk = DeskTask(
        title=_("Talk"),
        acts=("hold_talk", "postpone", "record_absence", *KEPT),
        closing=("hold_talk", "postpone", "record_absence"),
        kept_from=EVERY_DESK,
    ).Next(this.where_now)

    handing_on = DeskTask(
        title=_("Last limit or handing on"),
        acts=("last_limit", "hand_on", *KEPT),
        closing=("last_limit", "hand_on"),
    ).Next(this.where_now)

    where_now = (
        flow.Switch()
        .Annotation(title=_("Where does the case stand?"))
        .Case(this.service, stands(S.ISSUED))
        .Case(this.awaiting_rectification, stands(S.RECTIFYING))
        .Case(this.report_check, stands(S.REPORTED))
        .Case(this.talk_setting, stands(S.TALK_DUE))
        .Case(this.talk, stands(S.TALK_SET))
        .Case(this.handing_on, stands(S.EXHAUSTED))
        .Default(this.end)
    )

    end = flow.End().Annotation(title=_("Closed"))

    def open_process(self, activation: Any, *, case: Any) -> CaseProcess:  # noqa: ANN401 - the engine's own type
        """Bind the new process to its case."""
        return bound_to(activation, case)
