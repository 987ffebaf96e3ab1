"""The letter before it is signed: the very letter, marked as a draft, nothing of it kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from http import HTTPStatus
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings as configured
from django.forms import FileField
from django.test import Client
from pypdf import PdfReader

from cases.states import CaseKind
from cases.states import RepairState as S
from desk.drafts import OF_KINDS, sends_a_letter
from desk.kinds import KINDS
from journal.models import Delivery, Entry, StreamHead
from journal.now import standing_at
from notifications.letters.paper import Paper
from notifications.models import Letter
from notifications.previewing import DRAFT
from tests.conftest import Deliver
from tests.desk.conftest import NOW, SignIn
from tests.factories.cases import REFUSED, FiledCase, make_filed_case
from workflows.acts import SERVICES
from workflows.signatures import SIGNED

pytestmark = pytest.mark.django_db
WHY = {"reason": "申请事项不属于本单位职权。", "clause": "《信用修复管理办法》第三章"}


def address(made: FiledCase, act: str) -> str:
    return f"/desk/cases/{made.case.number}/{act}/"


def everything() -> tuple[object, ...]:
    """What the database and the folder of documents hold, as far as an act could change them."""
    folder = Path(configured.MEDIA_ROOT)
    return (
        Entry.objects.count(),
        sorted(StreamHead.objects.values_list("stream", "seq", "hash")),
        Delivery.objects.count(),
        Letter.objects.count(),
        sorted(path.name for path in folder.rglob("*")) if folder.exists() else [],
    )


def text_of(pdf: bytes) -> str:
    return "".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)


@pytest.mark.parametrize("outcome", ["approve", "refuse"])
def test_the_draft_beside_the_button_is_the_letter_that_leaves_then(
    sign_in: SignIn, deliver: Deliver, outcome: str
) -> None:
    made = make_filed_case(S.PROPOSED)
    if outcome == "refuse":
        made = make_filed_case(S.VERIFYING).check_all().perform("propose", **REFUSED)
    deliver(NOW)
    client = sign_in(made.decider)
    before = everything()
    page = client.get(address(made, outcome))
    draft = page.context["drafts"][0].paper
    assert everything() == before
    assert made.later().case.version == made.case.version
    client.post(address(made, outcome), {"version": made.case.version})
    deliver(NOW + timedelta(minutes=1))
    letter = Letter.objects.get(case=made.case, kind__in=["approval", "refusal"])
    left = Paper.from_json(letter.content)
    assert (draft.number, draft.check_code, draft.check_address) == (DRAFT, "", "")
    given = {"number": left.number, "check_code": left.check_code, "check_address": left.check_address}
    assert replace(draft, **given) == left
    assert letter.check_code not in page.content.decode()


def test_the_page_shows_its_words_and_its_mark(sign_in: SignIn) -> None:
    made = make_filed_case(S.PROPOSED)
    text = sign_in(made.decider).get(address(made, "approve")).content.decode()
    assert "准予信用修复决定书" in text
    assert "义务已全部履行，整改到位。" in text
    assert "签发前的草稿" in text


def test_the_printed_draft_is_marked_and_proves_nothing(sign_in: SignIn) -> None:
    made = make_filed_case(S.PROPOSED)
    before = everything()
    answer = sign_in(made.decider).get(f"/desk/cases/{made.case.number}/approve/draft.pdf")
    assert answer.headers["Content-Type"] == "application/pdf"
    assert "object-src 'self'" in answer.headers["Content-Security-Policy"]
    assert "no-store" in answer.headers["Cache-Control"]
    text = text_of(answer.content)
    assert "草稿" in text
    assert "准予信用修复决定书" in text.replace("\n", "")
    assert "查验码：" not in text
    assert "/letters/check/" not in text
    assert everything() == before


def test_who_may_not_sign_gets_no_printed_draft(sign_in: SignIn) -> None:
    made = make_filed_case(S.PROPOSED)
    path = f"/desk/cases/{made.case.number}/approve/draft.pdf"
    assert Client().get(path).status_code == HTTPStatus.FOUND
    assert sign_in(made.reviewer).get(path).status_code == HTTPStatus.FORBIDDEN
    assert sign_in(make_filed_case().decider).get(path).status_code == HTTPStatus.NOT_FOUND
    for act in ("refuse", "send_back", "nonsense"):
        odd = sign_in(made.decider).get(f"/desk/cases/{made.case.number}/{act}/draft.pdf")
        assert odd.status_code >= HTTPStatus.BAD_REQUEST


def test_an_act_with_words_shows_its_letter_on_request(sign_in: SignIn) -> None:
    made = make_filed_case(S.ROUTED)
    client = sign_in(made.reviewer)
    before = everything()
    asked = {"version": made.case.version, "letter": "1", **WHY}
    page = client.post(address(made, "decline"), asked)
    assert page.status_code == HTTPStatus.OK
    text = page.content.decode()
    assert "信用修复申请不予受理通知书" in text
    assert text.count(WHY["reason"]) == 2  # in the letter, and still in its field
    assert everything() == before
    assert made.later().case.state == S.ROUTED


def test_its_letter_is_printed_with_the_words_of_the_form_and_nothing_is_kept(sign_in: SignIn) -> None:
    made = make_filed_case(S.ROUTED)
    client = sign_in(made.reviewer)
    before = everything()
    asked = {"version": made.case.version, **WHY}
    shown = client.post(address(made, "decline"), {**asked, "letter": "1"}).content.decode()
    assert 'name="pdf" value="0" formtarget="_blank"' in shown
    assert "Show the letter anew" in shown
    answer = client.post(address(made, "decline"), {**asked, "pdf": "0"})
    assert answer.headers["Content-Type"] == "application/pdf"
    assert "object-src 'self'" in answer.headers["Content-Security-Policy"]
    text = text_of(answer.content).replace("\n", "")
    assert "草稿" in text
    assert WHY["reason"] in text
    assert "查验码：" not in text
    assert everything() == before
    assert made.later().case.state == S.ROUTED


@pytest.mark.parametrize("place", ["1", "x", "-1"])
def test_a_letter_that_is_not_among_them_is_not_printed(sign_in: SignIn, place: str) -> None:
    made = make_filed_case(S.ROUTED)
    asked = {"version": made.case.version, "pdf": place, **WHY}
    answer = sign_in(made.reviewer).post(address(made, "decline"), asked)
    assert answer.headers["Content-Type"].startswith("text/html")
    assert made.later().case.state == S.ROUTED


def test_whoever_may_not_do_the_act_gets_no_print_of_it(sign_in: SignIn) -> None:
    made = make_filed_case(S.ROUTED)
    asked = {"version": made.case.version, "pdf": "0", **WHY}
    assert sign_in(made.decider).post(address(made, "decline"), asked).status_code == HTTPStatus.FORBIDDEN


def test_a_letter_is_not_shown_for_a_form_with_faults(sign_in: SignIn) -> None:
    made = make_filed_case(S.ROUTED)
    asked = {"version": made.case.version, "letter": "1", "reason": "", "clause": ""}
    page = sign_in(made.reviewer).post(address(made, "decline"), asked)
    assert page.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "The letter that would leave" not in page.content.decode()


def test_what_the_act_is_refused_with_is_said_at_the_letter_too(sign_in: SignIn) -> None:
    made = make_filed_case(S.ROUTED)
    client = sign_in(made.reviewer)
    made.perform("accept")
    asked = {"version": made.case.version, "letter": "1", **WHY}
    page = client.post(address(made, "decline"), asked)
    assert page.status_code == HTTPStatus.CONFLICT


def test_the_draft_bears_the_day_on_which_it_is_looked_at(sign_in: SignIn) -> None:
    made = make_filed_case(S.PROPOSED)
    with standing_at(NOW + timedelta(days=1)):
        page = sign_in(made.decider).get(address(made, "approve"))
    assert page.context["drafts"][0].paper.signed_on.isoformat() == "2026-09-02"


def test_acts_that_show_a_letter_exist_and_hand_in_no_file() -> None:
    for kind in CaseKind:
        services = SERVICES[kind]
        assert OF_KINDS[kind] <= set(services)
        for act in services:
            if sends_a_letter(act, kind) and act not in SIGNED:
                fields = KINDS[kind].pages[act].form.base_fields.values()
                assert not any(isinstance(field, FileField) for field in fields)
