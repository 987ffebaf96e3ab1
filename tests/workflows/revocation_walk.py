"""A random walk over everything that can befall a revocation: all parties, time, documents, late deliveries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from contextlib import ExitStack
from datetime import timedelta
from random import Random
from typing import Any
from unittest.mock import patch

from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from accounts.actors import Actor
from cases.models import Case, Commitment, Decision, Hold
from cases.models.commitment import CommitmentStanding
from cases.policies import acts_open_to
from cases.services import commitments, crossing
from cases.services.revocation import hearing, opening
from cases.states import FINAL_STATES, OPEN_STATES
from cases.states import RevocationState as S
from clocks import services as clocks
from clocks.models import Deadline
from journal.deliver import deliver_all
from journal.models import Delivery, Entry
from journal.refusals import Refusal
from journal.verify import findings
from records.models import Bar, Measure
from records.models.entered import DocumentKind
from records.services import listing as listings
from tests.acts.reading import owner_of
from tests.crossing.papers import paper
from tests.factories.people import actor_of_user, make_officer
from tests.factories.records import make_measure, make_record
from tests.factories.revocations import GROUND, make_granted_repair
from workflows import desks
from workflows.alignment import drifts

# the term whose end moves a case on from each open state
TERM_OF = {S.NOTIFIED: hearing.DEFENCE, S.REVIEWING: hearing.DECIDE, S.PROPOSED: hearing.DECIDE}
SELDOM = {"terminate": 0.03, "hold": 0.1, "state_defence": 0.5}
OFTEN = 0.7
LUCK = st.randoms(use_true_random=True)


class RevocationWalk(RuleBasedStateMachine):
    """One granted repair and what is opened on it. What a refused act may leave behind is nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.stack = ExitStack()
        self.stack.enter_context(transaction.atomic())
        # a letter is composed all the same; printing it costs more than the act and has tests of its own
        self.stack.enter_context(patch("notifications.issuing.render", return_value=b"%PDF-1.4"))
        self.steps = self.papers = 0

    def teardown(self) -> None:
        try:
            if hasattr(self, "record"):
                self.deliver()
                assert list(drifts()) == []
        finally:
            transaction.set_rollback(True)
            self.stack.close()

    @initialize()
    def begins(self) -> None:
        record = make_record()
        make_measure(record)
        repair = make_granted_repair(record)
        self.record, self.repair, self.at = record, repair.case, repair.at
        unit = record.department
        users = {
            "reviewer": make_officer("reviewer", unit),
            "both": make_officer("decider", unit, user=make_officer("reviewer", unit)),
            "granted it": repair.decider,
            "decider": make_officer("decider", unit),
            "supervisor": make_officer("supervisor", unit),
            "owner": repair.owner,
        }
        self.actors = {name: actor_of_user(user) for name, user in users.items()}
        self.somebody_opens(who="reviewer")

    # ---- time ----------------------------------------------------------------------------------------

    @rule(days=st.sampled_from([0, 1, 3, 8, 30]), swept=st.booleans(), told=st.booleans())
    def time_passes(self, days: int, *, swept: bool, told: bool) -> None:
        self.at += timedelta(days=days, minutes=7)
        if swept:
            clocks.sweep(at=self.at)
        if told:
            self.deliver()

    def deliver(self) -> None:
        deliver_all(at=self.at)
        failed = Delivery.objects.filter(done_at__isnull=True).exclude(last_error="")
        assert not failed, [row.last_error for row in failed]

    # ---- acts ----------------------------------------------------------------------------------------

    @rule(who=st.sampled_from(["reviewer", "both", "decider", "owner"]))
    def somebody_opens(self, who: str) -> None:
        actor = self.actors[who]
        self.attempt(
            lambda: opening.open_revocation(repair_case_id=self.repair.pk, actor=actor, at=self.at, **GROUND)
        )

    @rule(who=st.sampled_from(["reviewer", "both", "decider"]), luck=LUCK)
    def somebody_looks_at_the_commitment(self, who: str, luck: Random) -> None:
        facts: dict[str, Any] = {
            "commitment_id": Commitment.objects.get(case=self.repair).pk,
            "actor": self.actors[who],
            "at": self.at,
            "note": "核查",
        }
        if luck.random() < SELDOM["hold"]:
            self.attempt(lambda: commitments.honour(**facts))
        else:
            self.attempt(lambda: commitments.check(finding="doubtful", **facts))

    @rule(luck=LUCK, acts=st.integers(1, 6))
    def people_do_what_is_offered(self, luck: Random, acts: int) -> None:
        for _act in range(acts):
            self.at += timedelta(hours=luck.choice([0, 0, 1, 30]))
            if luck.random() < OFTEN:
                self.deliver()
            offers: dict[str, list[str]] = defaultdict(list)
            for who, actor in self.actors.items():
                for act in acts_open_to(self.case, actor):
                    if luck.random() < SELDOM.get(act, 1):
                        offers[act].append(who)
            if offers:
                act = luck.choice(list(offers))
                self.do(luck.choice(offers[act]), act, luck)

    @rule(luck=LUCK)
    def somebody_tries_what_is_not_offered(self, luck: Random) -> None:
        who = luck.choice(list(self.actors))
        act = luck.choice(["state_defence", "propose", "revoke", "keep", "send_back", "resume"])
        if act not in acts_open_to(self.case, self.actors[who]):
            self.do(who, act, luck)

    def do(self, who: str, act: str, luck: Random) -> None:
        """One act by one person."""
        actor, case = self.actors[who], self.case
        if act == "state_defence":
            self.attempt(
                lambda: hearing.state_defence(case_id=case.pk, statement="属实", actor=actor, at=self.at),
                act=act,
                actor=actor,
            )
            return
        outcome = luck.choice(["revoke", "keep"])
        facts: dict[str, dict[str, Any]] = {
            "propose": {"outcome": outcome, "reasons": "理由", "clause": "第二十条"},
            "send_back": {"reason": "请核实"},
            "terminate": {"cause": "subject-ceased"},
            "hold": {"cause": "other-proceeding", "document": "2号"},
            "confirm_hold": {"reason": "尚未答复"},
        }
        self.attempt(
            lambda: desks.perform(case_id=case.pk, act=act, actor=actor, at=self.at, **facts.get(act, {})),
            act=act,
            actor=actor,
        )

    @precondition(lambda self: self.steps > 8)
    @rule(how=st.sampled_from(["stay", "stay ended", "annulled", "run out"]))
    def something_befalls_the_record(self, how: str) -> None:
        if how == "run out":
            self.attempt(
                lambda: listings.run_out(record_id=self.record.pk, at=self.at, actor_ref="system:clock")
            )
            return
        self.papers += 1
        kind = {
            "stay": DocumentKind.STAY,
            "stay ended": DocumentKind.STAY_ENDED,
            "annulled": DocumentKind.ANNULLED,
        }[how]
        what = paper(kind, at=self.at, number=f"{self.papers}号")
        actor = self.actors["reviewer"]
        self.attempt(
            lambda: crossing.enter_court_document(
                record_id=self.record.pk, paper=what, actor=actor, at=self.at
            )
        )

    # ---- what holds always ---------------------------------------------------------------------------

    @invariant()
    def everything_stands_as_it_should(self) -> None:
        self.steps += 1
        if not hasattr(self, "record"):
            return
        cases = list(Case.objects.filter(kind="revocation", record=self.record))
        assert sum(case.state in OPEN_STATES for case in cases) <= 1
        for case in cases:
            self._terms_fit(case)
            standing = Decision.objects.filter(case=case, sent_back_at__isnull=True, signed_at__isnull=True)
            assert standing.exists() == (case.state == S.PROPOSED) or case.state == S.TERMINATED
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
        assert set(law) == {TERM_OF[S(case.state)], *(["hold-review"] if hold else [])}
        running = {term.term for term in terms if term.standing == "running" and term.due_at > self.at}
        if hold:
            assert running <= {"hold-review"}

    def _record_fits(self, cases: list[Case]) -> None:
        self.record.listing.refresh_from_db()
        listing = self.record.listing
        commitment = Commitment.objects.get(case=self.repair)
        revoked = [case for case in cases if case.state == S.REVOKED]
        told = not Delivery.objects.filter(done_at__isnull=True).exists()
        assert len(revoked) <= 1
        bars = Bar.objects.filter(subject=self.record.subject_id)
        assert bars.count() == len(revoked)
        if revoked:
            assert commitment.standing != CommitmentStanding.WATCHED
            assert listing.end_cause != "repaired"
            shown = Measure.objects.filter(record=self.record).exclude(state="LIFTED").exists()
            assert shown != listing.is_over
        else:
            assert listing.end_cause in {"repaired", "withdrawn"}
            assert commitment.standing != CommitmentStanding.BROKEN
        if listing.state == "WITHDRAWN" and told:
            assert not any(case.state in OPEN_STATES for case in cases), "a case without its object"
            assert not any(bar.lifted_at is None for bar in bars)
            assert commitment.standing != CommitmentStanding.WATCHED

    # ---- how acts are tried --------------------------------------------------------------------------

    @property
    def case(self) -> Case:
        return Case.objects.filter(kind="revocation", record=self.record).latest("pk")

    def attempt(self, does: Callable[[], object], *, act: str = "", actor: Actor | None = None) -> None:
        """Try something: it succeeds and was offered as a button, or it is refused and wrote nothing."""
        before = self._written()
        offered = actor is None or act in acts_open_to(self.case, actor)
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
