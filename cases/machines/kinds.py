"""Which machine a case of each kind runs on."""

from __future__ import annotations

from collections.abc import Mapping

from django_fsm import Transition

from cases.machines.objection import Objection
from cases.machines.rectification import Rectification
from cases.machines.repair import Repair
from cases.machines.revocation import Revocation
from cases.models import Case
from cases.states import CaseKind

MACHINES: Mapping[str, type[Case]] = {
    CaseKind.REPAIR: Repair,
    CaseKind.REVOCATION: Revocation,
    CaseKind.OBJECTION: Objection,
    CaseKind.RECTIFICATION: Rectification,
}


def on_its_machine(case: Case) -> Case:
    """The same row with the transitions of its kind."""
    case.__class__ = MACHINES[case.kind]
    return case


def transitions_of(kind: str) -> list[Transition]:
    """Every transition of a kind's machine."""
    machine = MACHINES[kind]
    return list(machine._meta.get_field("state").get_all_transitions(machine))  # noqa: SLF001 - documented by Django
