"""Where two persons sign, one second signature files a whole group, and nothing of it is filed before."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from accounts.actors import Actor
from accounts.models import Mandate
from cases.models import GroupFiling, SecondSignature
from cases.services import confirming, group_filing, grouping, second_signature
from cases.states import RepairState as S
from clocks.services import sweep
from journal.models import Entry
from journal.verify import findings
from tests.acts.signing import clerk_serving, others, refused_with
from tests.acts.test_group_window_confirmation import CHANGES
from tests.conftest import Deliver
from tests.factories.groups import Sitting, confirm_group, make_group
from tests.factories.people import actor_of_user, make_agent

pytestmark = pytest.mark.django_db


def ready(count: int = 2, *, incomplete: int = 0) -> tuple[Sitting, Actor]:
    """A complete group of a company in which two sign, and the second person, who may do nothing else."""
    made = make_group(count, incomplete=incomplete)
    second_signature.choose_two(subject_id=made.subject.pk, two=True, actor=made.actor, at=made.at)
    return made, actor_of_user(make_agent(made.subject, scopes="sign letters"))


def declare(made: Sitting, actor: Actor | None = None) -> SecondSignature | GroupFiling:
    return second_signature.declare_group(group_id=made.group.pk, actor=actor or made.actor, at=made.at)


def declared(count: int = 2) -> tuple[Sitting, Actor]:
    made, second = ready(count)
    assert isinstance(declare(made), SecondSignature)
    return made, second


def sign(made: Sitting, actor: Actor, later: timedelta = timedelta()) -> None:
    """What the second person's press does."""
    second_signature.sign_group(group_id=made.group.pk, actor=actor, at=made.at + later)
    group_filing.file_ready(group_id=made.group.pk, actor=actor, at=made.at + later)


def test_without_the_choice_one_declaration_files() -> None:
    made = make_group(2)
    assert isinstance(declare(made), GroupFiling)
    assert made.states == [S.FILED, S.FILED]


def test_one_second_signature_files_all_and_says_who_signed_first() -> None:
    made, second = declared()
    assert made.states == [S.DRAFT, S.DRAFT]
    sign(made, second)
    assert made.states == [S.FILED, S.FILED]
    entries = Entry.objects.filter(verb="case.filed")
    assert {entry.actor_ref for entry in entries} == {second.ref}
    assert {entry.payload["first_signed_by"] for entry in entries} == {made.actor.ref}
    assert SecondSignature.objects.get().outcome == "signed"
    made.group.refresh_from_db()
    assert made.group.declared_by_ref == made.actor.ref
    assert made.group.closed_at == made.at
    assert not list(findings())


def test_nobody_files_the_group_alone_where_two_sign() -> None:
    made, second = ready()
    where: dict[str, Any] = {"group_id": made.group.pk, "at": made.at}
    refused_with("second-owed", lambda: group_filing.file_ready(actor=made.actor, **where))
    refused_with("outside-mandate", lambda: group_filing.file_ready(actor=second, **where))
    refused_with("no-second-asked", lambda: second_signature.sign_group(actor=second, **where))
    assert made.states == [S.DRAFT, S.DRAFT]


def test_whoever_only_signs_second_files_nothing_where_one_person_is_enough() -> None:
    made = make_group(1)
    second = actor_of_user(make_agent(made.subject, scopes="sign"))
    refused_with(
        "outside-mandate",
        lambda: group_filing.file_ready(group_id=made.group.pk, actor=second, at=made.at),
    )


@pytest.mark.parametrize("who", ["first person", "second person"])
def test_the_rest_after_one_press_needs_no_second_signature_again(
    who: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(group_filing, "AT_ONCE", 1)
    made, second = declared()
    sign(made, second)
    assert made.states == [S.FILED, S.DRAFT]
    presser = made.actor if who == "first person" else second
    group_filing.file_ready(group_id=made.group.pk, actor=presser, at=made.at)
    assert made.states == [S.FILED, S.FILED]
    payloads = [entry.payload for entry in Entry.objects.filter(verb="case.filed")]
    assert {told["first_signed_by"] for told in payloads} == {made.actor.ref}
    assert {told["second_signed_by"] for told in payloads} == {second.ref}


def test_what_was_changed_after_both_signed_is_not_filed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(group_filing, "AT_ONCE", 1)
    made, second = declared()
    sign(made, second)
    made.answer(made.drafts[0], "另行说明的履行情况。")
    refused_with(
        "second-owed",
        lambda: group_filing.file_ready(group_id=made.group.pk, actor=made.actor, at=made.at),
    )
    assert made.states == [S.FILED, S.DRAFT]
    assert isinstance(declare(made), SecondSignature)


@pytest.mark.parametrize("change", CHANGES)
def test_any_change_after_the_first_declaration_makes_it_void(change: str) -> None:
    made, second = declared(3)
    CHANGES[change](made, made.actor)
    assert SecondSignature.objects.get().outcome == "changed"
    assert Entry.objects.filter(stream=made.group.stream, verb="group.second_changed").count() == 1
    refused_with(
        "no-second-asked",
        lambda: second_signature.sign_group(group_id=made.group.pk, actor=second, at=made.at),
    )
    assert not list(findings())


def test_closing_the_sitting_ends_the_waiting() -> None:
    made, _second = declared()
    grouping.close(group_id=made.group.pk, actor=made.actor, at=made.at)
    assert SecondSignature.objects.get().outcome == "changed"


def test_saving_the_same_again_changes_nothing() -> None:
    made, second = declared()
    made.answer(made.drafts[0])
    assert SecondSignature.objects.get().outcome == ""
    sign(made, second)
    assert made.states == [S.FILED, S.FILED]


def test_a_draft_that_waits_for_a_signature_of_its_own_loses_it_to_a_change_of_the_group() -> None:
    made, _second = ready()
    single = made.drafts[0]
    asked = second_signature.declare(case_id=single.pk, actor=made.actor, at=made.at)
    assert isinstance(asked, SecondSignature)
    grouping.save_contact(
        group_id=made.group.pk, contact_name="李某某", contact_phone="1", actor=made.actor, at=made.at
    )
    asked.refresh_from_db()
    assert asked.outcome == "changed"


def test_sent_back_with_a_remark_it_is_declared_again() -> None:
    made, second = declared()
    where: dict[str, Any] = {"group_id": made.group.pk, "actor": second, "at": made.at}
    refused_with("reason", lambda: second_signature.send_back(remark=" ", **where))
    second_signature.send_back(remark="请核对第二条记录。", **where)
    assert SecondSignature.objects.get().outcome == "sent-back"
    assert isinstance(declare(made), SecondSignature)
    refused_with("second-asked", lambda: declare(made))


SIGNERS = {
    "first person": "second-is-first",
    "agent who may file": "no-group",
    "agent for one record": "no-group",
    "stranger": "no-group",
    "clerk serving the company": "not-second",
}


@pytest.mark.parametrize("who", SIGNERS)
def test_nobody_else_signs_or_sends_back(who: str) -> None:
    made, _second = declared()
    one = make_agent(made.subject, scopes="sign")
    mandate = Mandate.objects.get(user=one)
    mandate.limited = True
    mandate.save()
    mandate.records.add(made.drafts[0].record)
    actors: dict[str, Callable[[], Actor]] = {
        **others(made.subject),
        "first person": lambda: made.actor,
        "agent for one record": lambda: actor_of_user(one),
    }
    where: dict[str, Any] = {"group_id": made.group.pk, "actor": actors[who](), "at": made.at}
    refused_with(SIGNERS[who], lambda: second_signature.sign_group(**where))
    refused_with(SIGNERS[who], lambda: second_signature.send_back(remark="x", **where))
    assert made.states == [S.DRAFT, S.DRAFT]


def test_where_nobody_else_could_sign_for_all_records_it_is_said_before_anything_waits() -> None:
    made = make_group(1)
    second_signature.choose_two(subject_id=made.subject.pk, two=True, actor=made.actor, at=made.at)
    refused_with("no-second-person", lambda: declare(made))
    one = make_agent(made.subject, scopes="sign")
    Mandate.objects.filter(user=one).update(limited=True)
    Mandate.objects.get(user=one).records.add(made.drafts[0].record)
    refused_with("no-second-person", lambda: declare(made))
    assert not SecondSignature.objects.exists()


def test_a_group_in_which_nothing_is_complete_is_not_declared() -> None:
    made, _second = ready(1, incomplete=1)
    refused_with("group-not-ready", lambda: declare(made))


def test_it_waits_seven_days_and_is_told_once(deliver: Deliver) -> None:
    made, second = declared(1)
    much_later = made.at + timedelta(days=9)
    for _again in range(2):
        while sweep(at=much_later).anything:
            deliver(much_later)
        deliver(much_later)
    assert SecondSignature.objects.get().outcome == "too-late"
    assert Entry.objects.filter(stream=made.group.stream, verb="group.second_too_late").count() == 1
    refused_with("no-second-asked", lambda: sign(made, second, timedelta(days=9)))


def test_before_the_sweep_a_late_signature_is_refused_all_the_same() -> None:
    made, second = declared(1)
    refused_with("second-too-late", lambda: sign(made, second, timedelta(days=8)))


def test_whoever_gave_the_companys_word_in_the_account_does_not_sign_second() -> None:
    made, second = ready()
    clerk = clerk_serving(made.subject)
    confirming.ask(group_id=made.group.pk, actor=clerk, at=made.at)
    confirming.confirm_in_account(group_id=made.group.pk, actor=made.actor, at=made.at)
    declare(made, clerk)
    refused_with("second-is-first", lambda: sign(made, made.actor))
    sign(made, second)
    assert made.states == [S.FILED, S.FILED]


def test_no_owner_signs_second_where_no_account_gave_the_companys_word() -> None:
    made, second = ready()
    clerk = clerk_serving(made.subject)
    confirm_group(made, clerk)
    assert isinstance(declare(made, clerk), SecondSignature)
    refused_with("second-is-no-owner", lambda: sign(made, made.actor))
    sign(made, second)
    assert made.states == [S.FILED, S.FILED]


def test_a_clerks_declaration_needs_the_companys_word_and_stays_the_clerks() -> None:
    made, second = ready()
    clerk = clerk_serving(made.subject)
    refused_with("not-confirmed", lambda: declare(made, clerk))
    confirm_group(made, clerk)
    assert isinstance(declare(made, clerk), SecondSignature)
    sign(made, second)
    forms = made.group.applications.all()
    assert [(form.filed_by_ref, form.served_by_ref) for form in forms] == [(clerk.ref, clerk.ref)] * 2
