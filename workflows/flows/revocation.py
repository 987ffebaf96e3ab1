"""The desks of a revocation. Gateways read the case only; nothing legal is decided here."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from viewflow import this
from viewflow.workflow import flow, lock

from cases.states import RevocationState as S
from workflows.flows.waiting import bound_to, stands
from workflows.models import CaseProcess
from workflows.nodes import DeskTask


class RevocationFlow(flow.Flow):
    """撤销信用修复: the subject is told and heard, the ground examined, the proposal countersigned."""

    process_class = CaseProcess
    process_title = _("Revocation of a repair")
    lock_impl = lock.SelectForUpdateLock(nowait=False, attempts=1)

    filed = flow.StartHandle(this.open_process).Annotation(title=_("Opened")).Next(this.awaiting_defence)

    awaiting_defence = flow.Handle().Annotation(title=_("Waiting for the defence")).Next(this.where_now)

    review = DeskTask(
        title=_("Examination"),
        acts=("propose", "hold", "resume", "terminate"),
        closing=("propose",),
        kept_from=("review",),
    ).Next(this.where_now)

    countersignature = DeskTask(
        title=_("Countersignature"),
        acts=("revoke", "keep", "send_back"),
        closing=("revoke", "keep", "send_back"),
    ).Next(this.where_now)

    where_now = (
        flow.Switch()
        .Annotation(title=_("Where does the case stand?"))
        .Case(this.awaiting_defence, stands(S.NOTIFIED))
        .Case(this.review, stands(S.REVIEWING))
        .Case(this.countersignature, stands(S.PROPOSED))
        .Default(this.end)
    )

    end = flow.End().Annotation(title=_("Closed"))

    def open_process(self, activation: Any, *, case: Any) -> CaseProcess:  # noqa: ANN401 - the engine's own type
        """Bind the new process to its case."""
        return bound_to(activation, case)
