"""Reading the parts of a law file about what follows a decision."""

from __future__ import annotations

from rulebook.procedure import Bankruptcy, Changeover, Effect, Letter, Promise, Release, Remedy, Revocation
from rulebook.reading_procedure import ACTS, EVERY_TERM, LAYERS, read_terms
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


def read_revocation(table: Table, *, edition: str, rolls: bool) -> Revocation:
    """Grounds, terms and record of a revoked repair."""
    record = table.table("record")
    found = Revocation(
        grounds=table.texts(
            "grounds", ("false-materials", "grave-untruth-in-commitment", "wilful-breach-of-commitment")
        ),
        restores=read_switch(table.table("restores"), ("old-period-continues", "period-anew")),
        record=limit_of(record),
        record_published=record.yes_no("published"),
        early_end=record.yes_no("early_end"),
        terms=read_terms(table, edition=edition, rolls=rolls, of="revocation"),
        watch=read_limit(table.table("watch")) if table.has("watch") else None,
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


def read_promise(row: Table) -> Promise:
    """A service goal beside one of the terms."""
    found = Promise(
        term=row.choice("act", EVERY_TERM),
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
