"""Reading a whole law file: a text of its own, or an overlay on one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from rulebook.edition import Edition, Switch
from rulebook.fields import FIELDS
from rulebook.overlay import Overlay
from rulebook.reading_outcome import (
    read_bankruptcy,
    read_changeover,
    read_effect,
    read_letter,
    read_promise,
    read_release,
    read_remedy,
    read_revocation,
)
from rulebook.reading_procedure import (
    EVERY_TERM,
    LAYERS,
    once_each,
    read_bar,
    read_condition,
    read_forward,
    read_material,
    read_process,
    read_removal,
    read_term,
    read_way,
)
from rulebook.reading_proceedings import (
    NUMBERS,
    read_complaint,
    read_laid_over,
    read_objection,
    read_rectification,
    read_talks,
)
from rulebook.reading_rules import (
    ROUTES,
    read_classes,
    read_classification,
    read_publicity,
    read_rule,
    read_scope,
    read_switch,
)
from rulebook.reminders import OF_THE_HOUSE, read_reminders
from rulebook.source import EditionFault, Table, TomlSource

SCHEMA = 1
_ROWS = ("condition", "bar", "way", "material", "term", "release", "promise", "letter", "removal")
_OVERLAY_ROWS = ("bar", "way", "material", "term", "promise")


def read_law(law: Path | TomlSource, bases: Mapping[str, Edition] | None = None) -> Edition | Overlay:
    """The edition or overlay of a file or of a text kept elsewhere; an overlay is read against what it extends.

    Raises EditionFault (file, line, reason).
    """
    root = _opened(law)
    if root.choice("layer", LAYERS) == "national":
        return _edition(root)
    return _overlay(root, bases or {})


def layer_of(law: Path | TomlSource) -> str:
    """The layer a law stands on: texts are read before what is laid over them."""
    return _opened(law).choice("layer", LAYERS)


def name_of(law: Path | TomlSource) -> tuple[str, date]:
    """The key of a law and its first day in force: what tells a draft which text it would replace."""
    root = _opened(law)
    return root.named("key"), root.day("in_force_from")


def read_edition(path: Path) -> Edition:
    """A legal text of its own.

    Raises EditionFault for an unknown key, unit, step, way or class, a missing mark, a wrong type,
    and for an overlay.
    """
    law = read_law(path)
    if isinstance(law, Overlay):
        raise law.fault("an overlay is no edition of its own", "layer")
    return law


def _opened(law: Path | TomlSource) -> Table:
    root = (law if isinstance(law, TomlSource) else TomlSource(law)).root()
    if root.number("schema") != SCHEMA:
        raise root.fault(f"`schema` must be {SCHEMA}", "schema")
    return root


def _in_force(root: Table) -> tuple[date, date | None]:
    start, end = root.day("in_force_from"), root.day_or_open("in_force_to")
    if end is not None and end < start:
        raise root.fault("in force to a day before its first", "in_force_to")
    return start, end


def _edition(root: Table) -> Edition:
    key = root.named("key")
    if set("+@/") & set(key):
        raise root.fault("`key` may hold no +, no @ and no /", "key")
    start, end = _in_force(root)
    for rows in _ROWS:
        once_each(root.tables(rows), {"release": "to", "promise": "act", "removal": "kind"}.get(rows, "id"))
    classes = read_classes(root.table("class"))
    classification = root.table("classification")
    once_each((*classification.tables("rule"), *classification.tables("undecidable")))
    confirmed = root.table("confirmed")
    counting = root.table("counting")
    day_off = read_switch(counting.table("procedural_day_off"), ("next-working-day", "exact-day"))
    counting.finish()
    rolls = day_off.value == "next-working-day"
    edition = Edition(
        key=key,
        base_key=key,
        title_zh=root.named("title_zh"),
        title_en=root.named("title_en"),
        number=root.named("number"),
        issuer=root.named("issuer"),
        adopted_on=root.day("adopted_on"),
        in_force_from=start,
        in_force_to=end,
        repeals=root.texts("repeals", optional=True),
        layer="national",
        jurisdiction="",
        route=root.choice("route", ROUTES),
        confirmed_by=confirmed.text("by"),
        confirmed_on=confirmed.day_or_open("on"),
        scope=read_scope(root.table("scope")),
        classes=classes,
        publicity=read_publicity(root.table("publicity")),
        classification=read_classification(classification, classes),
        conditions=tuple(read_condition(row) for row in root.tables("condition")),
        bars=tuple(read_bar(row) for row in root.tables("bar")),
        ways=tuple(read_way(row, classes) for row in root.tables("way")),
        materials=tuple(read_material(row, classes) for row in root.tables("material")),
        procedural_day_off=day_off,
        terms=tuple(read_term(row, edition=key, rolls=rolls) for row in root.tables("term")),
        process=read_process(root.table("process")),
        effects=tuple(read_effect(row) for row in root.tables("effect")),
        releases=tuple(read_release(row, edition=key) for row in root.tables("release")),
        revocation=read_revocation(root.table("revocation"), edition=key, rolls=rolls),
        bankruptcy=read_bankruptcy(root.table("bankruptcy")),
        objection=read_objection(root.table("objection"), edition=key, rolls=rolls),
        rectification=read_rectification(root.table("rectification"), edition=key, rolls=rolls),
        talks=read_talks(root.table("talks")),
        complaint=read_complaint(root.table("complaint"), edition=key, rolls=rolls),
        changeover=read_changeover(root.table("changeover")),
        promises=tuple(read_promise(row) for row in root.tables("promise")),
        remedies=tuple(read_remedy(row) for row in root.tables("remedy")),
        letters=tuple(read_letter(row) for row in root.tables("letter")),
        removals=tuple(read_removal(row, edition=key, rolls=rolls) for row in root.tables("removal")),
        forward=read_forward(root.table("forward")) if root.has("forward") else None,
        file=str(root.source.path),
        reminders=read_reminders(root.table("reminders")) if root.has("reminders") else OF_THE_HOUSE,
    )
    confirmed.finish()
    root.finish()
    _complete(root, edition)
    return edition


def _complete(root: Table, edition: Edition) -> None:
    written = {term.id for term in edition.every_term}
    for id_ in EVERY_TERM if edition.forward is None else ():
        if id_ not in written:
            of, _, _ = id_.rpartition(".")
            line = root.source.line_of((of, "term") if of else ("term",))
            raise EditionFault(edition.file, line, f"term {id_!r} is missing")
    for place, material in enumerate(edition.materials):
        if not any(way.id == material.way for way in edition.ways):
            line = root.source.line_of(("material", place, "for"))
            raise EditionFault(edition.file, line, f"way {material.way!r} is not written in this text")


def _second_signature(root: Table) -> Switch | None:
    """Whether a place asks a second person of the company to sign; None where it says nothing."""
    if not root.has("second_signature"):
        return None
    return read_switch(root.table("second_signature"), ("required", "optional"))


def _overlay(root: Table, bases: Mapping[str, Edition]) -> Overlay:
    key = root.named("key")
    if set("+@") & set(key):
        raise root.fault("`key` may hold no + and no @", "key")
    start, end = _in_force(root)
    layer = root.choice("layer", LAYERS)
    sector = layer == "sector"
    extends = root.texts("extends", tuple(bases))
    if not extends:
        raise root.fault("`extends` is empty: an overlay stands on a text", "extends")
    classes = [name for name in bases[extends[0]].classes if all(name in bases[b].classes for b in extends)]
    rows = {name: () if sector else root.tables(name) for name in _OVERLAY_ROWS}
    for name, tables in rows.items():
        once_each(tables, "act" if name == "promise" else "id")
    standard = root.table("classification") if sector else None
    rules = standard.tables("rule") if standard else ()
    once_each(rules)
    rolls = all(bases[b].procedural_day_off.value == "next-working-day" for b in extends)
    overlay = Overlay(
        key=key,
        title_zh=root.named("title_zh"),
        title_en=root.named("title_en"),
        number=root.text("number"),
        issuer=root.named("issuer"),
        in_force_from=start,
        in_force_to=end,
        layer=layer,
        jurisdiction=root.named("jurisdiction"),
        extends=extends,
        authority_field=root.choice("authority_field", FIELDS) if sector else "",
        power=root.text("power", ""),
        bars=tuple(read_bar(row) for row in rows["bar"]),
        ways=tuple(read_way(row, classes) for row in rows["way"]),
        materials=tuple(read_material(row, classes) for row in rows["material"]),
        terms=tuple(read_term(row, edition=key, rolls=rolls) for row in rows["term"]),
        promises=tuple(read_promise(row) for row in rows["promise"]),
        proceedings={
            room: read_laid_over(root.table(room), room, edition=key, rolls=rolls)
            for room in NUMBERS
            if root.has(room) and not sector
        },
        rules=tuple(read_rule(row, classes) for row in rules),
        source=root.source,
        reminders=None if sector or not root.has("reminders") else read_reminders(root.table("reminders")),
        second_signature=None if sector else _second_signature(root),
    )
    if standard is not None:
        standard.finish()
    root.finish()
    return overlay
