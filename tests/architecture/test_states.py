"""Only the machines change a state, and no machine has a dead end that is not meant."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import models
from django_fsm import GET_STATE, RETURN_VALUE, FSMFieldMixin

from cases.machines.kinds import MACHINES
from cases.states import FINAL_STATES, STATES
from cases.states import states_of as states_of_kind
from tests.architecture.sources import Source, product

MOVERS = ("journal/moves.py", "cases/machines/", "records/machines.py", "delisting/machine.py")

# where a thing may stay for ever, by model; every other state has a way out
FINAL: dict[str, set[str]] = {
    **{model.__name__: set(states_of_kind(kind, FINAL_STATES)) for kind, model in MACHINES.items()},
    "ComplaintMachine": {"DECLINED", "ANSWERED", "WITHDRAWN"},
    "CopyReport": {"ANSWERED"},
    "Listing": {"WITHDRAWN"},
    "Measure": set(),
    "Order": {"COMPLETED", "SUPERSEDED"},
    "MinutesRelease": {"RECEIVED", "SUPERSEDED"},
    "Release": {"CONFIRMED", "SUPERSEDED"},
    "GazetteProposal": {"RELEASED", "REJECTED", "WITHDRAWN"},
    "TextProposal": {"RELEASED", "REJECTED", "WITHDRAWN"},
}


def state_writes(source: Source) -> Iterator[int]:
    """Lines that set a `state` attribute, or a `state` column by update or bulk_update."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            if any(isinstance(target, ast.Attribute) and target.attr == "state" for target in targets):
                yield node.lineno
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            named = node.func.attr == "update" and any(word.arg == "state" for word in node.keywords)
            listed = node.func.attr == "bulk_update" and "'state'" in ast.unparse(node)
            if named or listed:
                yield node.lineno


def machines() -> list[type[models.Model]]:
    """Every model or proxy that carries transitions of its own state."""
    return [
        model
        for model in apps.get_models(include_auto_created=False)
        if model.__module__.split(".")[0] in {"cases", "records", "delisting", "rulebook"}
        and _transitions(model)
    ]


KIND_OF = {model: kind for kind, model in MACHINES.items()}
# where a thing begins, by model, where it is not the column's default
BEGINS = {"Rectification": "ISSUED", "Revocation": "NOTIFIED"}


def states_of(model: type[models.Model]) -> set[str]:
    if model in KIND_OF:
        return {str(state) for state in STATES[KIND_OF[model]]}
    field = _field(model)
    assert field is not None
    return {str(value) for value, _label in field.flatchoices}


def _field(model: type[models.Model]) -> FSMFieldMixin | None:
    return next((field for field in model._meta.fields if isinstance(field, FSMFieldMixin)), None)  # noqa: SLF001


def _transitions(model: type[models.Model]) -> list[tuple[str, str, str]]:
    """Triples of source, act and target."""
    field = _field(model)
    if field is None:
        return []
    found = []
    for transition in field.get_all_transitions(model):
        target = transition.target
        if isinstance(target, GET_STATE | RETURN_VALUE):
            targets = [str(state) for state in target.allowed_states]
        else:
            targets = [str(target)]
        found += [(str(transition.source), transition.name, state) for state in targets]
    return found


def test_only_machines_change_a_state() -> None:
    writes = [
        f"{source.path}:{line}"
        for source in product()
        if not source.path.startswith(MOVERS)
        for line in state_writes(source)
    ]
    assert writes == []


def test_the_search_finds_what_it_is_for() -> None:
    text = "case.state = 1\nrows.update(state=2)\nrows.bulk_update(r, ['state'])\nrows.update(name=3)\n"
    assert list(state_writes(Source("x.py", text, ast.parse(text)))) == [1, 2, 3]


def test_every_machine_is_known_here() -> None:
    assert {model.__name__ for model in machines()} == set(FINAL)


@pytest.mark.parametrize("model", machines(), ids=lambda model: model.__name__)
def test_every_state_has_a_way_out_unless_it_is_final(model: type[models.Model]) -> None:
    leaving = {source for source, _act, target in _transitions(model) if target != source}
    assert states_of(model) - leaving == FINAL[model.__name__]


@pytest.mark.parametrize("model", machines(), ids=lambda model: model.__name__)
def test_every_state_can_be_reached(model: type[models.Model]) -> None:
    field = _field(model)
    assert field is not None
    reached, before = {BEGINS.get(model.__name__, str(field.default))}, set[str]()
    while reached != before:
        before = set(reached)
        reached |= {target for source, _act, target in _transitions(model) if source in before}
    assert states_of(model) == reached


@pytest.mark.parametrize("model", machines(), ids=lambda model: model.__name__)
def test_transitions_are_between_known_states(model: type[models.Model]) -> None:
    states = states_of(model)
    for source, act, target in _transitions(model):
        assert {source, target} <= states, act
