"""A legal text is proposed on a page, seen with what it says and changes, and released by a second administrator."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from http import HTTPStatus

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.translation import override

from accounts.models import User
from accounts.roles import Role
from clocks.walks import WAIT
from desk.replay_words import value_words
from journal.now import SHANGHAI, now, standing_at
from rulebook.editions_in_use import editions_in_use, look_again
from rulebook.models import ReleasedText, TextProposal
from tests.conftest import Deliver
from tests.desk.conftest import SignIn
from tests.factories.people import make_officer, make_user
from tests.factories.records import make_department, make_record
from tests.factories.texts_released import promise_of, scenario_of, text_released, training_owed_in
from workflows import text_replays
from workflows.models import ReplayedChange, TextReplay
from workflows.tasks import replay_texts

pytestmark = pytest.mark.django_db
AT = datetime(2026, 9, 14, 9, tzinfo=SHANGHAI)
PAGE = "/desk/editions/"
# in force when the record below was determined: a text that comes late touches what is stored
LATE = training_owed_in("3704", since=date(2026, 4, 1))


@pytest.fixture(autouse=True)
def _on_the_day() -> Iterator[None]:
    with standing_at(AT):
        yield


@pytest.fixture
def one(sign_in: SignIn) -> Client:
    return sign_in(administrator("hu", "胡某某"))


@pytest.fixture
def other(sign_in: SignIn) -> Client:
    return sign_in(administrator("he", "何某某"))


def administrator(name: str, full_name: str) -> User:
    return make_officer(Role.SYSTEM_ADMIN, make_department(), user=make_user(name, full_name=full_name))


def propose(client: Client, text: str = "", scenarios: str = "") -> TextProposal:
    client.post(PAGE + "propose/", {"text": text or promise_of(), "scenarios": scenarios})
    return TextProposal.objects.latest("pk")


def page_of(proposal: TextProposal, act: str = "") -> str:
    return f"{PAGE}proposals/{proposal.pk}/" + (f"{act}/" if act else "")


def walked() -> None:
    """Every batch that is due."""
    while text_replays.work(at=now()):
        pass


def looked(deliver: Deliver) -> None:
    """The worker's part: the outbox, then the look."""
    deliver(AT)
    walked()


def test_a_text_is_proposed_seen_by_another_and_released(
    one: Client, other: Client, deliver: Deliver
) -> None:
    done = one.post(PAGE + "propose/", {"text": promise_of(), "scenarios": ""}, follow=True)
    assert "waits for another system administrator" in done.content.decode()
    proposal = TextProposal.objects.get()
    assert "某市信用修复服务承诺（虚构）" in other.get(PAGE).content.decode()
    looked(deliver)
    page = other.get(page_of(proposal))
    text = page.content.decode()
    assert "3 working days" in text
    assert "Nothing that is stored would change" in text
    sent = {"seen": page.context["replay"].law}
    for act in ("release", "reject"):
        assert f'action="{page_of(proposal, act)}"' in text
    assert f'name="seen" value="{sent["seen"]}"' in text
    assert page_of(proposal, "withdraw") not in text
    released = other.post(page_of(proposal, "release"), sent, follow=True)
    assert "The text was released" in released.content.decode()
    look_again()
    assert "jinan-invented" in editions_in_use().overlays
    shown = one.get(PAGE + "NDRC-36+jinan-invented/").content.decode()
    assert "虚构〔2026〕3号" in shown
    assert "key=jinan-invented" in shown
    begun = one.get(PAGE + "propose/?key=jinan-invented").content.decode()
    assert "key = &quot;jinan-invented&quot;" in begun


def test_the_proposer_sees_no_button_and_cannot_release(one: Client, deliver: Deliver) -> None:
    proposal = propose(one)
    looked(deliver)
    page = one.get(page_of(proposal))
    text = page.content.decode()
    assert page_of(proposal, "release") not in text
    assert page_of(proposal, "withdraw") in text
    assert "Nobody else is system administrator" in text
    sent = {"seen": page.context["replay"].law}
    assert one.post(page_of(proposal, "release"), sent).status_code == HTTPStatus.FORBIDDEN
    assert not ReleasedText.objects.exists()
    one.post(page_of(proposal, "withdraw"))
    proposal.refresh_from_db()
    assert proposal.state == "WITHDRAWN"


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_what_is_stored_and_would_change_is_told_value_by_value(
    one: Client, other: Client, deliver: Deliver, language: str
) -> None:
    record = make_record()
    proposal = propose(one, LATE)
    looked(deliver)
    replay = TextReplay.objects.get(proposal=proposal)
    change = replay.changes.get(what="ways")
    assert (change.kind, change.number, change.department) == (
        "record",
        record.decision_number,
        record.department,
    )
    assert "training" in change.after
    assert "training" not in change.before
    assert (
        replay.changed
        == replay.changes.count()
        == sum(count for counts in replay.found.values() for count in counts.values())
    )
    text = other.get(page_of(proposal), headers={"accept-language": language}).content.decode()
    assert record.decision_number in text
    assert ("接受专题培训（受理后）" if language == "zh-hans" else "Training (while the case runs)") in text


@pytest.mark.parametrize(
    ("what", "value", "words"),
    [
        ("edition", "NDRC-36+zaozhuang", "《信用修复管理办法》 + 枣庄市信用修复服务承诺"),
        ("edition", "SAMR-107/abnormal-list", "《市场监督管理信用修复管理办法》"),
        ("class", "serious", "严重"),
        ("class-status", "provisional", "暂定"),
        (
            "ways",
            "commitment (before-filing), training (during-case)",
            "作出信用承诺（申请前）；接受专题培训（受理后）",
        ),
        ("last-day-shown", "2027-01-05", "2027年1月5日"),
        ("term decide", "", "无"),
        ("repairable", "no", "否"),
    ],
)
def test_a_value_is_told_in_words(what: str, value: str, words: str) -> None:
    with override("zh-hans"):
        assert words in value_words(what, value)


def test_nothing_is_released_before_it_was_looked_at_or_after_another_release(
    one: Client, other: Client, deliver: Deliver
) -> None:
    proposal = propose(one)
    page = other.get(page_of(proposal))
    assert page.headers["Refresh"]
    assert "Looking begins in a moment" in page.content.decode()
    assert other.post(page_of(proposal, "release"), {"seen": ""}).status_code == HTTPStatus.CONFLICT
    looked(deliver)
    seen = other.get(page_of(proposal)).context["replay"].law
    text_released(promise_of("3702", key="qingdao-invented"))
    page = other.get(page_of(proposal))
    assert "Another text was released since" in page.content.decode()
    assert page_of(proposal, "release") not in page.content.decode()
    assert other.post(page_of(proposal, "release"), {"seen": seen}).status_code == HTTPStatus.CONFLICT
    other.post(page_of(proposal, "look"))
    looked(deliver)
    page = other.get(page_of(proposal))
    sent = {"seen": page.context["replay"].law}
    assert other.post(page_of(proposal, "release"), sent).status_code == HTTPStatus.FOUND


def test_a_scenario_that_differs_keeps_the_text_back(one: Client, other: Client, deliver: Deliver) -> None:
    # 16 November 2026 is a Monday: three working days end on the 19th, not on the 20th
    proposal = propose(one, scenarios=scenario_of(last_day=date(2026, 11, 20)))
    looked(deliver)
    page = other.get(page_of(proposal))
    text = page.content.decode()
    assert "something else than its scenarios" in text
    assert "2026-11-19" in text
    sent = {"seen": page.context["replay"].law}
    refused = other.post(page_of(proposal, "release"), sent)
    assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert not ReleasedText.objects.exists()
    other.post(page_of(proposal, "reject"), {"reason": "情形与文本不一致"})
    again = propose(one, scenarios=scenario_of(last_day=date(2026, 11, 19)))
    looked(deliver)
    page = other.get(page_of(again))
    assert "The text and the scenarios proposed with it agree" in page.content.decode()
    other.post(page_of(again, "release"), {"seen": page.context["replay"].law})
    look_again()
    assert "Decided within three working days" in one.get(PAGE + "NDRC-36+jinan-invented/").content.decode()


def test_a_rejection_needs_its_reason(one: Client, other: Client) -> None:
    proposal = propose(one)
    page = other.post(page_of(proposal, "reject"), {"reason": ""})
    assert page.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    other.post(page_of(proposal, "reject"), {"reason": "与公布文本不符"})
    assert "与公布文本不符" in one.get(PAGE).content.decode()


@pytest.mark.parametrize(
    ("text", "scenarios", "words"),
    [
        (promise_of().replace('"WD"', '"weeks"'), "", "Line 16"),
        ("", "", "Choose a file or write the legal text."),
        (promise_of(), "edition = 3", "Line 1"),
    ],
)
def test_a_faulty_text_stays_in_its_box_with_its_line(
    one: Client, text: str, scenarios: str, words: str
) -> None:
    page = one.post(PAGE + "propose/", {"text": text, "scenarios": scenarios})
    assert page.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert words in page.content.decode()
    assert not TextProposal.objects.exists()


def test_a_file_goes_before_the_box(one: Client) -> None:
    file = SimpleUploadedFile("promise.toml", promise_of().encode())
    one.post(PAGE + "propose/", {"file": file, "text": "", "scenarios": ""})
    assert TextProposal.objects.get().text == promise_of()


@pytest.mark.parametrize("role", [Role.AUDIT_ADMIN, Role.SECURITY_ADMIN, Role.SUPERVISOR, Role.DECIDER])
def test_others_read_the_texts_and_keep_none(sign_in: SignIn, one: Client, role: Role) -> None:
    proposal = propose(one)
    stranger = sign_in(make_officer(role, make_department()))
    page = stranger.get(PAGE)
    assert page.status_code == HTTPStatus.OK
    assert PAGE + "propose/" not in page.content.decode()
    for path in (PAGE + "propose/", page_of(proposal)):
        assert stranger.get(path).status_code == HTTPStatus.FORBIDDEN
    for act in ("release", "reject", "withdraw", "look"):
        assert stranger.post(page_of(proposal, act)).status_code == HTTPStatus.FORBIDDEN


def test_a_look_that_fails_is_tried_again_and_says_so(
    one: Client, deliver: Deliver, monkeypatch: pytest.MonkeyPatch
) -> None:
    proposal = propose(one)
    deliver(AT)
    with monkeypatch.context() as broken:
        broken.setattr(text_replays, "records_after", lambda *_a, **_k: 1 / 0)
        replay_texts()
    replay = TextReplay.objects.get(proposal=proposal)
    assert "ZeroDivisionError" in replay.last_error
    assert replay.due_at == AT + WAIT
    with standing_at(AT + WAIT):
        walked()
    replay.refresh_from_db()
    assert replay.ended_at is not None
    assert replay.last_error == ""
    assert not text_replays.step(replay.pk, at=AT + WAIT)  # nothing is left: a worker goes on to other work


def test_a_look_begins_anew_when_other_texts_come_into_use(one: Client, deliver: Deliver) -> None:
    proposal = propose(one)
    deliver(AT)
    before = TextReplay.objects.get(proposal=proposal)
    text_released(promise_of("3702", key="qingdao-invented"))
    walked()
    after = TextReplay.objects.get(proposal=proposal)
    assert after.pk != before.pk
    assert after.law != before.law
    assert after.ended_at is not None


def test_only_the_first_thousand_changes_are_kept(
    one: Client, deliver: Deliver, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_record()
    make_record()
    monkeypatch.setattr(text_replays, "SHOWN", 1)
    proposal = propose(one, LATE)
    looked(deliver)
    assert ReplayedChange.objects.count() == 1
    assert TextReplay.objects.get(proposal=proposal).changed == 2
