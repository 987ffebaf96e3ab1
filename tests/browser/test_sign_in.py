"""A passkey in a real browser, from its first demand to a reset: Chromium's own virtual authenticator."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from allauth.mfa.models import Authenticator
from playwright.sync_api import CDPSession
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from accounts.roles import Role
from journal.models import Entry
from tests.browser.conftest import Street
from tests.browser.visitor import Visitor
from tests.factories.people import APP_SECRET, PASSWORD, code_of, make_officer, make_user
from tests.factories.records import make_department


class KeyRing:
    """The passkeys of one device, as Chromium pretends them: with fingerprint, without asking a person."""

    def __init__(self, visitor: Visitor) -> None:
        self._wire: CDPSession = visitor.page.context.new_cdp_session(visitor.page)
        self._wire.send("WebAuthn.enable")
        made = self._wire.send(
            "WebAuthn.addVirtualAuthenticator",
            {
                "options": {
                    "protocol": "ctap2",
                    "transport": "internal",
                    "hasResidentKey": True,
                    "hasUserVerification": True,
                    "isUserVerified": True,
                    "automaticPresenceSimulation": True,
                }
            },
        )
        self._id: str = made["authenticatorId"]

    def keys(self) -> list[dict[str, object]]:
        held = self._wire.send("WebAuthn.getCredentials", {"authenticatorId": self._id})
        return list(held["credentials"])

    def fingerprint(self, *, fits: bool) -> None:
        self._wire.send("WebAuthn.setUserVerified", {"authenticatorId": self._id, "isUserVerified": fits})

    def is_lost(self) -> None:
        self._wire.send("WebAuthn.clearCredentials", {"authenticatorId": self._id})


@pytest.fixture
def here(live_server: LiveServer) -> str:
    """The live server under a name: browsers make no passkey for an address of numbers."""
    return f"http://localhost:{urlsplit(live_server.url).port}"


def where(visitor: Visitor) -> str:
    return urlsplit(visitor.page.url).path


def enters(visitor: Visitor, here: str, username: str) -> Visitor:
    visitor.goes_to(f"{here}/account/login/?next=/desk/")
    visitor.fills(login=username, password=PASSWORD).presses("登录")
    return visitor


def test_an_officer_and_a_passkey(street: Street, here: str) -> None:  # noqa: PLR0915 - one story
    unit = make_department()
    person = make_officer(Role.REVIEWER, unit, user=make_user("wang", full_name="王某"))
    Authenticator.objects.filter(user=person).delete()
    make_officer(Role.SECURITY_ADMIN, unit, user=make_user("sun", full_name="孙某"))
    wang = street.visitor(width=360)
    ring = KeyRing(wang)

    # the password opens the door, the desk stays shut until there is a second factor
    enters(wang, here, "wang")
    assert where(wang) == "/account/2fa/"
    assert wang.sees("请先设置两步验证")
    assert (wang.overflows(), wang.barriers()) == (False, [])
    wang.presses("添加通行密钥")
    wang.fills(password=PASSWORD).presses("确认")
    assert where(wang) == "/account/2fa/webauthn/add/"
    assert (wang.overflows(), wang.barriers()) == (False, [])

    # a browser that breaks off says so on the page and not only in its console
    ring.fingerprint(fits=False)
    wang.presses("添加此通行密钥")
    wang.page.wait_for_selector("[data-passkey-error]:not([hidden])")
    ring.fingerprint(fits=True)
    wang.fills(name="办公电脑").presses("添加此通行密钥")
    wang.page.wait_for_url("**/account/2fa/recovery-codes/")
    assert len(ring.keys()) == 1
    assert Entry.objects.filter(verb="account.second_factor_added", payload__user_id=person.pk).exists()
    wang.presses("已妥善保存").presses("继续办理业务")
    assert where(wang) == "/desk/"

    # the list, another name, and the last one stays
    wang.goes_to(f"{here}/account/2fa/webauthn/")
    assert wang.sees("办公电脑")
    assert (wang.overflows(), wang.barriers()) == (False, [])
    wang.page.get_by_role("link", name="移除").click()
    assert wang.sees("须至少保留一种两步验证方式")

    # out, and in again by the passkey alone
    wang.goes_to(f"{here}/account/logout/").presses("退出登录")
    wang.goes_to(f"{here}/account/login/?next=/desk/overdue/")
    assert (wang.overflows(), wang.barriers()) == (False, [])
    wang.presses("使用通行密钥登录")
    wang.page.wait_for_url(lambda address: "/account/login" not in address)
    assert wang.sees("王某")

    # out, and in by password and then the passkey
    wang.goes_to(f"{here}/account/logout/").presses("退出登录")
    enters(wang, here, "wang")
    assert where(wang) == "/account/2fa/authenticate/"
    assert (wang.overflows(), wang.barriers()) == (False, [])
    wang.presses("使用通行密钥")
    wang.page.wait_for_url("**/desk/")

    # the device is lost; the security administrator resets, with a reason
    sun = street.visitor()
    enters(sun, here, "sun").fills(code=code_of(APP_SECRET)).presses("登录")
    sun.goes_to(f"{here}/desk/posts/")
    sun.page.get_by_role("link", name="重置两步验证 王某").click()
    assert sun.sees("办公电脑")
    assert (sun.overflows(), sun.barriers()) == (False, [])
    sun.fills(reason="办公电脑报废，本人持工作证到场").presses("确认重置")
    assert sun.sees("已重置王某的两步验证")
    assert Entry.objects.get(verb="account.second_factor_reset").payload["passkeys"] == 1

    # signed out at once; the old key opens nothing, though the browser still holds it
    wang.goes_to(f"{here}/desk/")
    assert where(wang) == "/account/login/"
    wang.presses("使用通行密钥登录")
    wang.page.wait_for_selector(".message")
    assert wang.sees("验证码或者通行密钥不正确")
    assert User.objects.get(pk=person.pk).check_password(PASSWORD)

    # where she is signed in: two browsers, the other one ended
    enters(wang, here, "wang")
    office = street.visitor()
    enters(office, here, "wang").goes_to(f"{here}/account/sessions/")
    assert (office.overflows(), office.barriers()) == (False, [])
    office.presses("全部下线")
    assert office.sees("您没有在其他地方登录")
    wang.goes_to(f"{here}/desk/")
    assert where(wang) == "/account/login/"
