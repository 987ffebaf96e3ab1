"""A mandate is offered by the owner and holds once its person has accepted it; both are told of its end."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.actors import Actor, Restriction, actor_of, still_stands
from accounts.models import Mandate, MandateOffer, User
from accounts.roles import EVERY_SCOPE, MandateScope, Role
from accounts.services import accept, decline, end_mandate, give_mandate, offer, take_back
from accounts.services.offers import offers_to
from accounts.services.representation import end_all
from clocks.services import sweep
from journal.models import Entry
from journal.refusals import Refusal
from notifications.models import Message
from notifications.wording import told
from notifications.wording_of_mandates import OF_MANDATES
from records.models import Subject
from tests.accounts.test_mandates import AT, TODAY, clerk, refused_with
from tests.conftest import Deliver
from tests.factories.people import actor_of_user, make_agent, make_officer, make_owner, make_user
from tests.factories.records import make_department, make_record, make_subject

database = pytest.mark.django_db
FILE, ANSWER, LETTERS = MandateScope.FILE, MandateScope.ANSWER, MandateScope.LETTERS


def offered(
    subject: Subject, address: str, *, until: date | None = None, records: tuple[int, ...] = ()
) -> MandateOffer:
    owner = subject.mandates.filter(kind="owner").first()
    person = owner.user if owner else make_owner(subject)
    made: MandateOffer = offer(
        address=address,
        subject_id=subject.pk,
        until=until,
        scopes=[FILE, LETTERS],
        record_ids=records,
        actor=actor_of_user(person),
        at=AT,
    )
    return made


def me(person: User) -> Actor:
    return actor_of(person, on=TODAY)


@database
def test_an_offer_is_no_mandate_until_it_is_accepted() -> None:
    subject, agent = make_subject(), make_user("wang-agent")
    made = offered(subject, "wang-agent", until=date(2026, 12, 31))
    assert me(agent).subjects == frozenset()
    assert [one.pk for one in offers_to(agent, on=TODAY)] == [made.pk]
    mandate = accept(offer_id=made.pk, actor=me(agent), at=AT)
    assert (mandate.scopes, mandate.last_on) == ("file letters", date(2026, 12, 31))
    assert me(agent).subjects == {subject.pk}
    assert list(offers_to(agent, on=TODAY)) == []
    with refused_with("offer-over"):
        accept(offer_id=made.pk, actor=me(agent), at=AT)


@database
def test_an_offer_to_an_address_finds_whoever_has_confirmed_it_and_nobody_else() -> None:
    subject, agent, other = make_subject(), make_user(), make_user()
    EmailAddress.objects.create(user=other, email="wang@example.cn", verified=False)
    made = offered(subject, "Wang@Example.cn")
    assert made.user is None
    assert not offers_to(other, on=TODAY).exists()
    with refused_with("no-offer"):
        accept(offer_id=made.pk, actor=me(other), at=AT)
    EmailAddress.objects.create(user=agent, email="wang@example.cn", verified=True)
    assert accept(offer_id=made.pk, actor=me(agent), at=AT).user == agent


@database
def test_an_unknown_address_is_taken_like_a_known_one() -> None:
    assert offered(make_subject(), "nobody@example.cn").pk
    with refused_with("no-agent"):
        offered(make_subject(), "nobody")


@database
def test_an_offer_is_declined_and_taken_back_by_those_it_is_between() -> None:
    subject, agent = make_subject(), make_user("wang-agent")
    owner = actor_of_user(make_owner(subject))
    stranger = me(make_owner(make_subject()))
    first = offered(subject, "wang-agent")
    for act in (accept, decline, take_back):
        with refused_with("no-offer"):
            act(offer_id=first.pk, actor=stranger, at=AT)
    decline(offer_id=first.pk, actor=me(agent), at=AT)
    second = offered(subject, "wang-agent")
    take_back(offer_id=second.pk, actor=owner, at=AT)
    assert [one.outcome for one in MandateOffer.objects.order_by("pk")] == ["declined", "taken-back"]
    with refused_with("offer-over"):
        take_back(offer_id=second.pk, actor=owner, at=AT)
    assert not Mandate.objects.filter(user=agent).exists()


@database
def test_an_offer_to_an_address_nobody_bears_is_taken_back_and_told_to_nobody(deliver: Deliver) -> None:
    subject = make_subject()
    owner = make_owner(subject)
    made = offered(subject, "nobody@example.cn")
    take_back(offer_id=made.pk, actor=actor_of_user(owner), at=AT)
    deliver(AT)
    assert Entry.objects.get(verb="account.offer_taken_back").payload["user_id"] is None
    assert not Message.objects.exists()


@database
def test_what_the_former_management_offered_is_accepted_no_more(deliver: Deliver) -> None:
    subject, agent = make_subject(), make_user("wang-agent")
    waiting = offered(subject, "wang-agent")
    others = offered(make_subject(), "wang-agent")
    ended = end_all(subject_id=subject.pk, reason="operator", actor_ref="user:1", at=AT)
    assert [mandate.kind for mandate in ended] == ["owner"]
    with refused_with("offer-over"):
        accept(offer_id=waiting.pk, actor=me(agent), at=AT)
    assert accept(offer_id=others.pk, actor=me(agent), at=AT).user == agent
    deliver(AT)
    assert (
        Message.objects.filter(user=agent, template="account.offer_taken_back", channel="inbox").count() == 1
    )


@database
def test_an_offer_waits_fourteen_days() -> None:
    agent = make_user("wang-agent")
    made = offered(make_subject(), "wang-agent")
    assert offers_to(agent, on=TODAY + timedelta(days=14)).exists()
    assert not offers_to(agent, on=TODAY + timedelta(days=15)).exists()
    with refused_with("offer-over"):
        accept(offer_id=made.pk, actor=me(agent), at=AT + timedelta(days=15))


@database
@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"scopes": []}, "no-scope"),
        ({"scopes": ["everything"]}, "no-scope"),
        ({"until": TODAY - timedelta(days=1)}, "until-past"),
        ({"record_ids": [10**9]}, "foreign-record"),
    ],
)
def test_what_cannot_be_offered_is_refused_by_name(facts: dict[str, object], code: str) -> None:
    subject = make_subject()
    make_user("wang-agent")
    given_: dict[str, Any] = {"scopes": [FILE], "until": None, "record_ids": (), **facts}
    with refused_with(code):
        offer(
            address="wang-agent",
            subject_id=subject.pk,
            actor=actor_of_user(make_owner(subject)),
            at=AT,
            **given_,
        )


@database
def test_records_of_another_company_are_not_offered() -> None:
    make_user("wang-agent")
    with refused_with("foreign-record"):
        offered(make_subject(), "wang-agent", records=(make_record().pk,))


@database
def test_nobody_is_offered_twice_nor_offered_what_they_have() -> None:
    subject = make_subject()
    owner = make_owner(subject, user=make_user("owner-self"))
    make_user("wang-agent")
    offered(subject, "wang-agent")
    with refused_with("offered-already"):
        offered(subject, "wang-agent")
    with refused_with("own-mandate"):
        offered(subject, owner.username)
    with refused_with("mandate-held"):
        offered(subject, make_agent(subject).username)


@database
@pytest.mark.parametrize("who", ["agent", "stranger", "clerk", "officer"])
def test_only_the_owner_or_the_serving_clerk_offers(who: str) -> None:
    subject = make_subject()
    make_user("wang-agent")
    actors: dict[str, Callable[[], Actor]] = {
        "agent": lambda: me(make_agent(subject)),
        "stranger": lambda: me(make_owner(make_subject())),
        "clerk": clerk,
        "officer": lambda: actor_of_user(make_officer(Role.REVIEWER, make_department())),
    }
    with refused_with("not-owner"):
        offer(
            address="wang-agent", subject_id=subject.pk, until=None, scopes=[FILE], actor=actors[who](), at=AT
        )


@database
def test_both_are_told_of_an_offer_of_the_beginning_and_of_the_end(deliver: Deliver) -> None:
    subject, agent = make_subject(), make_user("wang-agent")
    owner = make_owner(subject)
    mandate = accept(offer_id=offered(subject, "wang-agent").pk, actor=me(agent), at=AT)
    end_mandate(mandate_id=mandate.pk, actor=actor_of_user(owner), at=AT)
    deliver(AT)
    told = Message.objects.filter(channel="inbox").order_by("pk").values_list("user_id", "template")
    assert list(told) == [
        (agent.pk, "account.mandate_offered"),
        (agent.pk, "account.mandate_given"),
        (owner.pk, "account.mandate_given-owner"),
        (agent.pk, "account.mandate_ended"),
        (owner.pk, "account.mandate_ended-owner"),
    ]
    assert me(agent).subjects == frozenset()


@database
def test_a_mandate_ends_by_its_day_and_both_are_told_once_after_an_outage_too(deliver: Deliver) -> None:
    subject, agent = make_subject(), make_user("wang-agent")
    make_owner(subject)
    accept(offer_id=offered(subject, "wang-agent", until=date(2026, 9, 30)).pk, actor=me(agent), at=AT)
    much_later = AT + timedelta(days=40)
    for _again in range(2):
        while sweep(at=much_later).anything:
            deliver(much_later)
        deliver(much_later)
    ended = Entry.objects.filter(verb="account.mandate_ended")
    assert [entry.payload["reason"] for entry in ended] == ["day"]
    assert Message.objects.filter(template__startswith="account.mandate_ended", channel="inbox").count() == 2


@database
def test_a_mandate_that_was_ended_before_its_day_is_told_once(deliver: Deliver) -> None:
    subject, agent = make_subject(), make_user("wang-agent")
    made = accept(offer_id=offered(subject, "wang-agent", until=date(2026, 9, 30)).pk, actor=me(agent), at=AT)
    end_mandate(mandate_id=made.pk, actor=me(agent), at=AT)
    later = AT + timedelta(days=40)
    while sweep(at=later).anything:
        deliver(later)
    assert Entry.objects.filter(verb="account.mandate_ended").count() == 1


@database
def test_a_mandate_for_some_records_is_for_nothing_else() -> None:
    record, other = (first := make_record()), make_record(subject=first.subject)
    agent = make_agent(record.subject, scopes="file letters", records=[record])
    actor = me(agent)
    assert actor.subjects == {record.subject_id}
    assert actor.whole_subjects == frozenset()
    assert actor.may(FILE, record.subject_id, record.pk)
    assert not actor.may(ANSWER, record.subject_id, record.pk)
    assert not actor.may(FILE, record.subject_id, other.pk)
    assert not actor.may(FILE, record.subject_id)


@database
def test_under_the_lock_the_scope_is_asked_again() -> None:
    subject = make_subject()
    agent = make_agent(subject, scopes="letters")
    assert still_stands(me(agent), subject.pk, on=TODAY)
    assert not still_stands(me(agent), subject.pk, on=TODAY, scope=FILE)


@settings(max_examples=200)
@given(
    scopes=st.frozensets(st.sampled_from(MandateScope.values)),
    records=st.none() | st.frozensets(st.integers(1, 5)),
    scope=st.sampled_from(MandateScope.values),
    record=st.none() | st.integers(1, 6),
    subject=st.integers(1, 2),
)
def test_a_restricted_actor_may_exactly_what_the_mandate_says(
    scopes: frozenset[str],
    records: frozenset[int] | None,
    scope: str,
    record: int | None,
    subject: int,
) -> None:
    actor = Actor(
        ref="user:1", user_id=1, subjects=frozenset({1}), restrictions=(Restriction(1, scopes, records),)
    )
    within = subject == 1 and scope in scopes and (records is None or record in records)
    assert actor.may(scope, subject, record) == within


def test_no_scope_is_part_of_another() -> None:
    for word in MandateScope.values:
        assert sum(word in other for other in MandateScope.values) == 1
    assert EVERY_SCOPE.split() == MandateScope.values


@database
def test_a_clerk_enters_a_mandate_with_scope_at_once() -> None:
    subject, agent = make_subject(), make_user()
    mandate = give_mandate(
        user_id=agent.pk,
        subject_id=subject.pk,
        until=None,
        scopes=[LETTERS],
        actor=clerk().serving(subject.pk),
        at=AT,
    )
    assert mandate.scopes == "letters"
    with pytest.raises(Refusal):
        offered(subject, agent.username)


@database
@pytest.mark.parametrize("template", OF_MANDATES)
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_every_message_about_a_mandate_reads_well_in_both_languages(template: str, language: str) -> None:
    with translation.override(language):
        words = told(template, {"company": "样例商贸有限公司", "person": "王某某"})
    assert words.title
    assert "{" not in words.text
