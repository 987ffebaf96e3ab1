from __future__ import annotations

import pytest
from django.utils.translation import override

from journal.models import Entry
from look.case_words import detail_of, state_tone, term_words
from rulebook.in_force import shipped_editions
from rulebook.term_words import TERM_NAMES

FACTS = [
    ("case.supplement_asked", {"items": [{"what": "甲"}, {"what": "乙"}]}, "甲; 乙"),
    (
        "case.step_checked",
        {"way": "training", "finding": "insufficient", "reason": "缺少证书"},
        "Training: found insufficient; 缺少证书",
    ),
    ("case.proposed", {"outcome": "refuse", "reasons": "罚款未缴清"}, "Refuse the repair: 罚款未缴清"),
    (
        "case.held",
        {"cause": "competence", "document": "枣编办〔2026〕3号"},
        "Competence is in dispute (枣编办〔2026〕3号)",
    ),
    ("deadline.started", {"term": "accept", "due_on": "2026-09-04"}, "Acceptance: 4 September 2026"),
    (
        "deadline.paused",
        {"terms": [{"term": "decide", "goal": "promise", "due_on": "2026-09-04"}]},
        "Decision (service goal): 4 September 2026",
    ),
    ("case.accepted", {}, ""),
]


@pytest.mark.parametrize(("verb", "payload", "words"), FACTS)
def test_an_entry_tells_what_it_adds_to_its_verb(verb: str, payload: dict[str, object], words: str) -> None:
    with override("en"):
        assert detail_of(Entry(verb=verb, payload=payload)) == words


def test_a_detail_is_told_in_chinese_with_chinese_signs() -> None:
    with override("zh-hans"):
        told = detail_of(Entry(verb="deadline.started", payload={"term": "accept", "due_on": "2026-09-04"}))
    assert told == "受理：2026年9月4日"


def test_every_term_of_a_case_has_a_name() -> None:
    edition = shipped_editions().by_key("NDRC-36")
    started = {"draft", "total", "accept", "supplement", "steps", "decide", "hold-review"}
    assert started <= {term.id for term in edition.terms}
    assert started <= set(TERM_NAMES)


def test_a_term_of_an_editions_own_wording_is_told_as_it_stands() -> None:
    assert term_words("inspection") == "inspection"


def test_a_case_under_way_is_neither_good_nor_bad() -> None:
    assert state_tone("ROUTED") == "accent"
    assert state_tone("CLOSED_REFUSED") == "late"
