"""At the window nothing is filed without the subject's own word on exactly what is filed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.actors import Actor
from accounts.roles import Role
from cases.models import Document, SubjectConfirmation
from cases.services import confirming, documents, drafting, intake
from cases.states import RepairState as S
from journal.models import Entry
from tests.acts.signing import clerk_serving, refused_with
from tests.factories.cases import PDF, FiledCase, complete_draft, make_filed_case
from tests.factories.people import actor_of_user, make_agent, make_officer, make_owner
from tests.factories.records import make_department, make_subject

pytestmark = pytest.mark.django_db


def at_the_window() -> tuple[FiledCase, Actor]:
    made = make_filed_case(S.DRAFT)
    complete_draft(made)
    clerk = actor_of_user(make_officer(Role.WINDOW_CLERK, make_department()))
    return made, clerk.serving(made.case.subject_id)


def filed(made: FiledCase, clerk: Actor) -> str:
    intake.file(case_id=made.case.pk, actor=clerk, at=made.at)
    entry = Entry.objects.get(stream=made.case.stream, verb="case.filed")
    return str(entry.payload["confirmed"])


def test_without_its_word_nothing_is_filed() -> None:
    made, clerk = at_the_window()
    refused_with("not-confirmed", lambda: intake.file(case_id=made.case.pk, actor=clerk, at=made.at))
    confirming.ask(case_id=made.case.pk, actor=clerk, at=made.at)
    refused_with("not-confirmed", lambda: intake.file(case_id=made.case.pk, actor=clerk, at=made.at))
    assert made.later().case.state == S.DRAFT


def test_the_company_itself_needs_nobodys_word() -> None:
    made, _clerk = at_the_window()
    intake.file(case_id=made.case.pk, actor=actor_of_user(made.owner), at=made.at)
    assert made.later().case.state == S.FILED


def test_a_code_told_to_the_clerk_confirms() -> None:
    made, clerk = at_the_window()
    asked = confirming.ask(case_id=made.case.pk, actor=clerk, at=made.at)
    confirming.enter_code(case_id=made.case.pk, code=confirming.code_of(asked), actor=clerk, at=made.at)
    assert filed(made, clerk) == "code"


def test_the_code_is_kept_nowhere() -> None:
    made, clerk = at_the_window()
    asked = confirming.ask(case_id=made.case.pk, actor=clerk, at=made.at)
    code = confirming.code_of(asked)
    assert len(code) == 6
    assert code not in str(list(SubjectConfirmation.objects.values()))
    assert code not in str(list(Entry.objects.values_list("payload", flat=True)))


def test_wrong_codes_are_counted_and_end_the_trying() -> None:
    made, clerk = at_the_window()
    asked = confirming.ask(case_id=made.case.pk, actor=clerk, at=made.at)
    right = confirming.code_of(asked)
    wrong = f"{(int(right) + 1) % 10**6:06d}"

    def enter(code: str) -> None:
        confirming.enter_code(case_id=made.case.pk, code=code, actor=clerk, at=made.at)

    for _try in range(confirming.TRIES):
        refused_with("wrong-confirmation-code", lambda: enter(wrong))
    refused_with("confirmation-spent", lambda: enter(right))
    again = confirming.ask(case_id=made.case.pk, actor=clerk, at=made.at)
    assert confirming.code_of(again) != right or again.pk != asked.pk
    enter(confirming.code_of(again))
    assert filed(made, clerk) == "code"


def test_a_code_typed_with_wide_digits_and_blanks_is_the_same_code() -> None:
    made, clerk = at_the_window()
    asked = confirming.ask(case_id=made.case.pk, actor=clerk, at=made.at)
    code = confirming.code_of(asked)
    wide = " ".join(chr(ord("０") + int(sign)) for sign in code)
    confirming.enter_code(case_id=made.case.pk, code=wide, actor=clerk, at=made.at)
    assert filed(made, clerk) == "code"


def test_a_wrong_code_counts_for_the_request_that_is_open_alone() -> None:
    made, clerk = at_the_window()
    first = confirming.ask(case_id=made.case.pk, actor=clerk, at=made.at)
    second = confirming.ask(case_id=made.case.pk, actor=clerk, at=made.at)
    refused_with(
        "wrong-confirmation-code",
        lambda: confirming.enter_code(case_id=made.case.pk, code="keine", actor=clerk, at=made.at),
    )
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.tries, second.tries) == (0, 1)


def test_a_code_works_half_an_hour() -> None:
    made, clerk = at_the_window()
    asked = confirming.ask(case_id=made.case.pk, actor=clerk, at=made.at)
    late = made.at + timedelta(minutes=30)
    refused_with(
        "no-confirmation-asked",
        lambda: confirming.enter_code(
            case_id=made.case.pk, code=confirming.code_of(asked), actor=clerk, at=late
        ),
    )


@pytest.mark.parametrize("when", ["before the code", "after the code"])
def test_what_was_changed_is_confirmed_anew(when: str) -> None:
    made, clerk = at_the_window()
    asked = confirming.ask(case_id=made.case.pk, actor=clerk, at=made.at)

    def change() -> None:
        drafting.save_application(
            case_id=made.case.pk, actor=clerk, at=made.at, performance="另行说明的履行情况。"
        )

    def enter() -> None:
        confirming.enter_code(case_id=made.case.pk, code=confirming.code_of(asked), actor=clerk, at=made.at)

    if when == "before the code":
        change()
        refused_with("no-confirmation-asked", enter)
    else:
        enter()
        change()
    refused_with("not-confirmed", lambda: intake.file(case_id=made.case.pk, actor=clerk, at=made.at))


def test_the_company_confirms_in_its_own_account() -> None:
    made, clerk = at_the_window()
    owner = actor_of_user(made.owner)

    def confirm(actor: Actor) -> None:
        confirming.confirm_in_account(case_id=made.case.pk, actor=actor, at=made.at)

    refused_with("no-confirmation-asked", lambda: confirm(owner))
    confirming.ask(case_id=made.case.pk, actor=clerk, at=made.at)
    refused_with("clerk-confirms", lambda: confirm(clerk))
    refused_with("not-subject", lambda: confirm(actor_of_user(make_owner(make_subject()))))
    reader = actor_of_user(make_agent(made.case.subject, scopes="letters"))
    refused_with("outside-mandate", lambda: confirm(reader))
    confirm(owner)
    assert filed(made, clerk) == "account"


def test_a_signed_sheet_is_scanned_and_lies_with_the_papers() -> None:
    made, clerk = at_the_window()
    scan = SimpleUploadedFile("scan.pdf", PDF + b"%signed\n%%EOF")
    confirmed = confirming.by_sheet(case_id=made.case.pk, upload=scan, actor=clerk, at=made.at)
    assert confirmed.sheet is not None
    assert confirmed.sheet.material == "signed-sheet"
    assert filed(made, clerk) == "sheet"


def test_the_signed_sheet_is_not_taken_out_nor_handed_in_by_the_company() -> None:
    made, clerk = at_the_window()
    scan = SimpleUploadedFile("scan.pdf", PDF)
    confirming.by_sheet(case_id=made.case.pk, upload=scan, actor=clerk, at=made.at)
    sheet = Document.objects.get(material="signed-sheet")
    owner = actor_of_user(made.owner)
    refused_with("documents-closed", lambda: documents.remove(document_id=sheet.pk, actor=owner, at=made.at))
    refused_with(
        "documents-closed",
        lambda: documents.add(
            case_id=made.case.pk,
            material="signed-sheet",
            upload=SimpleUploadedFile("b.pdf", PDF),
            actor=owner,
            at=made.at,
        ),
    )


def test_nobody_but_the_serving_clerk_asks() -> None:
    made, clerk = at_the_window()
    owner = actor_of_user(made.owner)
    other = clerk.serving(make_subject().pk)
    refused_with("only-at-the-window", lambda: confirming.ask(case_id=made.case.pk, actor=owner, at=made.at))
    refused_with("not-subject", lambda: confirming.ask(case_id=made.case.pk, actor=other, at=made.at))


def test_an_incomplete_draft_is_not_put_before_the_company() -> None:
    made = make_filed_case(S.DRAFT)
    clerk = clerk_serving(made.case.subject)
    refused_with("gaps", lambda: confirming.ask(case_id=made.case.pk, actor=clerk, at=made.at))
    assert not SubjectConfirmation.objects.exists()
