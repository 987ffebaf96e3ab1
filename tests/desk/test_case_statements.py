"""What a case page asks the database: the same for few and for many documents, entries, letters and messages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from cases.models import Case, Document
from cases.states import CaseKind, ObjectionState, RectificationState, RepairState, RevocationState
from journal.models import Entry
from journal.record import record
from notifications.models import Channel, Letter, Message
from tests.conftest import Deliver
from tests.desk.conftest import NOW, SignIn
from tests.factories.cases import make_filed_case
from tests.factories.objections import make_objection
from tests.factories.rectifications import make_rectification
from tests.factories.revocations import make_revocation

pytestmark = pytest.mark.django_db
MANY = 15
MOST = {CaseKind.RECTIFICATION: 55}
"""Statements of a case page at most, 45 where nothing else stands here; each part asks once for all its rows."""


def repair() -> tuple[Case, User, User]:
    made = make_filed_case(RepairState.VERIFYING)
    return made.case, made.reviewer, made.owner


def objection() -> tuple[Case, User, User]:
    made = make_objection(ObjectionState.REVIEWING)
    return made.case, made.reviewer, made.owner


def rectification() -> tuple[Case, User, User]:
    made = make_rectification(RectificationState.REPORTED)
    return made.case, made.reviewer, made.owner


def revocation() -> tuple[Case, User, User]:
    made = make_revocation(RevocationState.REVIEWING)
    return made.case, made.opener, made.owner


KINDS: dict[str, Callable[[], tuple[Case, User, User]]] = {
    CaseKind.REPAIR: repair,
    CaseKind.OBJECTION: objection,
    CaseKind.RECTIFICATION: rectification,
    CaseKind.REVOCATION: revocation,
}


def statements(client: Client, case: Case) -> int:
    with CaptureQueriesContext(connection) as seen:
        page = client.get(f"/desk/cases/{case.number}/")
    assert page.status_code == 200, page.content.decode()[:400]
    return len(seen)


def grow(case: Case, officer: User, owner: User) -> None:
    """Fifteen more of everything: papers, entries of the journal, letters, messages."""
    for number in range(MANY):
        Document.objects.create(
            case=case,
            material="other",
            original_name=f"paper-{number}.pdf",
            title=f"材料{number}",
            file="none.pdf",
            content_type="application/pdf",
            size=10,
            sha256=f"{number:064d}",
            added_by_ref=f"user:{owner.pk}",
            added_at=NOW,
        )
        with transaction.atomic():
            record(
                stream=case.stream,
                verb="desk.claimed",
                actor_ref=f"user:{officer.pk}",
                at=NOW,
                payload={"case_id": case.pk, "number": case.number, "case_kind": case.kind},
            )
    known = Letter.objects.filter(case=case).first()
    for number in range(MANY):
        letter = known and Letter(
            **{
                field.attname: getattr(known, field.attname)
                for field in Letter._meta.concrete_fields  # noqa: SLF001 - documented by Django
                if not field.primary_key
            }
            | {
                "number": f"TEST-{case.pk}-{number}",
                "check_code": f"C{case.pk}-{number}",
                "caused_by_entry": 500_000 + number,
                "issued_at": NOW + timedelta(seconds=number),
            }
        )
        if letter:
            letter.save()
        Message.objects.create(
            user=owner,
            case=case,
            template="held",
            context={"number": case.number},
            channel=Channel.INBOX,
            caused_by_entry=600_000 + number,
            created_at=NOW,
            sent_at=NOW,
        )


@pytest.mark.parametrize("kind", CaseKind)
def test_a_case_that_grew_costs_no_statement_more(sign_in: SignIn, deliver: Deliver, kind: CaseKind) -> None:
    case, officer, owner = KINDS[kind]()
    deliver(NOW)
    client = sign_in(officer)
    statements(client, case)
    few = statements(client, case)
    grow(case, officer, owner)
    assert statements(client, case) == few
    assert few <= MOST.get(kind, 45)
    assert Entry.objects.filter(stream=case.stream).count() > MANY
