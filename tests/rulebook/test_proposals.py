"""Calendars and legal texts are proposed and decided on alike: the same refusals and the same tale in the journal."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from types import ModuleType
from typing import Any

import pytest

from journal.models import Entry
from journal.refusals import Crossed, Refusal
from rulebook import releasing, releasing_texts
from rulebook.editions_in_use import version_in_use
from rulebook.models import Proposal
from rulebook.working_days import gazette_of
from tests.factories.gazettes import (
    NOTICE_2027,
    ONE,
    OTHER,
    RELEASED_AT,
    Keeper,
    proposed,
    released,
    source_of,
)
from tests.factories.texts_released import text_proposed

pytestmark = pytest.mark.django_db
AUDITOR = Keeper("user:3", frozenset({(1, "audit-admin")}))


@dataclass(frozen=True)
class Kind:
    """What is proposed, and what its journal tells beside people, times and digest."""

    name: str
    acts: ModuleType
    propose: Callable[[], Proposal]
    seen: Callable[[], str]
    facts: frozenset[str]


KINDS = [
    Kind(
        "gazette",
        releasing,
        proposed,
        lambda: releasing.version_with(gazette_of(source_of(NOTICE_2027))),
        frozenset({"year", "jurisdiction", "notice"}),
    ),
    Kind("text", releasing_texts, text_proposed, version_in_use, frozenset({"key", "first_day", "title"})),
]
EITHER = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
ALWAYS = {"proposal_id", "digest", "proposed_by", "proposed_at"}
DECIDED = {"act", "from", "to"}


def code_of(act: Callable[..., object], **where: Any) -> str:
    with pytest.raises(Refusal) as told:
        act(at=RELEASED_AT, **where)
    return told.value.code


def told_of(kind: Kind, outcome: str) -> set[str]:
    return set(Entry.objects.get(verb=f"{kind.name}.{outcome}").payload)


@EITHER
def test_each_refusal_bears_the_name_of_its_kind(kind: Kind) -> None:
    pk = kind.propose().pk
    with pytest.raises(Crossed) as waits:
        kind.propose()
    assert waits.value.code == f"{kind.name}-waiting"
    acts, seen = kind.acts, kind.seen()
    for actor, code in ((ONE, f"{kind.name}-four-eyes"), (AUDITOR, "not-system-admin")):
        assert code_of(acts.release, proposal_id=pk, seen=seen, actor=actor) == code
        assert code_of(acts.reject, proposal_id=pk, reason="x", actor=actor) == code
    assert code_of(acts.withdraw, proposal_id=pk, actor=OTHER) == f"{kind.name}-not-own"
    assert code_of(acts.reject, proposal_id=pk, reason=" ", actor=OTHER) == f"{kind.name}-reason"
    assert code_of(acts.withdraw, proposal_id=pk + 1, actor=ONE) == "no-proposal"
    acts.withdraw(proposal_id=pk, actor=ONE, at=RELEASED_AT)
    assert code_of(acts.release, proposal_id=pk, seen=seen, actor=OTHER) == f"{kind.name}-decided"


@EITHER
def test_the_journal_tells_what_was_proposed_with_every_act(kind: Kind) -> None:
    facts = ALWAYS | kind.facts
    taken_back = kind.propose()
    assert told_of(kind, "proposed") == facts
    kind.acts.withdraw(proposal_id=taken_back.pk, actor=ONE, at=RELEASED_AT)
    assert told_of(kind, "withdrawn") == facts | DECIDED
    rejected = kind.propose()
    kind.acts.reject(proposal_id=rejected.pk, reason=" 日期有误 ", actor=OTHER, at=RELEASED_AT)
    assert told_of(kind, "rejected") == facts | DECIDED | {"reason"}
    assert Entry.objects.get(verb=f"{kind.name}.rejected").payload["reason"] == "日期有误"
    kind.acts.release(proposal_id=kind.propose().pk, seen=kind.seen(), actor=OTHER, at=RELEASED_AT)
    more = {"gazette_id", "replaces"} if kind.name == "gazette" else {"text_id"}
    assert told_of(kind, "released") == facts | DECIDED | more


def test_whoever_releases_a_moment_later_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    released()
    later = proposed(NOTICE_2027.replace("last = 2027-02-10", "last = 2027-02-11"))
    seen = releasing.version_with(releasing.gazette_proposed(later))
    # what a release of the same year sees that began before the other one was there
    monkeypatch.setattr(releasing, "in_force", lambda *_year_and_place: None)
    with pytest.raises(Crossed, match="2027") as told:
        releasing.release(proposal_id=later.pk, seen=seen, actor=OTHER, at=RELEASED_AT)
    assert told.value.code == "gazette-crossed"
    later.refresh_from_db()
    assert later.state == "WAITING"
