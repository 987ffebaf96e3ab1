"""Ordered rectifications over HTTP that go on: a talk is missed, a department is merged, the case is handed on."""

from __future__ import annotations

from datetime import timedelta
from http import HTTPStatus

import pytest
from django.urls import reverse

from accounts.roles import Role
from cases.services import crossing
from cases.states import RectificationState as S
from journal.now import day_of
from notifications.letters import LetterKind
from notifications.models import Letter
from records.models import Department
from tests.conftest import Clock, Deliver
from tests.factories.people import make_officer
from tests.factories.records import make_department
from tests.journeys.objecting import read, visitor
from tests.journeys.rectifying import around

pytestmark = pytest.mark.django_db


def test_a_missed_talk_is_recorded_and_the_warning_talk_is_due(clock: Clock, deliver: Deliver) -> None:
    made = around(clock, deliver).order_and_serve()
    made.limit_passes()
    assert made.case.state == S.TALK_DUE
    supervisor = visitor(make_officer(Role.SUPERVISOR, made.record.department))
    assert made.number in read(supervisor, "/desk/talks/")
    made.announce()
    made.come_to_the_talk()
    made.desk("record_absence", reason_shown="")
    assert made.case.state == S.TALK_DUE
    assert "Missed without cause" in made.mine()
    assert "You missed a talk" in read(made.owner, "/my/inbox/")
    made.announce()
    assert made.talk.kind == "warning"


def test_the_department_is_merged_between_record_and_talk(clock: Clock, deliver: Deliver) -> None:
    made = around(clock, deliver).order_and_serve()
    made.limit_passes()
    unit, heir = made.record.department, make_department(name_en="Urban Transport Bureau")
    clock.ahead(timedelta(days=1))
    Department.objects.filter(pk=unit.pk).update(valid_to=day_of(clock.at), successor=heir)
    crossing.hand_over(department_id=unit.pk, at=clock.at)
    made.deliver()
    before, made = made, made.under(heir)
    former = visitor(before.reviewer)
    answer = former.get(reverse("desk:act", args=[made.number, "set_talk"]))
    assert answer.status_code in {HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND}
    assert "it was merged into Urban Transport Bureau" in made.desk()
    made.announce()
    made.hold()
    assert made.talk.department == heir
    notice = Letter.objects.get(case=made.case, kind=LetterKind.TALK_NOTICE)
    assert notice.content["unit"] == heir.name_zh


def test_two_talks_bring_nothing_and_the_case_is_handed_on(clock: Clock, deliver: Deliver) -> None:
    made = around(clock, deliver).order_and_serve()
    made.limit_passes()
    for _talk in range(2):
        made.announce()
        made.hold()
        made.limit_passes()
    assert made.case.state == S.EXHAUSTED
    assert "No talk is left" in read(visitor(made.decider), "/my/inbox/")
    made.desk("hand_on", by=made.decider, to="枣庄市交通运输综合执法支队", reason="两次约谈后仍未整改。")
    assert made.case.state == S.CLOSED_UNRECTIFIED
    assert "枣庄市交通运输综合执法支队" in made.mine()
    assert Letter.objects.filter(case=made.case, kind=LetterKind.HANDED_ON).exists()
