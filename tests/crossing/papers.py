"""A record with a case, a measure and holders, and the documents that cross it, for tests of crossing acts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import pytest

from cases.models import Case
from cases.services import crossing
from cases.states import FINAL_STATES
from cases.states import RepairState as S
from clocks.models import Deadline
from delisting.models import OrderState
from delisting.services import move_due
from journal.now import day_of
from journal.refusals import Refusal
from journal.verify import findings
from records.models import CreditRecord, EnteredDocument, Listing, Measure
from records.models.entered import INSOLVENCY_KINDS, DocumentKind
from records.models.holder import HolderKind
from records.services.papers import Paper
from tests.acts.reading import at_day
from tests.conftest import Deliver
from tests.factories.cases import FiledCase, make_filed_case
from tests.factories.people import actor_of_user
from tests.factories.records import make_department, make_holder, make_measure, make_record

STATEMENT = "该处罚决定已被人民法院判决撤销，依法撤回并说明理由。"
CHANGES = {"fine": "2"}


def paper(kind: DocumentKind, *, at: datetime, number: str = "", statement: str = STATEMENT) -> Paper:
    """A court's document that arrived on the day and was made three days before."""
    return Paper(
        kind=kind,
        issuer="枣庄市薛城区人民法院",
        number=number or f"（2026）鲁0403行初{kind}号",
        document_on=day_of(at) - timedelta(days=3),
        received_on=day_of(at),
        statement=statement,
        new_number="枣交罚变字〔2026〕1号" if kind == DocumentKind.CHANGED else "",
    )


@dataclass
class Scene:
    """One record with everything that hangs on it; time goes on ten minutes with each act."""

    made: FiledCase
    deliver: Deliver

    @property
    def record(self) -> CreditRecord:
        return CreditRecord.objects.select_related("listing").get(pk=self.made.case.record_id)

    @property
    def case(self) -> Case:
        return Case.objects.get(pk=self.made.case.pk)

    @property
    def at(self) -> datetime:
        return self.made.at

    def step(self) -> datetime:
        self.made = self.made.later(at=self.at + timedelta(minutes=10))
        return self.at

    def on(self, month: int, day: int) -> Scene:
        self.made = self.made.later(at=at_day(month, day))
        return self

    def enter(self, kind: DocumentKind, **facts: str) -> EnteredDocument:
        """An officer of the unit enters a document."""
        at, actor = self.step(), actor_of_user(self.made.reviewer)
        what = paper(kind, at=at, **facts)
        if kind in INSOLVENCY_KINDS:
            return crossing.enter_insolvency_ruling(record_id=self.record.pk, paper=what, actor=actor, at=at)
        changes = CHANGES if kind == DocumentKind.CHANGED else None
        return crossing.enter_court_document(
            record_id=self.record.pk, paper=what, actor=actor, at=at, changes=changes
        )

    def hear(self) -> Scene:
        """Everybody hears of everything; holders that can be probed are."""
        self.deliver(self.at)
        move_due(at=self.at)
        return self

    @property
    def measure(self) -> str:
        return str(Measure.objects.get(record=self.record).state)

    @property
    def held(self) -> list[str]:
        return list(self.case.holds.filter(to_at__isnull=True).values_list("cause", flat=True))

    @property
    def orders(self) -> list[tuple[str, str]]:
        """Kind and state of the orders in their sequence."""
        rows = self.record.orders.order_by("sequence").values_list("kind", "state")
        return [
            (str(kind), "open" if state != OrderState.SUPERSEDED else "superseded") for kind, state in rows
        ]


def scene(deliver: Deliver, state: str = S.VERIFYING, *, record: CreditRecord | None = None) -> Scene:
    """A record with a measure and a holder that answers by hand, and a case in a state."""
    record = record or make_record()
    make_measure(record)
    make_holder(kind=HolderKind.CREDIT_CHINA, department=make_department(name_zh="信用中国网站", field=""))
    made = make_filed_case(state, record=record)
    shown = Scene(made, deliver)
    deliver(made.at)
    return shown


def refused(act: Callable[[], object]) -> str:
    """The code of the refusal with which an act ends."""
    with pytest.raises(Refusal) as told:
        act()
    return told.value.code


def coherent(shown: Scene) -> None:
    """What holds after every crossing: the chain is whole, closed cases owe nothing, orders agree with the listing."""
    assert list(findings()) == []
    case = shown.case
    if case.state in FINAL_STATES:
        assert not Deadline.objects.filter(owner_kind="case", owner_id=case.pk, stopped_at=None).exists()
        assert not case.holds.filter(to_at__isnull=True).exists()
    listing = Listing.objects.get(record=shown.record)
    last = shown.record.orders.order_by("-sequence").first()
    if last is not None and last.kind != "correct":
        assert (last.kind == "restore") == listing.is_public
        assert last.state != OrderState.SUPERSEDED
    assert shown.record.orders.filter(state=OrderState.OPEN).count() <= 1


def day(month: int, number: int) -> date:
    return date(2026, month, number)
