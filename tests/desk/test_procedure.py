"""The chart of the procedure: the present node lit, in the reader's words; the same procedure as BPMN."""

from __future__ import annotations

from http import HTTPStatus
from xml.etree import ElementTree as ET

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from cases.models import Case
from cases.states import CaseKind
from cases.states import RepairState as S
from tests.desk.conftest import SignIn
from tests.factories.cases import make_filed_case
from workflows.alignment import ALIGNMENT
from workflows.charts import bpmn_of, chart_of
from workflows.flows.kinds import FLOWS

pytestmark = pytest.mark.django_db
BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
DRAWN = "{http://www.omg.org/spec/BPMN/20100524/DI}"


@pytest.mark.parametrize("kind", CaseKind)
def test_in_every_state_its_node_is_lit_and_no_other(kind: CaseKind) -> None:
    for state, node in ALIGNMENT[kind].items():
        chart = chart_of(Case(kind=kind, state=state))
        assert [one.name for one in chart.nodes if one.present] == [node]
    assert [one.name for one in chart_of(Case(kind=kind, state="TERMINATED")).nodes if one.present] == ["end"]
    assert chart_of(Case(kind=kind, state="DRAFT")).present is None


@pytest.mark.parametrize("kind", CaseKind)
def test_nodes_lie_inside_the_picture_and_apart(kind: CaseKind) -> None:
    chart = chart_of(Case(kind=kind, state="PROPOSED"))
    for node in chart.nodes:
        assert 0 <= node.x <= chart.width - node.width
        assert 0 <= node.y <= chart.height - node.height
    for place, one in enumerate(chart.nodes):
        for other in chart.nodes[place + 1 :]:
            beside = one.x + one.width <= other.x or other.x + other.width <= one.x
            above = one.y + one.height <= other.y or other.y + other.height <= one.y
            assert beside or above, (one.name, other.name)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("kind", CaseKind)
def test_every_node_is_named_in_the_readers_language(kind: CaseKind, language: str) -> None:
    with override(language):
        labels = [node.label for node in chart_of(Case(kind=kind, state="PROPOSED")).nodes]
    chinese = [any("\u4e00" <= sign <= "\u9fff" for sign in label) for label in labels]
    assert all(chinese) if language == "zh-hans" else not any(chinese)
    assert all("_" not in label for label in labels)


@pytest.mark.parametrize("kind", CaseKind)
def test_the_bpmn_parses_and_every_flow_joins_two_nodes_of_it(kind: CaseKind) -> None:
    with override("en"):
        root = ET.fromstring(bpmn_of(kind))  # noqa: S314 - our own file
    process = root.find(f"{BPMN}process")
    assert process is not None
    nodes = {one.get("id") for one in process if one.tag != f"{BPMN}sequenceFlow"}
    flows = process.findall(f"{BPMN}sequenceFlow")
    assert flows
    assert {flow.get("sourceRef") for flow in flows} | {flow.get("targetRef") for flow in flows} <= nodes
    assert nodes == {f"id_node_{node.name}" for node in FLOWS[kind].instance.nodes()}
    drawn = {shape.get("bpmnElement") for shape in root.iter(f"{DRAWN}BPMNShape")}
    assert drawn == nodes
    states = {"new", "done", "assigned", "started"}
    assert not any(word in (one.get("name") or "").lower() for one in process for word in states)


def test_ids_stay_whatever_the_language() -> None:
    found = set()
    for language in ("zh-hans", "en"):
        with override(language):
            root = ET.fromstring(bpmn_of(CaseKind.REPAIR))  # noqa: S314 - our own file
        found.add(tuple(one.get("id") for one in root.iter() if one.get("id")))
    assert len(found) == 1


def test_the_page_lights_the_node_and_says_it_in_words(sign_in: SignIn) -> None:
    made = make_filed_case(S.VERIFYING)
    text = sign_in(made.reviewer).get(f"/desk/cases/{made.case.number}/procedure/").content.decode()
    assert text.count("is-present") == 1
    assert 'id="node-verification" class="chart-node chart-desk is-present"' in text
    assert text.count('aria-current="step"') == 1
    assert "style=" not in text.partition("<main")[2]


def test_the_file_is_downloaded(sign_in: SignIn) -> None:
    made = make_filed_case(S.VERIFYING)
    answer = sign_in(made.reviewer).get(f"/desk/cases/{made.case.number}/procedure.bpmn")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="repair.bpmn"'
    assert made.case.number not in answer.content.decode()


@pytest.mark.parametrize("page", ["procedure/", "procedure.bpmn"])
def test_who_may_not_see_the_case_sees_no_chart_of_it(sign_in: SignIn, page: str) -> None:
    made = make_filed_case(S.VERIFYING)
    path = f"/desk/cases/{made.case.number}/{page}"
    assert Client().get(path).status_code == HTTPStatus.FOUND
    assert sign_in(made.owner).get(path).status_code == HTTPStatus.FORBIDDEN
    assert sign_in(make_filed_case().reviewer).get(path).status_code == HTTPStatus.NOT_FOUND


def test_the_chart_asks_the_database_little(sign_in: SignIn) -> None:
    made = make_filed_case(S.VERIFYING)
    client = sign_in(made.reviewer)
    with CaptureQueriesContext(connection) as seen:
        client.get(f"/desk/cases/{made.case.number}/procedure/")
    assert len(seen) <= 10
