"""What is told of a complaint: letters to the company, messages to each who must know, nothing to the others."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from accounts.models import User
from accounts.roles import Role
from cases.models.complaint import Cause
from cases.models.complaint import ComplaintState as S
from clocks import recounting
from clocks.services import sweep
from journal.models import Entry
from journal.now import SHANGHAI
from notifications.complaints import RULES, letters_of, on_entry
from notifications.letters import LetterKind
from notifications.models import Letter, Message
from notifications.selectors import InboxRow, check_letter, inbox, letters_visible_to
from tests.conftest import Deliver
from tests.factories.cases import FILED_AT
from tests.factories.complaints import ANSWER, FiledComplaint, make_complaint, make_province
from tests.factories.gazettes import closures, released
from tests.factories.people import actor_of_user, make_officer
from tests.factories.records import make_platform
from tests.notifications.telling import templates_to, text_of

pytestmark = pytest.mark.django_db
KEEPER = "user:900001"  # who released the calendar, nobody of the case


def letter(made: FiledComplaint, kind: LetterKind) -> Letter:
    return Letter.objects.get(kind=kind, subject=made.complaint.subject)


def test_the_receipt_names_who_looks_into_it_and_the_days(deliver: Deliver) -> None:
    made = make_complaint()
    deliver(made.at)
    text = text_of(letter(made, LetterKind.COMPLAINT_RECEIPT))
    for part in (
        "投诉登记回执",
        made.complaint.number,
        f"由{made.lead.name_zh}办理并答复",
        "办理迟延",
        "自收到投诉之日（2026年9月1日）",
        "2026年9月8日",
        "受理之日的次日起15个工作日内",
        "〔待确认〕",
        "不收取任何费用",
    ):
        assert part in text, part
    assert "收到申请" not in text


def test_the_answer_says_what_was_found_done_and_what_is_next(deliver: Deliver) -> None:
    made = make_complaint(S.ANSWERED)
    deliver(made.at)
    text = text_of(letter(made, LetterKind.COMPLAINT_ANSWER))
    for part in ("投诉答复书", "投诉属实。", *(ANSWER[key] for key in ("answer", "done", "remedy"))):
        assert part in text, part
    assert [found.kind for found in letters_of(made.complaint)] == ["complaint-receipt", "complaint-answer"]
    known = check_letter(letter(made, LetterKind.COMPLAINT_ANSWER).check_code)
    assert known is not None
    assert known.valid


def test_what_is_not_taken_up_is_told_with_the_reason(deliver: Deliver) -> None:
    made = make_complaint(S.DECLINED)
    deliver(made.at)
    text = text_of(letter(made, LetterKind.COMPLAINT_DECLINE))
    assert "投诉不予受理告知书" in text
    assert made.complaint.decline_reason in text
    assert "不影响您单位依法提出异议申诉" in text


def test_that_the_answer_takes_longer_is_told_with_its_reason_and_both_days(deliver: Deliver) -> None:
    made = make_complaint(S.ACCEPTED).perform("extend", reason="需要向有关单位调取材料。")
    made = made.perform("answer", **ANSWER)  # printed late, it still tells what was so then
    deliver(made.at)
    text = text_of(letter(made, LetterKind.COMPLAINT_EXTENSION))
    for part in (
        "投诉延长答复期限告知书",
        "需要向有关单位调取材料。",
        "原定期限",
        "2026年9月21日",
        "2026年10月12日",
        "不收取任何费用",
    ):
        assert part in text, part
    assert "收到申请" not in text
    message = Message.objects.get(user=made.owner, template="complaint-extended", channel="inbox")
    assert message.letter is not None
    assert message.context["due"] == "2026-10-12"


def test_the_head_of_a_letter_says_whose_number_it_bears(deliver: Deliver) -> None:
    made = make_complaint(S.DECLINED)
    deliver(made.at)
    for kind in (LetterKind.COMPLAINT_RECEIPT, LetterKind.COMPLAINT_DECLINE):
        text = text_of(letter(made, kind))
        assert f"投诉编号：{made.complaint.number}" in text
        assert "案件编号" not in text


def test_the_unit_complained_of_does_not_see_the_letters(deliver: Deliver) -> None:
    made = make_complaint(S.ANSWERED)
    deliver(made.at)
    officer = actor_of_user(make_officer(Role.REVIEWER, made.complaint.complained_of))
    assert not letters_visible_to(officer).exists()
    assert letters_visible_to(actor_of_user(made.owner)).count() == len(["receipt", "answer"])


def test_each_hears_what_is_theirs(deliver: Deliver) -> None:
    make_platform()
    made = make_complaint(S.ACCEPTED)
    unit = make_officer(Role.SUPERVISOR, made.complaint.complained_of)
    colleague = make_officer(Role.SUPERVISOR, made.lead)
    made = made.perform("extend", reason="需核实。").perform("answer", **ANSWER)
    deliver(made.at)
    assert templates_to(made.owner.pk) == [
        *("complaint-filed", "complaint-accepted", "complaint-extended", "complaint-answered")
    ]
    assert templates_to(made.supervisor.pk) == ["complaint-to-answer"]
    assert templates_to(colleague.pk) == ["complaint-to-answer"]
    assert templates_to(unit.pk) == ["complaint-about-unit"]


@pytest.mark.parametrize("about", [Cause.FEE, Cause.CONDUCT])
def test_the_unit_hears_nothing_of_what_concerns_a_person(about: Cause, deliver: Deliver) -> None:
    made = make_complaint(S.ACCEPTED, about=about)
    unit = make_officer(Role.SUPERVISOR, made.complaint.complained_of)
    deliver(made.at)
    assert templates_to(unit.pk) == []


def test_a_fee_is_told_to_the_audit_administrator_alone(deliver: Deliver) -> None:
    platform = make_platform()
    audit = make_officer(Role.AUDIT_ADMIN, platform)
    others = [make_officer(role, platform) for role in (Role.SECURITY_ADMIN, Role.SYSTEM_ADMIN)]
    made = make_complaint(about=Cause.FEE)
    make_complaint(about=Cause.DELAY)
    deliver(made.at)
    assert templates_to(audit.pk) == ["complaint-fee"]
    assert [templates_to(person.pk) for person in others] == [[], []]


def test_lateness_is_told_to_the_company_the_desk_and_above(deliver: Deliver) -> None:
    above = make_officer(Role.SUPERVISOR, make_province())
    made = make_complaint()
    deliver(made.at)
    near, late = (datetime(2026, 9, day, 9, tzinfo=SHANGHAI) for day in (7, 9))
    sweep(at=near)
    deliver(near)
    sweep(at=late)
    deliver(late)
    assert templates_to(made.owner.pk) == ["complaint-filed", "complaint-late"]
    desk = ["complaint-to-answer", "complaint-near", "complaint-late-desk"]
    assert list(dict.fromkeys(templates_to(made.supervisor.pk))) == desk
    assert templates_to(above.pk) == ["complaint-gone-up"]


def test_a_day_that_a_released_calendar_moves_is_told_to_the_company_and_the_desk(deliver: Deliver) -> None:
    made = make_complaint()
    elsewhere = make_complaint(S.ANSWERED)
    deliver(made.at)
    row = released(closures("370400", date(2026, 9, 2), date(2026, 9, 3)), at=made.at)
    recounting.finish(recounting.apply(gazette_id=row.pk, actor_ref=KEEPER, at=made.at).pk, at=made.at)
    deliver(made.at)
    moved = Message.objects.get(user=made.owner, template="complaint-day-moved", channel="inbox")
    assert (moved.context["term"], moved.context["due"]) == ("complaint.accept", "2026-09-10")
    assert "complaint-day-moved-desk" in templates_to(made.supervisor.pk)
    assert "complaint-day-moved" not in templates_to(elsewhere.owner.pk), "nothing of it was owed any more"


def test_a_day_that_was_kept_is_no_news(deliver: Deliver) -> None:
    made = make_complaint()
    deliver(made.at)
    row = released(closures("370400", date(2026, 9, 19), date(2026, 9, 20)), at=made.at)
    recounting.finish(recounting.apply(gazette_id=row.pk, actor_ref=KEEPER, at=made.at).pk, at=made.at)
    deliver(made.at)
    assert templates_to(made.owner.pk) == ["complaint-filed"]


def test_the_desk_hears_of_a_withdrawal(deliver: Deliver) -> None:
    made = make_complaint(S.WITHDRAWN)
    deliver(made.at)
    assert templates_to(made.supervisor.pk) == ["complaint-to-answer", "complaint-withdrawn"]


def test_told_twice_it_writes_nothing_more(deliver: Deliver) -> None:
    made = make_complaint(S.ANSWERED)
    deliver(made.at)
    before = (Message.objects.count(), Letter.objects.count())
    for entry in Entry.objects.filter(verb__in=RULES, stream=made.complaint.stream):
        on_entry(entry)
    assert (Message.objects.count(), Letter.objects.count()) == before


def test_the_inbox_leads_to_the_complaint_where_it_may_be_seen(deliver: Deliver) -> None:
    made = make_complaint(S.ACCEPTED)
    unit = make_officer(Role.SUPERVISOR, made.complaint.complained_of)
    deliver(made.at)
    assert {row.complaint_number for row in shown(made.owner)} == {made.complaint.number}
    assert {row.complaint_number for row in shown(unit)} == {""}
    assert made.complaint.number in shown(unit)[0].text


def shown(user: User) -> list[InboxRow]:
    return list(inbox(user.pk, at=FILED_AT).rows)
