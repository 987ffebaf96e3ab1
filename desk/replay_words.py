"""What a replay finds, in words: whose value, which value, and what it is before and after."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.labels import PHASES
from desk.edition_words import PUBLISHED, WHO
from journal.days import short_day_words, speaks_chinese
from look.case_words import term_words
from look.joining import bracketed, listed
from look.names import Named, name_of
from look.terms import edition_title
from records.models.credit_record import ClassStatus
from rulebook.edition import Edition
from rulebook.editions_in_use import editions_in_use
from rulebook.overlay import Overlay
from rulebook.phrases import route_name

THINGS: Mapping[str, Promise] = {
    "record": gettext_lazy("Record"),
    "case": gettext_lazy("Case"),
    "release": gettext_lazy("Removal"),
}
VALUES: Mapping[str, Promise] = {
    "route": gettext_lazy("Route"),
    "edition": gettext_lazy("Legal text"),
    "class": gettext_lazy("Class"),
    "class-status": gettext_lazy("Standing of the class"),
    "first-filing-day": gettext_lazy("First day of filing"),
    "last-day-shown": gettext_lazy("Last day shown"),
    "publicity-ends": gettext_lazy("End of publication"),
    "published": gettext_lazy("Publication"),
    "publish-by": gettext_lazy("To be published by"),
    "repairable": gettext_lazy("Repair possible"),
    "ways": gettext_lazy("Ways owed"),
    "materials": gettext_lazy("Papers owed"),
    "decider": gettext_lazy("Who decides"),
}


def what_words(what: str) -> str:
    """A kind of value in words: `term decide` and `promise decide` are a term's day, all else is of a record."""
    kind, _sign, term = what.partition(" ")
    if kind in {"term", "promise"}:
        return term_words(term, "promise" if kind == "promise" else "law")
    return str(VALUES[what])


def value_words(what: str, value: str) -> str:
    """A value in words; the empty one is told as none."""
    if not value:
        return _("none")
    return _WORDS.get(what, _day)(value)


def _day(value: str) -> str:
    return short_day_words(date.fromisoformat(value))


def _edition(value: str) -> str:
    """A text and, by name, what is laid over it."""
    overlays = editions_in_use().overlays
    laid = (overlays[key.partition("/")[0]] for key in value.split("+")[1:])
    names = (one.title_zh if speaks_chinese() else one.title_en or one.title_zh for one in laid)
    return " + ".join((edition_title(value), *names))


def _class(value: str) -> str:
    return _named(value, (one for text in editions_in_use().texts.values() for one in text.classes.items()))


def _ways(value: str) -> str:
    known = [(way.id, way) for law in _laws() for way in law.ways]
    owed = [part.removesuffix(")").partition(" (") for part in value.split(", ")]
    return listed(bracketed(_named(way, known), str(PHASES[phase])) for way, _sign, phase in owed)


def _materials(value: str) -> str:
    known = [(paper.id, paper) for law in _laws() for paper in law.materials]
    return listed(_named(paper, known) for paper in value.split(", "))


def _laws() -> Iterator[Edition | Overlay]:
    editions = editions_in_use()
    yield from editions.texts.values()
    yield from editions.overlays.values()


def _named(key: str, known: Iterable[tuple[str, Named]]) -> str:
    """What the first text that knows it calls it. Raises StopIteration for what no text in use knows."""
    return next(name_of(one) for id_, one in known if id_ == key)


_WORDS: Mapping[str, Callable[[str], str]] = {
    "route": route_name,
    "edition": _edition,
    "class": _class,
    "class-status": lambda value: str(ClassStatus(value).label),
    "published": lambda value: str(PUBLISHED[value]),
    "repairable": lambda value: _("yes") if value == "yes" else _("no"),
    "ways": _ways,
    "materials": _materials,
    "decider": lambda value: str(WHO[value]),
}
