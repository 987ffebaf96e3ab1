"""Reading scenario files strictly."""

from __future__ import annotations

from pathlib import Path
from types import MappingProxyType

from rulebook.fields import FIELDS
from rulebook.reading_procedure import ACTORS, PAUSES
from rulebook.reading_rules import MARKS, PUBLISHED, ROUTES, TRIGGERS, read_amount
from rulebook.scenario import (
    Cited,
    Expected,
    ExpectedClass,
    ExpectedDecider,
    ExpectedDuties,
    ExpectedEnd,
    ExpectedGap,
    ExpectedPeriod,
    ExpectedWord,
    Given,
    Happened,
    Place,
    Scenario,
    Standing,
)
from rulebook.source import Table, TomlSource
from rulebook.when import RECORD_KINDS, SUBJECT_KINDS, PenaltyFacts

SHIPPED = Path(__file__).parent / "scenarios"


def shipped_scenarios() -> tuple[Scenario, ...]:
    """The scenarios that come with the product. Raises EditionFault."""
    return read_scenarios(*sorted(SHIPPED.glob("*.toml")))


def read_scenarios(*files: Path | TomlSource) -> tuple[Scenario, ...]:
    """The scenarios of files or of texts kept elsewhere, in order.

    Raises EditionFault (file, line, reason) for an unknown key, event, word, a wrong type, an id that stands
    twice and a scenario that expects nothing.
    """
    found: dict[str, Scenario] = {}
    for file in files:
        root = (file if isinstance(file, TomlSource) else TomlSource(file)).root()
        edition = root.named("edition")
        for row in root.tables("scenario"):
            scenario = _scenario(row, edition)
            if scenario.id in found:
                raise row.fault(f"scenario {scenario.id!r} stands in {found[scenario.id].file} too", "id")
            found[scenario.id] = scenario
        root.finish()
    return tuple(found.values())


def _scenario(row: Table, edition: str) -> Scenario:
    then = row.table("then")
    place = _place(row)
    expected = tuple(_expectations(then))
    in_force = then.named("in_force") if then.has("in_force") else ""
    route = then.choice("route", ROUTES) if then.has("route") else ""
    found = Scenario(
        file=row.source.path.name,
        line=row.source.line_of(row.trail),
        id=row.named("id"),
        zh=row.named("zh"),
        en=row.named("en"),
        edition=row.text("edition", edition),
        given=_given(row, place),
        when=_happened(row),
        expected=expected,
        in_force=in_force,
        route=route,
    )
    then.finish()
    row.finish()
    fault = _unanswerable(found)
    if fault:
        raise then.fault(fault)
    return found


def _unanswerable(scenario: Scenario) -> str:
    asked = {type(expected) for expected in scenario.expected}
    given = scenario.given
    faults = {
        "a scenario must expect something": not (asked or scenario.in_force or scenario.route),
        "a class is expected of no given record": ExpectedClass in asked and given.record is None,
        "a route is expected of no given record": bool(scenario.route) and given.record is None,
        "a text in force is expected for no given place": bool(scenario.in_force) and given.place is None,
        "days or duties are expected of no given class": bool(asked & {ExpectedPeriod, ExpectedDuties})
        and not given.class_,
        "publicity is expected, and nothing was determined": ExpectedPeriod in asked
        and "determined" not in scenario.when.events,
    }
    return next((reason for reason, met in faults.items() if met), "")


def _place(row: Table) -> Place | None:
    given = row.table("given") if row.has("given") else None
    if given is None or not given.has("place"):
        return None
    table = given.table("place")
    place = Place(table.choice("route", ROUTES), table.text("jurisdiction"), table.day("on"))
    table.finish()
    return place


def _given(row: Table, place: Place | None) -> Given:
    if not row.has("given"):
        return Given("", None, None, None)
    table = row.table("given")
    if place is not None:
        table.value("place")
    given = Given(
        class_=table.text("class", ""),
        record=_record(table.table("record")) if table.has("record") else None,
        delivered_end_on=table.day("delivered_end_on") if table.has("delivered_end_on") else None,
        place=place,
    )
    table.finish()
    return given


def _record(table: Table) -> PenaltyFacts:
    facts = PenaltyFacts(
        record_kind=table.choice("kind", RECORD_KINDS, "penalty"),
        procedure=table.choice("procedure", ("simple", "ordinary"), "ordinary"),
        kinds=table.texts("kinds", optional=True),
        fine=read_amount(table, "fine"),
        confiscated=read_amount(table, "confiscated"),
        basis=table.text("basis", ""),
        authority_field=table.choice("field", FIELDS, "other"),
        act=table.text("act", ""),
        subject_kind=table.choice("subject", SUBJECT_KINDS, "legal-person"),
        remark="",
    )
    table.finish()
    return facts


def _happened(row: Table) -> Happened:
    if not row.has("when"):
        return Happened(MappingProxyType({}), (), None)
    table = row.table("when")
    happened = Happened(
        events=MappingProxyType({event: table.day(event) for event in TRIGGERS if table.has(event)}),
        pauses=tuple(_pause(pause) for pause in table.tables("pause")),
        extended_on=table.day("extended") if table.has("extended") else None,
    )
    table.finish()
    return happened


def _pause(row: Table) -> Standing:
    pause = Standing(row.choice("cause", PAUSES), row.day("first"), row.day("last"))
    row.finish()
    if pause.last < pause.first:
        raise row.fault("a pause ends before it begins", "last")
    return pause


def _cited(row: Table) -> Cited:
    return Cited(row.text("clause"), row.choice("mark", MARKS))


def _expectations(then: Table) -> list[Expected]:
    found: list[Expected] = []
    if then.has("class"):
        found.append(_class(then.table("class")))
    if then.has("publicity"):
        found.append(_period(then.table("publicity")))
    found.extend(_end(row) for row in then.tables("end"))
    found.extend(_gap(row) for row in then.tables("no_number"))
    if then.has("duties"):
        found.append(_duties(then.table("duties")))
    found.extend(_decider(row) for row in then.tables("decider"))
    found.extend(_word(row) for row in then.tables("says"))
    return found


def _class(row: Table) -> ExpectedClass:
    rules = row.texts("rules")
    if not rules:
        raise row.fault("`rules` is empty: a class follows from a rule", "rules")
    found = ExpectedClass(
        class_=row.text("is"),
        status=row.choice("status", ("decided", "provisional", "undecidable")),
        candidates=row.texts("candidates", optional=True),
        rules=rules,
        cited=_cited(row),
    )
    row.finish()
    return found


def _period(row: Table) -> ExpectedPeriod:
    found = ExpectedPeriod(
        published=row.choice("published", PUBLISHED),
        file_from=row.day_or_open("file_from"),
        last_day=row.day_or_open("last_day"),
        warned=row.yes_no("warned", default=False),
        cited=_cited(row),
    )
    row.finish()
    return found


def _end(row: Table) -> ExpectedEnd:
    found = ExpectedEnd(
        limit=row.named("limit"),
        last_day=row.day("last_day"),
        provisional=row.yes_no("provisional", default=False),
        cited=_cited(row),
    )
    row.finish()
    return found


def _gap(row: Table) -> ExpectedGap:
    found = ExpectedGap(row.named("limit"), _cited(row))
    row.finish()
    return found


def _duties(row: Table) -> ExpectedDuties:
    found = ExpectedDuties(
        before_filing=row.texts("before_filing"),
        during_case=row.texts("during_case"),
        materials=row.texts("materials"),
        cited=_cited(row),
    )
    row.finish()
    return found


def _decider(row: Table) -> ExpectedDecider:
    found = ExpectedDecider(row.choice("kind", RECORD_KINDS), row.choice("who", ACTORS), _cited(row))
    row.finish()
    return found


def _word(row: Table) -> ExpectedWord:
    found = ExpectedWord(row.named("rule"), str(row.value("value")), _cited(row))
    row.finish()
    return found
