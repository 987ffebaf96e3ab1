"""What time and departments that end do to a complaint: told, gone up, handed on; days follow the calendar."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from accounts.roles import Role
from cases.complaint_policies import authorise_complaint
from cases.models.complaint import ComplaintState as S
from cases.services.complaint import answering
from clocks.models import Deadline
from clocks.rows import is_told
from clocks.services import sweep
from journal.models import Entry
from journal.now import SHANGHAI
from records.models import Department
from tests.complaints.reading import owed, refused, verbs
from tests.conftest import Deliver
from tests.factories.complaints import ANSWER, make_complaint, make_province
from tests.factories.people import actor_of_user, make_officer
from tests.factories.records import make_department

pytestmark = pytest.mark.django_db
LATE = datetime(2026, 9, 9, 9, tzinfo=SHANGHAI)


def test_silence_goes_up_to_the_lead_department_above() -> None:
    province = make_province()
    made = make_complaint()
    answering.breach(complaint_id=made.complaint.pk, term="complaint.accept", due_on="2026-09-08", at=LATE)
    complaint = made.later().complaint
    assert (complaint.state, complaint.late, complaint.escalated_to) == (S.RECEIVED, True, province)
    assert verbs(complaint)[-1] == "complaint.breached"


def test_the_sweep_finds_it_and_the_term_stays_owed(deliver: Deliver) -> None:
    made = make_complaint()
    sweep(at=LATE)
    deliver(LATE)
    complaint = made.later().complaint
    assert complaint.late
    assert owed(complaint) == {"complaint.accept": "breached 2026-09-08"}
    # nobody leads above Zaozhuang here: it stays where it is
    assert complaint.escalated_to is None


def test_the_lead_department_answers_beside_the_late_unit() -> None:
    province = make_province()
    made = make_complaint(S.ACCEPTED)
    above = make_officer(Role.SUPERVISOR, province)
    assert refused(lambda: made.perform("answer", by=above, **ANSWER)) == "not-answering"
    answering.breach(complaint_id=made.complaint.pk, term="complaint.answer", due_on="2026-09-21", at=LATE)
    made = made.later().perform("answer", by=above, at=LATE, **ANSWER)
    assert made.complaint.answered_by == province


def test_time_that_comes_after_the_answer_changes_nothing() -> None:
    made = make_complaint(S.ANSWERED)
    answering.breach(complaint_id=made.complaint.pk, term="complaint.answer", due_on="2026-09-21", at=LATE)
    assert made.later().complaint.version == made.complaint.version


def test_no_person_lets_time_act() -> None:
    made = make_complaint()
    actor = actor_of_user(made.supervisor)
    assert refused(lambda: authorise_complaint("breach", made.complaint, actor)) == "not-system"


def test_a_department_that_ends_hands_its_complaints_on(deliver: Deliver) -> None:
    made = make_complaint()
    deliver(made.at)
    heir = make_department(name_zh="枣庄市数据局", field="other", is_platform=True)
    Department.objects.filter(pk=made.lead.pk).update(valid_to=date(2026, 9, 9), successor=heir)
    for _told_twice in range(2):
        answering.hand_over(department_id=made.lead.pk, at=LATE)
    complaint = made.later().complaint
    assert complaint.handling_department == heir
    assert owed(complaint) == {"complaint.accept": "running 2026-09-08"}
    assert verbs(complaint).count("complaint.handed_over") == 1


def test_without_a_successor_the_next_unit_that_may_answer_takes_over() -> None:
    made = make_complaint()
    province = make_province()
    Department.objects.filter(pk=made.lead.pk).update(valid_to=date(2026, 9, 9))
    answering.hand_over(department_id=made.lead.pk, at=LATE)
    assert made.later().complaint.handling_department == province


def test_a_department_that_stands_keeps_its_complaints() -> None:
    made = make_complaint()
    answering.hand_over(department_id=made.lead.pk, at=LATE)
    assert not Entry.objects.filter(verb="complaint.handed_over").exists()


def test_the_day_that_was_told_never_moves_earlier() -> None:
    """Terms of complaints stand on the subject's page, as those of cases do."""
    made = make_complaint()
    assert is_told(Deadline.objects.get(owner_kind="complaint", owner_id=made.complaint.pk))
