"""An ordered rectification over HTTP: the company and the officers around one record, and the steps they share."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.roles import Role
from cases.models import Case, Talk
from cases.services.rectification.talks import first_talk_day, kinds_left
from clocks.models import Deadline
from clocks.services import sweep
from journal.now import SHANGHAI, day_of
from records.models import CreditRecord, Department
from rulebook.in_force import shipped_editions
from rulebook.terms import midnight_after
from tests.conftest import Clock, Deliver
from tests.factories.cases import PDF
from tests.factories.people import make_officer, make_owner
from tests.factories.records import make_record
from tests.journeys.objecting import led_to, read, send, visitor

ORDERED_AT = datetime(2026, 6, 1, 10, tzinfo=SHANGHAI)
ORDER = {
    "basis": "逾期未履行行政处罚决定。",
    "clause": "国办发〔2019〕35号第九项",
    "limit_days": "30",
    "rows": "2",
    "text_0": "缴清罚款5万元",
    "kind_0": "duty",
    "proof_owed_0": "缴款凭证",
    "text_1": "消除不良影响",
    "kind_1": "influence",
}


@dataclass(frozen=True)
class Around:
    """A company and its record, with officers of the unit that has the case now; each browser reads English."""

    record: CreditRecord
    owner: Client
    reviewer: User
    colleague: User
    decider: User
    clock: Clock
    outbox: Deliver
    number: str = ""

    @property
    def case(self) -> Case:
        return Case.objects.select_related("record").get(number=self.number)

    @property
    def talk(self) -> Talk:
        return Talk.objects.filter(case__number=self.number).latest("ordinal")

    def deliver(self) -> None:
        """What the worker would do now; a quarter of an hour goes by."""
        self.outbox(self.clock.at)
        self.clock.ahead(timedelta(minutes=15))

    def desk(self, act: str = "", *, by: User | None = None, **facts: object) -> str:
        """An officer's page of the case, or an act on it through its page."""
        client = visitor(by or self.reviewer)
        if not act:
            return read(client, reverse("desk:case", args=[self.number]))
        told = send(client, reverse("desk:act", args=[self.number, act]), facts)
        self.deliver()
        return told

    def mine(self, act: str = "", **facts: object) -> str:
        """The company's page of the case, or an act on it through its page."""
        if not act:
            return read(self.owner, reverse("portal:case", args=[self.number]))
        told = send(self.owner, reverse("portal:case_act", args=[self.number, act]), facts)
        self.deliver()
        return told

    def under(self, unit: Department) -> Around:
        """The same case with officers of another department."""
        return replace(
            self,
            reviewer=make_officer(Role.REVIEWER, unit),
            colleague=make_officer(Role.REVIEWER, unit),
            decider=make_officer(Role.DECIDER, unit),
        )

    def order_and_serve(self) -> Around:
        """Ordered from the page of the record, and served through the desk on the same day."""
        led_to(visitor(self.reviewer), f"{reverse('desk:order')}?record={self.record.pk}", dict(ORDER))
        made = replace(self, number=Case.objects.get(record=self.record).number)
        made.deliver()
        made.desk("serve", how="desk", served_on=day_of(made.clock.at).isoformat())
        return made

    def report(self) -> None:
        """The company answers every demand that is owed, the first one with a paper."""
        owed = [one for one in self.case.demands.all() if one.is_owed]
        facts: dict[str, object] = {f"answer_{one.pk}": "已完成整改。" for one in owed}
        if not self.case.documents.exists():
            facts[f"file_{owed[0].pk}"] = SimpleUploadedFile("slip.pdf", PDF, content_type="application/pdf")
        self.mine("report", **facts)

    def check_all(self, finding: str) -> None:
        """Every demand found so, on a page each."""
        why = "缴款凭证不完整。" if finding == "not-done" else ""
        for one in self.case.demands.all():
            self.desk("check_demand", demand=one.pk, finding=finding, reason=why)

    def found_insufficient(self) -> None:
        """Reported, and found insufficient."""
        self.report()
        self.check_all("not-done")
        self.desk("find_insufficient", reason="罚款尚未缴清。")

    def announce(self, *, hours: int = 1) -> None:
        """The talk that is due, on the first day on which it may be held; perhaps with a choice."""
        case = self.case
        edition = shipped_editions().by_key(case.edition_key)
        first = first_talk_day(
            edition, jurisdiction=case.record.jurisdiction, served_on=day_of(self.clock.at)
        )
        slots: dict[str, Any] = {
            f"slot_{place}": f"{first + timedelta(days=place)}T10:00" for place in range(hours)
        }
        self.desk(
            "set_talk",
            kind=kinds_left(case, edition)[0],
            place="三楼约谈室",
            purpose="督促履行义务。",
            basis="国办发〔2019〕35号第九项",
            officers=[f"user:{self.reviewer.pk}", f"user:{self.colleague.pk}"],
            how="desk",
            **slots,
        )

    def come_to_the_talk(self) -> None:
        """The clock goes on to an hour after the talk began."""
        self.clock.stand_at(self.talk.set_for + timedelta(hours=1))

    def hold(self) -> None:
        """The talk is held at its hour, and minuted."""
        self.come_to_the_talk()
        begun = self.talk.set_for.astimezone(SHANGHAI)
        officers = [f"user:{self.reviewer.pk}", f"user:{self.colleague.pk}"]
        self.desk(
            "hold_talk",
            started_at=f"{begun:%Y-%m-%dT%H:%M}",
            ended_at=f"{begun + timedelta(minutes=40):%Y-%m-%dT%H:%M}",
            officers=officers,
            chair=officers[0],
            recorder=officers[1],
            name_0="张某某",
            role_0="representative",
            facts_found="当事人承认罚款未缴清。",
            statement="承诺十五日内缴清。",
            limit_days="15",
            signed_by="张某某",
            rows="2",
        )

    def limit_passes(self) -> None:
        """The limit that runs passes; what time does is done."""
        running = Deadline.objects.filter(
            owner_kind="case", owner_id=self.case.pk, stopped_at=None, goal="law"
        ).latest("pk")
        self.clock.stand_at(midnight_after(running.due_on) + timedelta(minutes=5))
        sweep(at=self.clock.at)
        self.deliver()


def around(clock: Clock, deliver: Deliver) -> Around:
    """A company and its record on a working day, with two reviewers and a decider of its unit."""
    cache.clear()
    clock.stand_at(ORDERED_AT)
    record = make_record()
    unit = record.department
    return Around(
        record=record,
        owner=visitor(make_owner(record.subject)),
        reviewer=make_officer(Role.REVIEWER, unit),
        colleague=make_officer(Role.REVIEWER, unit),
        decider=make_officer(Role.DECIDER, unit),
        clock=clock,
        outbox=deliver,
    )
