"""Officers come in with a second factor only; a lost one is reset by the security administrator with a reason."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from http import HTTPStatus

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from accounts.models import User
from accounts.roles import OFFICER_ROLES, Role
from accounts.services import end_post, give_post, reset_second_factor
from config import town
from journal.models import Entry
from journal.now import SHANGHAI, now
from journal.refusals import NotAllowed, Refusal
from notifications.models import Channel, Message
from tests.accounts.test_door import sign_in, signed_in_as
from tests.factories.people import (
    APP_SECRET,
    PASSWORD,
    actor_of_user,
    code_of,
    make_officer,
    make_owner,
    make_user,
)
from tests.factories.records import make_department, make_subject

pytestmark = pytest.mark.django_db
AT = datetime(2026, 9, 18, 10, tzinfo=SHANGHAI)
FIRST_PAGE = {
    Role.WINDOW_CLERK: "portal:window",
    Role.REVIEWER: "desk:worklist",
    Role.DECIDER: "desk:worklist",
    Role.SUPERVISOR: "desk:overdue",
    Role.SYSTEM_ADMIN: "desk:departments",
    Role.SECURITY_ADMIN: "desk:posts",
    Role.AUDIT_ADMIN: "desk:journal",
}


@pytest.fixture(autouse=True)
def _no_code_was_used_before() -> None:
    """A code of the app opens once a person; rows of another test may have had the same number."""
    cache.clear()


def come_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def without_factor(role: Role) -> User:
    person = make_officer(role, make_department())
    Authenticator.objects.filter(user=person).delete()
    return person


@pytest.mark.parametrize("role", list(Role))
def test_whoever_holds_a_post_must_have_a_second_factor_first(role: Role) -> None:
    person = without_factor(role)
    client, asked = come_in(person), reverse(FIRST_PAGE[role])
    led = client.get(asked)
    assert led.status_code == HTTPStatus.FOUND
    assert led.headers["Location"].startswith(reverse("mfa_index"))
    assert "btn-primary" in client.get(led.headers["Location"]).content.decode()
    TOTP.activate(person, APP_SECRET)
    assert client.get(asked).status_code == HTTPStatus.OK


def test_a_form_that_is_sent_is_stopped_too() -> None:
    person = without_factor(Role.SECURITY_ADMIN)
    other = make_user()
    sent = {"username": other.username, "department": make_department().pk, "role": str(Role.REVIEWER)}
    answer = come_in(person).post(reverse("desk:give_post"), sent)
    assert answer.headers["Location"].startswith(reverse("mfa_index"))
    assert not other.posts.exists()


def test_recovery_codes_alone_are_no_second_factor() -> None:
    person = without_factor(Role.REVIEWER)
    RecoveryCodes.activate(person)
    assert come_in(person).get(reverse("desk:worklist")).status_code == HTTPStatus.FOUND


def test_a_passkey_is_one() -> None:
    person = without_factor(Role.REVIEWER)
    Authenticator.objects.create(user=person, type=Authenticator.Type.WEBAUTHN, data={"name": "key"})
    assert come_in(person).get(reverse("desk:worklist")).status_code == HTTPStatus.OK


def test_a_subject_may_go_without() -> None:
    person = make_owner(make_subject())
    assert come_in(person).get(reverse("portal:company")).status_code == HTTPStatus.OK


def test_a_post_given_meanwhile_asks_for_one_at_the_next_page() -> None:
    person, unit = make_user(), make_department()
    admin = actor_of_user(make_officer(Role.SECURITY_ADMIN, unit))
    client = come_in(person)
    assert client.get(reverse("portal:inbox")).status_code == HTTPStatus.OK
    post = give_post(user_id=person.pk, department_id=unit.pk, role=Role.REVIEWER, actor=admin, at=AT)
    type(post).objects.filter(pk=post.pk).update(from_on=date(2020, 1, 1))
    assert client.get(reverse("desk:worklist")).status_code == HTTPStatus.FOUND
    end_post(post_id=post.pk, actor=admin, at=AT)


def test_public_pages_the_inbox_and_leaving_stay_open_to_an_officer_without() -> None:
    client = come_in(without_factor(Role.REVIEWER))
    for name in ("home", "register:search", "portal:inbox", "account_logout", "usersessions_list"):
        assert client.get(reverse(name)).status_code == HTTPStatus.OK, name


def test_the_demo_town_goes_without(settings: Settings) -> None:
    settings.SECOND_FACTOR_OF_OFFICERS = False
    assert come_in(without_factor(Role.REVIEWER)).get(reverse("desk:worklist")).status_code == HTTPStatus.OK


def test_the_demo_town_is_known_by_its_invented_people() -> None:
    make_user("security", full_name="孙伟")
    assert not town.is_here()
    User.objects.filter(username="security").update(full_name="孙某某")
    assert town.is_here()


def confirmed(person: User) -> Client:
    client = come_in(person)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    return client


def test_an_officer_cannot_give_up_the_last_one() -> None:
    person = make_officer(Role.REVIEWER, make_department())
    answer = confirmed(person).post(reverse("mfa_deactivate_totp"))
    assert answer.status_code == HTTPStatus.FORBIDDEN
    assert Authenticator.objects.filter(user=person).exists()


def test_an_officer_with_two_may_give_one_up() -> None:
    person = make_officer(Role.REVIEWER, make_department())
    Authenticator.objects.create(user=person, type=Authenticator.Type.WEBAUTHN, data={"name": "key"})
    confirmed(person).post(reverse("mfa_deactivate_totp"))
    assert [row.type for row in Authenticator.objects.filter(user=person)] == [Authenticator.Type.WEBAUTHN]
    assert Entry.objects.filter(verb="account.second_factor_removed", actor_ref=f"user:{person.pk}").exists()


def test_an_owner_may_turn_it_off() -> None:
    person = make_owner(make_subject())
    TOTP.activate(person, APP_SECRET)
    confirmed(person).post(reverse("mfa_deactivate_totp"))
    assert not Authenticator.objects.filter(user=person).exists()


def test_the_secret_does_not_lie_open_in_the_database(settings: Settings) -> None:
    person = make_officer(Role.REVIEWER, make_department())
    kept = Authenticator.objects.get(user=person)
    assert APP_SECRET not in str(kept.data)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "a-new-key-for-the-house-0123456789-0123456789"
    assert kept.wrap().validate_code(code_of(APP_SECRET))


def at_the_second_door(person: User) -> Client:
    client = Client()
    assert sign_in(client, person.username) == HTTPStatus.FOUND
    assert signed_in_as(client) is None
    return client


def test_a_lost_telephone_is_replaced_by_a_recovery_code_once_and_leaves_a_trace(
    deliver: Callable[[datetime], int],
) -> None:
    person = make_owner(make_subject())
    TOTP.activate(person, APP_SECRET)
    codes = RecoveryCodes.activate(person)
    code = codes.get_unused_codes()[0]
    client = at_the_second_door(person)
    client.post(reverse("mfa_authenticate"), {"code": code})
    assert signed_in_as(client) == str(person.pk)
    assert Entry.objects.get(verb="account.recovery_code_used").payload == {"user_id": person.pk, "left": 9}
    deliver(now())
    assert Message.objects.get(user=person, channel=Channel.INBOX).context == {"left": 9}
    again = at_the_second_door(person)
    again.post(reverse("mfa_authenticate"), {"code": code})
    assert signed_in_as(again) is None
    assert Entry.objects.filter(verb="account.refused", payload__act="second-factor").exists()


def test_a_code_of_the_app_opens_once() -> None:
    person = make_officer(Role.REVIEWER, make_department())
    code = code_of(APP_SECRET)
    first, second = at_the_second_door(person), at_the_second_door(person)
    first.post(reverse("mfa_authenticate"), {"code": code})
    second.post(reverse("mfa_authenticate"), {"code": code})
    assert (signed_in_as(first), signed_in_as(second)) == (str(person.pk), None)


# the reset


def refused_with(code: str) -> pytest.RaisesExc[Refusal]:
    return pytest.raises(Refusal, check=lambda refused: refused.code == code)


def test_the_security_administrator_resets_a_lost_one(deliver: Callable[[datetime], int]) -> None:
    person = make_officer(Role.REVIEWER, make_department())
    User.objects.filter(pk=person.pk).update(email="wang@example.org")
    RecoveryCodes.activate(person)
    admin = actor_of_user(make_officer(Role.SECURITY_ADMIN, make_department()))
    client = at_the_second_door(person)
    client.post(reverse("mfa_authenticate"), {"code": code_of(APP_SECRET)})
    assert client.get(reverse("portal:inbox")).status_code == HTTPStatus.OK
    reset_second_factor(user_id=person.pk, reason="Telephone lost, seen in person", actor=admin, at=AT)
    assert not Authenticator.objects.filter(user=person).exists()
    assert client.get(reverse("portal:inbox")).status_code == HTTPStatus.FOUND  # signed out everywhere
    entry = Entry.objects.get(verb="account.second_factor_reset")
    assert (entry.stream, entry.actor_ref) == ("security", admin.ref)
    assert entry.payload == {
        "user_id": person.pk,
        "app": True,
        "passkeys": 0,
        "reason": "Telephone lost, seen in person",
    }
    deliver(AT)
    told = Message.objects.filter(user=person, template="account.second_factor_reset")
    assert set(told.values_list("channel", flat=True)) == {Channel.INBOX, Channel.MAIL}
    assert come_in(person).get(reverse("desk:worklist")).status_code == HTTPStatus.FOUND


def test_nobody_resets_their_own() -> None:
    person = make_officer(Role.SECURITY_ADMIN, make_department())
    with refused_with("own-reset"):
        reset_second_factor(user_id=person.pk, reason="lost", actor=actor_of_user(person), at=AT)


@pytest.mark.parametrize("role", [*OFFICER_ROLES, Role.SYSTEM_ADMIN, Role.AUDIT_ADMIN])
def test_nobody_else_resets_one(role: Role) -> None:
    person = make_officer(Role.REVIEWER, make_department())
    other = actor_of_user(make_officer(role, make_department()))
    with pytest.raises(NotAllowed):
        reset_second_factor(user_id=person.pk, reason="lost", actor=other, at=AT)
    assert Authenticator.objects.filter(user=person).exists()


@pytest.mark.parametrize(
    ("reason", "held", "code"), [("  ", True, "no-reason"), ("lost", False, "no-second-factor")]
)
def test_a_reset_needs_a_reason_and_something_to_reset(reason: str, code: str, *, held: bool) -> None:
    person = make_officer(Role.REVIEWER, make_department()) if held else make_user()
    admin = actor_of_user(make_officer(Role.SECURITY_ADMIN, make_department()))
    with refused_with(code):
        reset_second_factor(user_id=person.pk, reason=reason, actor=admin, at=AT)
    assert not Entry.objects.exists()


def test_the_page_shows_what_is_held_asks_for_the_reason_and_resets() -> None:
    person = make_officer(Role.DECIDER, make_department(), user=make_user("chen", full_name="陈某"))
    admin = come_in(make_officer(Role.SECURITY_ADMIN, make_department()))
    address = reverse("desk:reset_second_factor", args=[person.pk])
    assert address in admin.get(reverse("desk:posts")).content.decode()
    assert "陈某" in admin.get(address).content.decode()
    empty = admin.post(address, {"reason": ""})
    assert empty.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert 'class="error-summary"' in empty.content.decode()
    done = admin.post(address, {"reason": "passkey broken, called back on the office line"})
    assert done.headers["Location"] == reverse("desk:posts")
    assert not Authenticator.objects.filter(user=person).exists()


def test_the_page_is_for_the_security_administrator_and_not_about_oneself() -> None:
    person = make_officer(Role.SECURITY_ADMIN, make_department())
    other = make_officer(Role.AUDIT_ADMIN, make_department())
    own = reverse("desk:reset_second_factor", args=[person.pk])
    assert come_in(person).get(own).status_code == HTTPStatus.FORBIDDEN
    assert come_in(other).get(own).status_code == HTTPStatus.FORBIDDEN
    assert own not in come_in(person).get(reverse("desk:posts")).content.decode()


def test_the_only_security_administrator_is_helped_at_the_machine() -> None:
    person = make_officer(Role.SECURITY_ADMIN, make_department(), user=make_user("sun"))
    call_command("reset_second_factor", "sun", reason="telephone fell into the river")
    assert not Authenticator.objects.filter(user=person).exists()
    assert Entry.objects.get(verb="account.second_factor_reset").actor_ref == "system:desk"
    with pytest.raises(CommandError, match="nobody-here"):
        call_command("reset_second_factor", "nobody-here", reason="x")
