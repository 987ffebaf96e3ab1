"""Reading the parts of a law file that give a record its class and its days of publicity."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from decimal import Decimal
from types import MappingProxyType

from rulebook.classes import (
    Classification,
    Elsewhere,
    Publicity,
    PublicityClass,
    Rule,
    Scope,
    Undecidable,
)
from rulebook.clauses import Clause, Limit, Mark, Switch
from rulebook.fields import FIELDS
from rulebook.source import Table
from rulebook.terms import Unit
from rulebook.when import KINDS, RECORD_KINDS, SUBJECT_KINDS, When

ROUTES = ("credit-china", "gsxt", "court")
TRIGGERS = (
    "",
    "absent",
    "accepted",
    "ceased",
    "decided",
    "defence-over",
    "determined",
    "drafted",
    "exhausted",
    "filed",
    "held",
    "inquiry-served",
    "issued",
    "knew",
    "last-limit-set",
    "listed",
    "notice-of-annulment",
    "performed",
    "pushed",
    "redressed",
    "reminded",
    "reported",
    "revoked",
    "served",
    "shared",
    "talk-day",
    "talk-due",
    "talk-held",
    "term-ended",
)
PUBLISHED = ("yes", "no", "no-unless-needed", "not-collected")
MARKS = tuple(mark.value for mark in Mark)
UNITS = tuple(unit.value for unit in Unit)


def read_clause(table: Table, *, needs_article: bool = True) -> Clause:
    """Article, instrument, mark and note of a table.

    Raises EditionFault without a mark, or without article and instrument where the mark is R, S or F.
    """
    if not table.has("mark"):
        raise table.fault("`mark` is missing: R, S, F, I or K")
    mark = Mark(table.choice("mark", MARKS))
    article, instrument = table.text("article", ""), table.text("instrument", "")
    if needs_article and not article and not instrument and not (mark.to_confirm):
        raise table.fault(f"`article` is empty though the mark is {mark}", "article")
    return Clause(article=article, instrument=instrument, mark=mark, note=table.text("note", ""))


def limit_of(table: Table, *, trigger: str | None = None) -> Limit:
    """The limit written in a table, which may hold other keys; `trigger` where it stands outside it."""
    if not table.has("count"):
        raise table.fault('`count` is missing: a number, or "" where it was not read')
    count, unit = table.number("count"), Unit(table.choice("unit", UNITS))
    clause = read_clause(table)
    event = table.choice("trigger", TRIGGERS, "") if trigger is None else trigger
    return Limit(
        count=count,
        unit=unit,
        trigger=event,
        article=clause.article,
        instrument=clause.instrument,
        mark=clause.mark,
        note=clause.note,
    )


def read_limit(table: Table, *, trigger: str | None = None) -> Limit:
    """A table that is a limit and nothing else."""
    limit = limit_of(table, trigger=trigger)
    table.finish()
    return limit


def read_switch(table: Table, values: Collection[str]) -> Switch:
    """A table that is one word of a closed list with its clause."""
    value = table.choice("value", values)
    allowed = table.texts("allowed", values, optional=True)
    switch = Switch(value=value, clause=read_clause(table), allowed=allowed)
    table.finish()
    return switch


def read_scope(table: Table) -> Scope:
    """Record kinds, subject kinds, and what goes to another route."""
    scope = Scope(
        record_kinds=table.texts("record_kinds", RECORD_KINDS),
        subject_kinds=table.texts("subject_kinds", SUBJECT_KINDS),
        elsewhere=tuple(_elsewhere(row) for row in table.tables("elsewhere")),
        clause=read_clause(table),
    )
    table.finish()
    return scope


def _elsewhere(row: Table) -> Elsewhere:
    when = row.table("when")
    elsewhere = Elsewhere(
        record_kinds=when.texts("record_kind", RECORD_KINDS, optional=True),
        authority_fields=when.texts("authority_field", FIELDS, optional=True),
        route=row.choice("route", ROUTES),
        clause=read_clause(row),
    )
    when.finish()
    row.finish()
    if not elsewhere.record_kinds and not elsewhere.authority_fields:
        raise row.fault("`when` is empty", "when")
    return elsewhere


def read_classes(table: Table) -> Mapping[str, PublicityClass]:
    """The classes, lightest first: the order of the file is the order of weight."""
    classes = {name: _publicity_class(name, table.table(name)) for name in table.names()}
    if not classes:
        raise table.fault("no class")
    return MappingProxyType(classes)


def _publicity_class(name: str, table: Table) -> PublicityClass:
    published = read_switch(table.table("published"), PUBLISHED)
    repairable = read_switch(table.table("repairable"), ("yes", "no"))
    at_maximum = table.table("at_maximum")
    ends = read_ending(at_maximum)
    shown = published.value in {"yes", "no-unless-needed"}
    asked_for = shown and repairable.value == "yes"
    over_by_itself = shown and ends.value != "none"
    if (asked_for and not table.has("minimum")) or over_by_itself != table.has("maximum"):
        raise table.fault(
            "`minimum` belongs to a class that can be repaired, `maximum` to one that ends by itself"
        )
    if table.has("minimum") and not shown:
        raise table.fault("`minimum` belongs to a class that can be published, and only to it", "minimum")
    if_open = at_maximum.choice("if_duties_open", ("department-rule", "ends", ""))
    at_maximum.finish()
    found = PublicityClass(
        id=name,
        name_zh=table.named("name_zh"),
        name_en=table.named("name_en"),
        published=published,
        repairable=repairable,
        minimum=read_limit(table.table("minimum"), trigger="determined") if table.has("minimum") else None,
        maximum=read_limit(table.table("maximum"), trigger="determined") if over_by_itself else None,
        at_maximum=ends,
        if_duties_open=if_open,
    )
    table.finish()
    return found


def read_ending(table: Table) -> Switch:
    """What happens at the longest period; the caller reads what open duties do and finishes the table."""
    return Switch(
        value=table.choice("value", ("ends-by-itself", "ends-without-application", "none")),
        clause=read_clause(table),
        allowed=(),
    )


def read_publicity(table: Table) -> Publicity:
    """How a period runs."""
    publicity = Publicity(
        starts=read_switch(table.table("starts"), ("determination",)),
        first_day=read_switch(table.table("first_day"), ("not-counted",)),
        ends_on_day_off=read_switch(table.table("ends_on_day_off"), ("exact-day",)),
        several_kinds=read_switch(table.table("several_kinds"), ("longest",)),
        statutory_longer=read_switch(table.table("statutory_longer"), ("prevails",)),
        supplied_end=read_switch(table.table("supplied_end"), ("earlier-wins",)),
        review_pending=read_switch(table.table("review_pending"), ("does-not-pause",)),
        execution_stayed=read_switch(table.table("execution_stayed"), ("hide", "nothing")),
    )
    table.finish()
    return publicity


def read_classification(table: Table, classes: Collection[str]) -> Classification:
    """Rules, what cannot be decided, and the class of whatever no rule hits."""
    table.choice("combine", ("heaviest",))
    otherwise = table.table("otherwise")
    found = Classification(
        rules=tuple(read_rule(row, classes) for row in table.tables("rule")),
        otherwise=_read_ruling(otherwise, When(), "otherwise", classes),
        undecidable=tuple(_undecidable(row) for row in table.tables("undecidable")),
        decided_by=read_switch(table.table("decided_by"), ("determining-unit", "platform")),
        vocabulary=table.named("vocabulary"),
    )
    otherwise.finish()
    table.finish()
    return found


def read_rule(row: Table, classes: Collection[str]) -> Rule:
    """One rule of classification."""
    id_ = row.named("id")
    when = row.table("when")
    unread = when.has("fine_min") and when.value("fine_min") == ""
    rule = _read_ruling(row, read_when(when), id_, classes)
    if unread and rule.decided:
        raise row.fault("a rule whose threshold was not read must be provisional", "status")
    row.finish()
    return rule


def _read_ruling(row: Table, when: When, id_: str, classes: Collection[str]) -> Rule:
    class_ = row.choice("class", classes)
    status = row.choice("status", ("decided", "provisional"))
    candidates = row.texts("candidates", classes, optional=True)
    if status == "decided" and candidates:
        raise row.fault("a decided rule has no candidates", "candidates")
    if status == "provisional" and (len(set(candidates)) < 2 or class_ not in candidates):  # noqa: PLR2004
        raise row.fault("a provisional rule names two candidates or more, its class among them", "candidates")
    return Rule(
        id=id_,
        when=when,
        class_=class_,
        candidates=candidates or (class_,),
        final=row.yes_no("final", default=False),
        reason=row.named("reason") if status == "provisional" else row.text("reason", ""),
        clause=read_clause(row),
    )


def _undecidable(row: Table) -> Undecidable:
    found = Undecidable(
        id=row.named("id"),
        when=read_when(row.table("when")),
        reason=row.named("reason"),
        clause=read_clause(row),
    )
    row.finish()
    return found


def read_when(table: Table) -> When:
    """A condition.

    Raises EditionFault for an unknown word, kind or field, and for an empty condition.
    """
    when = When(
        simple=table.has("procedure") and table.choice("procedure", ("simple",)) == "simple",
        kinds_only=table.texts("kinds_only", KINDS, optional=True),
        kinds_any=table.texts("kinds_any", KINDS, optional=True),
        kinds_unknown=table.yes_no("kinds_unknown", default=False),
        fine_min=read_amount(table, "fine_min"),
        fine_below=read_amount(table, "fine_below"),
        fine_above=read_amount(table, "fine_above"),
        confiscated_min=read_amount(table, "confiscated_min"),
        basis_any=table.texts("basis_any", optional=True),
        act_any=table.texts("act_any", optional=True),
        authority_field=table.texts("authority_field", FIELDS, optional=True),
        record_kind=table.texts("record_kind", RECORD_KINDS, optional=True),
        any_of=tuple(read_when(part) for part in table.tables("any_of")),
    )
    table.finish()
    if not table.names():
        raise table.fault("an empty condition hits everything")
    return when


def read_amount(table: Table, key: str) -> Decimal | None:
    """An amount in 万元; None where it is not written or was not read."""
    if not table.has(key):
        return None
    value = table.value(key)
    if value == "":
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or value < 0:
        raise table.fault(f'`{key}` must be an amount in 万元, or "" where it was not read', key)
    return Decimal(str(value))
