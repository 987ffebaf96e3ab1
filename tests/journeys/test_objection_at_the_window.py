"""An objection at the service window: filed by a clerk for the company, receipt printed, letters to the company."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from django.core.cache import cache
from django.utils.html import strip_tags

from accounts.roles import Role
from cases.states import ObjectionState as S
from journal.models import Entry
from notifications.letters import LetterKind
from notifications.models import Letter
from tests.conftest import Clock, Deliver
from tests.factories.cases import FILED_AT
from tests.factories.people import make_officer, make_user
from tests.factories.records import make_record
from tests.journeys.objecting import file_objection, led_to, people_around, read, send, visitor
from tests.notifications.telling import text_of

pytestmark = pytest.mark.django_db


def test_a_clerk_files_prints_the_receipt_and_the_company_goes_on_by_itself(
    clock: Clock, deliver: Deliver
) -> None:
    cache.clear()
    clock.stand_at(FILED_AT)
    people = people_around(make_record(fine=Decimal(3)), clock, deliver)
    clerk = visitor(make_officer(Role.WINDOW_CLERK, people.platform, user=make_user(full_name="李窗口")))
    led_to(clerk, "/my/window/", {"code": people.record.subject.code})
    case = file_objection(people, {"fine": "2"}, by=clerk)
    assert case.state == S.FILED
    assert Entry.objects.get(stream=case.stream, verb="case.filed").payload["acting_for"] == case.subject_id
    receipt = strip_tags(read(clerk, f"/my/objections/{case.number}/filed/"))
    for words in (
        case.number,
        "李窗口",
        people.record.subject.code,
        people.record.decision_number,
        "Print this page",
    ):
        assert words in receipt
    letter = Letter.objects.get(case=case, kind=LetterKind.OBJECTION_RECEIPT)
    assert "由服务窗口代为提交" in text_of(letter)
    assert letter.number in read(clerk, f"/my/cases/{case.number}/")
    assert re.search(r"Your objection .* was received", read(people.owner, "/my/inbox/"))
    send(people.owner, f"/my/cases/{case.number}/withdraw/", reason="已另行解决。")
    clerk.post("/my/window/leave/")
    read(clerk, f"/my/cases/{case.number}/", status=404)
