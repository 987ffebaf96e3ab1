"""Evidence left, checklist and acts right: one file at a time, by plain links, sealed."""

from __future__ import annotations

import re
from http import HTTPStatus

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.models import Document
from cases.states import RepairState as S
from tests.desk.conftest import SignIn
from tests.desk.test_case_page import address, filed_with
from tests.factories.cases import FiledCase, make_filed_case

pytestmark = pytest.mark.django_db


def papers(made: FiledCase) -> list[Document]:
    return list(made.case.documents.order_by("pk"))


def viewer(text: str) -> str:
    return text.partition('class="case-evidence"')[2].partition("</section>")[0]


def test_the_first_file_is_shown_and_the_others_are_links(sign_in: SignIn) -> None:
    made = filed_with(papers=3)
    first, second, third = papers(made)
    text = viewer(sign_in(made.reviewer).get(address(made)).content.decode())
    assert f'src="/desk/documents/{first.pk}/#navpanes=0' in text
    assert text.count("<iframe") == 1
    assert "1 of 3" in text
    assert f'<a href="/my/documents/{first.pk}/">open' in text  # for a browser that shows no PDF in a page
    for paper in (second, third):
        assert f"?file={paper.pk}#evidence" in text
    assert 'rel="next"' in text
    assert 'rel="prev"' not in text


def test_any_file_is_reached_by_its_link_and_leads_to_its_neighbours(sign_in: SignIn) -> None:
    made = filed_with(papers=3)
    first, second, third = papers(made)
    text = viewer(sign_in(made.reviewer).get(address(made), {"file": second.pk}).content.decode())
    assert f'src="/desk/documents/{second.pk}/#navpanes=0' in text
    assert "is-chosen" in text
    assert re.search(rf'\?file={first.pk}#evidence" rel="prev"', text)
    assert re.search(rf'\?file={third.pk}#evidence" rel="next"', text)


def test_acts_stand_beside_the_evidence_not_above_it(sign_in: SignIn) -> None:
    made = filed_with()
    text = sign_in(made.reviewer).get(address(made)).content.decode()
    assert text.index('class="case-evidence"') < text.index('class="case-work"') < text.index("desk-acts")
    assert text.count("btn-primary") == 1


@pytest.mark.parametrize("file", ["0", "x", "999999", "1 or 1"])
def test_a_file_that_is_not_of_this_case_is_not_found(sign_in: SignIn, file: str) -> None:
    made = filed_with()
    answer = sign_in(made.reviewer).get(address(made), {"file": file})
    assert answer.status_code == HTTPStatus.NOT_FOUND


def test_another_cases_file_is_not_shown_here(sign_in: SignIn) -> None:
    made, other = filed_with(), filed_with()
    answer = sign_in(made.reviewer).get(address(made), {"file": papers(other)[0].pk})
    assert answer.status_code == HTTPStatus.NOT_FOUND


def test_a_file_of_an_unknown_kind_is_never_shown_in_place(sign_in: SignIn) -> None:
    made = filed_with(papers=2)
    odd, plain = papers(made)
    Document.objects.filter(pk=odd.pk).update(content_type="text/html")
    client = sign_in(made.reviewer)
    text = client.get(address(made)).content.decode()
    assert f'src="/desk/documents/{odd.pk}/' not in text
    assert f'src="/desk/documents/{plain.pk}/' in text
    assert client.get(f"/desk/documents/{odd.pk}/").status_code == HTTPStatus.NOT_FOUND
    assert client.get(address(made), {"file": odd.pk}).status_code == HTTPStatus.NOT_FOUND


def test_a_file_that_was_taken_out_is_not_shown(sign_in: SignIn) -> None:
    made = filed_with(papers=2)
    gone, kept = papers(made)
    Document.objects.filter(pk=gone.pk).update(removed_at=made.at)
    text = viewer(sign_in(made.reviewer).get(address(made)).content.decode())
    assert f"/desk/documents/{gone.pk}/" not in text
    assert f"/desk/documents/{kept.pk}/" in text


def test_every_kind_of_file_bears_its_seal(sign_in: SignIn) -> None:
    made = filed_with()
    client = sign_in(made.reviewer)
    paper = papers(made)[0]
    for kind, word in (("application/pdf", "object-src 'self'"), ("image/png", "sandbox")):
        Document.objects.filter(pk=paper.pk).update(content_type=kind)
        answer = client.get(f"/desk/documents/{paper.pk}/")
        assert answer.headers["Content-Type"] == kind
        assert word in answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.getvalue().startswith(b"%PDF-")


def test_the_number_of_files_costs_no_statement(sign_in: SignIn) -> None:
    counts = set()
    for number in (2, 12):
        made = filed_with(papers=number)
        client = sign_in(made.reviewer)
        client.get(address(made))
        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert client.get(address(made)).status_code == HTTPStatus.OK
        counts.add(len(seen))
    assert len(counts) == 1


def test_each_line_of_the_checklist_names_its_clause(sign_in: SignIn) -> None:
    made = filed_with()
    Document.objects.filter(case=made.case).update(removed_at=made.at)
    made.case.application.contact_phone = ""
    made.case.application.save()
    page = sign_in(made.reviewer).get(address(made))
    lines = {check.title: check for check in page.context["checks"]}
    form, documents = lines["The application form is complete"], lines["Every document is there"]
    assert not form.holds
    assert form.clause
    assert not documents.holds
    assert all(gap.clause for gap in documents.missing)


def test_a_refusal_to_accept_begins_with_what_is_unmet(sign_in: SignIn) -> None:
    made = filed_with()
    Document.objects.filter(case=made.case).update(removed_at=made.at)
    made.case.application.contact_phone = ""
    made.case.application.save()
    form = sign_in(made.reviewer).get(address(made) + "decline/").context["form"]
    reason = form.initial["reason"]
    assert reason.startswith("1. ")
    assert "2. " in reason
    assert re.search(r"[\u4e00-\u9fff]", reason)
    assert "telephone" not in reason
    assert form.initial["clause"]


def test_where_everything_is_met_nothing_is_put_into_ones_mouth(sign_in: SignIn) -> None:
    made = filed_with()
    form = sign_in(made.reviewer).get(address(made) + "decline/").context["form"]
    assert (form.initial["reason"], form.initial["clause"]) == ("", "")


def test_a_proposal_and_a_return_begin_with_the_steps_found_insufficient(sign_in: SignIn) -> None:
    made = make_filed_case(S.VERIFYING).check_all("insufficient")
    client = sign_in(made.reviewer)
    form = client.get(address(made) + "propose/").context["form"]
    assert "证明材料不全。" in form.initial["reasons"]
    assert form.initial["clause"] == "第三章"
