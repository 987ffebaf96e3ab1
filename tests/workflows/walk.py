"""A random walk over everything that can befall a repair: acts of all parties, time, sweeps, late deliveries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from contextlib import ExitStack
from datetime import datetime, timedelta
from functools import partial
from random import Random
from typing import Any
from unittest.mock import patch

from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from accounts.actors import Actor
from cases.models import Case, Decision, Hold
from cases.policies import acts_open_to
from cases.services import drafting, intake
from cases.states import FINAL_STATES, OPEN_STATES
from cases.states import RepairState as S
from clocks import services as clocks
from clocks.models import Deadline
from journal.deliver import deliver_all
from journal.models import Delivery, Entry
from journal.now import day_of
from journal.refusals import Refusal
from journal.verify import findings
from records.models import CreditRecord, Measure
from records.services import listing as listings
from tests.acts.reading import make_six_ways_record, owner_of, six_ways
from tests.factories.cases import FILED_AT, FiledCase, answer_steps, complete_draft
from tests.factories.people import actor_of_user, make_officer, make_owner
from tests.factories.records import make_department, make_measure, make_record
from workflows import desks
from workflows.alignment import drifts

ACTS: dict[str, dict[str, Any]] = {
    "accept": {},
    "decline": {"reason": "不属于本单位职权", "clause": "第三章"},
    "ask_supplement": {"items": [{"what": "缴款凭证", "material": "M3", "clause": ""}]},
    "reroute": {"reason": "由该单位办理"},
    "find_insufficient": {"reason": "整改不到位"},
    "extend": {"reason": "案情复杂"},
    "send_back": {"reason": "请补充理由"},
    "approve": {},
    "refuse": {},
    "terminate": {"cause": "subject-ceased", "document": "1号"},
    "hold": {"cause": "succession", "document": "2号"},
    "resume": {},
    "confirm_hold": {"reason": "尚未解除"},
}
# the term whose end moves a case on from each open state
TERM_OF = {
    S.DRAFT: "draft",
    S.FILED: "total",
    S.ROUTED: "accept",
    S.SUPPLEMENTING: "supplement",
    S.UNDER_REPAIR: "steps",
    S.VERIFYING: "decide",
    S.PROPOSED: "decide",
}
# what would end or stop nearly every walk early is done now and then; a case on hold has no other acts
SELDOM = dict.fromkeys(["withdraw", "discard", "terminate", "decline"], 0.03) | {"hold": 0.1, "reroute": 0.1}
OFTEN, RARELY = 0.7, 0.04
LUCK = st.randoms(use_true_random=True)


class RepairWalk(RuleBasedStateMachine):
    """One record and its repairs. What a refused act may leave behind is nothing; the invariants hold always."""

    def __init__(self) -> None:
        super().__init__()
        self.stack = ExitStack()
        self.stack.enter_context(six_ways())
        self.stack.enter_context(transaction.atomic())
        # a letter is composed all the same; printing it costs more than the act and has tests of its own
        self.stack.enter_context(patch("notifications.issuing.render", return_value=b"%PDF-1.4"))
        self.at: datetime = FILED_AT
        self.steps = 0

    def teardown(self) -> None:
        try:
            if hasattr(self, "record"):
                self.deliver()
                assert list(drifts()) == []
        finally:
            transaction.set_rollback(True)
            self.stack.close()

    @initialize(make=st.sampled_from([make_record, make_six_ways_record]))
    def begins(self, make: Callable[[], CreditRecord]) -> None:
        self.record = make()
        make_measure(self.record)
        unit = self.record.department
        self.units = (unit, make_department())
        self.owner = make_owner(self.record.subject)
        both = make_officer("decider", unit, user=make_officer("reviewer", unit))
        self.users = {
            "reviewer": make_officer("reviewer", unit),
            "colleague": make_officer("reviewer", unit),
            "both": both,
            "decider": make_officer("decider", unit),
            "supervisor": make_officer("supervisor", unit),
            "elsewhere": make_officer("decider", self.units[1], user=make_officer("reviewer", self.units[1])),
        }
        self.actors = {name: actor_of_user(user) for name, user in self.users.items()}
        self.actors["owner"] = actor_of_user(self.owner)
        self.subject_files()

    # ---- time ----------------------------------------------------------------------------------------

    @rule(days=st.sampled_from([0, 1, 3, 8, 20, 40]), swept=st.booleans(), told=st.booleans(), luck=LUCK)
    def time_passes(self, days: int, *, swept: bool, told: bool, luck: Random) -> None:
        self.at += timedelta(days=days, minutes=7)
        if swept:
            clocks.sweep(at=self.at)
        if told:
            self.deliver()
        self.people_do_what_is_offered(luck, acts=luck.choice([0, 1, 2]))

    def deliver(self) -> None:
        deliver_all(at=self.at)
        failed = Delivery.objects.filter(done_at__isnull=True).exclude(last_error="")
        assert not failed, [row.last_error for row in failed]

    # ---- the subject ---------------------------------------------------------------------------------

    @rule(whole=st.booleans())
    def subject_files(self, *, whole: bool = True) -> None:
        def files() -> None:
            draft = drafting.draft(record_id=self.record.pk, actor=self.subject, at=self.at)
            if whole:
                complete_draft(self.made_of(draft))
                drafting.save_application(
                    case_id=draft.pk, actor=self.subject, at=self.at, reason="已补缴罚款"
                )
                intake.file(case_id=draft.pk, actor=self.subject, at=self.at)

        self.attempt(files)

    # ---- acts: what is offered, and whatever anybody tries -----------------------------------------------

    @rule(luck=LUCK, acts=st.integers(1, 10))
    def people_do_what_is_offered(self, luck: Random, acts: int) -> None:
        for _act in range(acts):
            self.at += timedelta(hours=luck.choice([0, 0, 1, 30]))
            if luck.random() < OFTEN:
                self.deliver()
            offers: dict[str, list[str]] = defaultdict(list)
            held = Hold.objects.filter(case=self.case, to_at__isnull=True).exists()
            for who, actor in self.actors.items():
                for act in acts_open_to(self.case, actor):
                    if act != "file" and (held or luck.random() < SELDOM.get(act, 1)):
                        offers[act].append(who)
            if offers:
                act = luck.choice(list(offers))
                self.do(luck.choice(offers[act]), act, luck)

    @rule(luck=LUCK)
    def somebody_tries_what_is_not_offered(self, luck: Random) -> None:
        who = luck.choice(list(self.actors))
        act = luck.choice([*ACTS, "withdraw", "supplement", "submit_steps", "discard", "check_step"])
        if act not in acts_open_to(self.case, self.actors[who]):
            self.do(who, act, luck)
        door: Callable[..., object] = luck.choice([desks.claim, desks.claim, desks.release])
        taker = self.actors[luck.choice(list(self.actors))]
        self.attempt(lambda: door(case_id=self.case.pk, actor=taker, at=self.at))

    def do(self, who: str, act: str, luck: Random) -> None:
        """One act by one person, with facts of which some are wanting."""
        actor, case = self.actors[who], self.case
        of_the_subject: dict[str, Callable[..., object]] = {
            "withdraw": intake.withdraw,
            "discard": drafting.discard,
            "supplement": partial(intake.supplement, answer="已补充"),
            "submit_steps": intake.submit_steps,
        }
        if act in of_the_subject:
            if act == "submit_steps" and luck.random() < OFTEN:
                self.attempt(lambda: answer_steps(self.made_of(case), phase="during-case"))
            does = of_the_subject[act]
            self.attempt(lambda: does(case_id=case.pk, actor=actor, at=self.at), act=act, actor=actor)
            return
        facts = dict(ACTS.get(act, {}))
        if act == "reroute":
            facts["department_id"] = next(
                unit.pk for unit in self.units if unit.pk != case.handling_department_id
            )
        elif act == "check_step":
            facts = self._finding(luck.choice(self._ways()), luck)
        elif act == "propose":
            if luck.random() < OFTEN:
                for way in self._ways():
                    self.perform("check_step", actor, **self._finding(way, luck))
            outcome = luck.choice(["approve", "approve", "refuse"])
            facts = {"outcome": outcome, "reasons": "理由", "clause": "第三章"}
        self.perform(act, actor, **facts)

    def _ways(self) -> list[str]:
        return list(self.case.steps.order_by("pk").values_list("way", flat=True))

    def _finding(self, way: str, luck: Random) -> dict[str, Any]:
        finding = "satisfied" if luck.random() > RARELY else "insufficient"
        return {"way": way, "finding": finding, "reason": "不足", "clause": "第三章"}

    # ---- the record ----------------------------------------------------------------------------------

    @precondition(lambda self: self.steps > 15)
    @rule(how=st.sampled_from(["withdrawn", "run out"]))
    def record_is_over(self, how: str) -> None:
        if how == "run out":
            listing = self.record.listing
            assert listing.lapses_on is not None
            self.at += max(timedelta(), listing.lapses_on - day_of(self.at))
            self.attempt(
                lambda: listings.run_out(record_id=self.record.pk, at=self.at, actor_ref="system:clock")
            )
        else:
            self.attempt(
                lambda: listings.withdraw(
                    record_id=self.record.pk, document="3号", at=self.at, actor_ref="system:tests"
                )
            )

    # ---- what holds always ---------------------------------------------------------------------------

    @invariant()
    def every_case_stands_as_it_should(self) -> None:
        self.steps += 1
        if not hasattr(self, "record"):
            return
        cases = list(Case.objects.filter(record=self.record))
        assert sum(case.state in OPEN_STATES for case in cases) <= 1
        for case in cases:
            self._terms_fit(case)
        assert list(findings()) == []
        assert list(drifts()) == []
        self._record_fits(cases)

    def _terms_fit(self, case: Case) -> None:
        terms = clocks.open_terms(owner_of(case))
        hold = Hold.objects.filter(case=case, to_at__isnull=True).exists()
        assert case.next_due_at == clocks.next_due_at(owner_of(case))
        if case.state in FINAL_STATES:
            assert (terms, hold) == ([], False), "something runs on after the end"
            return
        law = {term.term: term for term in terms if term.goal == "law"}
        assert TERM_OF[S(case.state)] in law, f"no term moves the case on from {case.state}"
        assert ("hold-review" in law) == hold
        running = {term.term for term in terms if term.standing == "running" and term.due_at > self.at}
        paused = {term for term, row in law.items() if row.standing == "paused"}
        if hold:
            assert running <= {"hold-review"}
            return
        may_stand = {
            S.SUPPLEMENTING: {"accept", "total"},
            S.UNDER_REPAIR: {"decide", "total"},
        }.get(S(case.state), set())
        assert paused <= may_stand
        standing = Decision.objects.filter(case=case, sent_back_at__isnull=True).count()
        assert standing == (case.state == S.PROPOSED)

    def _record_fits(self, cases: list[Case]) -> None:
        self.record.listing.refresh_from_db()
        listing = self.record.listing
        repaired = [case for case in cases if case.state == S.CLOSED_REPAIRED]
        assert len(repaired) <= 1
        if repaired:
            assert listing.state in {"ENDED", "WITHDRAWN"}
        standing = Measure.objects.filter(record=self.record).exclude(state="LIFTED").exists()
        assert standing != listing.is_over
        if not Delivery.objects.filter(done_at__isnull=True).exists():
            for case in cases:
                self._lateness_fits(case)
                assert not (listing.is_over and case.state in OPEN_STATES), "a case without its object"

    def _lateness_fits(self, case: Case) -> None:
        ran_out = Deadline.objects.filter(
            owner_kind="case", owner_id=case.pk, goal="law", on_breach="escalate", breached_at__isnull=False
        )
        assert case.late == ran_out.exists()

    # ---- how acts are tried --------------------------------------------------------------------------

    @property
    def subject(self) -> Actor:
        return self.actors["owner"]

    @property
    def case(self) -> Case:
        return Case.objects.filter(record=self.record).latest("pk")

    def made_of(self, case: Case) -> FiledCase:
        return FiledCase(case, self.owner, self.users["reviewer"], self.users["decider"], self.at)

    def perform(self, act: str, actor: Actor, **facts: Any) -> None:
        self.attempt(
            lambda: desks.perform(case_id=self.case.pk, act=act, actor=actor, at=self.at, **facts),
            act=act,
            actor=actor,
        )

    def attempt(self, does: Callable[[], object], *, act: str = "", actor: Actor | None = None) -> None:
        """Try something: it succeeds and was offered as a button, or it is refused and wrote nothing."""
        before = self._written()
        offered = act in acts_open_to(self.case, actor or self.subject) if act else True
        try:
            with transaction.atomic():
                does()
        except Refusal as refused:
            assert self._written() == before
            if not str(refused):
                raise
        else:
            assert offered, f"{act} was done and had not been offered"

    def _written(self) -> tuple[object, ...]:
        return (
            Entry.objects.count(),
            list(Case.objects.filter(record=self.record).values_list("state", "version", "next_due_at")),
            list(Deadline.objects.order_by("pk").values_list("standing", "due_on", "stopped_at")),
        )
