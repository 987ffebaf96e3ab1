"""Work given to a colleague, and work done in the place of an officer who is away."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.actors import Actor, actor_of
from accounts.models import Substitution, User
from accounts.roles import Role
from accounts.services.substitutions import end_substitution, substitute
from cases.states import RepairState as S
from journal.models import Entry
from journal.now import day_of
from journal.refusals import Crossed, NotAllowed, Refusal
from notifications.models import Channel, Message
from tests.acts.reading import refusal_of, unit_of
from tests.factories.cases import GRANTED, FiledCase, make_filed_case
from tests.factories.people import actor_of_user, make_agent, make_officer, make_user
from workflows.desks import claim, desk_of, perform, release
from workflows.reassigning import reassign
from workflows.worklists.asked import Asked
from workflows.worklists.pages import worklist

pytestmark = pytest.mark.django_db
Deliver = Callable[[datetime], int]


def colleague(made: FiledCase, role: str = "reviewer", name: str = "周某某") -> User:
    return make_officer(role, unit_of(made.case), user=make_user(full_name=name))


def taken(made: FiledCase) -> Actor:
    actor = actor_of_user(made.reviewer)
    claim(case_id=made.case.pk, actor=actor, at=made.at)
    return actor


def stand_in(made: FiledCase, person: User, *, role: str = "reviewer", days: int = 3) -> Substitution:
    """The person stands in for the case's reviewer (or decider) from today."""
    officer = made.reviewer if role == Role.REVIEWER else made.decider
    on = day_of(made.at)
    return substitute(
        officer_id=officer.pk,
        substitute_id=person.pk,
        department_id=unit_of(made.case).pk,
        role=role,
        from_on=on,
        until=on + timedelta(days=days - 1),
        actor=actor_of_user(officer),
        at=made.at,
    )


def owner(made: FiledCase) -> int | None:
    desk = desk_of(made.case)
    assert desk is not None
    return desk.owner_id


# ---- given to a colleague ----------------------------------------------------------------------------


def test_whoever_has_the_work_gives_it_on_and_both_are_told(deliver: Deliver) -> None:
    made = make_filed_case(S.ROUTED)
    to = colleague(made)
    supervisor = colleague(made, "supervisor", "杨某某")
    taken(made)
    reassign(case_id=made.case.pk, to_id=to.pk, reason="休假", actor=actor_of_user(supervisor), at=made.at)
    assert owner(made) == to.pk
    entry = Entry.objects.get(stream=made.case.stream, verb="desk.reassigned")
    assert (entry.payload["to_user"], entry.payload["from_user"]) == (to.pk, made.reviewer.pk)
    deliver(made.at)
    told = Message.objects.filter(caused_by_entry=entry.pk, channel=Channel.INBOX)
    assert set(told.values_list("user", "template")) == {
        (to.pk, "work-given"),
        (made.reviewer.pk, "work-taken"),
    }


def test_who_gives_it_on_themselves_is_not_told_so(deliver: Deliver) -> None:
    made = make_filed_case(S.ROUTED)
    to = colleague(made)
    reassign(case_id=made.case.pk, to_id=to.pk, reason="休假", actor=taken(made), at=made.at)
    deliver(made.at)
    assert not Message.objects.filter(user=made.reviewer, template="work-taken").exists()


def test_a_supervisor_gives_work_that_nobody_has_taken() -> None:
    made = make_filed_case(S.ROUTED)
    supervisor = actor_of_user(colleague(made, "supervisor"))
    reassign(case_id=made.case.pk, to_id=made.reviewer.pk, reason="专人办理", actor=supervisor, at=made.at)
    assert owner(made) == made.reviewer.pk


def test_a_colleague_gives_away_nothing_that_is_not_theirs() -> None:
    made = make_filed_case(S.ROUTED)
    taken(made)
    other = colleague(made)
    refused = refusal_of(
        lambda: reassign(
            case_id=made.case.pk, to_id=other.pk, reason="我来", actor=actor_of_user(other), at=made.at
        ),
        case=made.case,
    )
    assert isinstance(refused, NotAllowed)
    assert str(made.reviewer) in str(refused)


@pytest.mark.parametrize("to", ["decider", "stranger", "agent of the company", "the same"])
def test_who_may_not_do_the_work_is_not_given_it(to: str) -> None:
    made = make_filed_case(S.ROUTED)
    supervisor = actor_of_user(colleague(made, "supervisor"))
    taken(made)
    people: dict[str, Callable[[], User]] = {
        "decider": lambda: made.decider,
        "stranger": make_user,
        "agent of the company": lambda: make_agent(made.case.subject, user=colleague(made)),
        "the same": lambda: made.reviewer,
    }
    person = people[to]()
    refused = refusal_of(
        lambda: reassign(case_id=made.case.pk, to_id=person.pk, reason="休假", actor=supervisor, at=made.at),
        case=made.case,
    )
    codes = {"agent of the company": "may-not-take", "the same": "has-it-already"}
    assert refused.code == codes.get(to, "no-colleague")


def test_whoever_proposed_is_not_given_the_countersignature() -> None:
    made = make_filed_case(S.PROPOSED)
    make_officer(Role.DECIDER, unit_of(made.case), user=made.reviewer)
    supervisor = actor_of_user(colleague(made, "supervisor"))
    refused = refusal_of(
        lambda: reassign(
            case_id=made.case.pk, to_id=made.reviewer.pk, reason="缺人", actor=supervisor, at=made.at
        ),
        case=made.case,
    )
    assert refused.code == "may-not-take"
    cause = refused.__cause__
    assert isinstance(cause, Refusal)
    assert cause.code == "own-hand"


def test_without_a_reason_nothing_changes_hands() -> None:
    made = make_filed_case(S.ROUTED)
    to, actor = colleague(made), taken(made)
    with pytest.raises(Refusal):
        reassign(case_id=made.case.pk, to_id=to.pk, reason="  ", actor=actor, at=made.at)
    assert owner(made) == made.reviewer.pk


# ---- in the place of an officer who is away (代理) ---------------------------------------------------


def test_a_substitute_sees_the_officers_work_as_theirs_and_does_it_and_every_entry_says_for_whom() -> None:
    made = make_filed_case(S.ROUTED)
    person = colleague(made)
    taken(made)
    actor = actor_of_user(person)
    assert worklist(actor, Asked(tab="mine"), at=made.at).rows == ()
    stand_in(made, person)
    (row,) = worklist(actor, Asked(tab="mine"), at=made.at).rows
    assert (row.owner_id, row.in_place_of) == (made.reviewer.pk, True)
    perform(case_id=made.case.pk, act="accept", actor=actor, at=made.at)
    entry = Entry.objects.get(stream=made.case.stream, verb="case.accepted")
    assert (entry.actor_ref, entry.payload["in_place_of"]) == (actor.ref, f"user:{made.reviewer.pk}")
    assert owner(made) == made.reviewer.pk, "the work stays the officer's"


def test_before_and_after_its_days_the_substitute_is_a_colleague_like_others() -> None:
    made = make_filed_case(S.ROUTED)
    person = colleague(made)
    taken(made)
    stand_in(made, person, days=2)
    actor = actor_of_user(person)
    refused = refusal_of(
        lambda: perform(case_id=made.case.pk, act="accept", actor=actor, at=made.at + timedelta(days=2)),
        case=made.case,
    )
    assert refused.code == "taken"
    assert worklist(actor, Asked(tab="mine"), at=made.at + timedelta(days=2)).rows == ()


def test_a_substitution_that_was_ended_today_gives_nothing_any_more() -> None:
    made = make_filed_case(S.ROUTED)
    person = colleague(made)
    officer = taken(made)
    row = stand_in(made, person)
    end_substitution(substitution_id=row.pk, actor=officer, at=made.at)
    refused = refusal_of(
        lambda: perform(case_id=made.case.pk, act="accept", actor=actor_of_user(person), at=made.at),
        case=made.case,
    )
    assert isinstance(refused, Crossed)


def test_a_substitute_takes_the_work_over_or_gives_it_back() -> None:
    made = make_filed_case(S.ROUTED)
    person = colleague(made)
    taken(made)
    stand_in(made, person)
    actor = actor_of_user(person)
    claim(case_id=made.case.pk, actor=actor, at=made.at)
    assert owner(made) == person.pk
    release(case_id=made.case.pk, actor=actor, at=made.at)
    claim(case_id=made.case.pk, actor=actor_of_user(made.reviewer), at=made.at)
    release(case_id=made.case.pk, actor=actor, at=made.at)
    assert owner(made) is None
    last = Entry.objects.filter(stream=made.case.stream, verb="desk.released").order_by("-seq")[0]
    assert last.payload["in_place_of"] == f"user:{made.reviewer.pk}"


def test_the_substitute_of_the_proposer_does_not_countersign_what_they_proposed() -> None:
    made = make_filed_case(S.VERIFYING).check_all()
    person = colleague(made)
    make_officer(Role.DECIDER, unit_of(made.case), user=person)
    stand_in(made, person)
    actor = actor_of_user(person)
    perform(case_id=made.case.pk, act="propose", actor=actor, at=made.at, **GRANTED)
    refused = refusal_of(
        lambda: perform(case_id=made.case.pk, act="approve", actor=actor, at=made.at), case=made.case
    )
    assert refused.code == "own-hand"


def test_standing_in_gives_no_power_over_a_case_of_ones_own_company() -> None:
    made = make_filed_case(S.ROUTED)
    person = make_agent(made.case.subject, user=colleague(made))
    taken(made)
    stand_in(made, person)
    actor = actor_of(person, on=day_of(made.at))
    refused = refusal_of(
        lambda: perform(case_id=made.case.pk, act="accept", actor=actor, at=made.at), case=made.case
    )
    assert refused.code == "own-company"


def test_a_substitute_at_another_post_does_not_act_on_this_one() -> None:
    made = make_filed_case(S.ROUTED)
    person = colleague(made, "decider")
    make_officer(Role.REVIEWER, unit_of(made.case), user=person)
    make_officer(Role.DECIDER, unit_of(made.case), user=made.reviewer)
    taken(made)
    on = day_of(made.at)
    substitute(
        officer_id=made.reviewer.pk,
        substitute_id=person.pk,
        department_id=unit_of(made.case).pk,
        role=Role.DECIDER,
        from_on=on,
        until=on,
        actor=actor_of_user(made.reviewer),
        at=made.at,
    )
    refused = refusal_of(
        lambda: perform(case_id=made.case.pk, act="accept", actor=actor_of_user(person), at=made.at),
        case=made.case,
    )
    assert refused.code == "taken"


@given(first=st.integers(0, 20), length=st.integers(0, 20), seen=st.integers(-2, 45))
def test_a_substitution_holds_on_each_of_its_days_and_on_no_other(first: int, length: int, seen: int) -> None:
    made = _shared()
    from_on = day_of(made.at) + timedelta(days=first)
    until = from_on + timedelta(days=length)
    person = User.objects.get(username="stand-in")
    Substitution.objects.all().delete()
    substitute(
        officer_id=made.reviewer.pk,
        substitute_id=person.pk,
        department_id=unit_of(made.case).pk,
        role=Role.REVIEWER,
        from_on=from_on,
        until=until,
        actor=actor_of_user(made.reviewer),
        at=made.at,
    )
    on = made.at + timedelta(days=seen)
    rows = worklist(actor_of_user(person), Asked(tab="mine"), at=on).rows
    assert bool(rows) == (from_on <= day_of(on) <= until)


def _shared() -> FiledCase:
    """One case for all examples of a property: it is looked at, never changed."""
    found = User.objects.filter(username="stand-in").first()
    if found is None:
        made = make_filed_case(S.ROUTED)
        make_officer(Role.REVIEWER, unit_of(made.case), user=make_user("stand-in"))
        taken(made)
        _kept["made"] = made
    return _kept["made"]


_kept: dict[str, FiledCase] = {}
