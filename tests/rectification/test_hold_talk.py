"""约谈并制作笔录: two officers, somebody of the company, minutes signed or refused, a new limit, the credit record."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from cases.models import Attendance, Minutes
from cases.services.rectification.minutes import masked_id, read_back
from cases.states import RectificationState as S
from journal.models import Entry
from records.models import TalkEntry
from tests.acts.reading import entry_of, owed
from tests.factories.people import actor_of_user, make_officer
from tests.factories.records import make_department
from tests.factories.rectifications import BETWEEN_ACTS, Ordered, make_rectification
from tests.rectification.asking import code_of, refused

PROOF = "平台7月8日电话确认"
pytestmark = pytest.mark.django_db


def at_the_talk() -> Ordered:
    return make_rectification(S.TALK_SET).at_the_talk()


def minutes_of(made: Ordered) -> Minutes:
    return Minutes.objects.get(talk=made.talk)


def test_a_talk_that_was_held_sets_a_new_limit_and_uses_up_its_place() -> None:
    made = make_rectification(S.TALK_SET).hold_talk()
    assert (made.case.state, made.talk.standing, made.case.order.talks_left) == (S.RECTIFYING, "held", 1)
    # fifteen days after the eighth of July
    assert owed(made.case) == {"rectification.rectify-again": "running 2026-07-23"}
    assert entry_of(made.case, "case.talk_held").payload["limit_days"] == 15


def test_the_minutes_hold_what_was_said_and_whose_demands_remain() -> None:
    made = make_rectification(S.TALK_SET).hold_talk(
        demands_again=[{"text": "提交整改方案", "kind": "duty", "proof_owed": "方案"}], limit_days=20
    )
    minutes = minutes_of(made)
    assert (minutes.chair_name, minutes.recorder_name) == (str(made.reviewer), str(made.colleague))
    assert [one["text"] for one in minutes.demands] == [one.text for one in made.demands]
    assert {one["due_on"] for one in minutes.demands} == {"2026-07-28"}
    assert made.demands[-1].due_on == date(2026, 7, 28)
    assert owed(made.case) == {"rectification.rectify-again": "running 2026-07-28"}


def test_of_an_identity_number_only_the_last_signs_are_kept() -> None:
    made = make_rectification(S.TALK_SET).hold_talk()
    (person,) = Attendance.objects.filter(talk=made.talk)
    assert (person.name, person.role, person.id_masked) == ("张某某", "representative", "*" * 14 + "1234")
    assert masked_id("1234") == "****"
    assert "370402198001011234" not in str(list(Entry.objects.values_list("payload", flat=True)))


def test_the_talk_enters_the_credit_record() -> None:
    made = make_rectification(S.TALK_SET).hold_talk()
    entry = TalkEntry.objects.get(record=made.case.record)
    assert (entry.case_number, entry.talk_kind, entry.held_on) == (
        made.case.number,
        "prompting",
        date(2026, 7, 8),
    )
    assert str(entry.kind_label)
    told = Entry.objects.get(stream=made.case.record.stream, verb="minutes.entered").payload
    assert (told["number"], told["held_on"]) == (made.case.number, "2026-07-08")


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"facts": " "}, "minutes-facts"),
        ({"signed_by": ""}, "signature"),
        ({"recorder": "chair"}, "chair"),
        ({"chair": "user:0"}, "chair"),
        ({"ended_at": "before"}, "talk-times"),
        ({"ended_at": "after"}, "talk-times"),
        ({"started_at": "day before"}, "talk-other-day"),
    ],
)
def test_what_minutes_must_say(changes: dict[str, Any], why: str) -> None:
    made = at_the_talk()
    words = {
        "chair": f"user:{made.reviewer.pk}",
        "before": made.talk.set_for - timedelta(minutes=1),
        "after": made.at + timedelta(hours=2),
        "day before": made.talk.set_for - timedelta(days=1),
    }
    facts = made.minutes_facts(**{name: words.get(value, value) for name, value in changes.items()})
    assert refused(made, "hold_talk", **facts) == why


def test_a_refused_signature_is_noted() -> None:
    made = at_the_talk()
    made = made.perform("hold_talk", **made.minutes_facts(signed_by="", refusal_reason="拒绝签字"))
    assert (minutes_of(made).signed_by, minutes_of(made).refusal_reason) == ("", "拒绝签字")


def test_without_anybody_of_the_company_there_was_no_talk() -> None:
    made = at_the_talk()
    facts = made.minutes_facts()
    observer = [{"name": "李某", "role": "observer"}]
    away = [{"name": "张某某", "role": "representative", "present": False}]
    assert refused(made, "hold_talk", **{**facts, "attendance": observer}) == "nobody-came"
    assert refused(made, "hold_talk", **{**facts, "attendance": away}) == "nobody-came"
    assert (
        refused(made, "hold_talk", **{**facts, "attendance": [{"name": "", "role": "agent"}]}) == "attendance"
    )
    assert refused(made, "hold_talk", **{**facts, "limit_days": 3}) == "limit-days"


def test_others_may_stand_in_for_the_officers_announced_if_they_are_of_the_unit() -> None:
    made = at_the_talk()
    unit = made.case.handling_department
    assert unit is not None
    other, stranger = make_officer("reviewer", unit), make_officer("reviewer", make_department())
    instead = [f"user:{made.reviewer.pk}", f"user:{other.pk}"]
    facts = made.minutes_facts(recorder=f"user:{other.pk}")
    assert refused(made, "hold_talk", **facts) == "chair"
    wrong = {
        **made.minutes_facts(recorder=f"user:{stranger.pk}"),
        "officers": [instead[0], f"user:{stranger.pk}"],
    }
    assert refused(made, "hold_talk", **wrong) == "talk-officer-unfit"
    made = made.perform("hold_talk", **facts, officers=instead)
    assert [one["ref"] for one in made.talk.officers] == instead


def test_the_subject_confirms_the_minutes_once_with_a_remark_even_after_the_end() -> None:
    made = make_rectification(S.TALK_SET).hold_talk().report().check_all().perform("find_satisfied")
    at = made.at + BETWEEN_ACTS

    def confirm() -> Minutes:
        return read_back(case_id=made.case.pk, actor=made.subject, at=at, remark="第二项日期有误")

    minutes = confirm()
    assert (minutes.read_back_at, minutes.remark) == (at, "第二项日期有误")
    assert entry_of(made.case, "case.minutes_read_back").payload["talk"] == 1
    assert code_of(confirm, made=made.later()) == "no-minutes"


def test_an_officer_does_not_confirm_them_for_the_subject() -> None:
    made = make_rectification(S.TALK_SET).hold_talk()
    officer = actor_of_user(made.reviewer)
    assert (
        code_of(lambda: read_back(case_id=made.case.pk, actor=officer, at=made.at), made=made)
        == "not-subject"
    )


def test_the_receipt_of_the_sharing_platform_is_confirmed_by_hand_with_its_proof() -> None:
    made = make_rectification(S.TALK_SET).hold_talk()
    day = date(2026, 7, 8)
    assert refused(made, "note_receipt", number="", received_on=day, proof=PROOF) == "receipt"
    assert (
        refused(made, "note_receipt", number="GX-1", received_on=date(2026, 7, 9), proof=PROOF) == "receipt"
    )
    assert (
        refused(made, "note_receipt", number="GX-1", received_on=date(2026, 7, 7), proof=PROOF) == "receipt"
    )
    assert refused(made, "note_receipt", number="GX-1", received_on=day, proof=" ") == "receipt-proof"
    made = made.perform("note_receipt", number="GX-20260708-01", received_on=day, proof=PROOF)
    minutes = minutes_of(made)
    assert (minutes.receipt_number, minutes.sent_on) == ("GX-20260708-01", day)
    assert refused(made, "note_receipt", number="GX-2", received_on=day, proof=PROOF) == "no-minutes"
