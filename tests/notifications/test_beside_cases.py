"""Who is told of what has no case: copies soon due, a class asked for, reasons owed, a notice that came later."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest

from accounts.models import User
from accounts.roles import Role
from cases.services import classes, crossing
from clocks.sweeping import sweep_all
from delisting import services as delisting
from delisting.models import Release
from delisting.selectors import releases_for
from journal.now import noon_of
from notifications.models import Letter, Message
from records.models import CreditRecord
from records.models.entered import DocumentKind
from records.models.holder import HolderKind
from records.services import reclassify
from tests.acts.reading import at_day
from tests.conftest import Deliver
from tests.crossing.papers import STATEMENT, paper
from tests.delisting.orders import AT, ended_record, release_of
from tests.factories.people import actor_of_user, make_officer, make_owner
from tests.factories.records import make_department, make_platform, make_record
from tests.notifications.telling import templates_to

pytestmark = pytest.mark.django_db
SITE = HolderKind.DEPARTMENT_SITE


@dataclass
class Held:
    """A release of three working days that was sent on Thursday 3 September, and its holder's officer."""

    release: Release
    officer: User

    def flagged(self) -> list[bool]:
        return [row.near for row in releases_for(actor_of_user(self.officer), "open").rows]


def held(deliver: Deliver) -> Held:
    place = ended_record(SITE)
    officer = make_officer(Role.REVIEWER, place.department)
    release = release_of(place.order(), SITE)
    deliver(AT)
    delisting.move_due(at=AT)
    return Held(release, officer)


def on(month: int, day: int, deliver: Deliver) -> None:
    at = noon_of(date(2026, month, day))
    sweep_all(at=at)
    deliver(at)


def test_a_holder_is_warned_before_its_term_ends_and_its_list_says_so(deliver: Deliver) -> None:
    shown = held(deliver)
    assert shown.flagged() == [False]
    on(9, 4, deliver)
    assert templates_to(shown.officer.pk)[-1] == "copy-near"
    assert Message.objects.filter(template="copy-near").first().context["due"] == "2026-09-08"  # type: ignore[union-attr]
    assert shown.flagged() == [True]
    on(9, 8, deliver)
    assert templates_to(shown.officer.pk).count("copy-near") == 2
    on(9, 9, deliver)
    assert templates_to(shown.officer.pk)[-1] == "removal-late"


def test_a_holder_that_answered_is_warned_no_more(deliver: Deliver) -> None:
    shown = held(deliver)
    delisting.acknowledge(release_id=shown.release.pk, actor=actor_of_user(shown.officer), at=AT)
    deliver(AT)
    on(9, 8, deliver)
    assert "copy-near" not in templates_to(shown.officer.pk)


def test_a_request_for_a_class_reaches_the_reviewers_of_the_unit_in_charge(deliver: Deliver) -> None:
    successor = make_department()
    ended = make_department(valid_to=date(2026, 8, 1), successor=successor)
    record = make_record(class_status="provisional", department=ended)
    former, reviewer = make_officer(Role.REVIEWER, ended), make_officer(Role.REVIEWER, successor)
    decider = make_officer(Role.DECIDER, successor)
    owner = make_owner(record.subject)
    classes.ask(record_id=record.pk, reason="", actor=actor_of_user(owner), at=at_day(9, 1))
    deliver(at_day(9, 1))
    assert templates_to(reviewer.pk) == ["class-asked"]
    assert [templates_to(user.pk) for user in (former, decider, owner)] == [[], [], []]


@dataclass
class Withdrawn:
    """A record whose penalty was annulled on 1 September without a statement; its people."""

    record: CreditRecord
    reviewer: User
    supervisor: User
    lead: User


def withdrawn(deliver: Deliver, *, statement: str = "") -> Withdrawn:
    platform, record = make_platform(), make_record()
    reviewer = make_officer(Role.REVIEWER, record.department)
    at = at_day(9, 1)
    crossing.enter_court_document(
        record_id=record.pk,
        paper=paper(DocumentKind.ANNULLED, at=at, statement=statement),
        actor=actor_of_user(reviewer),
        at=at,
    )
    deliver(at)
    return Withdrawn(
        record,
        reviewer,
        make_officer(Role.SUPERVISOR, record.department),
        make_officer(Role.SUPERVISOR, platform),
    )


def test_reasons_that_stay_owed_are_told_to_the_supervisor_and_then_to_the_lead(deliver: Deliver) -> None:
    shown = withdrawn(deliver)
    on(9, 4, deliver)
    assert templates_to(shown.reviewer.pk)[-1] == "reasons-near"
    assert "reasons-late" not in templates_to(shown.supervisor.pk)
    on(9, 5, deliver)
    assert templates_to(shown.supervisor.pk) == ["reasons-late"]
    assert templates_to(shown.reviewer.pk)[-1] == "reasons-late"
    assert templates_to(shown.lead.pk) == []
    on(9, 10, deliver)
    assert templates_to(shown.lead.pk) == ["reasons-late-lead"]


def test_stated_reasons_are_late_to_nobody(deliver: Deliver) -> None:
    shown = withdrawn(deliver, statement=STATEMENT)
    for day in (4, 5, 10):
        on(9, day, deliver)
    assert templates_to(shown.supervisor.pk) == templates_to(shown.lead.pk) == []


def decide(record: CreditRecord, class_name: str, deliver: Deliver) -> list[str]:
    """Determine a class on 1 July; the kinds of letters that were issued, in their order."""
    at = at_day(7, 1)
    reclassify.reclassify(
        record_id=record.pk, class_name=class_name, reason="经审查认定。", at=at, actor_ref="user:1"
    )
    deliver(at)
    return list(Letter.objects.filter(record=record).order_by("pk").values_list("kind", flat=True))


def test_a_record_that_gets_its_class_later_gets_its_notice_about_repair_then(deliver: Deliver) -> None:
    record = make_record(class_name="")
    owner = make_owner(record.subject)
    assert decide(record, "general", deliver) == ["class-notice", "repair-notice"]
    assert templates_to(owner.pk)[:1] == ["reclassified"]
    assert templates_to(owner.pk).count("repair-notice") == 1
    notice = Letter.objects.get(kind="repair-notice")
    assert "16 August 2026" in str(notice.content)
    decide(record, "general", deliver)
    assert Letter.objects.filter(kind="repair-notice").count() == 1


def test_a_record_that_is_kept_back_gets_no_notice_about_repair(deliver: Deliver) -> None:
    assert decide(make_record(class_name=""), "minor", deliver) == ["class-notice"]
