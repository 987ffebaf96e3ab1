"""The procedure of a kind as a drawn chart and as BPMN; the engine lays it out, the words and the look are ours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import Any

from viewflow.workflow import chart as engine

from cases.models import Case
from cases.states import FINAL_STATES
from workflows.alignment import node_of
from workflows.flows.kinds import FLOWS
from workflows.nodes import DeskTask

LINE = 18  # letters of a line inside a box
LEADING = 17
END = "end"
SHAPES = {"startEvent": "start", "endEvent": END, "exclusiveGateway": "gateway", "userTask": "desk"}
"""How a node is drawn by what it is; whatever waits for somebody outside the desks is drawn as waiting."""


@dataclass(frozen=True)
class Line:
    """A line of a node's words, placed inside its box."""

    words: str
    y: float


@dataclass(frozen=True)
class Node:
    """A node of the chart. `shape` is start, end, gateway, desk or waiting; `present` where the case is now."""

    name: str
    label: str
    shape: str
    x: int
    y: int
    width: int
    height: int
    lines: tuple[Line, ...]
    present: bool

    @property
    def middle(self) -> float:
        return self.width / 2

    @property
    def half(self) -> float:
        return self.height / 2

    @property
    def below(self) -> int:
        return self.height + LEADING

    @property
    def aside(self) -> int:
        return self.width + LEADING // 2


@dataclass(frozen=True)
class Chart:
    """A procedure drawn: its nodes in their order, its arrows as paths, the size of the whole."""

    title: str
    width: int
    height: int
    nodes: tuple[Node, ...]
    arrows: tuple[str, ...]

    @property
    def present(self) -> Node | None:
        return next((node for node in self.nodes if node.present), None)

    @property
    def steps(self) -> tuple[Node, ...]:
        """What a reader without the picture needs: begin, desks and waitings as the flow names them, then the end."""
        told = [node for node in self.nodes if node.shape != "gateway"]
        return tuple(sorted(told, key=lambda node: node.shape == END))


def chart_of(case: Case) -> Chart:
    """The procedure of a case's kind with the node on which it stands; the words in the reader's language."""
    grid = _grid(case.kind)
    present = END if case.state in FINAL_STATES else node_of(case)
    named = list(
        vars(FLOWS[case.kind])
    )  # the order in which the flow names its nodes is that of the procedure
    cells = [_node(cell, present=cell.node.name == present) for cell in grid.cells]
    cells.sort(key=lambda node: named.index(node.name))
    return Chart(
        title=str(FLOWS[case.kind].process_title),
        width=grid.width,
        height=grid.height,
        nodes=tuple(cells),
        arrows=tuple(_path(edge.segments) for edge in grid.edges if edge.segments),
    )


def bpmn_of(kind: str) -> bytes:
    """The procedure of a kind as BPMN 2.0, for other tools. Ids come from the nodes' names and never change."""
    text: str = engine.grid_to_bpmn(_grid(kind))
    return text.encode()


def _grid(kind: str) -> Any:  # noqa: ANN401 - the engine's own type
    return engine.calc_layout_data(FLOWS[kind])


def _node(cell: Any, *, present: bool) -> Node:  # noqa: ANN401 - the engine's own type
    node, box = cell.node, cell.shape
    label = str(node.task_title)
    words = wrap(label, LINE) if isinstance(node, DeskTask) or box.width > box.height else [label]
    first = box.height / 2 - (len(words) - 1) * LEADING / 2
    return Node(
        name=node.name,
        label=label,
        shape=SHAPES.get(node.bpmn_element, "waiting"),
        x=box.x,
        y=box.y,
        width=box.width,
        height=box.height,
        lines=tuple(Line(line, first + place * LEADING) for place, line in enumerate(words)),
        present=present,
    )


def _path(segments: Sequence[Sequence[int]]) -> str:
    return "M" + " L".join(f"{x},{y}" for x, y in segments)
