"""While a bar stands, no repair may be applied for, on any record of the subject; the subject hears of both ends."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from django.utils import translation

from cases.services import drafting, intake
from cases.services.planner import plan_subject
from cases.states import RepairState
from clocks.services import sweep
from journal.now import SHANGHAI
from journal.refusals import Refusal
from notifications.models import Channel, Message
from notifications.wording import told
from records.models import Bar, Subject
from records.services import bars
from tests.conftest import Deliver
from tests.factories.cases import FILED_AT, complete_draft, make_filed_case
from tests.factories.people import actor_of_user, make_owner
from tests.factories.records import make_record

pytestmark = pytest.mark.django_db

SEPTEMBER = date(2026, 9, 3)
LAST = date(2029, 9, 3)


def bar_of(
    subject: Subject,
    *,
    until_on: date | None = LAST,
    published: bool = True,
    number: str = "CX-2026-AAAAAAAA",
) -> Bar:
    return bars.enter(
        subject_id=subject.pk,
        bar_id="false-materials",
        edition_key="NDRC-36",
        on=FILED_AT.date(),
        case_number=number,
        until_on=until_on,
        published=published,
        at=FILED_AT,
        actor_ref="user:2",
    )


def test_no_draft_is_opened_and_the_last_day_of_the_bar_is_named() -> None:
    record = make_record()
    bar_of(record.subject)
    actor = actor_of_user(make_owner(record.subject))
    with pytest.raises(Refusal) as refused:
        drafting.draft(record_id=record.pk, actor=actor, at=FILED_AT)
    assert refused.value.code == "barred"
    with translation.override("en"):
        assert "3 September 2029" in str(refused.value)
        assert "CX-2026-AAAAAAAA" in str(refused.value)


def test_a_bar_without_a_last_day_refuses_until_it_is_lifted() -> None:
    record = make_record()
    bar = bar_of(record.subject, until_on=None)
    actor = actor_of_user(make_owner(record.subject))
    with pytest.raises(Refusal) as refused:
        drafting.draft(record_id=record.pk, actor=actor, at=FILED_AT)
    assert refused.value.code == "barred-until-lifted"
    bars.lift(pk=bar.pk, cause="quashed", at=FILED_AT, actor_ref="user:3")
    assert drafting.draft(record_id=record.pk, actor=actor, at=FILED_AT).state == RepairState.DRAFT


def test_a_draft_opened_before_cannot_be_filed_under_a_bar() -> None:
    made = make_filed_case(RepairState.DRAFT)
    complete_draft(made)
    bar_of(made.case.subject)
    with pytest.raises(Refusal) as refused:
        intake.file(case_id=made.case.pk, actor=actor_of_user(made.owner), at=FILED_AT)
    assert refused.value.code == "barred"


def test_the_planner_shows_the_bar_on_every_record_and_opens_again_after_it() -> None:
    first = make_record(determined_on=date(2026, 5, 15), class_name="serious")
    make_record(subject=first.subject, determined_on=date(2026, 5, 16), class_name="serious")
    bar_of(first.subject, until_on=date(2027, 12, 31))
    plans = plan_subject(first.subject.code, on=SEPTEMBER, public_only=False)
    assert [plan.repairable for plan in plans] == [False, False]
    assert all("CX-2026-AAAAAAAA" in plan.reasons[-1] for plan in plans)
    after = plan_subject(first.subject.code, on=date(2028, 1, 1), public_only=False)
    assert [plan.repairable for plan in after] == [True, True]


@pytest.mark.parametrize("published", [True, False])
def test_everybody_may_know_of_a_published_bar_and_of_no_other(*, published: bool) -> None:
    record = make_record()
    bar_of(record.subject, published=published)
    (public,) = plan_subject(record.subject.code, on=SEPTEMBER, public_only=True)
    assert public.repairable is not published


def test_the_subject_is_told_of_the_bar_and_when_it_ends(deliver: Deliver) -> None:
    made = make_filed_case(RepairState.ROUTED)
    deliver(FILED_AT)
    Message.objects.all().delete()
    bar_of(made.case.subject, number=made.case.number)
    deliver(FILED_AT)
    end = datetime(2029, 9, 4, 0, 0, tzinfo=SHANGHAI)
    sweep(at=end)
    deliver(end)
    mine = Message.objects.filter(user=made.owner, channel=Channel.INBOX, template__startswith="bar")
    assert list(mine.order_by("pk").values_list("template", flat=True)) == ["barred", "bar-over"]
    with translation.override("en"):
        assert "3 September 2029" in told("barred", mine[0].context).text


def test_the_subject_is_told_that_a_bar_was_lifted(deliver: Deliver) -> None:
    made = make_filed_case(RepairState.ROUTED)
    bar = bar_of(made.case.subject, number=made.case.number, until_on=None)
    bars.lift(pk=bar.pk, cause="quashed", at=FILED_AT, actor_ref="user:3")
    deliver(FILED_AT)
    templates = set(Message.objects.filter(user=made.owner).values_list("template", flat=True))
    assert {"barred-until-lifted", "bar-lifted"} <= templates
