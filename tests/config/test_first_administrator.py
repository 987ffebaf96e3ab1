from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client

from accounts.models import Post, User
from accounts.roles import Role
from journal.models import Entry
from tests.factories.records import make_department

pytestmark = pytest.mark.django_db


def appointed(username: str = "lisi", code: str = "") -> str:
    out = StringIO()
    department = code or make_department().code
    call_command(
        "first_administrator", username, name="李四", department=department, stdout=out, stderr=StringIO()
    )
    return out.getvalue().strip()


def test_the_first_administrator_chooses_a_password_at_the_printed_address() -> None:
    address = appointed()
    user = User.objects.get(username="lisi")
    assert not user.has_usable_password()
    assert Post.objects.get(user=user).role == Role.SECURITY_ADMIN
    assert Entry.objects.get(stream="security").verb == "account.post_given"

    visitor = Client()
    page = visitor.get("/account" + address.partition("/account")[2], follow=True)
    assert page.status_code == 200
    chosen = {"password1": "Mountain-Lamp-42", "password2": "Mountain-Lamp-42"}
    visitor.post(page.redirect_chain[-1][0], chosen)
    user.refresh_from_db()
    assert user.check_password("Mountain-Lamp-42")


def test_the_address_works_once() -> None:
    address = "/account" + appointed().partition("/account")[2]
    visitor = Client()
    page = visitor.get(address, follow=True)
    visitor.post(
        page.redirect_chain[-1][0], {"password1": "Mountain-Lamp-42", "password2": "Mountain-Lamp-42"}
    )
    again = Client().get(address, follow=True)
    assert b"password1" not in again.content


def test_a_second_one_is_refused() -> None:
    appointed()
    with pytest.raises(CommandError, match="security administrator already"):
        appointed("zhaoliu")


def test_an_unknown_department_is_refused() -> None:
    with pytest.raises(CommandError, match="load the departments first"):
        appointed(code="113704000000000000")


def test_a_taken_name_is_refused() -> None:
    User.objects.create_user("lisi")
    with pytest.raises(CommandError, match="taken"):
        appointed()
