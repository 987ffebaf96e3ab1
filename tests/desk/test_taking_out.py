"""A worklist as a file: the rows of the list and no others, harmless to table programs, noted in the journal."""

from __future__ import annotations

import csv
import io
from http import HTTPStatus

import pytest
from django.http import FileResponse, StreamingHttpResponse
from django.test import Client
from openpyxl import load_workbook

from accounts.roles import Role
from cases.states import RepairState as S
from journal.models import Entry
from look.tables import harmless
from records.models import Subject
from tests.desk.conftest import SignIn
from tests.desk.test_worklist_filters import of_one_unit
from tests.factories.cases import make_filed_case
from tests.factories.people import make_officer, make_owner
from tests.factories.records import make_department
from workflows.worklists.taking_out import ROWS

pytestmark = pytest.mark.django_db
TAKE_OUT = "/desk/take-out/?tab=team"


def rows_of_csv(client: Client, address: str = TAKE_OUT) -> list[list[str]]:
    answer: object = client.post(address, {"format": "csv"})
    assert isinstance(answer, StreamingHttpResponse)
    text = answer.getvalue().decode()
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))


def rows_of_xlsx(client: Client, address: str = TAKE_OUT) -> list[list[object]]:
    answer: object = client.post(address, {"format": "xlsx"})
    assert isinstance(answer, FileResponse)
    book = load_workbook(io.BytesIO(answer.getvalue()))
    return [[cell.value for cell in row] for row in book.worksheets[0].iter_rows()]


def test_the_file_has_the_rows_of_the_list_in_its_order(
    sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("workflows.worklists.taking_out.CHUNK", 2)
    made = of_one_unit(*[S.ROUTED] * 5)
    client = sign_in(made[0].reviewer)
    listed = [row.case.number for row in client.get("/desk/", {"tab": "team"}).context["rows"]]
    head, *rows = rows_of_csv(client)
    assert head[:3] == ["Case number", "Kind", "State"]
    assert [row[0] for row in rows] == listed
    assert [row[0] for row in rows_of_xlsx(client)][1:] == listed


def test_the_filter_of_the_address_is_that_of_the_file(sign_in: SignIn) -> None:
    routed, _proposed = of_one_unit(S.ROUTED, S.PROPOSED)
    rows = rows_of_csv(sign_in(routed.reviewer), f"{TAKE_OUT}&state=ROUTED")
    assert [row[0] for row in rows[1:]] == [routed.case.number]


def test_cases_of_another_unit_are_in_no_file(sign_in: SignIn) -> None:
    made = make_filed_case(S.ROUTED)
    stranger = sign_in(make_officer(Role.SUPERVISOR, make_department()))
    assert len(rows_of_csv(stranger)) == 1
    assert len(rows_of_xlsx(stranger, f"{TAKE_OUT}&q={made.case.number}")) == 1


def test_whoever_has_no_desk_takes_nothing_out(sign_in: SignIn, client: Client) -> None:
    made = make_filed_case(S.ROUTED)
    assert client.post(TAKE_OUT).status_code == HTTPStatus.FOUND
    assert sign_in(make_owner(made.case.subject)).post(TAKE_OUT).status_code == HTTPStatus.FORBIDDEN
    audit = make_officer(Role.AUDIT_ADMIN, made.case.record.department)
    assert sign_in(audit).post(TAKE_OUT).status_code == HTTPStatus.FORBIDDEN
    assert sign_in(made.reviewer).get(TAKE_OUT).status_code == HTTPStatus.METHOD_NOT_ALLOWED
    assert not Entry.objects.filter(verb="desk.exported").exists()


def test_who_took_out_what_and_how_many_rows_stands_in_the_journal(sign_in: SignIn) -> None:
    made = of_one_unit(S.ROUTED, S.ROUTED)
    rows_of_csv(sign_in(made[0].reviewer), f"{TAKE_OUT}&state=ROUTED&after=x")
    entry = Entry.objects.get(verb="desk.exported")
    assert entry.actor_ref == f"user:{made[0].reviewer.pk}"
    assert entry.payload == {"rows": 2, "kind": "csv", "filter": "tab=team&state=ROUTED"}


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("csv", "More than 1 cases match. Narrow the list with filters"),
        ("xlsx", "More than 1 cases match, which is too many for XLSX. Take them out as CSV"),
    ],
)
def test_more_rows_than_a_file_bears_are_refused_with_what_to_do(
    sign_in: SignIn, monkeypatch: pytest.MonkeyPatch, kind: str, words: str
) -> None:
    monkeypatch.setitem(ROWS, kind, 1)
    made = of_one_unit(S.ROUTED, S.ROUTED)
    client = sign_in(made[0].reviewer)
    refused = client.post(TAKE_OUT, {"format": kind})
    assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert words in refused.content.decode()
    assert not Entry.objects.filter(verb="desk.exported").exists()


def test_what_is_too_much_for_xlsx_may_still_be_taken_as_csv(
    sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(ROWS, "xlsx", 1)
    made = of_one_unit(S.ROUTED, S.ROUTED)
    assert len(rows_of_csv(sign_in(made[0].reviewer))) == 3


@pytest.mark.parametrize("name", ['=HYPERLINK("http://x")', "+1", "-1", "@SUM(A1)", "\t=1"])
def test_no_cell_is_a_formula(sign_in: SignIn, name: str) -> None:
    made = make_filed_case(S.ROUTED)
    Subject.objects.filter(pk=made.case.subject_id).update(name=name)
    client = sign_in(made.reviewer)
    assert rows_of_csv(client)[1][3] == f"'{name}"
    assert str(rows_of_xlsx(client)[1][3]).startswith("'")
    assert harmless("枣庄样例有限公司") == "枣庄样例有限公司"
