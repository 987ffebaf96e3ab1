"""Reading the parts of a law file about objections, rectification, talks and complaints."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from rulebook.clauses import Limit, Quantity, Switch
from rulebook.overlay_proceedings import LaidOver
from rulebook.proceedings import Complaint, Objection, Rectification, Redress, Talks
from rulebook.reading_procedure import ACTORS, ANSWERERS, once_each, read_terms
from rulebook.reading_rules import read_clause, read_limit, read_switch
from rulebook.source import Table

NOBODY = "nobody"
OBJECTION_WORDS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "handled_by": ("platform", "determining-unit"),
        "meanwhile": ("mark", "hide", "nothing"),
        "after_end": ("allowed", "only-while-valid"),
        "unconfirmed": ("note-and-keep", "note-and-hide", "delete"),
    }
)
TALK_WORDS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "straight_to_warning": ("allowed", "not-allowed"),
        "absence": ("next-talk", "same-talk", "exhausted"),
        "absence_bars_repair": ("yes", "no"),
    }
)
NUMBERS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "objection": ("reminders", "inquiries"),
        "rectification": ("minimum_days", "maximum_days", "last_limits"),
        "talks": ("maximum_of_each", "officers", "postponements"),
    }
)
REDRESS = ("correct-every-place", "public-statement", "apology-or-certificate")
BARRED_UNTIL = ("next-talk-held",)


def read_objection(table: Table, *, edition: str, rolls: bool) -> Objection:
    """How an objection is handled.

    Raises EditionFault also where the term `handle` is another's than `handled_by` says.
    """
    words = {key: read_switch(table.table(key), allowed) for key, allowed in OBJECTION_WORDS.items()}
    found = Objection(
        about=table.texts("about", ("content", "period", "repair-result")),
        to=table.texts("to", ("platform", "determining-unit")),
        handled_by=words["handled_by"],
        meanwhile=words["meanwhile"],
        after_end=words["after_end"],
        unconfirmed=words["unconfirmed"],
        reminders=read_quantity(table.table("reminders")),
        inquiries=read_quantity(table.table("inquiries")),
        redress=read_redress(table),
        terms=read_terms(table, edition=edition, rolls=rolls, of="objection"),
    )
    table.finish()
    by = found.handled_by.value
    if any(term.id == "objection.handle" and term.who != by for term in found.terms):
        raise table.fault(
            f"the term `handle` is not that of the {by}, which handles objections", "handled_by"
        )
    return found


def read_redress(table: Table) -> tuple[Redress, ...]:
    """The list of what makes good a wrong record; none where it is not written."""
    rows = table.tables("redress")
    once_each(rows)
    return tuple(_redress(row) for row in rows)


def _redress(row: Table) -> Redress:
    found = Redress(
        id=row.choice("id", REDRESS),
        name_zh=row.named("name_zh"),
        name_en=row.named("name_en"),
        who=row.choice("who", ACTORS),
        on=row.texts("on", ("correct", "withdraw_record", "note")),
        clause=read_clause(row),
    )
    row.finish()
    return found


def read_rectification(table: Table, *, edition: str, rolls: bool) -> Rectification:
    """Within what is rectified, and by how much an order may differ from it.

    Raises EditionFault also where the term `rectify` lies outside the days an order may set.
    """
    found = Rectification(
        minimum_days=read_quantity(table.table("minimum_days")),
        maximum_days=read_quantity(table.table("maximum_days")),
        last_limits=read_quantity(table.table("last_limits")),
        terms=read_terms(table, edition=edition, rolls=rolls, of="rectification"),
    )
    table.finish()
    days = next((term.stated.count for term in found.terms if term.id == "rectification.rectify"), None)
    if days is not None and not found.minimum_days.count <= days <= found.maximum_days.count:
        raise table.fault("the term `rectify` lies outside the days an order may set", "minimum_days")
    return found


def read_talks(table: Table) -> Talks:
    """Who holds talks, in which order, how often, and what missing one does.

    Raises EditionFault also for a bar without a length or a length without a bar.
    """
    words = {key: read_switch(table.table(key), allowed) for key, allowed in TALK_WORDS.items()}
    found = Talks(
        who=read_switch(table.table("who"), ("determining-unit",)),
        ladder=table.texts("ladder", ("prompting", "warning")),
        straight_to_warning=words["straight_to_warning"],
        maximum_of_each=read_quantity(table.table("maximum_of_each")),
        notice=read_limit(table.table("notice")),
        officers=read_quantity(table.table("officers")),
        absence=words["absence"],
        absence_bars_repair=words["absence_bars_repair"],
        absence_bar=read_absence_bar(table),
        postponements=read_quantity(table.table("postponements")),
        minutes=read_switch(table.table("minutes"), ("enter-credit-record",)),
    )
    table.finish()
    if (found.absence_bars_repair.value == "yes") != (found.absence_bar is not None):
        raise table.fault("`absence_bar` belongs to talks whose absence bars a repair, and only to them")
    return found


def read_absence_bar(table: Table) -> Limit | Switch | None:
    """How long a missed talk bars a repair: a limit from the absence, or until the next talk is held."""
    if not table.has("absence_bar"):
        return None
    bar = table.table("absence_bar")
    return read_limit(bar) if bar.has("count") else read_switch(bar, BARRED_UNTIL)


def read_complaint(table: Table, *, edition: str, rolls: bool) -> Complaint:
    """Who answers a complaint, and within what.

    Raises EditionFault also where a term is another's than `to` says.
    """
    found = Complaint(
        to=read_switch(table.table("to"), (*ANSWERERS, NOBODY)),
        terms=read_terms(table, edition=edition, rolls=rolls, of="complaint"),
    )
    table.finish()
    if any(term.who != found.to.value for term in found.terms):
        raise table.fault(f"a term is not that of the {found.to.value}, to whom complaints go", "to")
    return found


def read_laid_over(table: Table, room: str, *, edition: str, rolls: bool) -> LaidOver:
    """What an overlay writes under `[objection]`, `[rectification]` or `[talks]`."""
    words = {"objection": OBJECTION_WORDS, "talks": TALK_WORDS}.get(room, {})
    talks = room == "talks"
    found = LaidOver(
        said={
            **{key: read_switch(table.table(key), words[key]) for key in words if table.has(key)},
            **{key: read_quantity(table.table(key)) for key in NUMBERS[room] if table.has(key)},
        },
        terms=() if talks else read_terms(table, edition=edition, rolls=rolls, of=room),
        redress=read_redress(table) if room == "objection" else (),
        notice=read_limit(table.table("notice")) if talks and table.has("notice") else None,
        absence_bar=read_absence_bar(table) if talks else None,
    )
    table.finish()
    return found


def read_quantity(table: Table) -> Quantity:
    """A number of things and nothing else. Raises EditionFault where it was not read."""
    count = table.number("count")
    if count is None:
        raise table.fault("`count` must be a number", "count")
    found = Quantity(count=count, clause=read_clause(table))
    table.finish()
    return found
