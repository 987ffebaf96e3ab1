"""Who hears of what, in which words, by which channel; and who does not."""

from __future__ import annotations

from datetime import date, timedelta
from string import Formatter

import pytest
from django.utils import translation

from accounts.roles import Role
from cases.states import RepairState as S
from clocks.services import sweep
from delisting import services as delisting
from delisting.services import open_order
from journal.now import noon_of
from journal.record import record as journal
from journal.verbs import VERBS as JOURNAL_VERBS
from notifications import complaints, rules
from notifications.models import Message
from notifications.rules_of_rectifications import WHEN_EXHAUSTED
from notifications.wording import TEMPLATES, TERMS, told
from notifications.wording_beside_cases import BESIDE_CASES
from records.models import CreditRecord
from records.models.holder import HolderKind
from records.services.causes import EndCause
from rulebook.in_force import shipped_editions
from tests.factories.cases import make_filed_case
from tests.factories.people import make_agent, make_officer, make_owner, make_user
from tests.factories.records import make_holder, make_platform, make_record
from tests.notifications.telling import tell_all, templates_to

pytestmark = pytest.mark.django_db


def happened(record: CreditRecord, verb: str, **facts: object) -> None:
    journal(
        stream=record.stream,
        verb=verb,
        actor_ref="system:clock",
        at=noon_of(date(2026, 8, 16)),
        payload={"record_id": record.pk, **facts},
    )


def test_a_granted_case_tells_each_side_its_own_part() -> None:
    made = make_filed_case(S.CLOSED_REPAIRED)
    tell_all()
    assert templates_to(made.owner.pk) == ["filed", "accepted", "approved"]
    assert templates_to(made.reviewer.pk) == ["to-accept"]
    assert templates_to(made.decider.pk) == ["to-sign"]


def test_an_agent_hears_what_the_owner_hears() -> None:
    record = make_record()
    agent = make_agent(record.subject)
    make_filed_case(S.DECLINED, record=record)
    tell_all()
    assert templates_to(agent.pk) == ["filed", "declined"]


def test_people_without_power_that_day_hear_nothing() -> None:
    record = make_record()
    later = make_owner(record.subject, from_on=date(2026, 9, 2))
    gone = make_agent(record.subject)
    gone.mandates.update(to_on=date(2026, 9, 1))
    sleeping = make_agent(record.subject)
    sleeping.is_active = False
    sleeping.save()
    make_filed_case(S.ROUTED, record=record, owner=make_owner(record.subject))
    tell_all()
    for user in (later, gone, sleeping):
        assert templates_to(user.pk) == []


def test_an_officer_is_not_told_of_the_own_act() -> None:
    made = make_filed_case(S.PROPOSED)
    both = make_officer(Role.DECIDER, made.case.record.department, user=made.reviewer)
    tell_all()
    assert "to-sign" not in templates_to(both.pk)
    assert "to-sign" in templates_to(made.decider.pk)


def test_the_letter_goes_with_the_message() -> None:
    made = make_filed_case(S.DECLINED)
    tell_all()
    message = Message.objects.get(user=made.owner, template="declined")
    assert message.letter is not None
    assert message.letter.kind == "decline"
    assert message.case == made.case


def test_mail_goes_only_where_an_address_was_given() -> None:
    record = make_record()
    owner = make_owner(record.subject)
    owner.email = "owner@example.cn"
    owner.save()
    made = make_filed_case(S.ROUTED, record=record, owner=owner)
    tell_all()
    mail = Message.objects.get(channel="mail")
    assert (mail.user, mail.template, mail.sent_at) == (owner, "filed", None)
    assert mail.next_attempt_at == made.case.filed_at
    assert not Message.objects.filter(channel="mail", user=made.reviewer).exists()


def test_a_message_stores_no_name_and_no_code() -> None:
    made = make_filed_case(S.CLOSED_REPAIRED)
    tell_all()
    subject = made.case.subject
    written = list(Message.objects.all())
    assert written
    for message in written:
        stored = str(message.context)
        assert subject.name not in stored
        assert subject.code not in stored
        assert set(message.context) <= {"number", "decision", "due", "legal", "promised", "term"}


def test_telling_twice_writes_nothing_twice() -> None:
    make_filed_case(S.CLOSED_REFUSED)
    tell_all()
    count = Message.objects.count()
    tell_all()
    assert Message.objects.count() == count


def test_a_holder_is_asked_and_a_late_one_is_watched() -> None:
    record = make_record()
    china = make_holder(kind=HolderKind.CREDIT_CHINA)
    officer = make_officer(Role.WINDOW_CLERK, china.department)
    watchers = [
        make_officer(Role.SUPERVISOR, record.department),
        make_officer(Role.SUPERVISOR, make_platform()),
    ]
    at = noon_of(date(2026, 9, 3))
    order = open_order(
        record_id=record.pk, cause="longest-period", edition_key="NDRC-36", entry_id=920_001, at=at
    )
    delisting.move_due(at=at)
    delisting.breach(release_id=order.releases.get().pk, due_on="2026-09-03", at=at + timedelta(days=1))
    tell_all()
    assert templates_to(officer.pk) == ["remove", "removal-late"]
    assert [templates_to(watcher.pk) for watcher in watchers] == [["holder-late"], ["holder-late"]]


def test_the_subject_hears_that_filing_opens_and_that_the_end_is_near() -> None:
    record = make_record()
    owner = make_owner(record.subject)
    facts = {"owner_kind": "record", "owner_id": record.pk, "goal": "law", "deadline_id": 0}
    happened(record, "deadline.breached", **facts, term="minimum", due_on="2026-08-15")
    happened(record, "deadline.breached", **facts, term="maximum", due_on="2027-05-15")
    tell_all()
    assert templates_to(owner.pk) == ["filing-opens"]
    assert Message.objects.get().context["due"] == "2026-08-16"


def test_whoever_owes_the_act_is_warned_of_the_term() -> None:
    made = make_filed_case(S.SUPPLEMENTING)
    sweep(at=noon_of(date(2026, 9, 15)))  # the last day of the supplement
    tell_all()
    assert templates_to(made.owner.pk)[-1] == "term-near"
    assert "term-near-desk" not in templates_to(made.owner.pk)
    warned = Message.objects.get(user=made.owner, template="term-near")
    assert warned.context == {"number": made.case.number, "due": "2026-09-15", "term": "supplement"}


def test_the_desk_is_warned_of_its_own_term() -> None:
    made = make_filed_case(S.ROUTED)
    sweep(at=noon_of(date(2026, 9, 4)))  # the last day of acceptance
    tell_all()
    assert templates_to(made.reviewer.pk)[-1] == "term-near-desk"
    assert "term-near" not in templates_to(made.owner.pk)


@pytest.mark.parametrize(
    ("cause", "expected"),
    [("repaired", []), ("longest-period", ["ended-longest-period"]), ("withdrawn", ["ended-withdrawn"])],
)
def test_the_end_of_publication_is_told_unless_a_decision_told_it(cause: str, expected: list[str]) -> None:
    record = make_record()
    owner = make_owner(record.subject)
    happened(record, "listing.ended", cause=cause, case_id=None, edition_key="NDRC-36")
    tell_all()
    assert templates_to(owner.pk) == expected


def test_a_record_on_which_nothing_can_be_repaired_brings_no_notice() -> None:
    record = make_record(class_name="")
    owner = make_owner(record.subject)
    happened(record, "record.imported")
    tell_all()
    assert templates_to(owner.pk) == []


def test_terms_of_releases_tell_their_own_story() -> None:
    record = make_record()
    make_owner(record.subject)
    happened(
        record,
        "deadline.breached",
        owner_kind="release",
        owner_id=1,
        term="release",
        goal="law",
        due_on="2026-09-03",
        deadline_id=0,
    )
    tell_all()
    assert not Message.objects.exists()


def test_every_verb_is_known_and_every_template_has_words() -> None:
    tables = (rules.RULES, WHEN_EXHAUSTED, *rules.OF_KINDS.values())
    named = {telling.template for table in tables for rule in table.values() for telling in rule.tellings}
    near = {"end-near", "term-near", "term-near-desk", "promise-near"}
    late = {"case-late", "case-late-lead", "promise-late", "unit-late"}
    by_content = {"repair-notice", "filing-opens", "day-moved", "day-moved-desk"} | near
    by_content |= {"changed-over", "changed-over-desk"}
    ended = {f"ended-{cause}" for cause in EndCause} - {"ended-repaired"}
    assert set(rules.VERBS) <= JOURNAL_VERBS.keys()
    copies = {*rules.COPY.values(), "still-shown", "delisted", "plan-executed"}
    by_content |= {"hidden", "hidden-objection", "corrected", "corrected-objection"}
    by_content |= {"barred", "barred-until-lifted", "bar-over", "bar-lifted"}
    by_content |= BESIDE_CASES.keys()
    named |= {telling.template for told in complaints.RULES.values() for telling in told}
    by_content |= {"complaint-near", "objection-unit-late", "held", "minutes-to-take-in"}
    by_content |= {"redress-near", "redress-confirm-near"}
    assert named | by_content | ended | late | copies == TEMPLATES.keys()


def test_every_term_of_a_case_that_can_be_told_has_words() -> None:
    own = {"publish", "withdraw-record"}  # terms of records, told to nobody here
    for key in ("NDRC-36", "NDRC-58", "NDRC-527"):
        assert {term.id for term in shipped_editions().by_key(key).terms} - own <= TERMS.keys()


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("template", sorted(TEMPLATES))
def test_every_template_reads_well_in_both_languages(template: str, language: str) -> None:
    facts = {
        "number": "XF-2026-7K3MQ9AB",
        "decision": "枣应急罚〔2026〕12号",
        "due": "2026-11-22",
        "legal": "2026-12-02",
        "term": "decide",
        "hour": "2026-11-22T10:00:00+08:00",
    }
    with translation.override(language):
        words = told(template, facts)
        places = {
            name
            for _text, name, _spec, _conversion in Formatter().parse(str(TEMPLATES[template].text))
            if name
        }
    assert words.title
    assert "{" not in words.text
    assert places <= facts.keys()


def test_a_missing_fact_is_an_error_not_a_hole() -> None:
    with pytest.raises(KeyError):
        told("approved", {"number": "XF-2026-7K3MQ9AB"})


def test_users_of_no_company_and_no_unit_hear_nothing() -> None:
    stranger = make_user()
    make_filed_case(S.CLOSED_REPAIRED)
    tell_all()
    assert templates_to(stranger.pk) == []
