"""Token and state: a drift is found and told, and no walk over all acts leads to one."""

from __future__ import annotations

import json
from io import StringIO

import pytest
from django.core.management import call_command
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test
from viewflow.workflow.models import Task

from cases.states import RepairState as S
from journal.models import Delivery
from tests.conftest import Deliver
from tests.factories.cases import FILED_AT, FiledCase, make_filed_case
from tests.workflows.walk import RepairWalk
from workflows.alignment import drifts
from workflows.models import CaseProcess

pytestmark = pytest.mark.django_db


def drifted(deliver: Deliver) -> FiledCase:
    """A case at acceptance whose token stands at no desk any more."""
    made = make_filed_case(S.ROUTED)
    deliver(FILED_AT)
    Task.objects.filter(process__caseprocess__case=made.case).exclude(status="DONE").update(status="DONE")
    return made


def test_cases_on_their_desks_are_no_finding(deliver: Deliver) -> None:
    for state in (S.DRAFT, S.FILED, S.ROUTED, S.VERIFYING, S.CLOSED_REPAIRED):
        make_filed_case(state)
    deliver(FILED_AT)
    assert list(drifts()) == []


def test_a_case_without_its_desk_is_found_with_what_should_be_open(deliver: Deliver) -> None:
    made = drifted(deliver)
    (drift,) = drifts()
    assert (drift.number, drift.state) == (made.case.number, "ROUTED")
    assert (drift.expected, drift.found) == (("acceptance",), ())


def test_a_case_without_any_process_is_found(deliver: Deliver) -> None:
    made = make_filed_case(S.FILED)
    Delivery.objects.filter(entry__stream=made.case.stream).update(done_at=FILED_AT)
    assert not CaseProcess.objects.filter(case=made.case).exists()
    (drift,) = drifts()
    assert (drift.expected, drift.found) == (("passing_on",), ())


def test_the_command_ends_quietly_where_all_is_well(deliver: Deliver) -> None:
    make_filed_case(S.ROUTED)
    deliver(FILED_AT)
    out = StringIO()
    call_command("check_alignment", "--json", stdout=out)
    assert json.loads(out.getvalue()) == {"drifts": []}


def test_the_command_fails_on_a_finding_and_names_the_case(deliver: Deliver) -> None:
    made = drifted(deliver)
    out = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("check_alignment", "--json", stdout=out)
    assert ended.value.code == 1
    (told,) = json.loads(out.getvalue())["drifts"]
    assert told["number"] == made.case.number
    assert out.getvalue().count("\n") == 1
    with pytest.raises(SystemExit):
        call_command("check_alignment", stdout=out)
    assert made.case.number in out.getvalue()


@pytest.mark.one_database
def test_no_walk_over_all_acts_leads_astray() -> None:
    run_state_machine_as_test(
        RepairWalk,
        settings=settings(max_examples=14, stateful_step_count=25, suppress_health_check=list(HealthCheck)),
    )
