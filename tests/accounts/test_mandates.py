from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.actors import Actor, actor_of
from accounts.models import ActivationCode, Mandate, User
from accounts.policies import mandates_visible_to
from accounts.roles import MandateKind, Role
from accounts.services import activate, bind_owner, end_mandate, give_mandate, issue_activation
from accounts.services.codes import LETTERS, digest_of
from journal.models import Entry
from journal.now import SHANGHAI
from journal.refusals import Refusal
from records.models import Subject
from tests.factories.people import actor_of_user, make_agent, make_officer, make_owner, make_user
from tests.factories.records import make_department, make_subject

AT = datetime(2026, 9, 18, 10, tzinfo=SHANGHAI)
TODAY = date(2026, 9, 18)
database = pytest.mark.django_db


def clerk() -> Actor:
    return actor_of_user(make_officer(Role.WINDOW_CLERK, make_department()))


def code_for(subject: Subject, at: datetime = AT) -> str:
    return issue_activation(subject_id=subject.pk, actor=clerk(), at=at)


def refused_with(code: str) -> pytest.RaisesExc[Refusal]:
    return pytest.raises(Refusal, check=lambda refused: refused.code == code)


@database
def test_a_code_binds_an_account_to_its_company() -> None:
    subject, person = make_subject(), make_user()
    mandate = activate(user_id=person.pk, code=code_for(subject), at=AT)
    assert (mandate.subject, mandate.kind) == (subject, MandateKind.OWNER)
    assert actor_of(person, on=TODAY).owned_subjects == {subject.pk}
    told = [entry.verb for entry in Entry.objects.filter(stream="security").order_by("pk")]
    assert told == ["account.activation_issued", "account.activated"]


@database
def test_only_the_digest_of_a_code_is_kept() -> None:
    code = code_for(make_subject())
    kept = ActivationCode.objects.get()
    assert code.replace("-", "") not in str(vars(kept))
    assert code not in str(list(Entry.objects.values_list("payload", flat=True)))


@database
def test_a_code_may_be_typed_small_and_without_dashes() -> None:
    subject = make_subject()
    code = code_for(subject).replace("-", " ").lower().replace("0", "o").replace("1", "l")
    assert activate(user_id=make_user().pk, code=code, at=AT).subject == subject


@given(text=st.text(alphabet=LETTERS, min_size=12, max_size=12))
def test_reading_a_code_forgives_lookalikes_only(text: str) -> None:
    assert digest_of(text) == digest_of(text.lower().replace("0", "O").replace("1", "I"))
    other = text[:-1] + LETTERS[(LETTERS.index(text[-1]) + 1) % len(LETTERS)]
    assert digest_of(text) != digest_of(other)


@database
def test_a_code_works_once() -> None:
    code = code_for(make_subject())
    activate(user_id=make_user().pk, code=code, at=AT)
    with refused_with("wrong-code"):
        activate(user_id=make_user().pk, code=code, at=AT)


@database
def test_an_expired_code_is_refused() -> None:
    code = code_for(make_subject())
    with refused_with("code-ran-out"):
        activate(user_id=make_user().pk, code=code, at=AT + timedelta(days=30))


@database
def test_a_new_code_lets_the_earlier_one_run_out() -> None:
    subject = make_subject()
    earlier = code_for(subject)
    code_for(subject, AT + timedelta(minutes=1))
    with refused_with("code-ran-out"):
        activate(user_id=make_user().pk, code=earlier, at=AT + timedelta(minutes=2))


@database
def test_wrong_codes_are_journalled_and_end_the_trying() -> None:
    person, code = make_user(), code_for(make_subject())
    for _try in range(5):
        with refused_with("wrong-code"):
            activate(user_id=person.pk, code="0000-0000-0000", at=AT)
    assert Entry.objects.filter(verb="account.refused", actor_ref=f"user:{person.pk}").count() == 5
    with refused_with("too-many-tries"):
        activate(user_id=person.pk, code=code, at=AT)
    assert activate(user_id=person.pk, code=code, at=AT + timedelta(hours=1)).user == person


@database
def test_the_account_before_is_released() -> None:
    subject = make_subject()
    before = make_owner(subject)
    after = activate(user_id=make_user().pk, code=code_for(subject), at=AT)
    assert actor_of(before, on=TODAY).subjects == frozenset()
    assert Mandate.objects.filter(subject=subject, to_on=None).get() == after
    ended = Entry.objects.get(verb="account.mandate_ended")
    assert ended.payload["reason"] == "replaced"


@database
def test_an_agent_may_become_the_owner() -> None:
    subject = make_subject()
    agent = make_agent(subject)
    activate(user_id=agent.pk, code=code_for(subject), at=AT)
    assert actor_of(agent, on=TODAY).owned_subjects == {subject.pk}


@database
def test_binding_twice_is_refused() -> None:
    subject = make_subject()
    owner = make_owner(subject)
    with refused_with("mandate-held"):
        activate(user_id=owner.pk, code=code_for(subject), at=AT)


@database
def test_a_clerk_binds_an_account_at_the_window() -> None:
    subject, person = make_subject(), make_user()
    server = clerk()
    mandate = bind_owner(user_id=person.pk, subject_id=subject.pk, actor=server, at=AT)
    assert mandate.given_by_ref == server.ref
    assert actor_of(person, on=TODAY).owned_subjects == {subject.pk}


@database
@pytest.mark.parametrize("role", [role for role in Role if role != Role.WINDOW_CLERK])
def test_only_a_clerk_issues_codes(role: Role) -> None:
    other = actor_of_user(make_officer(role, make_department()))
    with refused_with("not-clerk"):
        issue_activation(subject_id=make_subject().pk, actor=other, at=AT)


@database
def test_nobody_claims_a_strangers_company() -> None:
    stranger = actor_of_user(make_owner(make_subject()))
    with refused_with("not-clerk"):
        bind_owner(user_id=stranger.user_id or 0, subject_id=make_subject().pk, actor=stranger, at=AT)


@database
def test_a_clerk_serves_no_company_of_its_own() -> None:
    subject = make_subject()
    person = make_officer(Role.WINDOW_CLERK, make_department(), user=make_owner(subject))
    with refused_with("clerks-own-company"):
        issue_activation(subject_id=subject.pk, actor=actor_of_user(person), at=AT)


@database
def test_a_code_for_an_unknown_company_is_refused() -> None:
    with refused_with("no-subject"):
        issue_activation(subject_id=10**9, actor=clerk(), at=AT)


def give_agent(subject: Subject, agent: User, *, actor: Actor, until: date | None = None) -> Mandate:
    return give_mandate(user_id=agent.pk, subject_id=subject.pk, until=until, actor=actor, at=AT)


@database
def test_a_clerk_lets_an_agent_act_up_to_a_day() -> None:
    subject, agent = make_subject(), make_user()
    give_agent(subject, agent, actor=clerk().serving(subject.pk), until=date(2026, 12, 31))
    assert actor_of(agent, on=date(2026, 12, 31)).subjects == {subject.pk}
    assert actor_of(agent, on=date(2026, 12, 31)).owned_subjects == frozenset()
    assert actor_of(agent, on=date(2027, 1, 1)).subjects == frozenset()


@database
def test_a_serving_clerk_may_enter_a_mandate() -> None:
    subject, server = make_subject(), clerk()
    with refused_with("not-owner"):
        give_agent(subject, make_user(), actor=server)
    assert give_agent(subject, make_user(), actor=server.serving(subject.pk)).kind == MandateKind.AGENT


@database
def test_an_agent_gives_no_mandate() -> None:
    subject = make_subject()
    with refused_with("not-owner"):
        give_agent(subject, make_user(), actor=actor_of_user(make_agent(subject)))


@database
def test_an_owner_offers_a_mandate_and_does_not_impose_it() -> None:
    subject = make_subject()
    with refused_with("offer-it"):
        give_agent(subject, make_user(), actor=actor_of_user(make_owner(subject)))


@database
def test_a_mandate_until_yesterday_is_refused() -> None:
    subject = make_subject()
    with refused_with("until-past"):
        give_agent(subject, make_user(), actor=clerk().serving(subject.pk), until=TODAY - timedelta(days=1))


@database
def test_a_second_mandate_is_refused() -> None:
    subject = make_subject()
    agent = make_agent(subject)
    with refused_with("mandate-held"):
        give_agent(subject, agent, actor=clerk().serving(subject.pk))


@database
def test_the_owner_ends_a_mandate() -> None:
    subject, agent = make_subject(), make_user()
    owner = actor_of_user(make_owner(subject))
    mandate = give_agent(subject, agent, actor=clerk().serving(subject.pk))
    end_mandate(mandate_id=mandate.pk, actor=owner, at=AT)
    assert actor_of(agent, on=TODAY).subjects == frozenset()
    with refused_with("mandate-over"):
        end_mandate(mandate_id=mandate.pk, actor=owner, at=AT)


@database
def test_an_agent_gives_its_mandate_back() -> None:
    subject = make_subject()
    agent = make_agent(subject)
    end_mandate(mandate_id=Mandate.objects.get(user=agent).pk, actor=actor_of_user(agent), at=AT)
    assert actor_of(agent, on=TODAY).subjects == frozenset()


@database
def test_a_strangers_mandate_cannot_be_ended() -> None:
    agent = make_agent(make_subject())
    stranger = actor_of_user(make_owner(make_subject()))
    with refused_with("no-mandate"):
        end_mandate(mandate_id=Mandate.objects.get(user=agent).pk, actor=stranger, at=AT)


@database
def test_mandates_are_seen_by_owner_holder_and_auditor() -> None:
    subject = make_subject()
    owner, agent = actor_of_user(make_owner(subject)), actor_of_user(make_agent(subject))
    auditor = actor_of_user(make_officer(Role.AUDIT_ADMIN, make_department()))
    stranger = actor_of_user(make_user())
    seen = [mandates_visible_to(actor).count() for actor in (owner, agent, auditor, stranger)]
    assert seen == [2, 1, 2, 0]
    assert mandates_visible_to(clerk().serving(subject.pk)).count() == 2
