"""Where two persons sign, the application is filed when the second one of the company has signed, and not before."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.actors import CLOCK, Actor
from accounts.roles import Role
from cases.models import Case, SecondSignature, TwoPersons
from cases.models.declaring import SecondOutcome
from cases.services import (
    confirming,
    documents,
    drafting,
    intake,
    second_persons,
    second_signature,
    seconding,
)
from cases.services.declared import digest_of
from cases.states import RepairState as S
from clocks.services import sweep
from journal.models import Entry
from rulebook.in_force import shipped_editions, using
from tests.acts.reading import SIX_WAYS, make_six_ways_record
from tests.acts.signing import clerk_serving, others, refused_with
from tests.conftest import Deliver
from tests.factories.cases import (
    PDF,
    FiledCase,
    add_document,
    complete_draft,
    confirm_at_the_window,
    make_filed_case,
)
from tests.factories.people import actor_of_user, make_agent, make_officer, make_owner, make_user
from tests.factories.records import make_record

pytestmark = pytest.mark.django_db


def two_sign(made: FiledCase) -> None:
    second_signature.choose_two(
        subject_id=made.case.subject_id, two=True, actor=actor_of_user(made.owner), at=made.at
    )


def ready() -> tuple[FiledCase, Actor]:
    """A complete draft of a company in which two sign, and the second person."""
    made = make_filed_case(S.DRAFT)
    complete_draft(made)
    two_sign(made)
    return made, actor_of_user(make_agent(made.case.subject, scopes="sign letters"))


def declared() -> tuple[FiledCase, Actor]:
    made, second = ready()
    asked = second_signature.declare(case_id=made.case.pk, actor=actor_of_user(made.owner), at=made.at)
    assert isinstance(asked, SecondSignature)
    return made.later(), second


def test_without_the_choice_one_declaration_files() -> None:
    made = make_filed_case(S.DRAFT)
    complete_draft(made)
    filed = second_signature.declare(case_id=made.case.pk, actor=actor_of_user(made.owner), at=made.at)
    assert isinstance(filed, Case)
    assert filed.state == S.FILED


def test_the_second_signature_files_and_says_who_signed_first() -> None:
    made, second = declared()
    assert made.case.state == S.DRAFT
    second_signature.sign(case_id=made.case.pk, actor=second, at=made.at)
    made = made.later()
    assert made.case.state == S.FILED
    assert made.case.application.filed_by_ref == f"user:{made.owner.pk}"
    entry = Entry.objects.get(stream=made.case.stream, verb="case.filed")
    assert entry.actor_ref == second.ref
    assert entry.payload["first_signed_by"] == f"user:{made.owner.pk}"
    assert SecondSignature.objects.get().outcome == "signed"


def test_nobody_files_alone_where_two_sign() -> None:
    made, second = ready()
    owner = actor_of_user(made.owner)
    refused_with("second-owed", lambda: intake.file(case_id=made.case.pk, actor=owner, at=made.at))
    refused_with(
        "no-second-asked", lambda: second_signature.sign(case_id=made.case.pk, actor=second, at=made.at)
    )


def test_a_text_of_a_place_may_ask_for_it(tmp_path: Path) -> None:
    text = SIX_WAYS.read_text(encoding="utf-8")
    changed = tmp_path / SIX_WAYS.name
    switch = '[second_signature]\nvalue = "required"\narticle = ""\nmark = "K"\n'
    changed.write_text(f"{text}\n{switch}", encoding="utf-8")
    with using(shipped_editions().with_files(changed)):
        made = make_filed_case(S.DRAFT, record=make_six_ways_record())
        complete_draft(made)
        owner = actor_of_user(made.owner)
        refused_with(
            "no-second-person",
            lambda: second_signature.declare(case_id=made.case.pk, actor=owner, at=made.at),
        )
        second = actor_of_user(make_agent(made.case.subject, scopes="sign"))
        second_signature.declare(case_id=made.case.pk, actor=owner, at=made.at)
        second_signature.sign(case_id=made.case.pk, actor=second, at=made.at)
        assert made.later().case.state == S.FILED


def test_no_national_text_asks_for_it() -> None:
    for key in ("NDRC-36", "NDRC-58", "NDRC-527", "SAMR-107", "SAMR-3"):
        assert shipped_editions().by_key(key).second_signature is None
    asked = shipped_editions().by_key("NDRC-36+extra-ways").second_signature
    assert asked is not None
    assert asked.value == "required"


def test_the_first_person_does_not_sign_second() -> None:
    made, _second = declared()
    owner = actor_of_user(made.owner)
    refused_with(
        "second-is-first", lambda: second_signature.sign(case_id=made.case.pk, actor=owner, at=made.at)
    )


SIGNERS = {
    "agent who may file": "outside-mandate",
    "stranger": "not-subject",
    "officer": "not-subject",
    "clerk serving the company": "not-second",
    "nobody": "not-subject",
    "clock": "not-subject",
}


@pytest.mark.parametrize("who", SIGNERS)
def test_nobody_else_signs_or_sends_back(who: str) -> None:
    made, _second = declared()
    actors: dict[str, Callable[[], Actor]] = {
        **others(made.case.subject),
        "officer": lambda: actor_of_user(make_officer(Role.REVIEWER, made.case.record.department)),
        "nobody": lambda: actor_of_user(make_user()),
        "clock": lambda: CLOCK,
    }
    actor = actors[who]()
    for act in (
        lambda: second_signature.sign(case_id=made.case.pk, actor=actor, at=made.at),
        lambda: second_signature.send_back(case_id=made.case.pk, remark="x", actor=actor, at=made.at),
    ):
        refused_with(SIGNERS[who], act)
    assert made.later().case.state == S.DRAFT


def test_sent_back_with_a_remark_it_is_declared_again() -> None:
    made, second = declared()
    refused_with(
        "reason",
        lambda: second_signature.send_back(case_id=made.case.pk, remark=" ", actor=second, at=made.at),
    )
    second_signature.send_back(case_id=made.case.pk, remark="请核对履行日期。", actor=second, at=made.at)
    assert SecondSignature.objects.get().remark == "请核对履行日期。"
    again = second_signature.declare(case_id=made.case.pk, actor=actor_of_user(made.owner), at=made.at)
    assert isinstance(again, SecondSignature)


@pytest.mark.parametrize("change", ["form", "commitment", "document", "removal"])
def test_any_change_after_the_first_declaration_makes_it_void(change: str) -> None:
    made, second = ready()
    owner = actor_of_user(made.owner)
    extra = add_document(made, material="other", name="other.pdf", content=b"%PDF-1.4 other\n%%EOF")
    second_signature.declare(case_id=made.case.pk, actor=owner, at=made.at)
    where: dict[str, Any] = {"case_id": made.case.pk, "actor": owner, "at": made.at}
    changes: dict[str, Callable[[], object]] = {
        "form": lambda: drafting.save_application(**where, contact_phone="0632-7654321"),
        "commitment": lambda: drafting.sign_commitment(**where, signed_by="李某某"),
        "document": lambda: add_document(made, material="other", content=b"%PDF-1.4 more\n%%EOF"),
        "removal": lambda: _remove(extra.pk, owner, made),
    }
    changes[change]()
    assert SecondSignature.objects.get().outcome == "changed"
    assert Entry.objects.filter(stream=made.case.stream, verb="case.second_changed").count() == 1
    refused_with(
        "no-second-asked", lambda: second_signature.sign(case_id=made.case.pk, actor=second, at=made.at)
    )


def _remove(document_id: int, owner: Actor, made: FiledCase) -> None:
    documents.remove(document_id=document_id, actor=owner, at=made.at)


def test_saving_the_same_again_changes_nothing() -> None:
    made, _second = declared()
    before = digest_of(made.case)
    drafting.save_application(
        case_id=made.case.pk,
        actor=actor_of_user(made.owner),
        at=made.at + timedelta(minutes=5),
        contact_name=made.case.application.contact_name,
    )
    assert digest_of(made.case) == before
    assert SecondSignature.objects.get().outcome == ""


def test_discarding_the_draft_ends_the_waiting() -> None:
    made, _second = declared()
    drafting.discard(case_id=made.case.pk, actor=actor_of_user(made.owner), at=made.at)
    assert SecondSignature.objects.get().outcome == "changed"


def test_it_waits_seven_days_and_is_told_once_after_an_outage_too(deliver: Deliver) -> None:
    made, second = declared()
    last_moment = made.at + timedelta(days=7)
    second_signature.sign(case_id=made.case.pk, actor=second, at=last_moment)
    other, late = declared()
    much_later = other.at + timedelta(days=9)
    for _again in range(2):
        while sweep(at=much_later).anything:
            deliver(much_later)
        deliver(much_later)
    assert other.case.second_signatures.get().outcome == "too-late"
    assert Entry.objects.filter(verb="case.second_too_late").count() == 1
    refused_with(
        "no-second-asked", lambda: second_signature.sign(case_id=other.case.pk, actor=late, at=much_later)
    )


def test_before_the_sweep_a_late_signature_is_refused_all_the_same() -> None:
    made, second = declared()
    refused_with(
        "second-too-late",
        lambda: second_signature.sign(case_id=made.case.pk, actor=second, at=made.at + timedelta(days=8)),
    )


def test_a_clerks_declaration_waits_for_the_second_person_and_stays_the_clerks() -> None:
    made, second = ready()
    clerk = clerk_serving(made.case.subject)
    refused_with(
        "not-confirmed", lambda: second_signature.declare(case_id=made.case.pk, actor=clerk, at=made.at)
    )
    confirm_at_the_window(made.case.pk, clerk, at=made.at)
    second_signature.declare(case_id=made.case.pk, actor=clerk, at=made.at)
    second_signature.sign(case_id=made.case.pk, actor=second, at=made.at)
    form = made.later().case.application
    assert (form.filed_by_ref, form.served_by_ref) == (clerk.ref, clerk.ref)


def test_at_the_window_whoever_gave_the_companys_word_in_the_account_is_no_second_person() -> None:
    made = make_filed_case(S.DRAFT)
    complete_draft(made)
    two_sign(made)
    owner = actor_of_user(made.owner)
    clerk = clerk_serving(made.case.subject)
    where: dict[str, Any] = {"case_id": made.case.pk, "at": made.at}
    confirming.ask(actor=clerk, **where)
    confirming.confirm_in_account(actor=owner, **where)
    refused_with("no-second-person", lambda: second_signature.declare(actor=clerk, **where))
    second = actor_of_user(make_agent(made.case.subject, scopes="sign"))
    second_signature.declare(actor=clerk, **where)
    refused_with("second-is-first", lambda: second_signature.sign(actor=owner, **where))
    second_signature.sign(actor=second, **where)
    assert made.later().case.state == S.FILED


@pytest.mark.parametrize("how", ["code", "sheet"])
def test_at_the_window_no_owner_signs_second_where_no_account_gave_the_companys_word(how: str) -> None:
    made = make_filed_case(S.DRAFT)
    complete_draft(made)
    two_sign(made)
    owner, co_owner = actor_of_user(made.owner), actor_of_user(make_owner(made.case.subject))
    clerk = clerk_serving(made.case.subject)
    where: dict[str, Any] = {"case_id": made.case.pk, "at": made.at}
    if how == "code":
        confirm_at_the_window(made.case.pk, clerk, at=made.at)
    else:
        confirming.by_sheet(upload=SimpleUploadedFile("sheet.pdf", PDF), actor=clerk, **where)
    refused_with("second-is-no-owner", lambda: second_signature.declare(actor=clerk, **where))
    second = actor_of_user(make_agent(made.case.subject, scopes="sign"))
    asked = second_signature.declare(actor=clerk, **where)
    assert isinstance(asked, SecondSignature)
    for person in (owner, co_owner):
        assert not second_persons.may_sign(asked, person)
        refused_with("second-is-no-owner", lambda: second_signature.sign(actor=person, **where))  # noqa: B023 - called at once
    second_signature.sign(actor=second, **where)
    assert made.later().case.state == S.FILED


def test_an_owner_signs_second_once_another_one_gave_the_word_in_the_account() -> None:
    made = make_filed_case(S.DRAFT)
    complete_draft(made)
    two_sign(made)
    co_owner = actor_of_user(make_owner(made.case.subject))
    clerk = clerk_serving(made.case.subject)
    where: dict[str, Any] = {"case_id": made.case.pk, "at": made.at}
    confirm_at_the_window(made.case.pk, clerk, at=made.at)
    confirming.ask(actor=clerk, **where)
    confirming.confirm_in_account(actor=actor_of_user(made.owner), **where)
    second_signature.declare(actor=clerk, **where)
    second_signature.sign(actor=co_owner, **where)
    assert made.later().case.state == S.FILED


def test_what_was_answered_meanwhile_is_closed_and_told_no_second_time() -> None:
    made, second = declared()
    asked = SecondSignature.objects.get()
    second_signature.sign(case_id=made.case.pk, actor=second, at=made.at)
    later = made.at + timedelta(days=8)
    assert not seconding.close(asked, SecondOutcome.TOO_LATE, "system:clock", at=later)
    second_signature.run_out(signature_id=asked.pk, at=later, actor_ref="system:clock")
    asked.refresh_from_db()
    assert (asked.outcome, asked.answered_by_ref) == ("signed", second.ref)
    assert not Entry.objects.filter(verb="case.second_too_late").exists()


def test_a_choice_made_twice_is_told_once() -> None:
    made = make_filed_case(S.DRAFT)
    owner = actor_of_user(made.owner)
    for two in (True, True, False, False):
        second_signature.choose_two(subject_id=made.case.subject_id, two=two, actor=owner, at=made.at)
    told = Entry.objects.filter(verb="subject.two_persons").order_by("seq")
    assert [entry.payload["two"] for entry in told] == [True, False]
    assert not TwoPersons.objects.exists()


def test_it_is_said_ahead_where_a_lone_owner_could_only_give_the_word() -> None:
    made = make_filed_case(S.DRAFT)
    subject_id = made.case.subject_id
    clerk = clerk_serving(made.case.subject)

    def nobody(first: Actor) -> bool:
        return second_persons.nobody_signs(subject_id, made.case.record_id, first=first, at=made.at)

    assert (nobody(clerk), nobody(actor_of_user(made.owner))) == (True, True)
    make_agent(made.case.subject, scopes="file letters")
    assert nobody(clerk)
    make_agent(made.case.subject, scopes="sign")
    assert (nobody(clerk), nobody(actor_of_user(made.owner))) == (False, False)


@pytest.mark.parametrize("who", ["agent", "clerk"])
def test_only_the_owner_chooses_that_two_sign(who: str) -> None:
    subject = make_record().subject
    make_owner(subject)
    actors = {
        "agent": lambda: actor_of_user(make_agent(subject)),
        "clerk": lambda: clerk_serving(subject),
    }
    made = make_filed_case(S.ROUTED)
    refused_with(
        "not-owners-choice",
        lambda: second_signature.choose_two(subject_id=subject.pk, two=True, actor=actors[who](), at=made.at),
    )
    assert not TwoPersons.objects.exists()
