"""施行: a new text comes into force while a case runs; what stays, what moves, what is better for the company."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from accounts.actors import DESK
from accounts.roles import Role
from cases.models import Changeover, Step
from cases.policies import acts_open_to
from cases.services import changeover
from cases.states import RepairState as S
from clocks.models import Deadline
from clocks.verify import findings
from tests.acts.reading import at_day, entry_of, owed, refused_at_the_desk
from tests.factories.cases import FiledCase, make_filed_case
from tests.factories.people import actor_of_user, make_officer
from tests.factories.records import make_department, make_platform, make_record
from tests.factories.texts import bent
from workflows import desks

pytestmark = pytest.mark.django_db

WHY = "新办法施行。"
MARCH, APRIL = at_day(3, 31), at_day(4, 1)
RULE = 'allowed = ["stay", "move", "more-favourable"]'
DECIDE = 'id = "decide"\nacts = ["approve", "refuse"]\nwho = "determining-unit"\ncount = 7'
NDRC_36 = "ndrc-36.toml"
TRAINING = (
    'need = "not-asked"',
    'need = "required"\nphase = "during-case"\nwho = "subject"\nclasses = ["minor", "general", "serious"]',
)


def decide_in(days: int) -> tuple[str, str]:
    return DECIDE, DECIDE.replace("count = 7", f"count = {days}")


def opened(state: str = S.VERIFYING, *, jurisdiction: str = "379700") -> FiledCase:
    """A case of 31 March 2026 in a place without a promise, worked on by the platform as NDRC-58 has it."""
    unit = make_department(jurisdiction=jurisdiction)
    platform = make_platform(jurisdiction=jurisdiction)
    record = make_record(
        department=unit, class_name="ordinary", edition_key="NDRC-58", determined_on=date(2025, 12, 15)
    )
    made = make_filed_case(
        state,
        record=record,
        reviewer=make_officer(Role.REVIEWER, platform),
        decider=make_officer(Role.DECIDER, platform),
        at=MARCH,
    )
    return made.later(at=APRIL)


def choose(made: FiledCase, choice: str) -> FiledCase:
    return made.perform("change_over", choice=choice, reason=WHY)


def test_a_longer_term_of_the_new_text_counts_from_the_same_day(tmp_path: Path) -> None:
    made = opened()
    assert owed(made.case)["decide"] == "running 2026-04-10"
    with bent(tmp_path, NDRC_36, decide_in(9)):
        made = choose(made, "move")
        # nine working days from 31 March, Qingming (6 April) not counted
        assert owed(made.case)["decide"] == "running 2026-04-14"
        assert list(findings()) == []
    row = Deadline.objects.get(owner_id=made.case.pk, term="decide", stopped_at=None)
    assert row.edition_key == "NDRC-36"
    moves = entry_of(made.case, "deadline.carried_over").payload["moves"]
    assert {"term": "decide", "goal": "law", "from": "2026-04-10", "to": "2026-04-14"}.items() <= next(
        move for move in moves if move["term"] == "decide"
    ).items()


def test_a_shorter_term_never_ends_before_the_day_that_was_told(tmp_path: Path) -> None:
    made = opened()
    with bent(tmp_path, NDRC_36, decide_in(3)):
        made = choose(made, "move")
        assert owed(made.case)["decide"] == "running 2026-04-10"
        assert list(findings()) == []
    moves = entry_of(made.case, "deadline.carried_over").payload["moves"]
    assert next(move for move in moves if move["term"] == "decide")["kept"]


def test_the_next_date_of_the_case_follows_its_terms(tmp_path: Path) -> None:
    made = opened(S.ROUTED)
    with bent(tmp_path, NDRC_36, decide_in(9)):
        made = choose(made, "move")
    nearest = min(
        row.due_at for row in Deadline.objects.filter(owner_id=made.case.pk, stopped_at=None, goal="law")
    )
    assert made.case.next_due_at == nearest


def test_a_way_that_the_new_text_adds_is_owed_while_the_case_runs(tmp_path: Path) -> None:
    made = opened(S.ROUTED)
    with bent(tmp_path, NDRC_36, TRAINING):
        made = choose(made, "move")
        step = Step.objects.get(case=made.case, way="training")
        assert (step.phase, step.finding) == ("during-case", "owed")
        assert entry_of(made.case, "case.changed_over").payload["ways_added"] == ["training"]
        unit = make_officer(Role.REVIEWER, made.case.record.department)
        made = FiledCase(made.case, made.owner, unit, made.decider, made.at).perform("accept")
        assert made.case.state == S.UNDER_REPAIR


def test_a_step_of_the_earlier_text_that_nobody_has_gone_falls_away() -> None:
    made = opened(S.ROUTED)
    Step.objects.create(case=made.case, way="training", phase="during-case", who="subject")
    made = choose(made, "move")
    assert not Step.objects.filter(case=made.case, way="training").exists()
    assert entry_of(made.case, "case.changed_over").payload["ways_dropped"] == ["training"]


def test_the_more_favourable_text_is_the_one_with_the_earlier_decision(tmp_path: Path) -> None:
    made = opened(S.ROUTED)
    with bent(tmp_path, NDRC_36, decide_in(3)):
        made = choose(made, "more-favourable")
    row = Changeover.objects.get(case=made.case)
    assert (row.moved, row.comparison["better"]) == (True, "after")
    assert row.comparison["after"]["decision_by"] < row.comparison["before"]["decision_by"]
    assert made.case.edition_key == "NDRC-36"


def test_more_to_do_is_worse_even_where_the_decision_comes_sooner(tmp_path: Path) -> None:
    made = opened(S.ROUTED)
    with bent(tmp_path, NDRC_36, decide_in(3), TRAINING):
        made = choose(made, "more-favourable")
    row = Changeover.objects.get(case=made.case)
    assert (row.moved, row.comparison["better"]) == (False, "before")
    assert row.comparison["after"]["ways"] == ["training"]
    assert made.case.edition_key == "NDRC-58"


def test_a_term_that_stands_still_keeps_what_was_left_of_it(tmp_path: Path) -> None:
    made = opened(S.SUPPLEMENTING)
    with bent(tmp_path, NDRC_36, decide_in(3)):
        made = choose(made, "move")
        assert owed(made.case)["accept"] == "paused"
        assert list(findings()) == []


def test_a_preview_writes_nothing(tmp_path: Path) -> None:
    made = opened()
    with bent(tmp_path, NDRC_36, decide_in(9)):
        seen = changeover.preview(made.case, choice="move", at=APRIL)
    moved = {term.term: (term.from_on, term.to_on) for term in seen.terms}
    assert moved["decide"] == (date(2026, 4, 10), date(2026, 4, 14))
    assert seen.department == made.case.record.department
    assert owed(made.case)["decide"] == "running 2026-04-10"
    assert not Changeover.objects.exists()


def test_before_the_new_text_is_in_force_there_is_nothing_to_choose() -> None:
    made = opened().later(at=MARCH)
    assert refused_at_the_desk(made, "change_over", choice="move", reason=WHY).code == "no-newer-edition"


def test_it_is_chosen_once_for_a_text() -> None:
    made = choose(opened(), "stay")
    assert refused_at_the_desk(made, "change_over", choice="move", reason=WHY).code == "chosen-already"


def test_a_reason_is_owed_for_the_choice() -> None:
    assert refused_at_the_desk(opened(), "change_over", choice="stay", reason=" ").code == "reason"


def test_what_the_new_text_does_not_allow_is_refused(tmp_path: Path) -> None:
    made = opened()
    with bent(tmp_path, NDRC_36, (RULE, 'allowed = ["stay"]')):
        refused = refused_at_the_desk(made, "change_over", choice="move", reason=WHY)
    assert refused.code == "choice-not-allowed"


def test_a_proposal_under_the_earlier_text_is_sent_back_before_the_case_moves() -> None:
    made = opened(S.PROPOSED)
    assert refused_at_the_desk(made, "change_over", choice="move", reason=WHY).code == "proposal-stands"
    assert choose(made, "stay").case.state == S.PROPOSED


def test_on_hold_nothing_is_chosen() -> None:
    made = opened().perform("hold", cause="competence", document="枣编办〔2026〕3号")
    assert refused_at_the_desk(made, "change_over", choice="stay", reason=WHY).code == "held"


def test_a_stranger_does_not_choose() -> None:
    made = opened()
    stranger = make_officer(Role.REVIEWER, make_department())
    refused = refused_at_the_desk(made, "change_over", by=stranger, choice="stay", reason=WHY)
    assert refused.code == "no-case"


def test_the_button_is_there_from_the_first_day_of_the_new_text() -> None:
    made = opened()
    actor = actor_of_user(made.reviewer)
    assert "change_over" not in acts_open_to(made.case, actor, on=date(2026, 3, 31))
    assert "change_over" in acts_open_to(made.case, actor, on=date(2026, 4, 1))
    assert "change_over" not in acts_open_to(made.case, actor_of_user(made.owner), on=date(2026, 4, 1))


def test_the_desk_itself_may_choose_for_many() -> None:
    made = opened()
    desks.perform(case_id=made.case.pk, act="change_over", actor=DESK, at=APRIL, choice="stay", reason=WHY)
    assert Changeover.objects.get(case=made.case).chosen_by_ref == DESK.ref
