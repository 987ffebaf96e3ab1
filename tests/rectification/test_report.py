"""整改报告: every open demand gets its answer; an officer checks each and finds the whole done or not."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from cases.models import Document
from cases.services import documents
from cases.services.rectification import reporting
from cases.states import RectificationState as S
from tests.acts.reading import at_day, entry_of, owed
from tests.factories.cases import PDF
from tests.factories.people import actor_of_user, make_owner
from tests.factories.records import make_subject
from tests.factories.rectifications import Ordered, make_rectification
from tests.rectification.asking import code_of, refused

pytestmark = pytest.mark.django_db


def answer(made: Ordered, answers: dict[int, str], *, version: int | None = None) -> object:
    return reporting.report(
        case_id=made.case.pk, answers=answers, actor=made.subject, at=made.at, version=version
    )


def test_a_report_ends_the_limit_and_begins_the_check() -> None:
    made = make_rectification(S.RECTIFYING).report()
    assert owed(made.case) == {"rectification.check": "running 2026-06-15"}
    assert [one.report for one in made.demands] == ["第1项已整改。", "第2项已整改。"]
    assert entry_of(made.case, "case.reported").payload["demands"] == [1, 2]


def test_every_open_demand_is_answered() -> None:
    made = make_rectification(S.RECTIFYING)
    first, _second = made.demands
    assert code_of(lambda: answer(made, {first.pk: "已缴清"}), made=made) == "answers-owed"
    assert code_of(lambda: answer(made, {}), made=made) == "answers-owed"


def test_nobody_reports_for_another_company_or_from_an_old_page() -> None:
    made = make_rectification(S.RECTIFYING)
    stranger = actor_of_user(make_owner(make_subject()))
    answers = {one.pk: "已整改" for one in made.demands}
    assert (
        code_of(
            lambda: reporting.report(case_id=made.case.pk, answers=answers, actor=stranger, at=made.at),
            made=made,
        )
        == "not-subject"
    )
    assert code_of(lambda: answer(made, answers, version=0), made=made) == "stale"


def test_a_report_after_the_limit_is_taken_while_the_talk_is_not_announced() -> None:
    made = make_rectification(S.TALK_DUE).report()
    assert made.case.state == S.REPORTED
    assert list(owed(made.case)) == ["rectification.check"]
    announced = make_rectification(S.TALK_SET)
    answers = {one.pk: "已整改" for one in announced.demands}
    assert code_of(lambda: answer(announced, answers), made=announced) == "not-now"


def test_whichever_commits_first_stands_the_report_or_the_end_of_the_limit() -> None:
    first = make_rectification(S.RECTIFYING).later(at=at_day(7, 2)).report()
    assert (first.case.state, first.case.late) == (S.REPORTED, False)
    assert (
        code_of(
            lambda: reporting.overdue(case_id=first.case.pk, term="rectification.rectify", at=first.at),
            made=first,
        )
        == "not-now"
    )
    second = make_rectification(S.RECTIFYING).limit_passes()
    assert (second.case.state, second.case.late) == (S.TALK_DUE, False)
    assert second.report().case.state == S.REPORTED


def test_satisfied_when_every_demand_is_found_done() -> None:
    made = make_rectification(S.REPORTED)
    first, second = made.demands
    assert refused(made, "find_satisfied") == "unchecked-demands"
    made = made.perform("check_demand", demand=first.pk, finding="done")
    made = made.perform("check_demand", demand=second.pk, finding="not-done", reason="影响未消除")
    assert refused(made, "find_satisfied") == "demands-open"
    made = made.perform("check_demand", demand=second.pk, finding="done")
    assert refused(made, "find_insufficient", reason="无") == "demands-done"
    made = made.perform("find_satisfied")
    assert (made.case.state, owed(made.case)) == (S.SATISFIED, {})
    assert made.case.record.duties_open


def test_the_officer_may_find_every_duty_of_the_decision_performed_with_it() -> None:
    made = make_rectification(S.REPORTED).check_all().perform("find_satisfied", duties_proof="缴款凭证0123号")
    assert not made.case.record.duties_open


def test_insufficient_brings_a_talk_and_after_the_last_one_none() -> None:
    made = make_rectification(S.REPORTED).check_all("not-done")
    assert refused(made, "find_insufficient", reason=" ") == "reason"
    made = made.perform("find_insufficient", reason="罚款尚未缴清。")
    assert (made.case.state, owed(made.case)) == (
        S.TALK_DUE,
        {"rectification.set-talk": "running 2026-06-08"},
    )
    spent = make_rectification(S.EXHAUSTED).found_insufficient()
    assert spent.case.state == S.EXHAUSTED
    assert list(owed(spent.case)) == ["rectification.close"]


def test_what_was_found_done_is_not_reported_again() -> None:
    made = make_rectification(S.REPORTED)
    first, second = made.demands
    made = made.perform("check_demand", demand=first.pk, finding="done")
    made = made.perform("check_demand", demand=second.pk, finding="not-done", reason="影响未消除")
    made = made.perform("find_insufficient", reason="影响未消除").report()
    assert [(one.finding, one.found_reason) for one in made.demands] == [("done", ""), ("", "")]


def test_a_check_names_its_finding_its_reason_and_a_demand_of_the_order() -> None:
    made, other = make_rectification(S.REPORTED), make_rectification(S.REPORTED)
    first = made.demands[0]
    assert refused(made, "check_demand", demand=first.pk, finding="maybe") == "demand-finding"
    assert refused(made, "check_demand", demand=first.pk, finding="not-done") == "reason"
    assert refused(made, "check_demand", demand=other.demands[0].pk, finding="done") == "no-demand"


def test_the_limit_of_an_order_is_extended_once_and_that_after_a_talk_is_not() -> None:
    made = make_rectification(S.RECTIFYING).perform("extend", reason="整改工程量大")
    assert owed(made.case) == {"rectification.rectify": "running 2026-07-16"}
    assert refused(made, "extend", reason="再次延长") == "extension-spent"
    late = make_rectification(S.RECTIFYING).later(at=at_day(7, 2))
    assert refused(late, "extend", reason="整改工程量大") == "extension-late"
    again = make_rectification(S.TALK_SET).hold_talk()
    assert refused(again, "extend", reason="整改工程量大") == "not-now"


def test_the_papers_of_a_demand_are_laid_before_while_the_order_is_with_the_subject() -> None:
    made = make_rectification(S.RECTIFYING)
    first = made.demands[0]

    def add(at: datetime) -> Document:
        upload = SimpleUploadedFile("凭证.pdf", PDF)
        return documents.add(
            case_id=made.case.pk, material=first.material, upload=upload, actor=made.subject, at=at
        )

    assert add(made.at).material == f"demand-{first.pk}"
    reported = made.report()
    assert code_of(lambda: add(reported.at), made=reported) == "documents-closed"
