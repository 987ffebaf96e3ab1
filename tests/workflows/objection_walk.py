"""A random walk over all that can befall an objection beside a repair of its record: acts, time, late deliveries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from contextlib import ExitStack
from datetime import datetime, timedelta
from random import Random
from typing import Any
from unittest.mock import patch

from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from accounts.actors import Actor
from cases.contested import WITHOUT_VALUE
from cases.models import Case, Hold, Inquiry, RedressItem
from cases.policies import acts_open_to
from cases.services import crossing, intake
from cases.services.contested_repairs import deciding_objection
from cases.services.objection import drafting, filing, redress
from cases.states import FINAL_STATES, OPEN_STATES, CaseKind, RepairState
from cases.states import ObjectionState as S
from clocks import services as clocks
from clocks.models import Deadline
from journal.deliver import deliver_all
from journal.models import Delivery, Entry
from journal.now import day_of
from journal.refusals import Refusal
from journal.verify import findings
from records.models import Department, Measure
from records.services import listing as listings
from tests.acts.reading import owner_of
from tests.factories.cases import FILED_AT, FiledCase, complete_draft, make_filed_case
from tests.factories.objections import FiledObjection, complete_objection
from tests.factories.people import actor_of_user, make_officer, make_owner
from tests.factories.records import make_department, make_measure, make_platform, make_record
from workflows import desks
from workflows.acts import SERVICES
from workflows.alignment import drifts

ITEMS = [{"what": "原件", "material": "fine", "clause": ""}]
REASONS = {"reasons": "经核实", "clause": "第17项"}
ACTS: dict[str, dict[str, Any]] = {
    "accept": {},
    "decline": {"reason": "无关", "clause": "指南"},
    "ask_supplement": {"items": ITEMS},
    "inquire": {"question": "请核实"},
    "inquire_again": {"question": "请补充"},
    "conclude": {"finding": "own-error", "reason": "录入差错"},
    "extend": {"reason": "案情复杂"},
    "send_back": {"reason": "请补充理由"},
    "correct": {},
    "withdraw_record": {},
    "uphold": {},
    "note": {},
    "terminate": {"cause": "subject-ceased", "document": "1号"},
    "hold": {"cause": "succession", "document": "2号"},
    "resume": {},
    "confirm_hold": {"reason": "尚未解除"},
}
RIGHT = {
    "fine": ("2", "3"),
    "facts": ("未超限。", "部分超限。"),
    "determined_on": ("2026-05-10", "2026-05-14"),
}
# the terms of which one moves the case on from each open state
TERMS_OF = {
    S.DRAFT: {"draft"},
    S.FILED: {"accept"},
    S.SUPPLEMENTING: {"supplement"},
    S.CHECKING: {"self-check"},
    S.INQUIRING: {"inquiry", "inquiry-reminded"},
    S.REVIEWING: {"handle"},
    S.PROPOSED: {"handle"},
}
SELDOM = dict.fromkeys(["withdraw", "discard", "terminate", "decline", "withdraw_record"], 0.04) | {
    "hold": 0.1
}
OFTEN = 0.7
# marks; hides; marks, and takes objections only while the record is shown
ZAOZHUANG, NANTONG, GUANGZHOU = "370400", "320600", "440100"
LUCK = st.randoms(use_true_random=True)


class ObjectionWalk(RuleBasedStateMachine):
    """One record, its objections and a repair beside them. What a refused act may leave behind is nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.stack = ExitStack()
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

    @initialize(jurisdiction=st.sampled_from([ZAOZHUANG, NANTONG, GUANGZHOU]), repair=st.booleans())
    def begins(self, jurisdiction: str, *, repair: bool) -> None:
        platform = make_platform(jurisdiction=jurisdiction)
        unit = make_department(jurisdiction=jurisdiction)
        self.record = make_record(department=unit)
        self.hides = jurisdiction == NANTONG
        self.only_while_valid = jurisdiction == GUANGZHOU
        make_measure(self.record)
        self.owner = make_owner(self.record.subject)
        both = make_officer("decider", platform, user=make_officer("reviewer", platform))
        self.users = {
            "reviewer": make_officer("reviewer", platform),
            "both": both,
            "decider": make_officer("decider", platform),
            "supervisor": make_officer("supervisor", platform),
            "provider": make_officer("reviewer", unit),
            "two hats": make_officer("reviewer", platform, user=make_officer("reviewer", unit)),
        }
        self.actors = {name: actor_of_user(user) for name, user in self.users.items()}
        self.actors["owner"] = actor_of_user(self.owner)
        self.repair: FiledCase | None = None
        if repair:
            self.repair = make_filed_case(
                RepairState.VERIFYING,
                record=self.record,
                owner=self.owner,
                reviewer=self.users["provider"],
                at=self.at,
            )
            self.at = self.repair.at
        self.subject_files(LUCKY)
        self.people_do_what_is_offered(LUCKY, acts=LUCKY.choice([2, 5, 8]))

    # ---- time ----------------------------------------------------------------------------------------

    @rule(days=st.sampled_from([0, 1, 1, 3, 8, 20]), swept=st.booleans(), told=st.booleans(), luck=LUCK)
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

    @rule(luck=LUCK)
    def subject_files(self, luck: Random) -> None:
        def files() -> None:
            draft = drafting.draft(record_id=self.record.pk, actor=self.actors["owner"], at=self.at)
            fields = luck.sample(sorted(RIGHT), luck.choice([1, 2]))
            complete_objection(
                self.made_of(draft), fields={name: luck.choice(RIGHT[name]) for name in fields}
            )
            if luck.random() < OFTEN:
                filing.file(case_id=draft.pk, actor=self.actors["owner"], at=self.at)

        self.attempt(files)

    @precondition(lambda self: self.steps > 20)
    @rule()
    def subject_files_a_repair(self) -> None:
        """A repair that comes while an objection runs."""
        if (
            self.repair is not None
            or Case.objects.filter(kind=CaseKind.REPAIR, state__in=OPEN_STATES).exists()
        ):
            return

        def files() -> None:
            made = make_filed_case(RepairState.DRAFT, record=self.record, owner=self.owner, at=self.at)
            complete_draft(made)
            intake.file(case_id=made.case.pk, actor=self.actors["owner"], at=self.at)

        self.attempt(files)

    # ---- acts: what is offered, and whatever anybody tries -----------------------------------------------

    @rule(luck=LUCK, acts=st.integers(1, 8))
    def people_do_what_is_offered(self, luck: Random, acts: int) -> None:
        for _act in range(acts):
            self.at += timedelta(hours=luck.choice([0, 0, 1, 30]))
            if luck.random() < OFTEN:
                self.deliver()
            offers: dict[str, list[str]] = defaultdict(list)
            held = Hold.objects.filter(case=self.case, to_at__isnull=True).exists()
            seldom = {act for act, share in SELDOM.items() if not held and luck.random() > share}
            for who, actor in self.actors.items():
                for act in acts_open_to(self.case, actor):
                    if act != "file" and act not in seldom:
                        offers[act].append(who)
            if offers:
                act = luck.choice(list(offers))
                self.do(luck.choice(offers[act]), act, luck)

    @rule(luck=LUCK)
    def somebody_tries_what_is_not_offered(self, luck: Random) -> None:
        who = luck.choice(list(self.actors))
        act = luck.choice([*SERVICES["objection"], "withdraw", "supplement", "discard"])
        if act not in acts_open_to(self.case, self.actors[who]):
            self.do(who, act, luck)

    @rule(luck=LUCK)
    def what_is_owed_after_it_is_done(self, luck: Random) -> None:
        for item in redress_of(self.record.pk):
            actor = self.actors[luck.choice(["reviewer", "provider", "decider"])]
            self.attempt(
                lambda item=item, actor=actor: redress.redress_done(  # type: ignore[misc]
                    item_id=item.pk, proof="已办理", actor=actor, at=self.at
                )
            )
        who = self.actors[luck.choice(["owner", "supervisor", "reviewer"])]
        self.attempt(lambda: redress.confirm_redress(case_id=self.case.pk, actor=who, at=self.at))

    def do(self, who: str, act: str, luck: Random) -> None:
        """One act by one person, with facts of which some are wanting."""
        actor, case = self.actors[who], self.case
        of_the_subject: dict[str, Callable[..., object]] = {
            "withdraw": lambda **how: filing.withdraw(reason="", **how),
            "discard": drafting.discard,
            "supplement": lambda **how: filing.supplement(answer="已补充", **how),
        }
        if act in of_the_subject:
            does = of_the_subject[act]
            self.attempt(lambda: does(case_id=case.pk, actor=actor, at=self.at), act=act, actor=actor)
            return
        facts = dict(ACTS.get(act, {}))
        standing = {row.field: row for row in case.contested.filter(dropped_at__isnull=True)}
        if act == "answer":
            facts = {"answers": {name: self._said(row.right_value, luck) for name, row in standing.items()}}
        elif act == "propose":
            outcomes = {name: luck.choice(["corrected", "upheld", "noted"]) for name in standing}
            if luck.random() < SELDOM["withdraw_record"]:
                outcomes = dict.fromkeys(standing, "withdrawn")
            values = {name: row.right_value for name, row in standing.items() if name not in WITHOUT_VALUE}
            facts = {"outcomes": outcomes, "values": values, **REASONS}
        self.attempt(
            lambda: desks.perform(case_id=case.pk, act=act, actor=actor, at=self.at, **facts),
            act=act,
            actor=actor,
        )

    @staticmethod
    def _said(right: str, luck: Random) -> dict[str, str]:
        finding = luck.choice(["confirmed-wrong", "confirmed-right", "cannot-confirm"])
        return {"finding": finding, "value": right, "note": "经核对。"}

    # ---- the record and the departments --------------------------------------------------------------

    @precondition(lambda self: self.steps > 30)
    @rule(how=st.sampled_from(["withdrawn", "run out"]))
    def record_is_over(self, how: str) -> None:
        if how == "run out":
            lapses = self.record.listing.lapses_on
            assert lapses is not None
            self.at += max(timedelta(), lapses - day_of(self.at))
            call = listings.run_out
            self.attempt(lambda: call(record_id=self.record.pk, at=self.at, actor_ref="system:clock"))
        else:
            self.attempt(
                lambda: listings.withdraw(
                    record_id=self.record.pk, document="3号", at=self.at, actor_ref="system:tests"
                )
            )

    @precondition(lambda self: self.steps > 14)
    @rule()
    def the_providing_unit_is_merged(self) -> None:
        unit = Department.objects.get(pk=self.record.department_id)
        if unit.valid_to is None:
            successor = make_department(jurisdiction=unit.jurisdiction)
            Department.objects.filter(pk=unit.pk).update(valid_to=day_of(self.at), successor=successor)
            self.actors["successor"] = actor_of_user(make_officer("reviewer", successor))
            crossing.hand_over(department_id=unit.pk, at=self.at)

    # ---- what holds always ---------------------------------------------------------------------------

    @invariant()
    def every_case_stands_as_it_should(self) -> None:
        self.steps += 1
        if not hasattr(self, "record"):
            return
        objections = list(Case.objects.filter(record=self.record, kind=CaseKind.OBJECTION))
        assert sum(case.state in OPEN_STATES for case in objections) <= 1
        for case in objections:
            self._terms_fit(case)
        assert list(findings()) == []
        assert list(drifts()) == []
        self._record_fits(objections)
        if not Delivery.objects.filter(done_at__isnull=True).exists():
            self._told_of_everything(objections)

    def _terms_fit(self, case: Case) -> None:
        owner = owner_of(case)
        law = {
            term.term.removeprefix("objection."): term
            for term in clocks.open_terms(owner)
            if term.goal == "law"
        }
        hold = Hold.objects.filter(case=case, to_at__isnull=True).exists()
        assert case.next_due_at == clocks.next_due_at(owner)
        inquiring = Inquiry.objects.filter(case=case, closed="").count()
        assert inquiring == (case.state == S.INQUIRING)
        if case.state in FINAL_STATES:
            assert (law, hold) == ({}, False), "something runs on after the end"
            return
        assert TERMS_OF[S(case.state)] & law.keys(), f"no term moves the case on from {case.state}"
        assert ("hold-review" in law) == hold
        standing = case.decisions.filter(sent_back_at__isnull=True).count()
        assert standing == (case.state == S.PROPOSED)
        paused = {name for name, row in law.items() if row.standing == "paused"}
        if not hold:
            may_stand = {S.SUPPLEMENTING: {"accept"}, S.INQUIRING: {"handle"}}.get(S(case.state), set())
            assert paused <= may_stand

    def _record_fits(self, objections: list[Case]) -> None:
        self.record.listing.refresh_from_db()
        listing = self.record.listing
        accepted = [case for case in objections if case.state in OPEN_STATES and case.accepted_on is not None]
        if listing.is_contested:
            assert [case.number for case in accepted] == [listing.contested_by]
        elif not listing.is_over:
            assert not accepted, "an accepted objection without its mark"
        if listing.is_contested and self.hides:
            assert not listing.is_public
        standing = Measure.objects.filter(record=self.record).exclude(state="LIFTED").exists()
        assert standing != listing.is_over
        if any(case.state == S.CLOSED_RECORD_WITHDRAWN for case in objections):
            assert listing.state == "WITHDRAWN"

    def _told_of_everything(self, objections: list[Case]) -> None:
        listing = self.record.listing
        for case in objections:
            ran_out = Deadline.objects.filter(
                owner_kind="case",
                owner_id=case.pk,
                goal="law",
                on_breach="escalate",
                breached_at__isnull=False,
            )
            assert case.late == ran_out.exists()
            if listing.state == "WITHDRAWN" or (listing.is_over and self.only_while_valid):
                repaired = listing.end_cause == "repaired"
                assert case.state not in OPEN_STATES or repaired, "an objection without its object"
        deciding = deciding_objection(self.record.pk)
        for repair in Case.objects.filter(record=self.record, kind=CaseKind.REPAIR).exclude(state="DRAFT"):
            open_hold = repair.holds.filter(to_at__isnull=True).first()
            if repair.state in FINAL_STATES:
                assert open_hold is None
            elif deciding is None:
                assert open_hold is None, "a repair stands still for nothing"
            else:
                assert open_hold is not None
                assert open_hold.document == deciding.number

    # ---- how acts are tried --------------------------------------------------------------------------

    @property
    def case(self) -> Case:
        return Case.objects.filter(record=self.record, kind=CaseKind.OBJECTION).latest("pk")

    def made_of(self, case: Case) -> FiledObjection:
        people = self.users
        return FiledObjection(
            case, self.owner, people["reviewer"], people["decider"], people["provider"], self.at
        )

    def attempt(self, does: Callable[[], object], *, act: str = "", actor: Actor | None = None) -> None:
        """Try something: it succeeds and was offered as a button, or it is refused and wrote nothing."""
        before = self._written()
        offered = act in acts_open_to(self.case, actor or self.actors["owner"]) if act else True
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


LUCKY = Random(1)  # noqa: S311 - the first filing of every walk


def redress_of(record_id: int) -> list[RedressItem]:
    """What is owed after the objections on a record and not done yet."""
    return list(RedressItem.objects.filter(case__record=record_id, done_at__isnull=True))
