"""Two people give the same work, name substitutes, or send one form twice at the same moment; on real transactions."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from accounts.models import Substitution, User
from accounts.roles import Role
from accounts.services.substitutions import substitute
from cases.states import RepairState as S
from journal.models import Entry
from journal.now import day_of
from journal.verify import findings
from tests.acts.reading import unit_of
from tests.factories.cases import FiledCase, make_filed_case
from tests.factories.people import actor_of_user, make_officer
from tests.workflows.test_two_at_once import one_won, together
from workflows import bulk, desks
from workflows.models import BulkRun
from workflows.reassigning import reassign

pytestmark = pytest.mark.django_db(transaction=True)


def reviewer(made: FiledCase) -> User:
    return make_officer(Role.REVIEWER, unit_of(made.case))


def naming(made: FiledCase, officer: User, stand_in: User) -> Callable[[], object]:
    on = day_of(made.at)
    unit, actor = unit_of(made.case), actor_of_user(officer)
    return lambda: substitute(
        officer_id=officer.pk,
        substitute_id=stand_in.pk,
        department_id=unit.pk,
        role=Role.REVIEWER,
        from_on=on,
        until=on + timedelta(days=3),
        actor=actor,
        at=made.at,
    )


def test_work_given_to_two_people_at_once_is_one_persons_in_the_end() -> None:
    made = make_filed_case(S.ROUTED)
    people = [reviewer(made), reviewer(made)]
    supervisor = actor_of_user(make_officer(Role.SUPERVISOR, unit_of(made.case)))

    def giving(person: User) -> Callable[[], object]:
        return lambda: reassign(
            case_id=made.case.pk, to_id=person.pk, reason="专人办理", actor=supervisor, at=made.at
        )

    together(*(giving(person) for person in people))
    last = Entry.objects.filter(stream=made.case.stream, verb="desk.reassigned").order_by("-seq")[0]
    desk = desks.desk_of(made.case)
    assert desk is not None
    assert desk.owner_id == last.payload["to_user"]
    assert list(findings()) == []


def test_two_officers_who_name_each_other_at_once_make_no_circle() -> None:
    made = make_filed_case(S.ROUTED)
    other = reviewer(made)
    refused = together(naming(made, made.reviewer, other), naming(made, other, made.reviewer))
    assert [refusal is None for refusal in refused].count(True) == 1
    assert Substitution.objects.count() == 1


def test_a_form_sent_twice_at_once_is_done_once() -> None:
    made = make_filed_case(S.ROUTED)
    actor = actor_of_user(made.reviewer)
    wanted = bulk.Wanted(bulk.CLAIM, (made.case.number,))
    sending = [lambda: bulk.run(wanted, key="k1", actor=actor, at=made.at)] * 2
    together(*sending)
    assert BulkRun.objects.get().results[made.case.number][0] is True
    assert Entry.objects.filter(stream=made.case.stream, verb="desk.claimed").count() == 1


def test_of_a_claim_and_a_gift_at_once_one_comes_second() -> None:
    made = make_filed_case(S.ROUTED)
    to = reviewer(made)
    actor = actor_of_user(made.reviewer)
    supervisor = actor_of_user(make_officer(Role.SUPERVISOR, unit_of(made.case)))
    refused = together(
        lambda: desks.claim(case_id=made.case.pk, actor=actor, at=made.at),
        lambda: reassign(case_id=made.case.pk, to_id=to.pk, reason="专人", actor=supervisor, at=made.at),
    )
    desk = desks.desk_of(made.case)
    assert desk is not None
    if all(refusal is None for refusal in refused):
        assert desk.owner_id == to.pk, "claimed first, then given on"
    else:
        one_won(refused)
