"""Two people of a company at the same moment: one result, whichever commits first."""

from __future__ import annotations

import pytest

from accounts.actors import Actor, actor_of
from accounts.models import Mandate
from accounts.roles import Role
from accounts.services import accept, offer
from cases.models import Case, SecondSignature
from cases.services import drafting, group_filing, second_signature
from cases.states import RepairState as S
from journal.models import Entry
from journal.now import day_of
from journal.verify import findings
from tests.factories.at_once import at_once
from tests.factories.cases import FILED_AT, complete_draft, make_filed_case
from tests.factories.groups import Sitting, confirm_group, make_group
from tests.factories.people import actor_of_user, make_agent, make_officer, make_owner, make_user
from tests.factories.records import make_department, make_subject

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_second_persons_sign_at_once_and_it_is_filed_once() -> None:
    made = make_filed_case(S.DRAFT)
    complete_draft(made)
    owner = actor_of_user(made.owner)
    second_signature.choose_two(subject_id=made.case.subject_id, two=True, actor=owner, at=made.at)
    one, two = (actor_of_user(make_agent(made.case.subject, scopes="sign")) for _place in range(2))
    second_signature.declare(case_id=made.case.pk, actor=owner, at=made.at)
    done = at_once(
        lambda: second_signature.sign(case_id=made.case.pk, actor=one, at=made.at),
        lambda: second_signature.sign(case_id=made.case.pk, actor=two, at=made.at),
    )
    assert sum(isinstance(result, Case) for result in done) == 1
    assert Entry.objects.filter(stream=made.case.stream, verb="case.filed").count() == 1
    assert SecondSignature.objects.get().outcome == "signed"


def test_a_signature_and_a_change_at_once_never_file_what_was_not_signed() -> None:
    made = make_filed_case(S.DRAFT)
    complete_draft(made)
    owner = actor_of_user(made.owner)
    second_signature.choose_two(subject_id=made.case.subject_id, two=True, actor=owner, at=made.at)
    second = actor_of_user(make_agent(made.case.subject, scopes="sign"))
    second_signature.declare(case_id=made.case.pk, actor=owner, at=made.at)
    at_once(
        lambda: second_signature.sign(case_id=made.case.pk, actor=second, at=made.at),
        lambda: drafting.save_application(
            case_id=made.case.pk, actor=owner, at=made.at, contact_phone="0632-7654321"
        ),
    )
    case = made.later().case
    changed = case.application.contact_phone == "0632-7654321"
    assert (case.state == S.FILED) is not changed
    assert SecondSignature.objects.get().outcome == ("changed" if changed else "signed")


def group_declared() -> tuple[Sitting, list[Actor]]:
    """A group that waits for its one second signature, and two people who could give it."""
    made = make_group(3)
    second_signature.choose_two(subject_id=made.subject.pk, two=True, actor=made.actor, at=made.at)
    people = [actor_of_user(make_agent(made.subject, scopes="sign")) for _place in range(2)]
    second_signature.declare_group(group_id=made.group.pk, actor=made.actor, at=made.at)
    return made, people


def sign_group(made: Sitting, actor: Actor) -> None:
    """What the second person's press does."""
    second_signature.sign_group(group_id=made.group.pk, actor=actor, at=made.at)
    group_filing.file_ready(group_id=made.group.pk, actor=actor, at=made.at)


def test_two_second_persons_sign_a_group_at_once_and_each_record_is_filed_once() -> None:
    made, (one, two) = group_declared()
    done = at_once(lambda: sign_group(made, one), lambda: sign_group(made, two))
    assert sum(isinstance(result, Exception) for result in done) == 1
    assert Entry.objects.filter(verb="case.filed").count() == 3
    assert Entry.objects.filter(verb="group.second_signed").count() == 1
    assert not list(findings())


def test_a_groups_signature_and_a_change_of_one_record_at_once_never_file_what_was_not_signed() -> None:
    made, (second, _other) = group_declared()
    changed = made.drafts[-1]
    at_once(lambda: sign_group(made, second), lambda: made.answer(changed, "另行说明的履行情况。"))
    changed.refresh_from_db()
    asked = SecondSignature.objects.get()
    form = type(changed.application).objects.get(case=changed)
    was_changed = form.performance == "另行说明的履行情况。"
    assert (changed.state == S.FILED) is not was_changed
    if asked.outcome == "changed":
        assert S.FILED not in made.states
    assert not list(findings())


def test_the_groups_word_and_a_change_at_once_never_file_what_was_not_confirmed() -> None:
    made = make_group(2)
    clerk = actor_of_user(make_officer(Role.WINDOW_CLERK, make_department())).serving(made.subject.pk)
    confirm_group(made, clerk)
    changed = made.drafts[-1]
    at_once(
        lambda: group_filing.file_ready(group_id=made.group.pk, actor=clerk, at=made.at),
        lambda: made.answer(changed, "另行说明的履行情况。"),
    )
    changed.refresh_from_db()
    form = type(changed.application).objects.get(case=changed)
    assert (changed.state == S.FILED) is not (form.performance == "另行说明的履行情况。")


def test_an_offer_accepted_twice_at_once_is_one_mandate() -> None:
    subject, agent = make_subject(), make_user("wang-agent")
    made = offer(
        address="wang-agent",
        subject_id=subject.pk,
        until=None,
        scopes=["file"],
        actor=actor_of_user(make_owner(subject)),
        at=FILED_AT,
    )
    actor = actor_of(agent, on=day_of(FILED_AT))
    done = at_once(
        *([lambda: accept(offer_id=made.pk, actor=actor, at=FILED_AT)] * 2),
    )
    assert sum(isinstance(result, Mandate) for result in done) == 1
    assert Mandate.objects.filter(user=agent).count() == 1
