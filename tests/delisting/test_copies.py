"""A copy is still online: reported by the company, looked at by the platform, answered with what was done."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from accounts.actors import Actor
from accounts.models import User
from accounts.roles import Role
from delisting.copies import answer, open_reports, places_of, report, reports_of
from delisting.models import CopyReport
from journal.models import Entry
from journal.refusals import Refusal
from records.models.holder import HolderKind
from tests.conftest import Deliver
from tests.delisting.orders import AT, Place, ended_record, release_of
from tests.factories.people import actor_of_user, make_agent, make_officer, make_owner
from tests.factories.records import make_department, make_platform, make_record
from tests.notifications.telling import templates_to

pytestmark = pytest.mark.django_db
PAGE = "https://credit.example.cn/penalty/12"
DONE = {"outcome": "removed", "text": "已联系该网站，当日撤下，截图编号2026-77。"}


def ended() -> tuple[Place, User]:
    place = ended_record(HolderKind.CREDIT_CHINA, HolderKind.CREDIT_BODY)
    place.order()
    return place, make_owner(place.record.subject)


def code_of(act: Any) -> str:  # noqa: ANN401 - any call
    with pytest.raises(Refusal) as refused:
        act()
    return refused.value.code


def reported(held: Place, owner: User, **facts: Any) -> CopyReport:
    said = {
        "record_id": held.record.pk,
        "address": PAGE,
        "place": "某某查询网",
        "shows": "record",
        "seen_on": date(2026, 9, 2),
        "at": AT,
        **facts,
    }
    return report(actor=actor_of_user(owner), **said)


def officer() -> Actor:
    return actor_of_user(make_officer(Role.REVIEWER, make_platform()))


def test_reported_at_a_place_of_the_ledger_it_is_bound_to_its_release() -> None:
    place, owner = ended()
    order = place.record.orders.get()
    release = release_of(order, HolderKind.CREDIT_CHINA)
    assert release.pk in {known.release_id for known in places_of(place.record.pk)}
    made = reported(place, owner, release_id=release.pk, note="首页搜索可见。")
    assert (made.release, made.place, made.address, made.state) == (release, "", PAGE, "OPEN")
    told = Entry.objects.get(verb="copy.reported")
    assert (told.stream, told.payload["holder"]) == (place.record.stream, release.holder.code)
    assert (told.payload["shows"], told.payload["seen_on"]) == ("record", "2026-09-02")
    assert (made.shows, made.seen_on) == ("record", date(2026, 9, 2))


def test_an_unknown_place_is_noted_by_its_name() -> None:
    made = reported(*ended())
    assert (made.release, made.place) == (None, "某某查询网")


def test_an_agent_reports_within_the_records_of_the_mandate() -> None:
    place, _owner = ended()
    subject = place.record.subject
    other = make_agent(subject, records=[make_record(subject=subject)])
    assert code_of(lambda: reported(place, other)) == "no-copy-report"
    assert reported(place, make_agent(subject, records=[place.record])).state == "OPEN"


def test_the_platform_answers_with_what_was_done() -> None:
    place, owner = ended()
    made, actor = reported(place, owner), officer()
    assert open_reports(actor) == [made]
    made = answer(report_id=made.pk, actor=actor, at=AT, **DONE)
    assert (made.state, made.outcome, made.answer_text) == ("ANSWERED", "removed", DONE["text"])
    assert open_reports(actor) == []
    assert [known.pk for known in reports_of(place.record.pk)] == [made.pk]
    assert code_of(lambda: answer(report_id=made.pk, actor=actor, at=AT, **DONE)) == "copy-answered"


def test_the_platform_hears_of_the_report_and_the_company_of_the_answer(deliver: Deliver) -> None:
    place, owner = ended()
    reviewer = make_officer(Role.REVIEWER, make_platform())
    made = reported(place, owner)
    answer(report_id=made.pk, actor=actor_of_user(reviewer), at=AT, **DONE)
    deliver(AT)
    assert "copy-reported" in templates_to(reviewer.pk)
    assert "copy-answered" in templates_to(owner.pk)


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"address": "credit.example.cn"}, "copy-address"),
        ({"address": "javascript:alert(1)"}, "copy-address"),
        ({"address": "https://"}, "copy-address"),
        ({"place": " "}, "unknown-place"),
        ({"release_id": 0}, "unknown-place"),
        ({"note": "长" * 2001}, "copy-text-too-long"),
        ({"shows": ""}, "copy-shows"),
        ({"shows": "everything"}, "copy-shows"),
        ({"shows": "other", "note": " "}, "copy-shows"),
        ({"seen_on": date(2026, 9, 4)}, "copy-seen-on"),
    ],
)
def test_what_is_wrong_is_named(facts: dict[str, Any], code: str) -> None:
    place, owner = ended()
    assert code_of(lambda: reported(place, owner, **facts)) == code
    assert not CopyReport.objects.exists()


def test_the_same_address_is_reported_once_until_it_is_answered() -> None:
    place, owner = ended()
    first, actor = reported(place, owner), officer()
    assert code_of(lambda: reported(place, owner)) == "copy-reported"
    answer(report_id=first.pk, actor=actor, at=AT, **DONE)
    assert reported(place, owner).pk != first.pk


def test_where_nothing_had_to_be_removed_there_is_nothing_to_report() -> None:
    place = ended_record(HolderKind.CREDIT_CHINA)
    assert places_of(place.record.pk) == ()
    assert code_of(lambda: reported(place, make_owner(place.record.subject))) == "not-removed-anywhere"


def test_strangers_neither_report_nor_answer() -> None:
    place, owner = ended()
    other = make_owner(ended()[0].record.subject)
    assert code_of(lambda: reported(place, other)) == "no-copy-report"
    made = reported(place, owner)
    for stranger in (
        actor_of_user(make_officer(Role.REVIEWER, place.china)),
        actor_of_user(make_officer(Role.REVIEWER, make_department(jurisdiction="370100", is_platform=True))),
        actor_of_user(owner),
    ):
        assert code_of(lambda actor=stranger: answer(report_id=made.pk, actor=actor, at=AT, **DONE)) == (
            "no-copy-report"
        )


def test_nobody_answers_for_the_own_company() -> None:
    place, owner = ended()
    made = reported(place, owner)
    make_officer(Role.REVIEWER, make_platform(), user=owner)
    actor = actor_of_user(owner)
    assert code_of(lambda: answer(report_id=made.pk, actor=actor, at=AT, **DONE)) == "not-platform"


@pytest.mark.parametrize(
    ("facts", "code"), [({"outcome": "perhaps"}, "unknown-outcome"), ({"text": " "}, "copy-answer")]
)
def test_an_answer_is_whole_or_none(facts: dict[str, str], code: str) -> None:
    place, owner = ended()
    made, actor = reported(place, owner), officer()
    assert code_of(lambda: answer(report_id=made.pk, actor=actor, at=AT, **{**DONE, **facts})) == code
