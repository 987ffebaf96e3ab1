"""A release act by act: sent, failed, answered, looked at, contradicted, confirmed by hand, silent, late."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils.translation import override

from accounts.actors import Actor
from accounts.roles import Role
from clocks.models import Deadline
from clocks.services import sweep
from delisting import gateways, services
from delisting.gateways import GatewayFault
from delisting.models import OrderState, Release, ReleaseState
from journal.models import Entry
from journal.refusals import Crossed, NotAllowed, NotFound, Refusal
from records.models import Department
from records.models.holder import HolderKind
from records.models.listing import ListingState
from tests.delisting.orders import AT, ended_record, release_of
from tests.factories.people import actor_of_user, make_officer
from tests.factories.records import make_department

pytestmark = pytest.mark.django_db


def officer_of(department: Department, role: Role = Role.REVIEWER) -> Actor:
    return actor_of_user(make_officer(role, department))


class Scripted:
    """A gateway that fails or shows the record as the test says."""

    def __init__(self, *, fault: str = "", answer: str | None = None, shown: bool | None = None) -> None:
        self.fault, self.answer, self.shown = fault, answer, shown

    def tell(self, release: Release) -> str | None:  # noqa: ARG002 - the script decides
        if self.fault:
            raise GatewayFault(self.fault)
        return self.answer

    def shows(self, release: Release) -> bool | None:  # noqa: ARG002 - the script decides
        if self.fault:
            raise GatewayFault(self.fault)
        return self.shown


def sent_release(kind: HolderKind = HolderKind.CREDIT_CHINA) -> tuple[Release, Actor]:
    place = ended_record(kind)
    order = place.order()
    services.move_due(at=AT)
    department = place.china if kind == HolderKind.CREDIT_CHINA else place.department
    return release_of(order, kind), officer_of(department)


def test_send_waits_for_the_officer_of_a_holder() -> None:
    release, _officer = sent_release()
    assert release.state == ReleaseState.SENT
    assert release.sent_at == AT
    assert release.next_attempt_at is None
    entry = Entry.objects.get(verb="release.sent")
    assert entry.payload["department_id"] == release.holder.department_id
    assert entry.payload["attempt"] == 1


def test_the_own_register_is_sent_answered_and_probed_by_itself() -> None:
    release, _officer = sent_release(HolderKind.OWN_REGISTER)
    assert release.state == ReleaseState.CONFIRMED
    verbs = list(
        Entry.objects.filter(verb__startswith="release.").order_by("id").values_list("verb", flat=True)
    )
    assert verbs == ["release.sent", "release.acknowledged", "release.confirmed"]
    for stored in (release.proof, "listing of record 33"):  # the second as it was stored before
        with override("zh-hans"):
            assert Release(proof=stored).proof_words == "本平台公示系统随公示状态自动更新，已经核查。"
    assert Release(proof="截图编号2026-77").proof_words == "截图编号2026-77"


def test_the_own_register_that_still_shows_the_record_contradicts_its_answer() -> None:
    order = ended_record(HolderKind.OWN_REGISTER, state=ListingState.PUBLISHED).order()
    services.move_due(at=AT)
    release = release_of(order, HolderKind.OWN_REGISTER)
    assert release.state == ReleaseState.PENDING
    assert release.next_attempt_at == AT + timedelta(minutes=1)
    assert Entry.objects.filter(verb="release.contradicted").count() == 1


def test_a_holder_that_cannot_be_reached_backs_off_in_sight() -> None:
    order = ended_record(HolderKind.CREDIT_CHINA).order()
    with gateways.using(HolderKind.CREDIT_CHINA, Scripted(fault="connection refused")):
        assert services.move_due(at=AT).failed == 1
        release = release_of(order, HolderKind.CREDIT_CHINA)
        assert (release.state, release.last_error) == (ReleaseState.PENDING, "connection refused")
        assert release.next_attempt_at == AT + timedelta(minutes=1)
        assert services.move_due(at=AT) == services.Moved()
        services.move_due(at=AT + timedelta(minutes=1))
        release.refresh_from_db()
        assert release.next_attempt_at == AT + timedelta(minutes=3)
        assert Entry.objects.filter(verb="release.failed").count() == 2
    key = release.key
    services.move_due(at=AT + timedelta(minutes=3))
    release.refresh_from_db()
    assert (release.state, release.attempts, release.key) == (ReleaseState.SENT, 3, key)


def test_an_answer_of_a_holder_nobody_can_probe_confirms_it() -> None:
    release, officer = sent_release()
    later = AT + timedelta(hours=2)
    services.acknowledge(release_id=release.pk, actor=officer, at=later, note="站点已下架")
    release.refresh_from_db()
    assert release.state == ReleaseState.CONFIRMED
    assert (release.acked_by_ref, release.acked_at, release.confirmed_at) == (officer.ref, later, later)
    assert release.proof == "站点已下架"
    assert release.order.state == OrderState.COMPLETED


def test_an_answered_holder_that_is_still_showing_the_record_is_sent_again() -> None:
    release, officer = sent_release()
    with gateways.using(HolderKind.CREDIT_CHINA, Scripted(shown=True)):
        services.acknowledge(release_id=release.pk, actor=officer, at=AT)
    release.refresh_from_db()
    assert release.state == ReleaseState.PENDING
    assert release.order.state == OrderState.OPEN


def test_a_holder_that_cannot_be_probed_just_now_is_looked_at_later() -> None:
    release, officer = sent_release()
    with gateways.using(HolderKind.CREDIT_CHINA, Scripted(fault="timed out")):
        services.acknowledge(release_id=release.pk, actor=officer, at=AT)
    release.refresh_from_db()
    assert (release.state, release.last_error) == (ReleaseState.ACKED, "timed out")
    assert release.next_attempt_at is not None
    with gateways.using(HolderKind.CREDIT_CHINA, Scripted(shown=False)):
        services.move_due(at=release.next_attempt_at)
    release.refresh_from_db()
    assert (release.state, release.last_error) == (ReleaseState.CONFIRMED, "")


def test_an_officer_of_another_department_finds_nothing_to_answer() -> None:
    release, _officer = sent_release()
    stranger = officer_of(make_department())
    with pytest.raises(NotFound):
        services.acknowledge(release_id=release.pk, actor=stranger, at=AT)
    with pytest.raises(NotFound):
        services.confirm_by_hand(release_id=release.pk, actor=stranger, at=AT, proof="x")
    release.refresh_from_db()
    assert release.state == ReleaseState.SENT


def test_an_administrator_of_the_holder_may_not_answer() -> None:
    release, _officer = sent_release()
    with pytest.raises(NotAllowed):
        services.acknowledge(
            release_id=release.pk, actor=officer_of(release.holder.department, Role.SYSTEM_ADMIN), at=AT
        )


def test_an_unknown_release_is_not_found() -> None:
    with pytest.raises(NotFound):
        services.acknowledge(release_id=0, actor=officer_of(make_department()), at=AT)


def test_a_second_answer_comes_too_late() -> None:
    release, officer = sent_release()
    services.acknowledge(release_id=release.pk, actor=officer, at=AT)
    with pytest.raises(Crossed):
        services.acknowledge(release_id=release.pk, actor=officer, at=AT)
    assert Entry.objects.filter(verb="release.confirmed").count() == 1


@pytest.mark.parametrize("role", [Role.WINDOW_CLERK, Role.REVIEWER, Role.DECIDER, Role.SUPERVISOR])
def test_any_officer_of_the_holder_confirms_by_hand_with_a_proof(role: Role) -> None:
    place = ended_record(HolderKind.CREDIT_CHINA)
    release = release_of(place.order(), HolderKind.CREDIT_CHINA)  # not even sent yet
    services.confirm_by_hand(
        release_id=release.pk, actor=officer_of(place.china, role), at=AT, proof="截图 2026-09-03"
    )
    release.refresh_from_db()
    assert (release.state, release.proof) == (ReleaseState.CONFIRMED, "截图 2026-09-03")


def test_confirming_by_hand_without_a_proof_is_refused() -> None:
    release, officer = sent_release()
    with pytest.raises(Refusal) as refused:
        services.confirm_by_hand(release_id=release.pk, actor=officer, at=AT, proof="  ")
    assert refused.value.code == "no-proof"


def test_a_silent_holder_is_flagged_told_again_and_its_term_runs_anew() -> None:
    release, officer = sent_release()
    key, later = release.key, AT + timedelta(days=1)
    sweep(at=later)
    breached = Entry.objects.get(verb="deadline.breached", payload__owner_kind="release")
    services.breach(release_id=release.pk, due_on=breached.payload["due_on"], at=later)
    release.refresh_from_db()
    assert (release.state, release.stalled) == (ReleaseState.PENDING, True)
    assert release.order.stalled
    assert release.order.state == OrderState.OPEN
    running = Deadline.objects.get(owner_kind="release", owner_id=release.pk, standing="running")
    assert running.due_on == later.date()
    services.move_due(at=later)
    release.refresh_from_db()
    assert (release.state, release.key, release.attempts) == (ReleaseState.SENT, key, 2)
    services.acknowledge(release_id=release.pk, actor=officer, at=later)
    release.refresh_from_db()
    assert (release.state, release.stalled) == (ReleaseState.CONFIRMED, False)


def test_a_second_silence_flags_the_release_again_and_the_order_once() -> None:
    release, _officer = sent_release()
    services.breach(release_id=release.pk, due_on="2026-09-03", at=AT + timedelta(days=1))
    services.move_due(at=AT + timedelta(days=1))
    services.breach(release_id=release.pk, due_on="2026-09-04", at=AT + timedelta(days=2))
    assert Entry.objects.filter(verb="release.breached").count() == 2
    assert Entry.objects.filter(verb="order.breached").count() == 1


def test_a_term_that_runs_out_after_the_confirmation_changes_nothing() -> None:
    release, officer = sent_release()
    services.acknowledge(release_id=release.pk, actor=officer, at=AT)
    services.breach(release_id=release.pk, due_on="2026-09-03", at=AT + timedelta(days=1))
    assert not Entry.objects.filter(verb="release.breached").exists()


def test_an_unreached_holder_stays_to_be_sent_when_its_term_runs_out() -> None:
    order = ended_record(HolderKind.CREDIT_CHINA).order()
    with gateways.using(HolderKind.CREDIT_CHINA, Scripted(fault="no route")):
        services.move_due(at=AT)
    release = release_of(order, HolderKind.CREDIT_CHINA)
    services.breach(release_id=release.pk, due_on="2026-09-03", at=AT + timedelta(days=1))
    release.refresh_from_db()
    assert (release.state, release.stalled, release.last_error) == (ReleaseState.PENDING, True, "no route")
