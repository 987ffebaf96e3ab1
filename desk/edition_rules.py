"""The rules of a legal text in words: what each says, by which clause, and how sure it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from cases.labels import PHASES
from clocks.words import cause_words, length_words, trigger_words
from desk import edition_words as words
from journal.days import speaks_chinese
from look.case_words import term_words
from look.names import name_of
from look.terms import article_words
from rulebook.clause_index import mark_of
from rulebook.clauses import Clause, Limit, Switch, Term
from rulebook.edition import Edition

UNSURE = {"I", "K"}


@dataclass(frozen=True)
class RuleRow:
    """One rule: its name in the index of clauses, what it says in lines, where it stands, its mark."""

    name: str
    title: str
    lines: tuple[str, ...]
    clause: str
    mark: str


def rules_of(edition: Edition) -> list[tuple[str, str, Iterator[RuleRow]]]:
    """The rules of a text by sort: an id, a head, the rows."""
    return [
        ("classes", _("Classes and publication"), _classes(edition)),
        ("conditions", _("Conditions of repair"), _conditions(edition)),
        ("bars", _("Bars"), _bars(edition)),
        ("ways", _("Ways of repair"), _ways(edition)),
        ("materials", _("Papers"), _materials(edition)),
        ("terms", _("Terms"), _terms(edition)),
        ("promises", _("Service goals"), _promises(edition)),
        ("releases", _("Removal by those who hold copies"), _releases(edition)),
        ("remedies", _("Remedies"), _remedies(edition)),
    ]


def _classes(edition: Edition) -> Iterator[RuleRow]:
    for one in edition.classes.values():
        lines = [_word(words.PUBLISHED, one.published.value)]
        if one.minimum is not None:
            lines.append(_("Shortest: %(length)s") % {"length": _length(one.minimum)})
        if one.maximum is not None:
            lines.append(_("Longest: %(length)s") % {"length": _length(one.maximum)})
            lines.append(_word(words.AT_MAXIMUM, one.at_maximum.value))
        if one.repairable.value == "no":
            lines.append(_("No repair can be asked for"))
        marks = [one.published, one.repairable, one.minimum, one.maximum, one.at_maximum]
        clause = one.minimum or one.maximum or one.published.clause
        yield RuleRow(
            f"class.{one.id}",
            name_of(one),
            tuple(lines),
            _clause(edition, clause),
            _weakest(mark for mark in marks if mark),
        )


def _conditions(edition: Edition) -> Iterator[RuleRow]:
    for one in edition.conditions:
        title = _word(words.CONDITIONS, one.id)
        yield RuleRow(f"condition.{one.id}", title, (), _clause(edition, one.clause), str(one.clause.mark))


def _bars(edition: Edition) -> Iterator[RuleRow]:
    for one in edition.bars:
        lines = (_("For %(length)s") % {"length": _length(one.until)},) if one.until is not None else ()
        title = _word(words.BARS, one.id)
        yield RuleRow(f"bar.{one.id}", title, lines, _clause(edition, one.clause), str(one.clause.mark))


def _ways(edition: Edition) -> Iterator[RuleRow]:
    for one in edition.ways:
        lines = [_word(words.NEEDS, one.need)]
        lines += [str(PHASES[one.phase])] if one.phase else []
        lines += [_word(words.WHO, one.who)] if one.who else []
        classes = [name_of(edition.classes[id_]) for id_ in one.classes if id_ in edition.classes]
        lines += [_(", ").join(classes)] if classes else []
        lines += [_("Only by a provider of the register")] if one.providers == "register" else []
        clause = _clause(edition, one.clause)
        yield RuleRow(f"way.{one.id}", name_of(one), tuple(lines), clause, str(one.clause.mark))


def _materials(edition: Edition) -> Iterator[RuleRow]:
    for one in edition.materials:
        way = next((way for way in edition.ways if way.id == one.way), None)
        lines = (_("For: %(way)s") % {"way": name_of(way)},) if way is not None else ()
        clause = _clause(edition, one.clause)
        yield RuleRow(f"material.{one.id}", name_of(one), lines, clause, str(one.clause.mark))


def _terms(edition: Edition) -> Iterator[RuleRow]:
    for one in edition.every_term:
        name = one.id if "." in one.id else f"term.{one.id}"
        title = _word(words.TERMS, one.id) if one.id in words.TERMS else term_words(one.id)
        yield RuleRow(
            name, title, tuple(_term_lines(one)), _clause(edition, one.stated), str(one.stated.mark)
        )


def _promises(edition: Edition) -> Iterator[RuleRow]:
    for one in edition.promises:
        title, lines = term_words(one.term, "promise"), (_length(one.limit),)
        yield RuleRow(f"promise.{one.term}", title, lines, _clause(edition, one.limit), str(one.limit.mark))


def _releases(edition: Edition) -> Iterator[RuleRow]:
    for one in edition.releases:
        # the text's own word ("at once") says more than no number does
        said = one.words if not one.limit.count else _length(one.limit)
        title = _word(words.HOLDERS, one.to)
        yield RuleRow(f"release.{one.to}", title, (said,), _clause(edition, one.limit), str(one.limit.mark))


def _remedies(edition: Edition) -> Iterator[RuleRow]:
    for one in edition.remedies:
        kind = one.kind_zh if speaks_chinese() else one.kind_en
        silence = (_("against silence past a term"),) if "breach" in one.against else ()
        lines = (*silence, _from(one.limit))
        yield RuleRow(
            f"remedy.{one.name}", capfirst(kind), lines, _clause(edition, one.limit), str(one.limit.mark)
        )


def _from(limit: Limit) -> str:
    return _("%(length)s from: %(trigger)s") % {
        "length": _length(limit),
        "trigger": trigger_words(limit.trigger),
    }


def _term_lines(term: Term) -> Iterator[str]:
    yield _from(term.stated)
    yield _("Owed by: %(who)s") % {"who": _word(words.WHO, term.who)}
    if term.pauses:
        causes = _("; ").join(cause_words(cause) for cause in term.pauses)
        yield _("Stands still: %(causes)s") % {"causes": causes}
    if term.extension is not None:
        yield _("Can be extended by %(length)s, times: %(times)d") % {
            "length": _length(term.extension.limit),
            "times": term.extension.times,
        }
    yield _("When it runs out: %(what)s") % {"what": _word(words.ON_BREACH, term.on_breach)}


def _length(limit: Limit) -> str:
    return _("a number nobody has read") if limit.count is None else length_words(limit.count, limit.unit)


def _clause(edition: Edition, said: Clause | Limit) -> str:
    article = article_words(said.article)
    return f"{said.instrument or edition.number} {article}".strip()


def _weakest(said: Iterable[Limit | Switch]) -> str:
    """The mark that must be shown for several rules told in one row: any unsure one makes the row unsure."""
    marks = [mark_of(one) for one in said]
    return next((mark for mark in marks if mark in UNSURE), marks[0])


def _word(known: Mapping[str, Promise], word: str) -> str:
    return str(known.get(word, word))
