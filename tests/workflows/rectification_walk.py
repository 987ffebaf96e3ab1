"""A random walk over all that can befall an ordered rectification: parties, time, documents, late deliveries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random
from typing import Any
from unittest.mock import patch

from django.db import transaction

from accounts.actors import Actor
from cases.models import Case, Hold, Talk
from cases.models.talk import TalkStanding
from cases.policies import acts_open_to
from cases.services import crossing
from cases.services.rectification import minutes, reporting, talks
from cases.services.rectification.demands import owed
from cases.services.rectification.frame import CHECK, CLOSE, HOLD_TALK, LIMITS, SERVE, SET_TALK
from cases.services.rectification.ordering import order
from cases.states import FINAL_STATES
from cases.states import RectificationState as S
from clocks import services as clocks
from clocks.models import Deadline
from journal.deliver import deliver_all
from journal.models import Delivery, Entry
from journal.now import SHANGHAI, day_of
from journal.refusals import Refusal
from journal.verify import findings
from records.models import Bar, TalkEntry
from records.models.entered import INSOLVENCY_KINDS, DocumentKind
from rulebook.in_force import shipped_editions
from tests.acts.reading import owner_of
from tests.crossing.papers import CHANGES, paper
from tests.factories.people import actor_of_user, make_officer, make_owner
from tests.factories.records import make_platform, make_record
from tests.factories.rectifications import DEMANDS, FACTS, ORDER, ORDERED_AT, TALK
from workflows import desks
from workflows.alignment import drifts

# a term of these moves the case on from each running state
TERMS_OF = {
    S.ISSUED: {SERVE},
    S.RECTIFYING: set(LIMITS),
    S.REPORTED: {CHECK},
    S.TALK_DUE: {SET_TALK},
    S.TALK_SET: {HOLD_TALK},
    S.EXHAUSTED: {CLOSE},
}
# what would end or stop nearly every walk early is done now and then; the longer way is gone more often
SELDOM = {
    **dict.fromkeys(["cancel_order", "terminate", "hand_on"], 0.01),
    **dict.fromkeys(["hold", "recuse", "recuse_unit", "confirm_hold"], 0.01),
    **dict.fromkeys(["add_demands", "extend", "postpone", "check_demand", "find_satisfied"], 0.1),
    "report": 0.3,
    "resume": 0.2,
}
OFTEN = 0.7
DOCUMENTS = (
    *(DocumentKind.STAY, DocumentKind.CHANGED, DocumentKind.PLAN_APPROVED, DocumentKind.ANNULLED),
    *[DocumentKind.STAY_ENDED, DocumentKind.PLAN_TERMINATED] * 3,
)
OF_THE_SUBJECT = ("report", "choose_slot", "read_back")


class RectificationWalk:
    """One record and its order. What a refused act may leave behind is nothing; the invariants hold always."""

    def __init__(self, luck: Random) -> None:
        self.luck = luck
        self.at: datetime = ORDERED_AT
        self.papers = 0
        self.record = make_record()
        unit, lead = self.record.department, make_platform()
        self.lead_id = lead.pk
        both = make_officer("decider", unit, user=make_officer("reviewer", unit))
        of_lead = make_officer("reviewer", lead, user=make_officer("supervisor", lead))
        users = {
            "reviewer": make_officer("reviewer", unit),
            "colleague": make_officer("reviewer", unit),
            "both": both,
            "decider": make_officer("decider", unit),
            "supervisor": make_officer("supervisor", unit),
            "lead": of_lead,
            "owner": make_owner(self.record.subject),
        }
        self.actors = {name: actor_of_user(user) for name, user in users.items()}
        order(record_id=self.record.pk, actor=self.actors["reviewer"], at=self.at, **ORDER)
        self.deliver()

    def go(self, steps: int) -> None:
        """So many steps; after each one everything must stand as it should."""
        # a letter is composed all the same; printing it costs more than the act and has tests of its own
        with patch("notifications.issuing.render", return_value=b"%PDF-1.4"):
            self.holds_together()
            for _step in range(steps):
                self.luck.choices(
                    [self.people_act, self.time_passes, self.somebody_tries, self.a_document_arrives],
                    weights=[12, 4, 2, 1],
                )[0]()
                self.holds_together()
                if self.case.state in FINAL_STATES:
                    break
            self.deliver()
            self.holds_together()
            assert list(drifts()) == []

    # ---- time ----------------------------------------------------------------------------------------

    def time_passes(self) -> None:
        self.at += timedelta(days=self.luck.choice([0, 1, 3, 8, 20, 40]), minutes=7)
        if self.luck.random() < OFTEN:
            clocks.sweep(at=self.at)
        if self.luck.random() < OFTEN:
            self.deliver()

    def deliver(self) -> None:
        deliver_all(at=self.at)
        failed = Delivery.objects.filter(done_at__isnull=True).exclude(last_error="")
        assert not failed, [row.last_error for row in failed]

    # ---- acts ----------------------------------------------------------------------------------------

    def people_act(self) -> None:
        """Somebody does one of the things that are offered."""
        self.at += timedelta(hours=self.luck.choice([0, 0, 1, 30]))
        if self.luck.random() < OFTEN:
            self.deliver()
        offers: dict[str, list[str]] = defaultdict(list)
        for who, actor in self.actors.items():
            for act in acts_open_to(self.case, actor):
                if self.luck.random() < SELDOM.get(act, 1):
                    offers[act].append(who)
        if offers:
            act = self.luck.choice(list(offers))
            if self.luck.random() < OFTEN:  # whoever has taken the work gives it back
                self._give_back()
            self.do(self.luck.choice(offers[act]), act)

    def _give_back(self) -> None:
        desk = desks.desk_of(self.case)
        if desk is not None and desk.owner_id is not None:
            actor = next(one for one in self.actors.values() if one.user_id == desk.owner_id)
            self.attempt(lambda: desks.release(case_id=self.case.pk, actor=actor, at=self.at))

    def somebody_tries(self) -> None:
        """Somebody tries what is not offered."""
        who = self.luck.choice(list(self.actors))
        act = self.luck.choice(["serve", "set_talk", "hold_talk", "find_satisfied", "hand_on", "report"])
        if act not in acts_open_to(self.case, self.actors[who]):
            self.do(who, act)

    def a_document_arrives(self) -> None:
        kind = self.luck.choice(DOCUMENTS)
        self.papers += 1
        what, actor = paper(kind, at=self.at, number=f"{self.papers}号"), self.actors["reviewer"]

        def enters() -> None:
            if kind in INSOLVENCY_KINDS:
                crossing.enter_insolvency_ruling(
                    record_id=self.record.pk, paper=what, actor=actor, at=self.at
                )
            else:
                changes = CHANGES if kind == DocumentKind.CHANGED else None
                crossing.enter_court_document(
                    record_id=self.record.pk, paper=what, actor=actor, at=self.at, changes=changes
                )

        self.attempt(enters)

    def do(self, who: str, act: str) -> None:
        """One act by one person, with facts of which some do not fit."""
        actor, case = self.actors[who], self.case
        talk = case.talks.filter(standing=TalkStanding.SET).first()
        if act in {"hold_talk", "record_absence"} and talk and self.at < talk.set_for + timedelta(hours=1):
            self.at = talk.set_for + timedelta(hours=1)
        if act in {"find_satisfied", "find_insufficient"} and self.luck.random() < OFTEN:
            finding = "done" if act == "find_satisfied" else "not-done"
            for one in owed(case):
                self.perform("check_demand", actor, demand=one.pk, finding=finding, reason="见凭证")
        if act in OF_THE_SUBJECT:
            self.attempt(lambda: self._subjects(act, actor, talk), act=act, actor=actor)
            return
        self.perform(act, actor, **self._facts(act, actor, talk))

    def _subjects(self, act: str, actor: Actor, talk: Talk | None) -> object:
        who: dict[str, Any] = {"case_id": self.case.pk, "actor": actor, "at": self.at}
        if act == "report":
            return reporting.report(answers={one.pk: "已整改" for one in owed(self.case)}, **who)
        if act == "choose_slot" and talk is not None:
            return talks.choose_slot(slot=talk.proposed[-1], **who)
        return minutes.read_back(**who)

    def _facts(self, act: str, actor: Actor, talk: Talk | None) -> dict[str, Any]:
        demand = self.luck.choice(list(self.case.demands.values_list("pk", flat=True)))
        today = day_of(self.at)
        simple: dict[str, dict[str, Any]] = {
            "serve": {"how": "desk", "served_on": today},
            "serve_anew": {"how": "desk", "served_on": today},
            "add_demands": {"demands": DEMANDS[:1]},
            "extend": {"reason": "工程量大"},
            "check_demand": {
                "demand": demand,
                "finding": self.luck.choice(["done", "not-done"]),
                "reason": "见凭证",
            },
            "recheck_demand": {
                "demand": demand,
                "outcome": self.luck.choice(["stands", "dropped"]),
                "reason": "罚款变更",
            },
            "find_insufficient": {"reason": "整改不到位"},
            "postpone": {"reason": "住院"},
            "last_limit": {"reason": "最后机会"},
            "hand_on": {"to": "执法支队", "reason": "未整改"},
            "cancel_order": {"reason": "误发", "document": "1号"},
            "recuse": {"officer": actor.ref, "reason": "近亲属"},
            "recuse_unit": {"department_id": self.lead_id, "reason": "利害关系"},
            "note_receipt": {"number": "GX-1", "received_on": today, "proof": "电话确认"},
            "terminate": {"cause": "subject-ceased", "document": "1号"},
            "hold": {"cause": "competence", "document": "2号"},
            "confirm_hold": {"reason": "尚未答复"},
        }
        if act == "set_talk":
            return self._announced()
        if act == "hold_talk":
            return self._minuted(talk)
        return simple.get(act, {})

    def _announced(self) -> dict[str, Any]:
        edition = shipped_editions().by_key(self.case.edition_key)
        first = talks.first_talk_day(edition, jurisdiction="370400", served_on=day_of(self.at))
        hour = datetime(first.year, first.month, first.day, 10, tzinfo=SHANGHAI)
        due = talks.kinds_left(self.case, edition)
        facts = {
            **TALK,
            "kind": self.luck.choice(due) if due else "warning",
            "straight_reason": "拒不配合",
            "officers": self._pair(),
        }
        if self.luck.random() < OFTEN:
            return {**facts, "set_for": hour}
        return {**facts, "slots": [hour, hour + timedelta(days=2)]}

    def _minuted(self, talk: Talk | None) -> dict[str, Any]:
        begun = talk.set_for if talk else self.at - timedelta(hours=1)
        chair, recorder = self._pair()
        written = minutes.Written(
            begun, begun + timedelta(minutes=30), chair, recorder, FACTS, signed_by="张某某"
        )
        people = [{"name": "张某某", "role": "representative"}]
        return {"attendance": people, "written": written, "officers": [chair, recorder]}

    def _pair(self) -> list[str]:
        """Two officers of the unit that has the case, as far as nobody stood back."""
        unit = self.case.handling_department_id
        recused = set(self.case.recusals.values_list("officer_ref", flat=True))
        fit = [
            actor.ref
            for actor in self.actors.values()
            if any(department == unit for department, _role in actor.posts) and actor.ref not in recused
        ]
        return (fit * 2)[:2]

    # ---- what holds always ---------------------------------------------------------------------------

    def holds_together(self) -> None:
        case = self.case
        terms = clocks.open_terms(owner_of(case))
        hold = Hold.objects.filter(case=case, to_at__isnull=True).exists()
        assert case.next_due_at == clocks.next_due_at(owner_of(case))
        assert list(findings()) == []
        assert list(drifts()) == []
        announced = case.talks.filter(standing=TalkStanding.SET).count()
        assert announced == (case.state == S.TALK_SET)
        held = case.talks.filter(standing=TalkStanding.HELD).count()
        assert TalkEntry.objects.filter(record=self.record).count() == held <= 2
        if case.state in FINAL_STATES:
            assert (terms, hold) == ([], False), "something runs on after the end"
            assert not Bar.objects.filter(lifted_at__isnull=True).exists()
            return
        law = {term.term for term in terms if term.goal == "law"}
        expected = TERMS_OF[S(case.state)]
        assert len(law & expected) == 1, f"{law} moves the case on from {case.state}"
        assert law - expected == ({"hold-review"} if hold else set())
        running = {term.term for term in terms if term.standing == "running" and term.due_at > self.at}
        if hold:
            assert running <= {"hold-review"}
        if not Delivery.objects.filter(done_at__isnull=True).exists():
            self._lateness_fits(case)

    def _lateness_fits(self, case: Case) -> None:
        ran_out = Deadline.objects.filter(
            owner_kind="case", owner_id=case.pk, goal="law", on_breach="escalate", breached_at__isnull=False
        ).exclude(who="subject")
        assert case.late == ran_out.exists()

    # ---- how acts are tried --------------------------------------------------------------------------

    @property
    def case(self) -> Case:
        return Case.objects.select_related("order").get(record=self.record)

    def perform(self, act: str, actor: Actor, **facts: Any) -> None:
        self.attempt(
            lambda: desks.perform(case_id=self.case.pk, act=act, actor=actor, at=self.at, **facts),
            act=act,
            actor=actor,
        )

    def attempt(self, does: Callable[[], object], *, act: str = "", actor: Actor | None = None) -> None:
        """Try something: it succeeds and was offered as a button, or it is refused and wrote nothing."""
        before = self._written()
        offered = act in acts_open_to(self.case, actor) if actor else True
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
            list(Talk.objects.order_by("pk").values_list("standing", "set_for")),
            list(Deadline.objects.order_by("pk").values_list("standing", "due_on", "stopped_at")),
        )
