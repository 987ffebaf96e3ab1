"""What leaves the house about an ordered rectification: letters with what the law wants in them, messages, calendar."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.utils.translation import override

from accounts.models import User
from cases.services.rectification import talks
from cases.states import RectificationState as S
from notifications.channels.mail import mail_of
from notifications.letters import LetterKind, render
from notifications.models import Letter, Message
from notifications.rules_of_rectifications import OF_RECTIFICATIONS, WHEN_EXHAUSTED
from notifications.wording import TEMPLATES, told
from tests.conftest import Deliver
from tests.factories.rectifications import FACTS, Ordered, make_rectification, with_talk

pytestmark = pytest.mark.django_db

Make = Callable[[], Ordered]
LAST = S.EXHAUSTED
LETTERS: dict[LetterKind, tuple[Make, tuple[str, ...]]] = {
    LetterKind.RECTIFICATION_ORDER: (
        lambda: make_rectification(S.ISSUED),
        (
            "限期整改通知书",
            "缴清罚款5万元（履行义务）",
            "自本通知书送达之日的次日起30日内",
            "提示约谈、警示约谈",
        ),
    ),
    LetterKind.DEMANDS_ADDED: (
        lambda: make_rectification(S.RECTIFYING).perform(
            "add_demands", demands=[{"text": "安装限载设施", "kind": "duty", "proof_owed": "照片"}]
        ),
        ("限期整改补充通知书", "安装限载设施（履行义务）"),
    ),
    LetterKind.RECTIFICATION_EXTENSION: (
        lambda: make_rectification(S.RECTIFYING).perform("extend", reason="设备到货延迟。"),
        ("延长整改期限通知书", "设备到货延迟。", "延长15日"),
    ),
    LetterKind.RECTIFIED: (lambda: make_rectification(S.SATISFIED), ("整改认定书", "整改到位", "已完成")),
    LetterKind.NOT_RECTIFIED: (
        lambda: make_rectification(S.RECTIFYING).found_insufficient(),
        ("整改认定书", "整改不到位", "罚款尚未缴清。", "缴款凭证未提交。"),
    ),
    LetterKind.TALK_NOTICE: (
        lambda: make_rectification(S.TALK_SET),
        (
            "约谈通知书（提示）",
            "枣庄市交通运输局三楼会议室",
            "通过本平台送达",
            "营业执照、授权委托书、整改材料",
        ),
    ),
    LetterKind.TALK_MINUTES: (
        lambda: with_talk(make_rectification(S.TALK_DUE)),
        ("约谈记录", FACTS, "居民身份证 **************1234", "签名人：张某某。", "十五日内缴清罚款。"),
    ),
    LetterKind.LAST_LIMIT: (
        lambda: make_rectification(LAST).countersign("last_limit", reason="已筹措部分资金。"),
        ("最后期限整改通知书", "已筹措部分资金。", "共15日"),
    ),
    LetterKind.HANDED_ON: (
        lambda: make_rectification(S.CLOSED_UNRECTIFIED),
        ("移送从严监管告知书", "枣庄市交通运输综合执法支队"),
    ),
    LetterKind.ORDER_CANCELLED: (
        lambda: make_rectification(S.CANCELLED),
        ("撤销限期整改通知决定书", "枣交撤〔2026〕1号"),
    ),
    LetterKind.RECTIFICATION_ENDED: (
        lambda: make_rectification(S.TERMINATED),
        ("限期整改终止办理通知书", "当事人已经注销"),
    ),
}


def all_words(value: object) -> str:
    """Every text in a stored letter."""
    if isinstance(value, dict):
        return "\n".join(all_words(one) for one in value.values())
    if isinstance(value, list):
        return "\n".join(all_words(one) for one in value)
    return str(value)


@pytest.mark.parametrize("kind", LETTERS)
def test_each_letter_says_what_it_must(kind: LetterKind, deliver: Deliver) -> None:
    make, wanted = LETTERS[kind]
    made = make()
    deliver(made.at)
    letter = Letter.objects.filter(case=made.case, kind=kind).latest("pk")
    written = all_words(letter.content)
    for words in wanted:
        assert words in written, words
    assert made.case.subject.name in written
    assert bytes(letter.pdf) == render(kind, letter.content)


def test_no_letter_shows_an_identity_number(deliver: Deliver) -> None:
    made = with_talk(make_rectification(S.TALK_DUE))
    deliver(made.at)
    letters = list(Letter.objects.filter(case=made.case))
    assert letters
    for letter in letters:
        assert "370402198001011234" not in all_words(letter.content)


def test_every_rule_has_words() -> None:
    rules = [*OF_RECTIFICATIONS.values(), *WHEN_EXHAUSTED.values()]
    assert {telling.template for rule in rules for telling in rule.tellings} <= set(TEMPLATES)


def of(made: Ordered, user: User, template: str) -> Message:
    return Message.objects.get(case=made.case, user=user, template=template, channel="inbox")


def test_the_subject_reads_until_when_it_must_report(deliver: Deliver) -> None:
    made = make_rectification(S.RECTIFYING)
    deliver(made.at)
    message = of(made, made.owner, "rectify-by")
    with override("en"):
        assert "report by 1 July 2026" in told(message.template, message.context).text


def test_the_notice_of_a_talk_comes_with_an_entry_for_the_calendar(deliver: Deliver) -> None:
    made = make_rectification(S.TALK_SET)
    made.owner.email = "owner@example.org"
    made.owner.save(update_fields=["email"])
    deliver(made.at)
    message = Message.objects.get(case=made.case, user=made.owner, template="talk-set", channel="mail")
    attached = {name: kind for name, _content, kind in mail_of(message, at=message.created_at).attachments}
    assert sorted(attached.values()) == ["application/pdf", "text/calendar"]


def test_where_no_talk_is_left_the_countersigners_are_told(deliver: Deliver) -> None:
    made = make_rectification(S.EXHAUSTED)
    deliver(made.at)
    assert of(made, made.decider, "to-close").context["due"]
    assert "due" not in of(made, made.owner, "no-talk-left").context
    assert not Message.objects.filter(case=made.case, user=made.decider, template="talk-to-set").exists()


def test_a_chosen_hour_reaches_the_other_officers_of_the_desk(deliver: Deliver) -> None:
    made = make_rectification(S.TALK_DUE)
    first = made.talk_facts("prompting")["set_for"]
    second = first + timedelta(days=1)
    made = made.set_talk(set_for=None, slots=[first, second])
    at = made.at + timedelta(minutes=5)
    talks.choose_slot(case_id=made.case.pk, slot=second, actor=made.subject, at=at)
    deliver(at)
    told_hour = of(made, made.colleague, "slot-chosen").context["hour"]
    assert datetime.fromisoformat(told_hour) == second


def test_a_missed_talk_is_told_to_the_subject_with_its_hour(deliver: Deliver) -> None:
    made = with_talk(make_rectification(S.TALK_DUE), "absent")
    deliver(made.at)
    message = of(made, made.owner, "talk-missed")
    with override("zh-hans"):
        assert "10:00" in told(message.template, message.context).text
