"""The page on which a department determines the classes of its records."""

from __future__ import annotations

from datetime import date
from http import HTTPStatus

import pytest

from accounts.roles import Role
from cases.services import classes
from records.models import CreditRecord, Reclassification
from tests.desk.conftest import NOW, SignIn
from tests.factories.people import actor_of_user, make_officer, make_owner
from tests.factories.records import make_department, make_record

pytestmark = pytest.mark.django_db
CLASSES = "/desk/classes/"
WHY = "罚款数额未达较大数额标准。"


def status_of(record: CreditRecord) -> tuple[str, str]:
    return CreditRecord.objects.values_list("class_name", "class_status").get(pk=record.pk)


def test_open_classes_are_previewed_and_then_decided_in_one_go(sign_in: SignIn) -> None:
    unit = make_department()
    one = make_record(department=unit, class_name="serious", class_status="provisional")
    other = make_record(department=unit, class_status="provisional")
    client = sign_in(make_officer(Role.REVIEWER, unit))
    listed = client.get(CLASSES).content.decode()
    assert one.decision_number in listed
    assert other.decision_number in listed
    chosen = {f"class-{one.pk}": "general", f"class-{other.pk}": "general", "reason": WHY}
    seen = client.post(CLASSES, chosen).content.decode()
    assert "A repair may be filed at once." in seen
    assert not Reclassification.objects.exists()
    done = client.post(CLASSES, {**chosen, "confirm": "1"}, follow=True).content.decode()
    assert "2 classes were determined." in done
    assert status_of(one) == status_of(other) == ("general", "decided")


def test_a_record_may_have_a_reason_of_its_own(sign_in: SignIn) -> None:
    record = make_record(class_status="provisional")
    client = sign_in(make_officer(Role.DECIDER, record.department))
    own = {f"class-{record.pk}": "general", f"reason-{record.pk}": "没收部分已退还。", "reason": WHY}
    client.post(CLASSES, {**own, "confirm": "1"})
    assert Reclassification.objects.get(record=record).reason == "没收部分已退还。"


def test_a_heavier_class_says_that_it_waits_for_the_notice(sign_in: SignIn) -> None:
    record = make_record(class_status="provisional")
    client = sign_in(make_officer(Role.REVIEWER, record.department))
    seen = client.post(CLASSES, {f"class-{record.pk}": "serious", "reason": WHY}).content.decode()
    assert "It takes effect only with the notice to the company." in seen


def test_without_a_reason_nothing_is_previewed(sign_in: SignIn) -> None:
    record = make_record(class_status="provisional")
    client = sign_in(make_officer(Role.REVIEWER, record.department))
    answer = client.post(CLASSES, {f"class-{record.pk}": "general", "confirm": "1"})
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert status_of(record) == ("general", "provisional")


def test_another_units_record_is_not_there(sign_in: SignIn) -> None:
    record = make_record(class_status="provisional")
    client = sign_in(make_officer(Role.REVIEWER, make_department()))
    assert record.decision_number not in client.get(CLASSES).content.decode()
    sent = {f"class-{record.pk}": "minor", "reason": WHY, "confirm": "1"}
    assert client.post(CLASSES, sent).status_code == HTTPStatus.NOT_FOUND
    assert status_of(record) == ("general", "provisional")


def test_the_successor_determines_the_classes_of_the_unit_it_followed(sign_in: SignIn) -> None:
    successor = make_department()
    before = make_department(valid_to=date(2026, 7, 1), successor=successor)
    record = make_record(department=before, class_status="provisional")
    client = sign_in(make_officer(Role.REVIEWER, successor))
    assert record.decision_number in client.get(CLASSES).content.decode()


def test_records_of_an_earlier_text_are_previewed_under_the_one_in_force(sign_in: SignIn) -> None:
    unit = make_department()
    record = make_record(
        department=unit, class_name="ordinary", edition_key="NDRC-58", determined_on=date(2026, 2, 2)
    )
    client = sign_in(make_officer(Role.REVIEWER, unit))
    assert "?edition=NDRC-36" in client.get(CLASSES).content.decode()
    seen = client.get(CLASSES, {"edition": "NDRC-36"}).content.decode()
    assert record.decision_number in seen
    (proposed,) = classes.under_edition(
        actor_of_user(make_officer(Role.REVIEWER, unit)), "NDRC-36", on=NOW.date()
    )
    sent = {f"class-{record.pk}": proposed.class_name, "edition": "NDRC-36", "reason": WHY, "confirm": "1"}
    client.post(CLASSES, sent)
    row = Reclassification.objects.get(record=record)
    assert (row.from_edition, row.to_edition) == ("NDRC-58", "NDRC-36+zaozhuang")


def test_who_stands_for_the_company_does_not_determine_its_class(sign_in: SignIn) -> None:
    record = make_record(class_status="provisional")
    officer = make_officer(Role.REVIEWER, record.department)
    make_owner(record.subject, user=officer)
    sent = {f"class-{record.pk}": "general", "reason": WHY, "confirm": "1"}
    assert sign_in(officer).post(CLASSES, sent).status_code == HTTPStatus.FORBIDDEN
