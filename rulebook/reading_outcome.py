"""Reading the parts of a law file about what follows a decision."""

from __future__ import annotations

from collections.abc import Collection

from rulebook.clauses import Quantity
from rulebook.procedure import (
    Bankruptcy,
    Changeover,
    Effect,
    Letter,
    Objection,
    Promise,
    Release,
    Remedy,
    Revocation,
    Talks,
)
from rulebook.reading_procedure import ACTS, LAYERS, read_term
from rulebook.reading_rules import limit_of, read_clause, read_limit, read_switch
from rulebook.source import Table

EFFECTS = ("end-publicity", "stop-sharing", "lift-measures", "update-evaluation", "tell-third-parties")
HOLDERS = (
    "credit-china",
    "local-credit-site",
    "department-site",
    "third-party",
    "gsxt",
    "registration-authority",
)


def read_effect(row: Table) -> Effect:
    """What an event does to the record."""
    found = Effect(
        on=row.choice("on", ("repaired",)), does=row.texts("does", EFFECTS), clause=read_clause(row)
    )
    row.finish()
    return found


def read_release(row: Table, *, edition: str) -> Release:
    """Within what one kind of holder must act."""
    found = Release(
        to=row.choice("to", HOLDERS),
        edition=edition,
        limit=limit_of(row),
        flagged_after=read_limit(row.table("flagged_after")) if row.has("flagged_after") else None,
        words=row.text("words", ""),
    )
    if found.limit.count is None and not found.words:
        raise row.fault("a release has a number or the text's own words")
    row.finish()
    return found


def read_revocation(table: Table) -> Revocation:
    """Grounds, defence and record of a revoked repair."""
    record = table.table("record")
    found = Revocation(
        grounds=table.texts(
            "grounds", ("false-materials", "grave-untruth-in-commitment", "wilful-breach-of-commitment")
        ),
        defence=read_limit(table.table("defence")),
        restores=read_switch(table.table("restores"), ("old-period-continues", "period-anew")),
        record=limit_of(record),
        record_published=record.yes_no("published"),
        early_end=record.yes_no("early_end"),
    )
    record.finish()
    table.finish()
    return found


def read_bankruptcy(table: Table) -> Bankruptcy:
    """What insolvency rulings do."""
    found = Bankruptcy(
        temporary_hide=read_switch(table.table("temporary_hide"), ("on-application", "none")),
        restoration=read_switch(table.table("restoration"), ("plan-terminated", "none")),
        final=read_switch(table.table("final"), ("court-confirms-execution", "ends-publicity", "none")),
    )
    table.finish()
    return found


def read_objection(table: Table, *, edition: str, rolls: bool) -> Objection:
    """How an objection is handled."""
    found = Objection(
        about=table.texts("about", ("content", "period", "repair-result")),
        to=table.texts("to", ("platform", "determining-unit")),
        meanwhile=read_switch(table.table("meanwhile"), ("mark", "hide", "nothing")),
        after_end=read_switch(table.table("after_end"), ("allowed", "only-while-valid")),
        unconfirmed=read_switch(table.table("unconfirmed"), ("note-and-keep", "note-and-hide", "delete")),
        reminders=_quantity(table.table("reminders")),
        inquiries=_quantity(table.table("inquiries")),
        terms=tuple(
            read_term(row, edition=edition, rolls=rolls, objection=True) for row in table.tables("term")
        ),
    )
    table.finish()
    return found


def read_talks(table: Table) -> Talks:
    """Who holds talks, in which order, how often."""
    found = Talks(
        who=read_switch(table.table("who"), ("determining-unit",)),
        ladder=table.texts("ladder", ("prompting", "warning")),
        straight_to_warning=read_switch(table.table("straight_to_warning"), ("allowed", "not-allowed")),
        maximum_of_each=_quantity(table.table("maximum_of_each")),
        notice=read_limit(table.table("notice")),
        officers=_quantity(table.table("officers")),
        absence=read_switch(table.table("absence"), ("next-talk",)),
        absence_bars_repair=read_switch(table.table("absence_bars_repair"), ("yes", "no")),
        postponements=_quantity(table.table("postponements")),
        minutes=read_switch(table.table("minutes"), ("enter-credit-record",)),
    )
    table.finish()
    return found


def _quantity(table: Table) -> Quantity:
    count = table.number("count")
    if count is None:
        raise table.fault("`count` must be a number", "count")
    found = Quantity(count=count, clause=read_clause(table))
    table.finish()
    return found


def read_changeover(table: Table) -> Changeover:
    """What of the earlier edition stays."""
    stay = ("stay", "move", "more-favourable")
    found = Changeover(
        records_determined_before=read_switch(
            table.table("records_determined_before"), ("old-period", "reclassify-by-act")
        ),
        cases_filed_before=read_switch(table.table("cases_filed_before"), stay),
        bars_set_before=read_switch(table.table("bars_set_before"), stay),
        objections_filed_before=read_switch(table.table("objections_filed_before"), stay),
    )
    table.finish()
    return found


def read_promise(row: Table, *, terms: Collection[str]) -> Promise:
    """A service goal beside one of the terms."""
    found = Promise(
        term=row.choice("act", terms),
        limit=limit_of(row),
        layer=row.choice("layer", LAYERS),
        published=row.text("published", ""),
    )
    if found.limit.count is None:
        raise row.fault("a promise without a number is none", "count")
    row.finish()
    return found


def read_remedy(row: Table) -> Remedy:
    """Where a decision can be contested."""
    found = Remedy(
        against=row.texts("against", ACTS),
        kind_zh=row.named("kind_zh"),
        kind_en=row.named("kind_en"),
        limit=limit_of(row),
    )
    row.finish()
    return found


def read_letter(row: Table) -> Letter:
    """A letter the text knows."""
    found = Letter(
        id=row.named("id"),
        title_zh=row.named("title_zh"),
        title_en=row.named("title_en"),
        basis=row.texts("basis"),
        clause=read_clause(row, needs_article=False),
    )
    row.finish()
    return found
