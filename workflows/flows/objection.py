"""The desks of an objection. Gateways read the case only; nothing legal is decided here."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from viewflow import this
from viewflow.workflow import flow, lock

from cases.states import ObjectionState as S
from workflows.flows.waiting import bound_to, stands
from workflows.models import CaseProcess
from workflows.nodes import DeskTask

KEPT = ("hold", "resume", "terminate")


class ObjectionFlow(flow.Flow):
    """异议申诉: filed, accepted, checked by the platform, asked of the provider, examined, countersigned."""

    process_class = CaseProcess
    process_title = _("Objection")
    lock_impl = lock.SelectForUpdateLock(nowait=False, attempts=1)

    filed = flow.StartHandle(this.open_process).Annotation(title=_("Filed")).Next(this.acceptance)

    acceptance = DeskTask(
        title=_("Acceptance"),
        acts=("accept", "decline", "ask_supplement", *KEPT),
        closing=("accept", "decline", "ask_supplement"),
        kept_from=("acceptance",),
    ).Next(this.where_now)

    awaiting_supplement = flow.Handle().Annotation(title=_("Waiting for missing items")).Next(this.where_now)

    self_check = DeskTask(
        title=_("The platform's own check"),
        acts=("inquire", "conclude", *KEPT),
        closing=("inquire", "conclude"),
        kept_from=("acceptance",),
    ).Next(this.where_now)

    provider_answer = DeskTask(
        title=_("Answer of the providing unit"), acts=("answer",), closing=("answer",)
    ).Next(this.where_now)

    review = DeskTask(
        title=_("Examination"),
        acts=("inquire_again", "extend", "propose", *KEPT),
        closing=("inquire_again", "propose"),
        kept_from=("acceptance", "self_check", "review"),
    ).Next(this.where_now)

    countersignature = DeskTask(
        title=_("Countersignature"),
        acts=("correct", "withdraw_record", "uphold", "note", "send_back"),
        closing=("correct", "withdraw_record", "uphold", "note", "send_back"),
    ).Next(this.where_now)

    where_now = (
        flow.Switch()
        .Annotation(title=_("Where does the case stand?"))
        .Case(this.acceptance, stands(S.FILED))
        .Case(this.awaiting_supplement, stands(S.SUPPLEMENTING))
        .Case(this.self_check, stands(S.CHECKING))
        .Case(this.provider_answer, stands(S.INQUIRING))
        .Case(this.review, stands(S.REVIEWING))
        .Case(this.countersignature, stands(S.PROPOSED))
        .Default(this.end)
    )

    end = flow.End().Annotation(title=_("Closed"))

    def open_process(self, activation: Any, *, case: Any) -> CaseProcess:  # noqa: ANN401 - the engine's own type
        """Bind the new process to its case."""
        return bound_to(activation, case)
