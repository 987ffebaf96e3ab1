"""Putting scenarios to the editions: what was found beside what was expected, and what nobody asked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from rulebook.classify import classify
from rulebook.clause_index import Statement, cited, clauses_of, inventory, mark_of, text_under
from rulebook.clauses import Limit, NumberMissing, Quantity, Switch
from rulebook.counting import CountingFault
from rulebook.edition import Edition
from rulebook.in_force import Editions, NoEdition, UnknownEdition
from rulebook.publicity import periods
from rulebook.scenario import (
    NO_TEXT,
    Cited,
    Expected,
    ExpectedClass,
    ExpectedDecider,
    ExpectedDuties,
    ExpectedEnd,
    ExpectedGap,
    ExpectedPeriod,
    ExpectedWord,
    Scenario,
)
from rulebook.scenario_count import Unfit, last_day_of
from rulebook.terms import DateBeyondReach
from rulebook.working_days import Calendar, NoGazette


@dataclass(frozen=True)
class Finding:
    """Where a scenario and the editions differ."""

    file: str
    line: int
    scenario: str
    what: str
    expected: str
    found: str

    def __str__(self) -> str:
        return (
            f"{self.file}:{self.line}: {self.scenario}: {self.what}: "
            f"expected {self.expected or '-'}, found {self.found or '-'}"
        )


@dataclass(frozen=True)
class Untold:
    """A clause of a shipped edition that no scenario tells; `limit`: it is a number."""

    edition: str
    clause: str
    limit: bool


@dataclass(frozen=True)
class _Told:
    """One comparison: what is compared, as expected, as found, and the clause it tells ("" for none)."""

    what: str
    expected: str
    found: str
    clause: str = ""


def check(scenario: Scenario, *, editions: Editions, calendar: Calendar) -> tuple[Finding, ...]:
    """Everything in which the editions differ from the scenario; nothing where they agree."""
    return tuple(
        Finding(scenario.file, scenario.line, scenario.id, told.what, told.expected, told.found)
        for told in _compared(scenario, editions, calendar)
        if told.expected != told.found
    )


def untold(scenarios: Iterable[Scenario], *, editions: Editions, calendar: Calendar) -> tuple[Untold, ...]:
    """The clauses of every edition and overlay that no scenario tells, limits first within each."""
    told_of = inventory(editions)
    asked = {
        (_home(told_of, scenario.edition, told.clause), told.clause)
        for scenario in scenarios
        for told in _compared(scenario, editions, calendar)
        if told.clause
    }
    return tuple(
        Untold(key, name, limit)
        for key, clauses in told_of.items()
        for limit in (True, False)
        for name, said in clauses.items()
        if (key, name) not in asked and _is_number(said) is limit
    )


def _home(told_of: Mapping[str, Mapping[str, Statement]], key: str, clause: str) -> str:
    """The text itself, unless what is laid over it adds or changes the clause."""
    while clause not in told_of.get(key, {}) and text_under(key):
        key = text_under(key)
    return key


def _is_number(said: Statement) -> bool:
    return isinstance(said, Limit) and said.count is not None


def _compared(scenario: Scenario, editions: Editions, calendar: Calendar) -> Iterator[_Told]:
    try:
        edition = editions.by_key(scenario.edition)
    except UnknownEdition as unknown:
        yield _Told("edition", scenario.edition, str(unknown))
        return
    run = _Run(scenario, edition, clauses_of(edition), calendar)
    for expected in scenario.expected:
        yield from run.of(expected)
    yield from _chosen(scenario, editions)


def _chosen(scenario: Scenario, editions: Editions) -> Iterator[_Told]:
    place, record = scenario.given.place, scenario.given.record
    if scenario.in_force and place is not None:
        try:
            found = editions.in_force(route=place.route, jurisdiction=place.jurisdiction, on=place.on).key
        except NoEdition:
            found = NO_TEXT
        yield _Told(f"text in force on {place.on}", scenario.in_force, found)
    if scenario.route and record is not None:
        route = editions.elsewhere(record_kind=record.record_kind, authority_field=record.authority_field)
        yield _Told(
            "route", scenario.route, route or "credit-china", f"scope.elsewhere.{route}" if route else ""
        )


@dataclass(frozen=True)
class _Run:
    scenario: Scenario
    edition: Edition
    clauses: dict[str, Statement]
    calendar: Calendar

    def of(self, expected: Expected) -> Iterator[_Told]:
        if isinstance(expected, ExpectedClass):
            yield from self._class(expected)
        elif isinstance(expected, ExpectedPeriod):
            yield from self._period(expected)
        elif isinstance(expected, ExpectedEnd):
            yield from self._end(expected)
        elif isinstance(expected, ExpectedGap):
            yield from self._gap(expected)
        elif isinstance(expected, ExpectedDuties):
            yield from self._duties(expected)
        elif isinstance(expected, ExpectedDecider):
            found = self.edition.process.deciders.get(expected.kind, "")
            yield _Told(f"who decides a {expected.kind}", expected.who, found, "process.decider")
            yield from self._cited("process.decider", expected.cited)
        else:
            yield from self._word(expected)

    def _cited(self, name: str, expected: Cited) -> Iterator[_Told]:
        said = self.clauses.get(name)
        if said is None:
            yield _Told("clause", name, "the edition has no such clause")
            return
        yield _Told(f"clause of {name}", expected.clause, cited(said), name)
        yield _Told(f"mark of {name}", expected.mark, mark_of(said), name)

    def _class(self, expected: ExpectedClass) -> Iterator[_Told]:
        facts = self.scenario.given.record
        if facts is None:
            return
        found = classify(facts, self.edition)
        names = [self._rule(hit.rule_id, facts.authority_field) for hit in found.hits]
        yield _Told("class", expected.class_, found.class_ or "")
        yield _Told("status", expected.status, found.status)
        candidates = () if found.status == "decided" else found.candidates
        yield _Told("candidates", _words(expected.candidates), _words(candidates))
        yield _Told("rules", _words(sorted(expected.rules)), _words(sorted(names)))
        for name in names:
            yield _Told("rule", name, name, name)
        yield from self._cited(expected.rules[0], expected.cited)

    def _rule(self, id_: str, field: str) -> str:
        """The name of a rule that spoke: the field's own one before the text's."""
        own = [
            f"standard.{known.key}.{id_}"
            for known in self.edition.classification.standards
            if known.authority_field == field
        ]
        names = (*own, f"rule.{id_}", f"undecidable.{id_}", id_)
        return next(name for name in names if name in self.clauses or name == id_)

    def _period(self, expected: ExpectedPeriod) -> Iterator[_Told]:
        class_ = self.scenario.given.class_
        found = periods(
            class_,
            self.edition,
            self.scenario.when.events["determined"],
            self.scenario.given.delivered_end_on,
        )
        name = f"class.{class_}"
        shown = found.ends_on is not None
        yield _Told("published", expected.published, found.published, f"{name}.published")
        yield _Told(
            "first day of filing",
            _day(expected.file_from),
            _day(found.earliest_filing_on),
            f"{name}.minimum" if found.earliest_filing_on else f"{name}.repairable",
        )
        yield _Told(
            "last day shown", _day(expected.last_day), _day(found.ends_on), f"{name}.maximum" if shown else ""
        )
        yield _Told("warned", str(expected.warned), str(bool(found.warning)))
        if found.earliest_filing_on is not None:
            yield _Told("repairable", "yes", "yes" if found.repairable else "no", f"{name}.repairable")
        yield from self._cited(f"{name}.maximum" if shown else f"{name}.published", expected.cited)

    def _end(self, expected: ExpectedEnd) -> Iterator[_Told]:
        what = f"last day of {expected.limit}"
        said = self.clauses.get(expected.limit)
        if not isinstance(said, Limit):
            yield _Told(what, str(expected.last_day), "the edition has no such limit")
            return
        try:
            found, provisional = last_day_of(
                expected.limit, said, self.edition, self.scenario.when, self.calendar
            )
        except (Unfit, NumberMissing, CountingFault, NoGazette, DateBeyondReach) as fault:
            yield _Told(what, str(expected.last_day), str(fault), expected.limit)
            return
        yield _Told(what, str(expected.last_day), str(found), expected.limit)
        yield _Told(f"{what} provisional", str(expected.provisional), str(provisional), expected.limit)
        yield from self._cited(expected.limit, expected.cited)

    def _gap(self, expected: ExpectedGap) -> Iterator[_Told]:
        said = self.clauses.get(expected.limit)
        found = "no number" if isinstance(said, Limit) and said.count is None else str(said)
        yield _Told(expected.limit, "no number", found, expected.limit)
        yield from self._cited(expected.limit, expected.cited)

    def _duties(self, expected: ExpectedDuties) -> Iterator[_Told]:
        class_ = self.scenario.given.class_
        before = tuple(way.id for way in self.edition.ways_before_filing(class_))
        during = tuple(way.id for way in self.edition.ways_during_case(class_))
        materials = tuple(material.id for material in self.edition.materials_for(class_))
        yield _Told("ways before filing", _words(expected.before_filing), _words(before))
        yield _Told("ways during the case", _words(expected.during_case), _words(during))
        yield _Told("materials", _words(expected.materials), _words(materials))
        for name in (
            *(f"way.{id_}" for id_ in (*before, *during)),
            *(f"material.{id_}" for id_ in materials),
        ):
            yield _Told("owed", name, name, name)
        first = next(iter((*expected.before_filing, *expected.during_case)), "")
        if first:
            yield from self._cited(f"way.{first}", expected.cited)

    def _word(self, expected: ExpectedWord) -> Iterator[_Told]:
        said = self.clauses.get(expected.rule)
        if isinstance(said, Switch):
            found = said.value
        elif isinstance(said, Quantity):
            found = str(said.count)
        else:
            found = "the edition has no such word"
        yield _Told(expected.rule, expected.value, found, expected.rule)
        yield from self._cited(expected.rule, expected.cited)


def _day(on: date | None) -> str:
    return "" if on is None else on.isoformat()


def _words(words: Iterable[str]) -> str:
    return ", ".join(words)
