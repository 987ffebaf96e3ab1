"""Who may see a complaint and act on it, person by person: nobody answers for the unit complained of."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from accounts.actors import CLOCK, DESK, Actor
from accounts.models import User
from accounts.roles import Role
from cases.complaint_policies import (
    acts_on_complaint,
    authorise_complaint,
    complaints_visible_to,
    load_complaint,
    who_of_complaints,
)
from cases.models.complaint import Cause
from cases.models.complaint import ComplaintState as S
from cases.states import RepairState
from tests.complaints.reading import refused
from tests.factories.cases import make_filed_case
from tests.factories.complaints import FiledComplaint, make_complaint, make_province
from tests.factories.people import actor_of_user, make_agent, make_officer, make_owner
from tests.factories.records import make_department, make_platform, make_subject

pytestmark = pytest.mark.django_db
ANSWERING = ("accept", "decline")

PEOPLE: dict[str, Callable[[FiledComplaint], User]] = {
    "owner": lambda made: made.owner,
    "agent": lambda made: make_agent(made.complaint.subject),
    "supervisor who answers": lambda made: made.supervisor,
    "reviewer there": lambda made: make_officer(Role.REVIEWER, made.lead),
    "supervisor complained of": lambda made: make_officer(Role.SUPERVISOR, made.complaint.complained_of),
    "reviewer complained of": lambda made: make_officer(Role.REVIEWER, made.complaint.complained_of),
    "supervisor elsewhere": lambda _made: make_officer(Role.SUPERVISOR, make_department()),
    "lead above": lambda _made: make_officer(Role.SUPERVISOR, make_province()),
    "audit": lambda made: make_officer(Role.AUDIT_ADMIN, made.lead),
    "another company": lambda _made: make_owner(make_subject()),
}
SEES = {"owner", "agent", "supervisor who answers", "lead above"}
MAY: dict[str, tuple[str, ...]] = {
    "owner": ("withdraw",),
    "agent": ("withdraw",),
    "supervisor who answers": ANSWERING,
}


@pytest.mark.parametrize("person", PEOPLE)
def test_who_sees_it_and_what_each_may_do(person: str) -> None:
    made = make_complaint()
    actor = actor_of_user(PEOPLE[person](made))
    assert complaints_visible_to(actor).exists() is (person in SEES)
    assert acts_on_complaint(made.complaint, actor) == MAY.get(person, ())


def test_the_audit_administrator_sees_complaints_about_a_fee_and_no_others() -> None:
    made = make_complaint(about=Cause.FEE)
    make_complaint()
    audit = actor_of_user(make_officer(Role.AUDIT_ADMIN, made.lead))
    assert [found.pk for found in complaints_visible_to(audit)] == [made.complaint.pk]
    assert acts_on_complaint(made.complaint, audit) == ()


def test_a_second_post_at_the_unit_complained_of_keeps_from_answering() -> None:
    made = make_complaint()
    make_officer(Role.REVIEWER, made.complaint.complained_of, user=made.supervisor)
    assert refused(lambda: made.perform("accept")) == "concerned"
    assert not complaints_visible_to(actor_of_user(made.supervisor)).exists()


def test_whoever_had_a_hand_in_the_case_does_not_answer() -> None:
    platform = make_platform()
    case = make_filed_case(RepairState.VERIFYING)
    made = make_complaint(case=case.case, owner=case.owner)
    make_officer(Role.SUPERVISOR, platform, user=case.reviewer)
    # the reviewer's own post there is over: only the journal still knows
    case.reviewer.posts.filter(department=case.case.handling_department).delete()
    assert refused(lambda: made.perform("accept", by=case.reviewer)) == "concerned"


def test_nobody_answers_the_own_companys_complaint() -> None:
    made = make_complaint()
    make_owner(made.complaint.subject, user=made.supervisor)
    assert refused(lambda: made.perform("accept")) == "concerned"


def test_the_clerk_who_wrote_it_down_does_not_answer_it() -> None:
    platform = make_platform()
    clerk = make_officer(Role.WINDOW_CLERK, platform)
    made = make_complaint(owner=None)
    type(made.complaint).objects.filter(pk=made.complaint.pk).update(filed_by_ref=f"user:{clerk.pk}")
    make_officer(Role.SUPERVISOR, platform, user=clerk)
    assert refused(lambda: made.perform("accept", by=clerk)) == "concerned"


@pytest.mark.parametrize("actor", [CLOCK, DESK], ids=["clock", "desk"])
def test_the_house_answers_and_withdraws_nothing(actor: Actor) -> None:
    complaint = make_complaint().complaint
    assert refused(lambda: authorise_complaint("accept", complaint, actor)) == "not-answering"
    assert refused(lambda: authorise_complaint("withdraw", complaint, actor)) == "not-subject"


def test_an_extension_is_offered_once() -> None:
    made = make_complaint(S.ACCEPTED)
    actor = actor_of_user(made.supervisor)
    assert acts_on_complaint(made.complaint, actor) == ("answer", "extend")
    made = made.perform("extend", reason="需核实。")
    assert acts_on_complaint(made.complaint, actor) == ("answer",)


def test_absent_and_foreign_ones_look_the_same() -> None:
    made = make_complaint()
    stranger = actor_of_user(make_owner(make_subject()))
    for number in (made.complaint.number, "TS-2026-XXXXXXXX"):
        assert refused(lambda number=number: load_complaint(number, stranger)) == "no-complaint"  # type: ignore[misc]


def test_an_act_nobody_knows_is_a_fault() -> None:
    with pytest.raises(KeyError):
        who_of_complaints("forgive")
