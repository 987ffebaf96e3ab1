"""The planner: which days, steps, papers and people a repair has, and that real days are never later."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, timedelta
from io import StringIO
from random import Random

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from cases.services import intake
from cases.services.planner import RecordPlan, plan_record, plan_subject
from cases.states import RepairState as S
from clocks import services as clocks
from journal.now import day_of, noon_of
from records.credit_code import make
from records.models import CreditRecord
from records.services import listing as listings
from tests.acts.reading import make_six_ways_record, owner_of, six_ways
from tests.factories.cases import FILED_AT, FiledCase, answer_steps, make_filed_case
from tests.factories.people import actor_of_user
from tests.factories.records import make_department, make_platform, make_record, make_subject
from workflows import router

pytestmark = pytest.mark.django_db

SEPTEMBER = date(2026, 9, 1)
NOBODYS = make(rng=Random(7))  # noqa: S311 - an invented code


def plan(record: CreditRecord, on: date = SEPTEMBER) -> RecordPlan:
    fresh = CreditRecord.objects.select_related("subject", "department", "listing").get(pk=record.pk)
    return plan_record(fresh, on=on)


def test_a_general_record_says_everything_about_its_repair() -> None:
    found = plan(make_record())
    assert found.repairable
    assert found.file_now(SEPTEMBER)
    assert (found.class_name, found.class_status) == ("general", "decided")
    assert (found.edition, found.procedure) == ("NDRC-36", "NDRC-36+zaozhuang")
    assert found.earliest_filing_on == date(2026, 8, 16)
    assert found.lapses_on == date(2027, 5, 16)
    assert found.decision_due_on == date(2026, 9, 15)
    assert [way.id for way in found.owed] == ["commitment", "rectification"]
    assert [paper.id for paper in found.materials] == ["M1", "M3"]
    assert found.reasons == ()


def test_before_the_first_day_it_is_named_and_no_decision_day_is() -> None:
    found = plan(make_record(), on=date(2026, 8, 15))
    assert found.repairable
    assert not found.file_now(date(2026, 8, 15))
    assert found.earliest_filing_on == date(2026, 8, 16)
    assert found.decision_due_on is None
    assert "2026年8月16日" in found.reasons[0]


def test_on_the_first_day_it_may_be_filed() -> None:
    found = plan(make_record(), on=date(2026, 8, 16))
    assert found.file_now(date(2026, 8, 16))
    # the sixteenth is a Sunday: ten working days from Monday
    assert found.decision_due_on == date(2026, 8, 28)


@pytest.mark.parametrize("state", ["ENDED", "EXPIRED", "WITHDRAWN"])
def test_of_a_record_that_is_over_nothing_is_left_to_plan(state: str) -> None:
    record = make_record(state=state)
    record.listing.ended_at = FILED_AT
    record.listing.save(update_fields=["ended_at"])
    found = plan(record)
    assert not found.repairable
    assert not found.listed
    assert (found.earliest_filing_on, found.decision_due_on, found.lapses_on) == (None, None, None)
    assert len(found.reasons) == 1


def test_an_undetermined_record_names_its_department_and_guesses_no_day() -> None:
    record = make_record(class_name="", edition_key="")
    found = plan(record)
    assert not found.repairable
    assert found.class_status == "undecidable"
    assert (found.earliest_filing_on, found.decision_due_on, found.lapses_on) == (None, None, None)
    assert record.department.name_zh in found.reasons[0]


def test_a_provisional_class_keeps_its_candidates() -> None:
    record = make_record(class_status="provisional")
    CreditRecord.objects.filter(pk=record.pk).update(candidates=["minor", "general", "serious"])
    found = plan(record)
    assert found.class_status == "provisional"
    assert found.candidates == ("minor", "general", "serious")


def test_the_successor_decides_where_the_unit_was_merged() -> None:
    successor = make_department(name_zh="枣庄市综合行政执法局")
    merged = make_department(valid_to=date(2026, 8, 1), successor=successor)
    found = plan(make_record(department=merged))
    assert (found.department, found.decider) == (merged.name_zh, successor.name_zh)


def test_a_unit_without_a_successor_is_told_and_hides_no_other_record() -> None:
    subject = make_subject()
    orphan = make_record(subject=subject, department=make_department(valid_to=date(2026, 8, 1)))
    other = make_record(subject=subject)
    plans = {found.record_id: found for found in plan_subject(subject.code, on=SEPTEMBER, public_only=False)}
    assert plans[orphan.pk].decider == ""
    assert "2026年9月1日" in plans[orphan.pk].reasons[0]
    assert plans[other.pk].decider == other.department.name_zh


def test_under_ndrc_58_the_platform_decides_and_days_are_planned_too() -> None:
    platform = make_platform()
    record = make_record(determined_on=date(2025, 10, 15), edition_key="NDRC-58")
    CreditRecord.objects.filter(pk=record.pk).update(class_name="ordinary")
    found = plan(record, on=date(2026, 3, 10))
    assert found.procedure.startswith("NDRC-58")
    assert found.decider == platform.name_zh
    assert found.decision_due_on == date(2026, 3, 24)


def test_steps_during_the_case_are_planned_with_their_whole_limit() -> None:
    with six_ways():
        found = plan(make_six_ways_record())
    assert {way.id for way in found.owed if way.phase == "during-case"} == {
        "verification",
        "training",
        "credit-report",
        "public-good",
    }
    assert {paper.id for paper in found.materials} >= {"M5", "M6", "M8"}
    # accepted on 4 September, steps until 8 October, seven working days
    assert found.decision_due_on == date(2026, 10, 16)


def test_an_open_case_is_named_to_its_subject_and_to_nobody_else() -> None:
    made = make_filed_case(S.ROUTED)
    code = made.case.subject.code
    (own,) = plan_subject(code, on=SEPTEMBER, public_only=False)
    (public,) = plan_subject(code, on=SEPTEMBER, public_only=True)
    assert own.open_case_number == made.case.number
    assert public.open_case_number == ""


def test_records_come_newest_first() -> None:
    subject = make_subject()
    days = [date(2026, 5, 15), date(2026, 6, 15), date(2026, 4, 15)]
    for day in days:
        make_record(subject=subject, determined_on=day)
    plans = plan_subject(subject.code, on=SEPTEMBER, public_only=False)
    assert [found.determined_on for found in plans] == sorted(days, reverse=True)


@pytest.mark.parametrize("what", ["minor", "hidden", "repaired", "expired", "undetermined", "unknown"])
def test_the_public_planner_gives_nothing_of_what_is_not_published(what: str) -> None:
    subject = make_subject()
    if what == "minor":
        make_record(subject=subject, class_name="minor", determined_on=date(2026, 8, 10))
    elif what == "hidden":
        make_record(subject=subject, state="HIDDEN")
    elif what == "repaired":
        make_filed_case(S.CLOSED_REPAIRED, record=make_record(subject=subject))
    elif what == "expired":
        record = make_record(subject=subject)
        listings.run_out(record_id=record.pk, at=noon_of(date(2027, 5, 16)), actor_ref="system:clock")
    elif what == "undetermined":
        make_record(subject=subject, class_name="", edition_key="")
    assert plan_subject(subject.code, on=SEPTEMBER, public_only=True) == ()


def test_the_public_planner_gives_what_is_published_and_only_that() -> None:
    subject = make_subject()
    shown = make_record(subject=subject)
    make_record(subject=subject, class_name="minor", determined_on=date(2026, 8, 10))
    kept = make_record(subject=subject, state="KEPT_ON")
    plans = plan_subject(subject.code, on=SEPTEMBER, public_only=True)
    assert {found.record_id for found in plans} == {shown.pk, kept.pk}


# ---- real days are never later than the plan's -------------------------------------------------------


@contextmanager
def undone() -> Iterator[None]:
    """One example of many: what it wrote is taken back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def due(made: FiledCase) -> date:
    """The earlier of the two terms of the decision, as the clocks have them."""
    terms = {term.term: term.due_on for term in clocks.open_terms(owner_of(made.case)) if term.goal == "law"}
    return min(terms["decide"], terms["total"])


def at_noon(day: date) -> datetime:
    return noon_of(day)


def earlier(day: date, *, by: int, since: date) -> date:
    return max(since, day - timedelta(days=by))


def walked(record: CreditRecord, *, filed_on: date, sooner: int, steps_sooner: int) -> date:
    """The day on which a real case is to be decided that was accepted `sooner` days before the last one."""
    made = make_filed_case(S.ROUTED, record=record, at=at_noon(filed_on))
    accept = next(term for term in clocks.open_terms(owner_of(made.case)) if term.term == "accept")
    made = made.later(at=at_noon(earlier(accept.due_on, by=sooner, since=filed_on))).perform("accept")
    if made.case.state == S.UNDER_REPAIR:
        steps = next(term for term in clocks.open_terms(owner_of(made.case)) if term.term == "steps")
        submitted = at_noon(earlier(steps.due_on, by=steps_sooner, since=day_of(made.at)))
        answer_steps(replace(made, at=submitted), phase="during-case")
        intake.submit_steps(case_id=made.case.pk, actor=actor_of_user(made.owner), at=submitted)
        router.align(made.case.pk)
        made = made.later(at=submitted)
    return due(made)


filing_days = st.dates(date(2026, 8, 16), date(2027, 4, 30))


@settings(max_examples=12)
@given(filed_on=filing_days)
def test_when_every_limit_is_used_up_the_real_day_is_the_planned_one(filed_on: date) -> None:
    with undone():
        record = make_record()
        planned = plan(record, on=filed_on).decision_due_on
        assert walked(record, filed_on=filed_on, sooner=0, steps_sooner=0) == planned


@settings(max_examples=12)
@given(filed_on=filing_days, sooner=st.integers(0, 12))
def test_an_earlier_acceptance_never_makes_it_later(filed_on: date, sooner: int) -> None:
    with undone():
        record = make_record()
        planned = plan(record, on=filed_on).decision_due_on
        assert planned is not None
        assert walked(record, filed_on=filed_on, sooner=sooner, steps_sooner=0) <= planned


@settings(max_examples=12)
@given(filed_on=filing_days, sooner=st.integers(0, 12), steps_sooner=st.integers(0, 45))
def test_with_steps_during_the_case_it_is_never_later_either(
    filed_on: date, sooner: int, steps_sooner: int
) -> None:
    with undone(), six_ways():
        record = make_six_ways_record()
        planned = plan(record, on=filed_on).decision_due_on
        assert planned is not None
        real = walked(record, filed_on=filed_on, sooner=sooner, steps_sooner=steps_sooner)
        assert real <= planned
        if sooner == steps_sooner == 0:
            assert real == planned


@settings(max_examples=6)
@given(filed_on=filing_days)
def test_with_steps_in_their_whole_limit_the_real_day_is_the_planned_one(filed_on: date) -> None:
    with undone(), six_ways():
        record = make_six_ways_record()
        planned = plan(record, on=filed_on).decision_due_on
        assert walked(record, filed_on=filed_on, sooner=0, steps_sooner=0) == planned


# ---- the command -------------------------------------------------------------------------------------

KEYS = {
    *("decision_number", "class", "class_status", "candidates", "edition", "listed", "repairable"),
    *("earliest_filing_on", "decision_due_on", "lapses_on", "owed", "department", "reasons"),
}


def asked(code: str, *options: str) -> str:
    out = StringIO()
    call_command("plan", code, *options, stdout=out)
    return out.getvalue()


def test_the_command_answers_with_one_line_of_json() -> None:
    record = make_record()
    line = asked(record.subject.code, "--on", "2026-09-01", "--json")
    assert line.count("\n") == 1
    (told,) = json.loads(line)["records"]
    assert set(told) >= KEYS
    assert told["decision_number"] == record.decision_number
    assert (told["class"], told["class_status"], told["candidates"]) == ("general", "decided", ["general"])
    assert (told["listed"], told["repairable"]) == (True, True)
    assert told["earliest_filing_on"] == "2026-08-16"
    assert told["decision_due_on"] == "2026-09-15"
    assert told["lapses_on"] == "2027-05-16"
    assert told["owed"] == ["commitment", "rectification", "M1", "M3"]
    assert told["department"] == record.department.name_zh
    assert told["reasons"] == []


def test_what_is_not_known_is_null_in_json() -> None:
    record = make_record(class_name="", edition_key="")
    (told,) = json.loads(asked(record.subject.code, "--on", "2026-09-01", "--json"))["records"]
    assert told["class"] is None
    assert told["edition"] is None
    assert (told["earliest_filing_on"], told["decision_due_on"], told["lapses_on"]) == (None, None, None)
    assert told["reasons"]


def test_for_people_it_is_a_line_a_record() -> None:
    record = make_record()
    text = asked(f" {record.subject.code.lower()} ", "--on", "2026-09-01")
    assert record.decision_number in text
    assert "2026-09-15" in text


@pytest.mark.parametrize(
    ("code", "options"),
    [("913704000000000000", ()), (NOBODYS, ()), ("", ()), ("x", ("--on", "morgen"))],
)
def test_a_wrong_code_or_day_is_refused_in_words(code: str, options: tuple[str, ...]) -> None:
    with pytest.raises(CommandError):
        asked(code, *options)
