"""Reading the parts of a law file that say how a repair is asked for, decided and carried out."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from types import MappingProxyType

from rulebook.clauses import Extension, Limit, Term
from rulebook.known_terms import MORE_TERMS, PROCEEDINGS, TERMS
from rulebook.procedure import Bar, Condition, Forward, Ground, Material, Process, Removal, Way
from rulebook.reading_rules import limit_of, read_clause, read_limit, read_switch
from rulebook.source import Table
from rulebook.when import RECORD_KINDS

LAYERS = ("national", "province", "city", "sector")
ACTORS = ("subject", "determining-unit", "platform", "provider", "system")
# who answers a complaint about the desk itself
ANSWERERS = ("supervisor", "lead-department")
WAYS = ("commitment", "rectification", "verification", "training", "credit-report", "public-good")
CONDITIONS = (
    "minimum-reached",
    "corrected-and-performed",
    "public-commitment",
    "other-law",
    "harm-removed",
    "no-same-kind-penalty",
    "no-heavier-penalty",
    "not-listed",
    "one-ground-gone",
)
EVERY_TERM = (*TERMS, *(f"{of}.{id_}" for of, ids in PROCEEDINGS.items() for id_ in ids))
PAUSES = ("supplement", "steps", "extension", "hold", "inquiry", "talk")
EXTENSION_CAUSES = ("complex", "check", "asked-by-subject")
BREACHES = ("escalate", "lapse", "deemed-accepted")
ACTS = (
    "accept",
    "answer",
    "approve",
    "ask_supplement",
    "breach",
    "cancel_order",
    "come_forward",
    "conclude",
    "confirm_redress",
    "correct",
    "decline",
    "delete",
    "extend",
    "file",
    "find_insufficient",
    "find_satisfied",
    "hand_over",
    "hold_talk",
    "inquire",
    "inquire_again",
    "keep",
    "last_limit",
    "note",
    "postpone",
    "propose",
    "publish",
    "record_absence",
    "redress",
    "refuse",
    "report",
    "review_hold",
    "revoke",
    "send_back",
    "serve",
    "set_talk",
    "state_defence",
    "submit_steps",
    "supplement",
    "take_in",
    "tell_result",
    "terminate",
    "uphold",
    "withdraw",
    "withdraw_record",
)


def read_condition(row: Table) -> Condition:
    """One condition of repair."""
    found = Condition(id=row.choice("id", CONDITIONS), clause=read_clause(row))
    row.finish()
    return found


def read_bar(row: Table) -> Bar:
    """One bar; `until` is a limit or the words of the text."""
    limit: Limit | None = None
    words = ""
    if isinstance(row.value("until"), str):
        words = row.named("until")
    else:
        limit = read_limit(row.table("until"))
    found = Bar(
        id=row.named("id"),
        until=limit,
        words=words,
        set_by=row.texts("set_by", optional=True),
        clause=read_clause(row),
    )
    row.finish()
    return found


def read_way(row: Table, classes: Collection[str]) -> Way:
    """One way of repair; a way not asked for has no phase and no classes."""
    id_ = row.choice("id", WAYS)
    need = row.choice("need", ("required", "optional", "not-asked"))
    asked = need != "not-asked"
    found = Way(
        id=id_,
        name_zh=row.named("name_zh"),
        name_en=row.named("name_en"),
        need=need,
        phase=row.choice("phase", ("before-filing", "during-case")) if asked else "",
        who=row.choice("who", ("subject", "determining-unit")) if asked else "",
        classes=row.texts("classes", classes) if asked else (),
        limit=read_limit(row.table("limit")) if row.has("limit") else None,
        clause=read_clause(row),
        providers=row.choice("providers", ("any", "register")) if row.has("providers") else "any",
    )
    row.finish()
    return found


def read_material(row: Table, classes: Collection[str]) -> Material:
    """One paper; for every class unless it names some."""
    found = Material(
        id=row.named("id"),
        name_zh=row.named("name_zh"),
        name_en=row.named("name_en"),
        way=row.choice("for", WAYS),
        per=row.choice("per", ("record", "duty", "subject")),
        classes=row.texts("classes", classes, optional=True) or tuple(classes),
        from_department_system=row.yes_no("or_from_department_system", default=False),
        clause=read_clause(row),
    )
    row.finish()
    return found


def read_term(row: Table, *, edition: str, rolls: bool, of: str = "") -> Term:
    """One term of a repair, or `of` another proceeding (whose name then stands before the id: `objection.accept`)."""
    id_ = row.choice("id", PROCEEDINGS[of] if of else (*TERMS, *MORE_TERMS))
    acts = row.texts("acts", ACTS)
    if not acts:
        raise row.fault("`acts` is empty: a term is a limit for somebody's act", "acts")
    found = Term(
        id=f"{of}.{id_}" if of else id_,
        edition=edition,
        acts=acts,
        who=row.choice("who", ANSWERERS if of == "complaint" else ACTORS),
        stated=limit_of(row),
        on_breach=row.choice("on_breach", BREACHES),
        pauses=row.texts("pauses", PAUSES, optional=True),
        extension=_extension(row.table("extension")) if row.has("extension") else None,
        times=row.number("times") if row.has("times") else None,
        soft=row.yes_no("soft", default=False),
        rolls=rolls,
    )
    if not found.trigger:
        raise row.fault("`trigger` is missing: a term runs from an event")
    row.finish()
    return found


def read_terms(table: Table, *, edition: str, rolls: bool, of: str) -> tuple[Term, ...]:
    """The terms of another proceeding than a repair, each once."""
    rows = table.tables("term")
    once_each(rows)
    return tuple(read_term(row, edition=edition, rolls=rolls, of=of) for row in rows)


def _extension(table: Table) -> Extension:
    times = table.number("times")
    if times is None:
        raise table.fault("`times` must be a number", "times")
    found = Extension(
        limit=limit_of(table),
        times=times,
        causes=table.texts("causes", EXTENSION_CAUSES),
        notice=table.choice("notice", ("before-limit",)),
    )
    table.finish()
    return found


def read_removal(row: Table, *, edition: str, rolls: bool) -> Removal:
    """How an entry of one kind leaves its list: conditions, grounds of the entry, terms of its own."""
    terms = row.tables("term")
    once_each(terms)
    found = Removal(
        kind=row.choice("kind", RECORD_KINDS),
        conditions=tuple(read_condition(condition) for condition in row.tables("condition")),
        grounds=tuple(_ground(ground) for ground in row.tables("ground")),
        ends_with=row.texts("ends_with", RECORD_KINDS, optional=True),
        terms=tuple(read_term(term, edition=edition, rolls=rolls) for term in terms),
        clause=read_clause(row),
    )
    row.finish()
    return found


def _ground(row: Table) -> Ground:
    found = Ground(
        id=row.named("id"),
        name_zh=row.named("name_zh"),
        name_en=row.named("name_en"),
        clause=read_clause(row),
    )
    row.finish()
    return found


def read_forward(table: Table) -> Forward:
    """To whom this text sends people, because nothing of it is decided here."""
    found = Forward(name_zh=table.named("name_zh"), name_en=table.named("name_en"), clause=read_clause(table))
    table.finish()
    return found


def read_process(table: Table) -> Process:
    """Who decides each kind of record, and how an application is handled."""
    decider = table.table("decider")
    kinds = decider.table("kinds")
    found = Process(
        deciders=MappingProxyType(
            {kind: kinds.choice(kind, ACTORS) for kind in RECORD_KINDS if kinds.has(kind)}
        ),
        decider_clause=read_clause(decider),
        window=read_switch(table.table("window"), ("credit-china", "gsxt", "court")),
        applications=read_switch(table.table("applications"), ("one-per-record",)),
        second_person=read_switch(table.table("second_person"), ("required", "optional")),
        reapply_after_refusal=read_switch(table.table("reapply_after_refusal"), ("at-once",)),
        withdrawal=read_switch(table.table("withdrawal"), ("until-decision",)),
        fee=read_switch(table.table("fee"), ("free",)),
    )
    kinds.finish()
    decider.finish()
    table.finish()
    return found


def once_each(rows: Iterable[Table], key: str = "id") -> None:
    """Refuse the same word twice in an array of tables.

    Raises EditionFault at the second one.
    """
    seen: set[str] = set()
    for row in rows:
        word = row.text(key)
        if word in seen:
            raise row.fault(f"{key} {word!r} stands twice", key)
        seen.add(word)
