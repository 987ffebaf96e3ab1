"""At the window the company gives its word once for a whole group filing; a change of any record asks for it anew."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.actors import Actor
from accounts.roles import Role
from cases.models import Document, GroupPaper, SubjectConfirmation
from cases.services import confirming, drafting, group_filing, grouping, intake
from cases.states import RepairState as S
from journal.models import Entry
from journal.verify import findings
from tests.acts.signing import refused_with
from tests.factories.cases import PDF
from tests.factories.groups import Sitting, confirm_group, make_group
from tests.factories.people import actor_of_user, make_agent, make_officer, make_owner
from tests.factories.records import make_department, make_record, make_subject

pytestmark = pytest.mark.django_db
SCAN = PDF + b"%signed\n%%EOF"


def at_the_window(count: int = 3, *, incomplete: int = 0) -> tuple[Sitting, Actor]:
    made = make_group(count, incomplete=incomplete)
    clerk = actor_of_user(make_officer(Role.WINDOW_CLERK, make_department()))
    return made, clerk.serving(made.subject.pk)


def file_all(made: Sitting, clerk: Actor) -> None:
    group_filing.file_ready(group_id=made.group.pk, actor=clerk, at=made.at)


def test_without_its_word_no_record_is_filed() -> None:
    made, clerk = at_the_window()
    refused_with("not-confirmed", lambda: file_all(made, clerk))
    confirming.ask(group_id=made.group.pk, actor=clerk, at=made.at)
    refused_with("not-confirmed", lambda: file_all(made, clerk))
    assert made.states == [S.DRAFT] * 3


def test_one_code_files_every_record_and_each_entry_says_so() -> None:
    made, clerk = at_the_window()
    confirm_group(made, clerk)
    file_all(made, clerk)
    assert made.states == [S.FILED] * 3
    word = SubjectConfirmation.objects.get()
    entries = Entry.objects.filter(verb="case.filed")
    assert {entry.payload["confirmation_id"] for entry in entries} == {word.pk}
    assert {entry.payload["acting_for"] for entry in entries} == {made.subject.pk}
    assert not list(findings())


def test_the_company_itself_needs_nobodys_word() -> None:
    made, _clerk = at_the_window(2)
    file_all(made, made.actor)
    assert made.states == [S.FILED] * 2


def test_the_rest_after_one_press_needs_no_second_word(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(group_filing, "AT_ONCE", 1)
    made, clerk = at_the_window(2)
    confirm_group(made, clerk)
    file_all(made, clerk)
    assert made.states == [S.FILED, S.DRAFT]
    file_all(made, clerk)
    assert made.states == [S.FILED, S.FILED]


CHANGES: dict[str, Callable[[Sitting, Actor], object]] = {
    "an answer of the last record": lambda made, _clerk: made.answer(made.drafts[-1], "另行说明的履行情况。"),
    "the contact of all": lambda made, clerk: grouping.save_contact(
        group_id=made.group.pk, contact_name="李某某", contact_phone="1", actor=clerk, at=made.at
    ),
    "the signature of the commitment": lambda made, clerk: grouping.sign_commitment(
        group_id=made.group.pk, signed_by="李某某", actor=clerk, at=made.at
    ),
    "a paper of all": lambda made, clerk: group_filing.add_paper(
        group_id=made.group.pk,
        material="M3",
        upload=SimpleUploadedFile("more.pdf", b"%PDF-1.4 more\n%%EOF"),
        actor=clerk,
        at=made.at,
    ),
    "a record that came": lambda made, clerk: grouping.choose(
        subject_id=made.subject.pk,
        record_ids=[make_record(subject=made.subject).pk],
        actor=clerk,
        at=made.at,
    ),
    "a record that left": lambda made, clerk: grouping.leave(
        group_id=made.group.pk, case_id=made.drafts[0].pk, actor=clerk, at=made.at
    ),
    "a record that was discarded": lambda made, clerk: drafting.discard(
        case_id=made.drafts[0].pk, actor=clerk, at=made.at
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_any_change_after_its_word_asks_anew(change: str) -> None:
    made, clerk = at_the_window()
    confirm_group(made, clerk)
    CHANGES[change](made, clerk)
    refused_with("not-confirmed", lambda: file_all(made, clerk))
    assert S.FILED not in made.states


def test_any_change_before_the_code_asks_anew() -> None:
    made, clerk = at_the_window(2)
    asked = confirming.ask(group_id=made.group.pk, actor=clerk, at=made.at)
    made.answer(made.drafts[1], "另行说明的履行情况。")
    where: dict[str, Any] = {"group_id": made.group.pk, "actor": clerk, "at": made.at}
    refused_with(
        "no-confirmation-asked", lambda: confirming.enter_code(code=confirming.code_of(asked), **where)
    )
    assert confirming.waiting(made.group) == asked


def test_the_groups_word_files_no_record_by_itself() -> None:
    made, clerk = at_the_window(2)
    confirm_group(made, clerk)
    single = made.drafts[0]
    refused_with("not-confirmed", lambda: intake.file(case_id=single.pk, actor=clerk, at=made.at))


def test_a_record_filed_by_itself_meanwhile_takes_nothing_from_the_groups_word() -> None:
    made, clerk = at_the_window(2)
    confirm_group(made, clerk)
    intake.file(case_id=made.drafts[0].pk, actor=made.actor, at=made.at)
    file_all(made, clerk)
    assert made.states == [S.FILED, S.FILED]


def test_what_is_incomplete_stays_and_needs_a_word_once_it_is_complete() -> None:
    made, clerk = at_the_window(2, incomplete=1)
    confirm_group(made, clerk)
    file_all(made, clerk)
    assert made.states == [S.FILED, S.DRAFT]
    made.answer(made.drafts[0])
    refused_with("not-confirmed", lambda: file_all(made, clerk))
    confirm_group(made, clerk)
    file_all(made, clerk)
    assert made.states == [S.FILED, S.FILED]


def test_a_group_in_which_nothing_is_complete_is_not_put_before_the_company() -> None:
    made, clerk = at_the_window(2, incomplete=2)
    refused_with("group-not-ready", lambda: confirming.ask(group_id=made.group.pk, actor=clerk, at=made.at))
    scan = SimpleUploadedFile("scan.pdf", SCAN)
    where: dict[str, Any] = {"group_id": made.group.pk, "actor": clerk, "at": made.at}
    refused_with("group-not-ready", lambda: confirming.by_sheet(upload=scan, **where))
    assert not SubjectConfirmation.objects.exists()


def test_the_company_confirms_in_its_own_account_and_nobody_in_its_place() -> None:
    made, clerk = at_the_window(2)
    where: dict[str, Any] = {"group_id": made.group.pk, "at": made.at}
    refused_with("no-confirmation-asked", lambda: confirming.confirm_in_account(actor=made.actor, **where))
    confirming.ask(actor=clerk, **where)
    refused_with("clerk-confirms", lambda: confirming.confirm_in_account(actor=clerk, **where))
    stranger = actor_of_user(make_owner(make_subject()))
    refused_with("no-group", lambda: confirming.confirm_in_account(actor=stranger, **where))
    reader = actor_of_user(make_agent(made.subject, scopes="letters"))
    refused_with("no-group", lambda: confirming.confirm_in_account(actor=reader, **where))
    confirming.confirm_in_account(actor=made.actor, **where)
    file_all(made, clerk)
    assert made.states == [S.FILED] * 2


def test_the_signed_sheet_lies_in_each_record_and_is_no_part_of_what_it_confirms() -> None:
    made, clerk = at_the_window(2)
    scan = SimpleUploadedFile("scan.pdf", SCAN)
    word = confirming.by_sheet(group_id=made.group.pk, upload=scan, actor=clerk, at=made.at)
    sheets = Document.objects.filter(material="signed-sheet")
    assert {sheet.case_id for sheet in sheets} == {case.pk for case in made.drafts}
    assert word.sheet_of_group == GroupPaper.objects.get(material="signed-sheet")
    refused_with(
        "documents-closed",
        lambda: group_filing.remove_paper(
            paper_id=word.sheet_of_group_id or 0, group_id=made.group.pk, actor=made.actor, at=made.at
        ),
    )
    file_all(made, clerk)
    assert made.states == [S.FILED] * 2


def test_a_record_that_joins_after_the_sheet_was_signed_does_not_bear_it() -> None:
    made, clerk = at_the_window(1)
    scan = SimpleUploadedFile("scan.pdf", SCAN)
    confirming.by_sheet(group_id=made.group.pk, upload=scan, actor=clerk, at=made.at)
    late = make_record(subject=made.subject)
    grouping.choose(subject_id=made.subject.pk, record_ids=[late.pk], actor=clerk, at=made.at)
    assert not Document.objects.filter(case__record=late, material="signed-sheet").exists()


def test_nobody_but_the_serving_clerk_asks() -> None:
    made, clerk = at_the_window(1)
    where: dict[str, Any] = {"group_id": made.group.pk, "at": made.at}
    refused_with("only-at-the-window", lambda: confirming.ask(actor=made.actor, **where))
    other = clerk.serving(make_subject().pk)
    refused_with("no-group", lambda: confirming.ask(actor=other, **where))


def test_wrong_codes_are_counted_and_an_old_one_works_no_more() -> None:
    made, clerk = at_the_window(1)
    asked = confirming.ask(group_id=made.group.pk, actor=clerk, at=made.at)
    right = confirming.code_of(asked)
    wrong = f"{(int(right) + 1) % 10**6:06d}"

    def enter(code: str, later: timedelta = timedelta()) -> None:
        confirming.enter_code(group_id=made.group.pk, code=code, actor=clerk, at=made.at + later)

    refused_with("no-confirmation-asked", lambda: enter(right, confirming.VALID_FOR))
    for _try in range(confirming.TRIES):
        refused_with("wrong-confirmation-code", lambda: enter(wrong))
    refused_with("confirmation-spent", lambda: enter(right))


def test_the_words_of_many_records_cost_as_many_statements_as_those_of_one() -> None:
    counted = []
    for count in (2, 12):
        made, clerk = at_the_window(count)
        confirm_group(made, clerk)
        with CaptureQueriesContext(connection) as statements:
            assert confirming.standing(made.group) is not None
        counted.append(len(statements))
    assert counted[0] == counted[1]
