"""Which flow a case of each kind has."""

from __future__ import annotations

from collections.abc import Mapping

from viewflow.workflow.flow import Flow

from cases.states import CaseKind
from workflows.flows.objection import ObjectionFlow
from workflows.flows.rectification import RectificationFlow
from workflows.flows.repair import RepairFlow
from workflows.flows.revocation import RevocationFlow

FLOWS: Mapping[str, type[Flow]] = {
    CaseKind.REPAIR: RepairFlow,
    CaseKind.REVOCATION: RevocationFlow,
    CaseKind.OBJECTION: ObjectionFlow,
    CaseKind.RECTIFICATION: RectificationFlow,
}
