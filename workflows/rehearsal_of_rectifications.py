"""An ordered rectification walked the whole way: satisfied at once, after one talk, after two, or missed and handed on.

A talk needs its working days of notice, so the time of each case is its own: it begins some weeks back and comes to
its end before the present moment.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from accounts.actors import Actor, actor_of
from accounts.models import User
from accounts.roles import Role
from cases.models import Case
from cases.models.talk import TalkKind
from cases.services.rectification import reporting
from cases.services.rectification.demands import owed, standing
from cases.services.rectification.minutes import Written, read_back
from cases.services.rectification.ordering import order
from cases.services.rectification.talks import first_talk_day
from cases.states import OPEN_STATES, CaseKind, RectificationState
from journal.now import SHANGHAI, day_of
from records.models import CreditRecord
from records.models.listing import PUBLIC_STATES
from rulebook.editions_in_use import editions_in_use
from workflows import desks
from workflows.invented import end_mandate, give_mandate, give_post
from workflows.rehearsing import Stage

ENDS = (RectificationState.SATISFIED, RectificationState.CLOSED_UNRECTIFIED)
BACK = timedelta(days=90)
BETWEEN_ACTS = timedelta(minutes=10)
A_FEW_DAYS = timedelta(days=3)
DEMANDS = (
    {"text": "缴清罚款", "kind": "duty", "proof_owed": "缴款凭证"},
    {"text": "消除不良影响", "kind": "influence", "proof_owed": "整改报告"},
)
GROUND: dict[str, Any] = {"basis": "逾期未履行行政处罚决定（演练）。", "clause": "国办发〔2019〕35号第九条"}
ANNOUNCED: dict[str, Any] = {
    "place": "演练会议室",
    "purpose": "督促履行义务，消除不良影响。",
    "basis": "国办发〔2019〕35号第九条",
}
WHY: dict[str, Any] = {"reason": "演练用的理由。"}
# how the cases go, in turn: how many talks are held before the demands are found done; None: never
COURSES: tuple[int | None, ...] = (0, 1, 2, None)


def ready(count: int, *, at: datetime) -> list[CreditRecord]:
    """Records with open duties on which rectification was never ordered and no case is open."""
    return list(
        CreditRecord.objects.filter(
            listing__state__in=PUBLIC_STATES,
            duties_open=True,
            site="",
            department__valid_to__isnull=True,
            determined_on__lt=day_of(at - BACK),
        )
        .exclude(cases__kind=CaseKind.RECTIFICATION)
        .exclude(cases__state__in=OPEN_STATES)
        .select_related("subject", "department", "listing")
        .order_by("pk")[:count]
    )


def walk(record: CreditRecord, stage: Stage, number: int) -> Case:
    """Walk one order: of four one is satisfied at once, one after a talk, one after two, one missed and handed on."""
    walked = _Walk(record, stage)
    walked.go(COURSES[(number - 1) % len(COURSES)])
    end_mandate(stage.cast.owner, record.subject, on=stage.on)
    return walked.case


class _Walk:
    """One rectification on its way; `at` is the time of the case."""

    def __init__(self, record: CreditRecord, stage: Stage) -> None:
        self.record, self.stage = record, stage
        self.at = (stage.at - BACK).astimezone(SHANGHAI)
        cast, begun = stage.cast, day_of(self.at)
        self.pair = (cast.reviewer, cast.provider)
        give_mandate(cast.owner, record.subject, on=begun)
        for user in self.pair:
            give_post(user, record.department_id, Role.REVIEWER, on=begun)
        give_post(cast.decider, record.department_id, Role.DECIDER, on=begun)
        with stage.counting("order"):
            self.case = order(
                record_id=record.pk, demands=DEMANDS, actor=self.actor(cast.reviewer), at=self.at, **GROUND
            )
        self.deliver()

    def actor(self, user: User) -> Actor:
        return actor_of(user, on=day_of(self.at))

    def deliver(self) -> None:
        self.stage.deliver()
        self.case = Case.objects.get(pk=self.case.pk)

    def go(self, talks: int | None) -> None:
        """Served, then so many talks until every demand is found done; without a number none ever is."""
        self.act("serve", how="desk", served_on=day_of(self.at))
        if talks is None:
            self.hand_on()
            return
        for kind in list(TalkKind)[:talks]:
            self.insufficient()
            self.talk(kind)
        self.report()
        self.check("done")
        self.act("find_satisfied")

    def hand_on(self) -> None:
        """A talk that is missed, one that is held, and still nothing is done."""
        self.insufficient()
        self.talk(TalkKind.PROMPTING, missed=True)
        self.talk(TalkKind.WARNING)
        self.insufficient()
        self.act("hand_on", by=self.stage.cast.decider, to="演练执法支队", **WHY)

    def insufficient(self) -> None:
        self.report()
        self.check("not-done")
        self.act("find_insufficient", **WHY)

    def act(self, name: str, *, by: User | None = None, **facts: Any) -> None:
        """An officer's act at the desk."""
        self.at += BETWEEN_ACTS
        actor = self.actor(by or self.stage.cast.reviewer)
        with self.stage.counting(name):
            desks.perform(case_id=self.case.pk, act=name, actor=actor, at=self.at, **facts)
        self.deliver()

    def report(self) -> None:
        """The subject's word on every open demand, some days later."""
        self.at += A_FEW_DAYS
        answers = {demand.pk: "已整改（演练）" for demand in owed(self.case)}
        with self.stage.counting("report"):
            reporting.report(
                case_id=self.case.pk, answers=answers, actor=self.actor(self.stage.cast.owner), at=self.at
            )
        self.deliver()

    def check(self, finding: str) -> None:
        for demand in standing(self.case):
            self.act("check_demand", demand=demand.pk, finding=finding, **WHY)

    def talk(self, kind: str, *, missed: bool = False) -> None:
        """Announce a talk on its first possible day, then hold it and read its minutes back, or miss it."""
        hour = self._announced(kind)
        self.at = hour + timedelta(hours=1)
        if missed:
            self.act("record_absence")
            return
        chair, recorder = self.refs
        minutes = Written(
            hour, hour + timedelta(minutes=30), chair, recorder, "演练用的记录。", signed_by="演练负责人"
        )
        people = [{"name": "演练负责人", "role": "representative"}]
        self.act("hold_talk", attendance=people, written=minutes)
        with self.stage.counting("read_back"):
            read_back(case_id=self.case.pk, actor=self.actor(self.stage.cast.owner), at=self.at)
        self.deliver()

    @property
    def refs(self) -> list[str]:
        return [f"user:{user.pk}" for user in self.pair]

    def _announced(self, kind: str) -> datetime:
        edition = editions_in_use().by_key(self.case.edition_key)
        served_on = day_of(self.at + BETWEEN_ACTS)
        first = first_talk_day(edition, jurisdiction=self.record.jurisdiction, served_on=served_on)
        hour = datetime(first.year, first.month, first.day, 10, tzinfo=SHANGHAI)
        self.act("set_talk", kind=kind, officers=self.refs, set_for=hour, **ANNOUNCED)
        return hour
