"""约谈记录归集: minutes of a talk reach the sharing platform, under its number, whatever fails on the way."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

import pytest

from accounts.models import User
from cases.models import Minutes
from cases.services.rectification.minutes import read_back
from cases.states import RectificationState as S
from clocks.models import Deadline
from clocks.services import sweep
from delisting import minutes as deliveries
from delisting.gateways import GatewayFault, MinutesGateway, Receipt, taking_in
from delisting.minutes_opening import digest_of
from delisting.minutes_reading import late_for, of_case, waiting_for
from delisting.models import MinutesRelease, MinutesState
from journal.models import Entry
from journal.now import SHANGHAI
from journal.verify import findings
from records.models import TalkEntry
from records.models.entered import DocumentKind
from records.models.holder import HolderKind
from tests.conftest import Deliver
from tests.crossing.papers import paper, refused
from tests.factories.at_once import at_once
from tests.factories.people import actor_of_user, make_officer
from tests.factories.records import make_department, make_holder
from tests.factories.rectifications import Ordered, make_rectification
from tests.notifications.telling import templates_to

pytestmark = pytest.mark.django_db


@dataclass
class Platform:
    """A sharing platform that keeps what it gets once a key; `down` while it cannot be reached."""

    down: bool = False
    loses_answers: bool = False
    kept: dict[str, dict[str, object]] = field(default_factory=dict)
    asked: int = 0
    at: datetime | None = None

    def deliver(self, release: MinutesRelease) -> Receipt | None:
        self.asked += 1
        if self.down:
            message = "connection refused"
            raise GatewayFault(message)
        assert digest_of(release.content) == release.digest
        self.kept.setdefault(str(release.key), dict(release.content))
        if self.loses_answers:
            return None
        number = f"GX-{list(self.kept).index(str(release.key)) + 1}"
        return Receipt(number, self.at or (release.sent_at or release.opened_at))


@dataclass
class Held:
    """A talk that was held, a platform that takes minutes in, and its officer."""

    made: Ordered
    officer: User
    deliver: Deliver
    at: datetime

    def step(self, **span: float) -> Held:
        """Time passes, the clocks look, everybody hears, what is due is sent."""
        self.at += timedelta(**span)
        sweep(at=self.at)
        self.deliver(self.at)
        deliveries.move_due(at=self.at)
        self.deliver(self.at)
        return self

    @property
    def release(self) -> MinutesRelease:
        return MinutesRelease.objects.latest("pk")

    @property
    def minutes(self) -> Minutes:
        return Minutes.objects.get(talk__case=self.made.case)

    def states(self) -> list[str]:
        return list(MinutesRelease.objects.order_by("pk").values_list("state", flat=True))


def held(deliver: Deliver) -> Held:
    platform = make_department(name_zh="枣庄市公共信用信息共享平台", field="")
    make_holder(kind=HolderKind.SHARING_PLATFORM, department=platform)
    officer = make_officer("reviewer", platform)
    made = make_rectification(S.TALK_SET).hold_talk()
    return Held(made, officer, deliver, made.at)


@contextmanager
def platform(*, down: bool = False, loses_answers: bool = False) -> Iterator[Platform]:
    one = Platform(down=down, loses_answers=loses_answers)
    gateway: MinutesGateway = one
    with taking_in(gateway):
        yield one


def test_minutes_are_delivered_and_the_receipt_comes_back_to_the_case(deliver: Deliver) -> None:
    with platform() as there:
        shown = held(deliver)
        there.at = shown.at + timedelta(seconds=5)
        shown.step(minutes=1)
    release = shown.release
    assert (release.state, release.receipt_number, release.received_at) == (
        MinutesState.RECEIVED,
        "GX-1",
        there.at,
    )
    assert (release.by_hand, release.stalled) == (False, False)
    assert (shown.minutes.receipt_number, shown.minutes.sent_on) == ("GX-1", date(2026, 7, 8))
    told = Entry.objects.get(verb="case.minutes_released").payload
    assert (told["how"], told["receipt"]) == ("gateway", "GX-1")
    (kept,) = there.kept.values()
    assert kept["case"] == shown.made.case.number
    assert (kept["held_on"], kept["remark"], kept["basis_fell_on"]) == ("2026-07-08", "", "")
    assert not Deadline.objects.filter(owner_kind="minutes", stopped_at=None).exists()
    assert list(findings()) == []


def test_without_a_sharing_platform_nothing_goes_out(deliver: Deliver) -> None:
    made = make_rectification(S.TALK_SET).hold_talk()
    deliver(made.at)
    assert not MinutesRelease.objects.exists()


def test_its_term_runs_from_the_talk_and_lateness_is_told_once_a_term(deliver: Deliver) -> None:
    with platform(down=True):
        shown = held(deliver).step(minutes=1)
        watcher = make_officer("supervisor", shown.made.case.record.department)
        assert shown.release.last_error == "connection refused"
        term = Deadline.objects.get(owner_kind="minutes")
        assert (term.due_on, term.term) == (date(2026, 7, 13), "rectification.share-minutes")
        shown.step(days=6)
    release = shown.release
    assert (release.state, release.stalled) == (MinutesState.PENDING, True)
    assert templates_to(watcher.pk) == ["minutes-not-taken-in"]
    assert templates_to(shown.officer.pk) == ["minutes-late"]
    late = actor_of_user(watcher)
    assert [row.id for row in late_for(late)] == [release.pk]
    assert late_for(actor_of_user(make_officer("supervisor", make_department(jurisdiction="370500")))) == ()


def test_a_platform_that_is_down_for_a_week_ends_consistent(deliver: Deliver) -> None:
    with platform(down=True) as there:
        shown = held(deliver).step(minutes=1)
        for _hour in range(14):
            shown.step(hours=12)
        assert shown.states() == [MinutesState.PENDING]
        there.down = False
        shown.step(hours=7)
    release = shown.release
    assert (release.state, release.stalled, release.last_error) == (MinutesState.RECEIVED, False, "")
    assert len(there.kept) == 1
    assert shown.minutes.receipt_number == "GX-1"
    assert Entry.objects.filter(verb="case.minutes_released").count() == 1
    assert not Deadline.objects.filter(owner_kind="minutes", stopped_at=None).exists()
    assert list(findings()) == []


def test_an_answer_that_was_lost_is_asked_for_again_under_the_same_key_and_kept_once(
    deliver: Deliver,
) -> None:
    with platform(loses_answers=True) as there:
        shown = held(deliver).step(minutes=1)
        assert shown.release.state == MinutesState.SENT
        there.loses_answers = False
        shown.step(days=6).step(minutes=1)
    assert there.asked == 2
    assert len(there.kept) == 1
    assert (shown.release.state, shown.release.receipt_number) == (MinutesState.RECEIVED, "GX-1")


def test_told_twice_it_is_opened_once_and_answered_twice_it_is_taken_in_once(deliver: Deliver) -> None:
    from delisting.handlers import on_minutes

    with platform() as there:
        shown = held(deliver).step(minutes=1)
        for _again in range(2):
            on_minutes(Entry.objects.get(verb="minutes.entered"))
        shown.step(minutes=1)
        assert there.asked == 1
    again = refused(
        lambda: deliveries.acknowledge(
            release_id=shown.release.pk, receipt=Receipt("GX-9", shown.at), at=shown.at
        )
    )
    assert again == "minutes-not-now"
    assert (MinutesRelease.objects.count(), shown.release.receipt_number) == (1, "GX-1")


def remark(shown: Held, text: str = "第二项日期有误") -> None:
    read_back(
        case_id=shown.made.case.pk,
        actor=actor_of_user(shown.made.owner),
        at=shown.at,
        remark=text,
    )


def test_a_remark_supersedes_what_is_open_and_reaches_the_platform(deliver: Deliver) -> None:
    with platform(down=True) as there:
        shown = held(deliver).step(minutes=1)
        remark(shown)
        shown.step(minutes=1)
        assert shown.states() == [MinutesState.SUPERSEDED, MinutesState.PENDING]
        there.down = False
        shown.step(hours=1)
    (kept,) = there.kept.values()
    assert kept["remark"] == "第二项日期有误"
    assert shown.states() == [MinutesState.SUPERSEDED, MinutesState.RECEIVED]
    assert shown.minutes.receipt_number == "GX-1"


def test_a_remark_after_the_receipt_is_a_second_delivery(deliver: Deliver) -> None:
    with platform() as there:
        shown = held(deliver).step(minutes=1)
        remark(shown)
        assert shown.minutes.receipt_number == ""
        shown.step(minutes=1)
    assert [content["remark"] for content in there.kept.values()] == ["", "第二项日期有误"]
    assert (shown.states(), shown.minutes.receipt_number) == ([MinutesState.RECEIVED] * 2, "GX-2")


def test_confirmed_without_a_remark_nothing_new_goes_out(deliver: Deliver) -> None:
    with platform() as there:
        shown = held(deliver).step(minutes=1)
        remark(shown, "")
        shown.step(minutes=1)
    assert (there.asked, shown.minutes.receipt_number) == (1, "GX-1")


@pytest.mark.parametrize("down", [True, False])
def test_the_note_that_the_basis_fell_goes_out_whatever_was_taken_in(deliver: Deliver, *, down: bool) -> None:
    from cases.services import crossing

    with platform(down=down) as there:
        shown = held(deliver).step(minutes=1)
        crossing.enter_court_document(
            record_id=shown.made.case.record_id,
            paper=paper(DocumentKind.ANNULLED, at=shown.at),
            actor=actor_of_user(shown.made.reviewer),
            at=shown.at,
        )
        shown.step(minutes=1)
        there.down = False
        shown.step(hours=1)
    last = list(there.kept.values())[-1]
    assert last["basis_fell_on"] == "2026-07-08"
    assert len(there.kept) == (1 if down else 2)
    assert shown.release.kind == "note"
    assert shown.release.state == MinutesState.RECEIVED
    assert shown.minutes.receipt_number == ("" if down else "GX-1")  # the note has a receipt of its own
    assert TalkEntry.objects.get().basis_fell_on == date(2026, 7, 8)


def note_by_hand(shown: Held, proof: str = "平台7月8日电话确认") -> Ordered:
    return shown.made.perform(
        "note_receipt", number="GX-20260708-01", received_on=date(2026, 7, 8), proof=proof
    )


def test_a_receipt_by_hand_needs_its_proof_and_ends_the_delivery(deliver: Deliver) -> None:
    with platform(down=True) as there:
        shown = held(deliver).step(minutes=1)
        assert refused(lambda: note_by_hand(shown, proof=" ")) == "receipt-proof"
        note_by_hand(shown)
        shown.step(minutes=30)
        asked = there.asked
        shown.step(days=3)
        assert there.asked == asked
    release = shown.release
    assert (release.state, release.by_hand, release.proof) == (
        MinutesState.RECEIVED,
        True,
        "平台7月8日电话确认",
    )
    assert (shown.minutes.receipt_number, shown.minutes.receipt_proof) == (
        "GX-20260708-01",
        "平台7月8日电话确认",
    )
    assert Entry.objects.filter(verb="case.minutes_released").count() == 1


def test_officers_of_a_platform_without_a_system_take_them_in_on_their_page(deliver: Deliver) -> None:
    shown = held(deliver).step(minutes=1)
    release = shown.release
    officer, stranger = actor_of_user(shown.officer), actor_of_user(shown.made.reviewer)
    assert release.state == MinutesState.SENT
    assert templates_to(shown.officer.pk) == ["minutes-to-take-in"]
    assert [row.id for row in waiting_for(officer)] == [release.pk]
    assert waiting_for(stranger) == ()
    take: Callable[..., object] = deliveries.take_in
    assert refused(lambda: take(release_id=release.pk, number="1", actor=stranger, at=shown.at)) == (
        "no-minutes-release"
    )
    assert (
        refused(lambda: take(release_id=release.pk, number=" ", actor=officer, at=shown.at)) == "no-receipt"
    )
    take(release_id=release.pk, number="PT-7", actor=officer, at=shown.at)
    shown.step(minutes=1)
    assert (shown.release.state, shown.minutes.receipt_number) == (MinutesState.RECEIVED, "PT-7")
    assert [row.receipt_number for row in of_case(shown.made.case.number)[1]] == ["PT-7"]
    assert waiting_for(officer) == ()


def test_every_act_of_the_chain_happens_on_the_day_it_says(deliver: Deliver) -> None:
    with platform():
        shown = held(deliver).step(minutes=1)
    days = {
        entry.at.astimezone(SHANGHAI).date() for entry in Entry.objects.filter(verb__startswith="minutes.")
    }
    assert days == {date(2026, 7, 8)}
    assert shown.release.sent_at is not None


@pytest.mark.django_db(transaction=True)
def test_the_platform_and_the_officer_answer_at_once(deliver: Deliver) -> None:
    """One of the two receipts stands with the delivery, the other is refused; the case shows one."""
    with platform(loses_answers=True):
        shown = held(deliver).step(minutes=1)
    release, at = shown.release, shown.at
    by_hand, answered = at_once(
        lambda: deliveries.confirm_by_hand(
            case_number=shown.made.case.number,
            ordinal=1,
            number="H-1",
            received_at=at,
            proof="电话确认",
            actor_ref="user:1",
            at=at,
        ),
        lambda: deliveries.acknowledge(release_id=release.pk, receipt=Receipt("GX-1", at), at=at),
    )
    shown.step(minutes=1)
    assert isinstance(by_hand, Exception) != isinstance(answered, Exception) or by_hand == 0
    assert shown.release.state == MinutesState.RECEIVED
    assert shown.release.receipt_number in {"H-1", "GX-1"}
    assert Entry.objects.filter(verb="minutes.received").count() == 1
    assert list(findings()) == []


@pytest.mark.django_db(transaction=True)
def test_two_movers_send_it_once(deliver: Deliver) -> None:
    with platform() as there:
        shown = held(deliver)
        shown.deliver(shown.at)
        at_once(lambda: deliveries.move_due(at=shown.at), lambda: deliveries.move_due(at=shown.at))
        shown.step(minutes=1)
    assert there.asked == 1
    assert shown.states() == [MinutesState.RECEIVED]
