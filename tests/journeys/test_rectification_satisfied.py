"""Ordered rectifications over HTTP that end well: at once, and after two talks."""

from __future__ import annotations

import pytest
from django.urls import reverse

from cases.states import RectificationState as S
from notifications.letters import LetterKind
from notifications.models import Letter
from tests.conftest import Clock, Deliver
from tests.journeys.objecting import read, visitor
from tests.journeys.rectifying import around

pytestmark = pytest.mark.django_db


def kinds(number: str) -> list[str]:
    return list(Letter.objects.filter(case__number=number).order_by("pk").values_list("kind", flat=True))


def test_what_was_ordered_is_reported_checked_and_found_satisfied(clock: Clock, deliver: Deliver) -> None:
    made = around(clock, deliver).order_and_serve()
    assert "report by 1 July 2026" in read(made.owner, "/my/inbox/")
    assert "缴清罚款5万元" in made.mine()
    made.report()
    assert "slip.pdf" in made.desk()
    made.check_all("done")
    assert "was found satisfied" in made.desk("find_satisfied")
    assert made.case.state == S.SATISFIED
    assert "For a repair of this record the step rectification is done." in made.mine()
    assert kinds(made.number) == [LetterKind.RECTIFICATION_ORDER, LetterKind.RECTIFIED]
    letter = Letter.objects.get(case=made.case, kind=LetterKind.RECTIFIED)
    answer = made.owner.get(reverse("portal:letter", args=[letter.number]))
    assert answer.content.startswith(b"%PDF-")


def test_two_talks_and_then_satisfied(clock: Clock, deliver: Deliver) -> None:
    made = around(clock, deliver).order_and_serve()
    made.found_insufficient()
    assert "A talk is due" in made.mine()
    assert made.number in read(visitor(made.colleague), "/desk/talks/?tab=owed")
    made.announce(hours=2)
    second = made.talk.proposed[1]
    made.mine("choose_slot", slot=second.isoformat())
    assert made.talk.set_for == second
    assert made.number in read(visitor(made.colleague), "/desk/talks/")
    made.hold()
    made.mine("read_back", remark="罚款数额以决定书为准。")
    assert "罚款数额以决定书为准。" in made.desk()
    assert "Talks on file" in read(visitor(made.reviewer), reverse("desk:record", args=[made.record.pk]))
    made.found_insufficient()
    made.announce()
    assert made.talk.kind == "warning"
    made.hold()
    made.report()
    made.check_all("done")
    made.desk("find_satisfied")
    assert made.case.state == S.SATISFIED
    assert kinds(made.number).count(LetterKind.TALK_MINUTES) == 2
