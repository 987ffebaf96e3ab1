"""Ordered rectifications for tests, driven by the real services through the real desks, act by act."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from accounts.actors import Actor
from accounts.models import User
from accounts.roles import Role
from cases.models import Case, Demand, Talk
from cases.models.talk import TalkStanding
from cases.services.rectification import minutes, reporting, talks
from cases.services.rectification.demands import owed
from cases.services.rectification.frame import LIMITS
from cases.services.rectification.ordering import order
from cases.states import RectificationState as S
from clocks.models import Deadline
from journal.now import SHANGHAI, day_of
from records.models import CreditRecord
from rulebook.in_force import shipped_editions
from rulebook.terms import midnight_after
from tests.factories.kept import kept
from tests.factories.people import actor_of_user, make_officer, make_owner
from tests.factories.records import make_record
from workflows import desks, router

ORDERED_AT = datetime(2026, 6, 1, 10, tzinfo=SHANGHAI)
BETWEEN_ACTS = timedelta(minutes=10)
DEMANDS: tuple[Mapping[str, str], ...] = (
    {"text": "缴清罚款5万元", "kind": "duty", "proof_owed": "缴款凭证"},
    {"text": "消除超限运输的不良影响", "kind": "influence", "proof_owed": "整改报告"},
)
ORDER: dict[str, Any] = {
    "basis": "逾期未履行行政处罚决定，应当限期整改。",
    "clause": "国办发〔2019〕35号第九条",
    "demands": DEMANDS,
}
TALK: dict[str, Any] = {
    "place": "枣庄市交通运输局三楼会议室",
    "purpose": "督促履行义务，消除不良影响。",
    "basis": "国办发〔2019〕35号第九条",
    "bring": "营业执照、授权委托书、整改材料",
}
FACTS = "当事人未在限期内缴清罚款。"


@dataclass(frozen=True)
class Ordered:
    """A rectification with the people around it; `at` is the moment of its last act."""

    case: Case
    owner: User
    reviewer: User
    colleague: User
    decider: User
    at: datetime

    @property
    def subject(self) -> Actor:
        return actor_of_user(self.owner)

    @property
    def demands(self) -> list[Demand]:
        return list(self.case.demands.order_by("ordinal"))

    @property
    def talk(self) -> Talk:
        """The last talk of the case."""
        return Talk.objects.filter(case=self.case).latest("ordinal")

    def later(self, *, at: datetime | None = None) -> Ordered:
        """The same case as it now is in the database."""
        case = Case.objects.select_related("record__listing", "subject", "order").get(pk=self.case.pk)
        return replace(self, case=case, at=at or self.at)

    def perform(self, act: str, *, by: User | None = None, **facts: Any) -> Ordered:
        """A reviewer's act at the desk, ten minutes after the last one."""
        at = self.at + BETWEEN_ACTS
        actor = actor_of_user(by or self.reviewer)
        desks.perform(case_id=self.case.pk, act=act, actor=actor, at=at, **facts)
        return self.later(at=at)

    def countersign(self, act: str, **facts: object) -> Ordered:
        """A decider's act at the desk, ten minutes after the last one."""
        return self.perform(act, by=self.decider, **facts)

    def serve(self) -> Ordered:
        """Served through the desk on the same day."""
        return self.perform("serve", how="desk", served_on=day_of(self.at))

    def report(self) -> Ordered:
        """The subject's word on every demand that is still open."""
        at = self.at + BETWEEN_ACTS
        answers = {one.pk: f"第{one.ordinal}项已整改。" for one in owed(self.case)}
        reporting.report(case_id=self.case.pk, answers=answers, actor=self.subject, at=at)
        router.align(self.case.pk)
        return self.later(at=at)

    def check_all(self, finding: str = "done") -> Ordered:
        """Every demand that stands found so, one act each."""
        made = self
        for one in self.demands:
            why: dict[str, Any] = {"reason": "缴款凭证未提交。"} if finding == "not-done" else {}
            made = made.perform("check_demand", demand=one.pk, finding=finding, **why)
        return made

    def found_insufficient(self) -> Ordered:
        """Reported, and found insufficient."""
        return self.report().check_all("not-done").perform("find_insufficient", reason="罚款尚未缴清。")

    def limit_passes(self) -> Ordered:
        """The limit that runs passes without a report."""
        running = Deadline.objects.get(
            owner_kind="case", owner_id=self.case.pk, term__in=LIMITS, stopped_at=None
        )
        at = midnight_after(running.due_on) + BETWEEN_ACTS
        reporting.overdue(case_id=self.case.pk, term=running.term, at=at)
        router.align(self.case.pk)
        return self.later(at=at)

    def set_talk(self, **facts: object) -> Ordered:
        """The talk that is due, on the first day on which it may be held."""
        edition = shipped_editions().by_key(self.case.edition_key)
        kind = next(iter(talks.kinds_left(self.case, edition)))
        return self.perform("set_talk", **{**self.talk_facts(kind), **facts})

    def talk_facts(self, kind: str) -> dict[str, Any]:
        """What announces a talk of a kind at ten o'clock on its first possible day."""
        edition = shipped_editions().by_key(self.case.edition_key)
        day = talks.first_talk_day(
            edition, jurisdiction=self.case.record.jurisdiction, served_on=day_of(self.at + BETWEEN_ACTS)
        )
        officers = [f"user:{self.reviewer.pk}", f"user:{self.colleague.pk}"]
        return {**TALK, "kind": kind, "officers": officers, "set_for": _ten_o_clock(day)}

    def at_the_talk(self) -> Ordered:
        """An hour after the hour of the talk."""
        return self.later(at=self.talk.set_for + timedelta(hours=1))

    def minutes_facts(self, **changes: object) -> dict[str, Any]:
        """What is written down of the talk that is set, an hour after it began."""
        begun = self.talk.set_for
        written: dict[str, Any] = {
            "started_at": begun,
            "ended_at": begun + timedelta(minutes=40),
            "chair": f"user:{self.reviewer.pk}",
            "recorder": f"user:{self.colleague.pk}",
            "facts": FACTS,
            "statement": "资金紧张，承诺十五日内缴清。",
            "commitment": "十五日内缴清罚款。",
            "signed_by": "张某某",
        }
        people = [
            {
                "name": "张某某",
                "role": "representative",
                "id_kind": "居民身份证",
                "id_number": "370402198001011234",
            }
        ]
        return {"attendance": people, "written": minutes.Written(**{**written, **changes})}

    def hold_talk(self, **facts: object) -> Ordered:
        """The talk is held at its hour, and minuted."""
        made = self.at_the_talk()
        return made.perform("hold_talk", **{**made.minutes_facts(), **facts})

    def missed(self) -> Ordered:
        """Nobody comes to the talk."""
        return self.at_the_talk().perform("record_absence", reason_shown="")


@kept
def make_rectification(
    state: str = S.RECTIFYING,
    *,
    record: CreditRecord | None = None,
    owner: User | None = None,
    reviewer: User | None = None,
    colleague: User | None = None,
    decider: User | None = None,
    at: datetime = ORDERED_AT,
    **facts: object,
) -> Ordered:
    """A rectification brought to a state by its own acts; people who are not given are made.

    Nothing is delivered: the desk's token is moved here. `facts` change the order itself.
    """
    record = record or make_record()
    unit = record.department
    reviewer = reviewer or make_officer(Role.REVIEWER, unit)
    case = order(record_id=record.pk, actor=actor_of_user(reviewer), at=at, **{**ORDER, **facts})
    router.align(case.pk)
    made = Ordered(
        case=case,
        owner=owner or make_owner(record.subject),
        reviewer=reviewer,
        colleague=colleague or make_officer(Role.REVIEWER, unit),
        decider=decider or make_officer(Role.DECIDER, unit),
        at=at,
    ).later()
    made = _walked(made, state)
    assert made.case.state == state, f"the text leads to {made.case.state}, not to {state}"
    return made


def _walked(made: Ordered, state: str) -> Ordered:
    if state == S.ISSUED:
        return made
    if state == S.CANCELLED:
        return made.countersign("cancel_order", reason="处罚决定已变更。", document="枣交撤〔2026〕1号")
    if state == S.TERMINATED:
        return made.perform("terminate", cause="subject-ceased")
    made = made.serve()
    if state in {S.RECTIFYING, S.REPORTED, S.SATISFIED}:
        return _reported(made, state)
    made = made.limit_passes()
    if state in {S.TALK_DUE, S.TALK_SET}:
        return made if state == S.TALK_DUE else made.set_talk()
    return _exhausted(made, state)


def _reported(made: Ordered, state: str) -> Ordered:
    if state == S.RECTIFYING:
        return made
    made = made.report()
    return made if state == S.REPORTED else made.check_all().perform("find_satisfied")


def _exhausted(made: Ordered, state: str) -> Ordered:
    while made.case.state == S.TALK_DUE:
        made = made.set_talk().hold_talk().limit_passes()
    if state == S.EXHAUSTED:
        return made
    return made.countersign("hand_on", to="枣庄市交通运输综合执法支队", reason="两次约谈后仍未整改。")


def with_talk(made: Ordered, standing: str = TalkStanding.HELD) -> Ordered:
    """The same case after its next talk was held or missed."""
    made = made.set_talk()
    return made.hold_talk() if standing == TalkStanding.HELD else made.missed()


def _ten_o_clock(day: Any) -> datetime:  # noqa: ANN401 - a day
    return datetime(day.year, day.month, day.day, 10, tzinfo=SHANGHAI)
