"""What a text says about objections, rectification, talks, revocation and complaints, and how strictly it is read."""

from __future__ import annotations

from pathlib import Path

import pytest

from rulebook.clauses import Limit, Switch
from rulebook.edition import Edition, UnknownTerm
from rulebook.in_force import SHIPPED, shipped_editions
from rulebook.proceedings import DaysOutOfReach
from rulebook.reading import read_edition
from rulebook.reading_procedure import EVERY_TERM
from rulebook.source import EditionFault
from rulebook.terms import Unit

NATIONAL = ("NDRC-527", "NDRC-58", "NDRC-36", "SAMR-3", "SAMR-107")
NDRC_36 = (SHIPPED / "ndrc-36.toml").read_text(encoding="utf-8")

# term: count, unit, event, who, what time does
TERMS = {
    "objection.draft": (30, "D", "drafted", "subject", "lapse"),
    "objection.accept": (2, "WD", "filed", "platform", "escalate"),
    "objection.self-check": (2, "WD", "accepted", "platform", "escalate"),
    "objection.supplement": (10, "WD", "served", "subject", "lapse"),
    "objection.inquiry": (10, "WD", "inquiry-served", "provider", "escalate"),
    "objection.inquiry-reminded": (3, "WD", "reminded", "provider", "lapse"),
    "objection.handle": (7, "WD", "accepted", "platform", "escalate"),
    "objection.correct": (3, "WD", "decided", "provider", "escalate"),
    "objection.redress": (10, "WD", "decided", "determining-unit", "escalate"),
    "objection.redress-confirm": (15, "WD", "redressed", "subject", "lapse"),
    "objection.succession": (60, "D", "ceased", "subject", "lapse"),
    "objection.hold-review": (30, "D", "held", "determining-unit", "escalate"),
    "rectification.serve": (5, "WD", "issued", "determining-unit", "escalate"),
    "rectification.rectify": (30, "D", "served", "subject", "escalate"),
    "rectification.check": (10, "WD", "reported", "determining-unit", "escalate"),
    "rectification.set-talk": (5, "WD", "talk-due", "determining-unit", "escalate"),
    "rectification.hold-talk": (1, "WD", "talk-day", "determining-unit", "escalate"),
    "rectification.rectify-again": (15, "D", "talk-held", "subject", "escalate"),
    "rectification.last-limit": (15, "D", "last-limit-set", "subject", "escalate"),
    "rectification.close": (5, "WD", "exhausted", "determining-unit", "escalate"),
    "rectification.share-minutes": (3, "WD", "talk-held", "platform", "escalate"),
    "rectification.hold-review": (30, "D", "held", "determining-unit", "escalate"),
    "revocation.defence": (5, "WD", "served", "subject", "lapse"),
    "revocation.decide": (15, "WD", "defence-over", "determining-unit", "escalate"),
    "revocation.hold-review": (30, "D", "held", "determining-unit", "escalate"),
    "complaint.accept": (5, "WD", "filed", "supervisor", "escalate"),
    "complaint.answer": (15, "WD", "accepted", "supervisor", "escalate"),
}


def text(key: str) -> Edition:
    return shipped_editions().by_key(key)


@pytest.mark.parametrize("key", NATIONAL)
@pytest.mark.parametrize("id_", TERMS)
def test_a_term_of_a_proceeding_is_found_under_its_name(key: str, id_: str) -> None:
    term = text(key).term(id_)
    stated = term.stated
    assert (stated.count, stated.unit, stated.trigger, term.who, term.on_breach) == TERMS[id_]


def test_no_term_is_left_out_here() -> None:
    assert set(TERMS) == {id_ for id_ in EVERY_TERM if "." in id_}


@pytest.mark.parametrize("key", NATIONAL)
def test_a_number_nobody_read_for_the_country_is_to_confirm(key: str) -> None:
    assert all(term.stated.to_confirm for term in text(key).every_term if "." in term.id)


def test_an_inquiry_stops_the_clock_of_the_objection_and_of_nothing_else() -> None:
    stopped = [term.id for term in text("NDRC-36").every_term if "inquiry" in term.pauses]
    assert stopped == ["objection.handle"]


@pytest.mark.parametrize(
    ("id_", "count", "unit"),
    [
        ("objection.handle", 10, Unit.WD),
        ("rectification.rectify", 15, Unit.D),
        ("complaint.answer", 10, Unit.WD),
    ],
)
def test_what_may_be_made_longer_may_be_so_once(id_: str, count: int, unit: Unit) -> None:
    extension = text("NDRC-36").term(id_).extension
    assert extension is not None
    assert (extension.limit.count, extension.limit.unit, extension.times) == (count, unit, 1)


def test_an_order_may_set_between_seven_and_ninety_days() -> None:
    rule = text("NDRC-36").rectification
    assert (rule.minimum_days.count, rule.maximum_days.count, rule.last_limits.count) == (7, 90, 1)


def test_an_order_sets_its_own_days_within_them() -> None:
    rule = text("NDRC-36").rectification
    term = rule.within("rectification.rectify", 45)
    assert (term.id, term.stated.count, term.trigger) == ("rectification.rectify", 45, "served")
    for days in (6, 91):
        with pytest.raises(DaysOutOfReach) as refused:
            rule.within("rectification.last-limit", days)
        assert (refused.value.fewest, refused.value.most) == (7, 90)


def test_redress_follows_the_decision() -> None:
    rule = text("NDRC-36").objection
    assert [item.id for item in rule.redress_after("correct")] == ["correct-every-place"]
    assert [item.id for item in rule.redress_after("withdraw_record")] == [
        "correct-every-place",
        "public-statement",
        "apology-or-certificate",
    ]
    assert rule.redress_after("note") == ()
    assert [item.clause.mark for item in rule.redress] == ["R", "I", "I"]


@pytest.mark.parametrize("key", NATIONAL)
def test_an_objection_is_marked_allowed_after_the_end_and_handled_by_the_platform(key: str) -> None:
    rule = text(key).objection
    words = (rule.handled_by, rule.meanwhile, rule.after_end, rule.unconfirmed)
    assert [word.value for word in words] == ["platform", "mark", "allowed", "note-and-keep"]
    assert "hide" in rule.meanwhile.allowed


def test_nobody_is_barred_by_a_missed_talk_unless_a_place_says_so() -> None:
    assert text("NDRC-36").talks.absence_bar is None
    talks = text("NDRC-36+extra-ways").talks
    assert talks.absence_bars_repair.value == "yes"
    assert isinstance(talks.absence_bar, Switch)
    assert talks.absence_bar.value == "next-talk-held"


def test_the_court_alone_handles_what_concerns_its_list() -> None:
    court = text("SPC-LIST")
    assert court.objection.handled_by.value == "determining-unit"
    assert court.objection.redress == ()
    assert (court.rectification.terms, court.complaint.to.value) == ((), "nobody")
    with pytest.raises(UnknownTerm):
        court.term("rectification.serve")


def changed(folder: Path, old: str, new: str) -> Path:
    assert NDRC_36.count(old) == 1, old
    path = folder / "law.toml"
    path.write_text(NDRC_36.replace(old, new), encoding="utf-8")
    return path


BARS = 'absence_bars_repair = { value = "no"'
BARRED = 'absence_bars_repair = { value = "yes"'


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        (
            'handled_by  = { value = "platform"',
            'handled_by  = { value = "determining-unit"',
            "the term `handle` is not that of the determining-unit",
        ),
        ('handled_by  = { value = "platform"', 'handled_by  = { value = "court"', "unknown value 'court'"),
        ('id = "public-statement"', 'id = "flowers"', "unknown id 'flowers'"),
        ('id = "public-statement"', 'id = "correct-every-place"', "stands twice"),
        ("minimum_days = { count = 7", "minimum_days = { count = 31", "outside the days an order may set"),
        ("minimum_days = { count = 7", 'minimum_days = { count = ""', "`count` must be a number"),
        ('to = { value = "supervisor"', 'to = { value = "lead-department"', "is not that of the lead-dep"),
        ('acts = ["set_talk"]', 'acts = ["whisper"]', "unknown acts 'whisper'"),
        ('trigger = "talk-due"', 'trigger = "tea"', "unknown trigger 'tea'"),
        ('pauses = ["supplement", "inquiry", "hold"]', 'pauses = ["tea"]', "unknown pauses 'tea'"),
        ('id = "set-talk"', 'id = "tea"', "unknown id 'tea'"),
        ('value = "next-talk"', 'value = "prison"', "unknown value 'prison'"),
        (BARS, BARRED, "`absence_bar` belongs to talks"),
        ("last_limits  =", "first_limits =", "`last_limits` is missing"),
        ("[complaint]", "[grumble]", "`to` is missing"),
    ],
)
def test_what_makes_no_sense_is_refused(old: str, new: str, reason: str, tmp_path: Path) -> None:
    with pytest.raises(EditionFault) as fault:
        read_edition(changed(tmp_path, old, new))
    assert reason in fault.value.reason


@pytest.mark.parametrize(
    "id_", ["objection.redress", "rectification.close", "revocation.decide", "complaint.accept"]
)
def test_a_term_left_out_is_named(id_: str, tmp_path: Path) -> None:
    of, _, name = id_.partition(".")
    start = NDRC_36.index(f'[[{of}.term]]\nid = "{name}"')
    row = NDRC_36[start : NDRC_36.index("\n[", start + 1)]
    with pytest.raises(EditionFault, match=f"term '{id_}' is missing"):
        read_edition(changed(tmp_path, row, ""))


def test_a_bar_after_a_missed_talk_may_be_as_long_as_a_limit(tmp_path: Path) -> None:
    bar = 'absence_bar = { count = 6, unit = "M", trigger = "absent", article = "", mark = "K" }\n'
    talks = read_edition(changed(tmp_path, BARS, bar + BARRED)).talks
    assert isinstance(talks.absence_bar, Limit)
    assert (talks.absence_bar.count, talks.absence_bar.unit) == (6, Unit.M)


def test_a_bar_without_a_missed_talk_is_refused(tmp_path: Path) -> None:
    bar = 'absence_bar = { value = "next-talk-held", article = "", mark = "K" }\n'
    with pytest.raises(EditionFault, match="`absence_bar` belongs to talks"):
        read_edition(changed(tmp_path, BARS, bar + BARS))
