"""A legal text as an administrator reads it: its head, and every rule with its clause and how sure it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache

from django.utils.translation import gettext as _

from desk.edition_rules import UNSURE, RuleRow, rules_of
from journal.days import speaks_chinese
from records.models.credit_record import RecordKind
from rulebook.clause_index import Statement, inventory, mark_of, text_under
from rulebook.edition import Edition
from rulebook.editions_in_use import editions_in_use
from rulebook.in_force import Editions
from rulebook.models import ReleasedText
from rulebook.overlay import Overlay
from rulebook.phrases import route_name
from rulebook.reading_scenarios import shipped_scenarios
from rulebook.releasing_texts import scenarios_released
from rulebook.scenario import Scenario

SECTOR = "sector"


@dataclass(frozen=True)
class EditionRow:
    """A text, or a text with what is laid over it: how much it says, how much of it is sure, how much is tried."""

    key: str
    title: str
    number: str
    route: str
    in_force_from: date
    in_force_to: date | None
    confirmed_by: str
    confirmed_on: date | None
    clauses: int
    to_confirm: int
    scenarios: int
    laid_over: bool


@dataclass(frozen=True)
class Part:
    """Rules of one sort under a head."""

    id: str
    title: str
    rows: tuple[RuleRow, ...]


def edition_rows() -> list[EditionRow]:
    """Every text with what places lay over it and its rules for single lists, the latest text first."""
    editions = editions_in_use()
    told = Counter(scenario.edition for scenario in _scenarios())
    found = _said_by(editions)
    texts = [key for key in editions.every_key() if not text_under(key)]
    rows: list[EditionRow] = []
    for text in reversed(texts):
        family = [text, *(key for key in found if text_under(key) == text)]
        rows.extend(_row(editions, key, found[key].values(), told[key]) for key in family)
    return rows


def edition_row(key: str) -> EditionRow:
    """One text. Raises KeyError for a key that names none."""
    return {row.key: row for row in edition_rows()}[key]


def parts_of(key: str) -> list[Part]:
    """The rules of a text; of what is laid over one, only those that it adds or changes."""
    editions = editions_in_use()
    edition = editions.by_key(key)
    changed = _said_by(editions)[key]
    keep = changed if text_under(key) else None
    found = [
        (id_, title, tuple(row for row in rows if _said(row, keep))) for id_, title, rows in rules_of(edition)
    ]
    return [Part(id_, title, rows) for id_, title, rows in found if rows]


def standards_of(key: str) -> list[Overlay]:
    """The class standards of single fields that rest on a text."""
    edition = editions_in_use().by_key(key)
    overlays = editions_in_use().overlays.values()
    return [one for one in overlays if one.layer == SECTOR and edition.base_key in one.extends]


def scenarios_of(key: str) -> list[tuple[str, str]]:
    """The scenarios that try a text: what each tells in the reader's language, and its id."""
    told = [scenario for scenario in _scenarios() if scenario.edition == key]
    return [(scenario.zh if speaks_chinese() else scenario.en, scenario.id) for scenario in told]


@lru_cache(maxsize=2)
def _said_by(editions: Editions) -> dict[str, dict[str, Statement]]:
    """The clauses of every text, those of a field's standard left to the standard; no text changes meanwhile."""
    return {
        key: {name: one for name, one in said.items() if not name.startswith("standard.")}
        for key, said in inventory(editions).items()
    }


def _scenarios() -> tuple[Scenario, ...]:
    """The scenarios that try the texts in use: the shipped ones, and those released with a text."""
    released = ReleasedText.objects.exclude(scenarios="").order_by("pk")
    return (*_shipped(), *(one for row in released for one in scenarios_released(row)))


@cache
def _shipped() -> tuple[Scenario, ...]:
    return shipped_scenarios()


def _row(editions: Editions, key: str, said: Iterable[Statement], told: int) -> EditionRow:
    edition, overlay = editions.by_key(key), _overlay(editions, key)
    marks = [mark_of(one) for one in said]
    head: Edition | Overlay = overlay or edition
    return EditionRow(
        key=key,
        title=_title(edition, overlay, key),
        number=head.number,
        route=route_name(edition.route),
        in_force_from=head.in_force_from,
        in_force_to=head.in_force_to,
        confirmed_by="" if overlay else edition.confirmed_by,
        confirmed_on=None if overlay else edition.confirmed_on,
        clauses=len(marks),
        to_confirm=sum(mark in UNSURE for mark in marks),
        scenarios=told,
        laid_over=bool(text_under(key)),
    )


def _overlay(editions: Editions, key: str) -> Overlay | None:
    return editions.overlays[key.rpartition("+")[2]] if "+" in key else None


def _title(edition: Edition, overlay: Overlay | None, key: str) -> str:
    head: Edition | Overlay = overlay or edition
    title = head.title_zh if speaks_chinese() else head.title_en or head.title_zh
    _text, kind_sign, kind = key.rpartition("/")
    if overlay is None and kind_sign:
        return _("%(title)s: %(kind)s") % {"title": title, "kind": RecordKind(kind).label}
    return title


def _said(row: RuleRow, keep: Collection[str] | None) -> bool:
    if keep is None:
        return True
    return any(name == row.name or name.startswith(f"{row.name}.") for name in keep)
