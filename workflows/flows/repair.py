"""The desks of a repair case. Gateways read the case only; nothing legal is decided here."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from viewflow import this
from viewflow.workflow import flow, lock

from cases.states import RepairState as S
from workflows.flows.waiting import bound_to, stands
from workflows.models import CaseProcess
from workflows.nodes import DeskTask


class RepairFlow(flow.Flow):
    """信用修复: filed, passed on, accepted, steps, examined, countersigned."""

    process_class = CaseProcess
    process_title = _("Credit repair")
    lock_impl = lock.SelectForUpdateLock(nowait=False, attempts=1)

    filed = flow.StartHandle(this.open_process).Annotation(title=_("Filed")).Next(this.passing_on)

    passing_on = flow.Handle().Annotation(title=_("Passing on to the unit")).Next(this.where_now)

    acceptance = DeskTask(
        title=_("Acceptance"),
        acts=("accept", "decline", "ask_supplement", "reroute", "hold", "resume", "terminate"),
        closing=("accept", "decline", "ask_supplement"),
        kept_from=("acceptance",),
    ).Next(this.where_now)

    awaiting_supplement = flow.Handle().Annotation(title=_("Waiting for missing items")).Next(this.where_now)

    awaiting_steps = flow.Handle().Annotation(title=_("Waiting for steps")).Next(this.where_now)

    verification = DeskTask(
        title=_("Examination"),
        acts=("check_step", "find_insufficient", "extend", "propose", "hold", "resume", "terminate"),
        closing=("find_insufficient", "propose"),
        kept_from=("acceptance", "verification"),
    ).Next(this.where_now)

    countersignature = DeskTask(
        title=_("Countersignature"),
        acts=("approve", "refuse", "send_back"),
        closing=("approve", "refuse", "send_back"),
    ).Next(this.where_now)

    where_now = (
        flow.Switch()
        .Annotation(title=_("Where does the case stand?"))
        .Case(this.passing_on, stands(S.FILED))
        .Case(this.acceptance, stands(S.ROUTED))
        .Case(this.awaiting_supplement, stands(S.SUPPLEMENTING))
        .Case(this.awaiting_steps, stands(S.UNDER_REPAIR))
        .Case(this.verification, stands(S.VERIFYING))
        .Case(this.countersignature, stands(S.PROPOSED))
        .Default(this.end)
    )

    end = flow.End().Annotation(title=_("Closed"))

    def open_process(self, activation: Any, *, case: Any) -> CaseProcess:  # noqa: ANN401 - the engine's own type
        """Bind the new process to its case."""
        return bound_to(activation, case)
