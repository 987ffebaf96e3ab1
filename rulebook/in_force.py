"""Which text is in force for a route, a place and a day, with what the place lays over it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import TypeVar

from django.utils.translation import gettext as _

from rulebook.edition import Edition
from rulebook.overlay import Overlay, covers, meet, merged
from rulebook.phrases import route_name
from rulebook.reading import layer_of, name_of, read_law
from rulebook.source import EditionFault, TomlSource

SHIPPED = Path(__file__).parent / "editions"
NATIONAL = "national"
SECTOR = "sector"
CREDIT_CHINA = "credit-china"


class NoEdition(LookupError):
    """No text is loaded for this route, place and day: nothing may be judged there."""

    def __init__(self, route: str, jurisdiction: str, on: date) -> None:
        super().__init__(route, jurisdiction, on)
        self.route = route
        self.jurisdiction = jurisdiction
        self.on = on

    def __str__(self) -> str:
        names = {"route": route_name(self.route), "on": self.on.isoformat()}
        return (
            _("No legal text is loaded for the route “%(route)s” on %(on)s: nothing can be judged.") % names
        )


class SeveralEditions(LookupError):
    """Two texts claim the same route and day and neither repeals the other."""

    def __init__(self, keys: tuple[str, ...], on: date) -> None:
        super().__init__(keys, on)
        self.keys = keys
        self.on = on

    def __str__(self) -> str:
        names = {"texts": ", ".join(self.keys), "on": self.on.isoformat()}
        return (
            _(
                "Several legal texts claim to be in force on %(on)s (%(texts)s), and none repeals the other: nothing "
                "can be judged. The system administrator must say which one applies."
            )
            % names
        )


class UnknownEdition(LookupError):
    """A stored key names no edition or overlay that is loaded."""

    def __init__(self, key: str) -> None:
        super().__init__(f"No edition is loaded under the key {key}.")
        self.key = key


class Editions:
    """A checked set of texts and overlays.

    The first version of a key is known by the key alone; a later version of the same key by `key@first day`,
    so that a key once stored on a case never comes to mean another text.
    """

    def __init__(self, texts: Sequence[Edition], overlays: Sequence[Overlay]) -> None:
        _refuse_overlaps((*texts, *overlays))
        self._texts = _known_by(texts)
        self._overlays = _known_by(overlays)
        self._of_kind = {
            f"{known}/{removal.kind}": text.for_kind(removal.kind)
            for known, text in self._texts.items()
            for removal in text.removals
        }
        self._merged: dict[tuple[str, tuple[str, ...]], Edition] = {}
        for text in self._texts.values():
            for overlay in self._overlays.values():
                if text.base_key in overlay.extends:
                    merged(text, (overlay,))

    @classmethod
    def read(cls, *paths: Path) -> Editions:
        """The editions of these files, texts read before what is laid over them.

        Raises EditionFault (file, line, reason) for a bad file and for an overlap within one route,
        jurisdiction and key.
        """
        ordered = sorted(dict.fromkeys(paths), key=lambda path: (layer_of(path) != NATIONAL, str(path)))
        texts: list[Edition] = []
        overlays: list[Overlay] = []
        for path in ordered:
            law = read_law(path, {text.key: text for text in texts})
            if isinstance(law, Edition):
                texts.append(law)
            else:
                overlays.append(law)
        return cls(texts, overlays)

    def with_files(self, *paths: Path) -> Editions:
        """These editions and the ones of more files; a file equal to one already read is the same file.

        Raises EditionFault as `read` does.
        """
        files = [text.file for text in self._texts.values()]
        known = [Path(file) for file in (*files, *(overlay.file for overlay in self._overlays.values()))]
        contents = {path.read_bytes() for path in known}
        new = [path for path in paths if not path.is_file() or path.read_bytes() not in contents]
        return Editions.read(*known, *new)

    def with_draft(self, path: Path) -> Editions:
        """These editions with a draft in the place of the text or overlay of its key.

        Of several versions of a key the one with the draft's first day is replaced, or else the latest. A draft
        of a new key is added. Raises EditionFault as `read` does.
        """
        key, first_day = name_of(path)
        laws: tuple[Edition | Overlay, ...] = (*self._texts.values(), *self._overlays.values())
        versions = [law for law in laws if law.key.partition("@")[0] == key]
        same_day = [law for law in versions if law.in_force_from == first_day]
        replaced = {law.file for law in same_day or versions[-1:]}
        return Editions.read(*(Path(law.file) for law in laws if law.file not in replaced), path)

    def refuse_rivals(self) -> None:
        """Raise SeveralEditions where two texts of one route claim a day and neither repeals the other."""
        for text in self._texts.values():
            with suppress(NoEdition):
                self.in_force(route=text.route, jurisdiction="", on=text.in_force_from)

    def in_force(self, *, route: str, jurisdiction: str, on: date, record_kind: str = "") -> Edition:
        """The text in force, with the overlays of the place, the upper layer first.

        `jurisdiction` is the place's region code, of which overlays name a prefix; "" is the country alone. Where
        the text has rules of its own for a kind of list, the edition is the one of that kind
        (`SAMR-107/abnormal-list`).
        Raises NoEdition, or SeveralEditions where two texts claim the day and neither repeals the other.
        """
        held = {
            known: text
            for known, text in self._texts.items()
            if text.route == route and covers(text.in_force_from, text.in_force_to, on)
        }
        repealed = {key for text in held.values() for key in text.repeals}
        left = [text for text in held.values() if text.base_key not in repealed]
        if not left:
            raise NoEdition(route, jurisdiction, on)
        if len(left) > 1:
            raise SeveralEditions(tuple(text.key for text in left), on)
        laid = tuple(
            known
            for known, overlay in self._overlays.items()
            if left[0].base_key in overlay.extends
            and jurisdiction.startswith(overlay.jurisdiction)
            and covers(overlay.in_force_from, overlay.in_force_to, on)
        )
        of_kind = f"{left[0].key}/{record_kind}"
        return self._merge(of_kind if of_kind in self._of_kind else left[0].key, laid)

    def by_key(self, key: str) -> Edition:
        """The edition a case or record was stored with, `+` joining a text and its overlays.

        The field standards of the place come with it in their latest version: they belong to classification,
        whose result the record keeps, and not to the text.
        Raises UnknownEdition.
        """
        base, *laid = key.split("+")
        text = self._of_kind.get(base) or self._texts.get(base)
        if text is None or any(known not in self._overlays for known in laid):
            raise UnknownEdition(key)
        places = [self._overlays[known].jurisdiction for known in laid]
        standards = {
            known.partition("@")[0]: known
            for known, overlay in self._overlays.items()
            if overlay.layer == SECTOR
            and text.base_key in overlay.extends
            and any(place.startswith(overlay.jurisdiction) for place in places)
        }
        return self._merge(base, (*laid, *standards.values()))

    def every_key(self) -> tuple[str, ...]:
        """Every text, each followed by itself for a kind of list and with one overlay of a place, oldest first."""
        return tuple(
            key
            for known, text in self._texts.items()
            for key in (
                known,
                *(f"{known}/{removal.kind}" for removal in text.removals),
                *(
                    f"{known}+{laid}"
                    for laid, overlay in self._overlays.items()
                    if text.base_key in overlay.extends and overlay.layer != SECTOR
                ),
            )
        )

    @property
    def overlays(self) -> Mapping[str, Overlay]:
        """What places and fields lay over the texts, by key, oldest first."""
        return self._overlays

    def elsewhere(self, *, record_kind: str, authority_field: str) -> str | None:
        """The other route to which a text sends such records; None where no text does."""
        for text in reversed(self._texts.values()):
            for rule in text.scope.elsewhere:
                if record_kind in rule.record_kinds or authority_field in rule.authority_fields:
                    return rule.route
        return None

    def _merge(self, base: str, laid: tuple[str, ...]) -> Edition:
        if (base, laid) not in self._merged:
            overlays = (self._overlays[known] for known in laid)
            text = self._of_kind.get(base) or self._texts[base]
            self._merged[base, laid] = merged(text, overlays)
        return self._merged[base, laid]


_Law = TypeVar("_Law", Edition, Overlay)


def _known_by(laws: Sequence[_Law]) -> dict[str, _Law]:
    """Each law under its key; the later versions of one key under `key@first day`, oldest first."""
    known: dict[str, _Law] = {}
    for law in sorted(laws, key=lambda law: (law.in_force_from, law.key)):
        key = law.key if law.key not in known else f"{law.key}@{law.in_force_from.isoformat()}"
        known[key] = replace(law, key=key)
    return known


def _family(law: Edition | Overlay) -> tuple[str, str, str]:
    route = law.route if isinstance(law, Edition) else ""
    return (route, law.jurisdiction, law.key)


def _refuse_overlaps(laws: Sequence[Edition | Overlay]) -> None:
    for place, law in enumerate(laws):
        for other in laws[:place]:
            if _family(law) == _family(other) and meet(
                (law.in_force_from, law.in_force_to), (other.in_force_from, other.in_force_to)
            ):
                line = TomlSource(Path(law.file)).line_of(("in_force_from",))
                raise EditionFault(
                    law.file, line, f"{law.key} is in force on such a day by {other.file} already"
                )


_standing_in: Editions | None = None


@cache
def _read_shipped() -> Editions:
    return Editions.read(*SHIPPED.glob("*.toml"))


def shipped_editions() -> Editions:
    """The editions to judge by: the shipped ones, read once; inside `using`, the ones put in their place.

    Raises EditionFault where a shipped file is broken.
    """
    return _read_shipped() if _standing_in is None else _standing_in


@contextmanager
def using(others: Editions) -> Iterator[Editions]:
    """Put other editions in the place of the shipped ones, for every thread: for tests and rehearsals."""
    global _standing_in  # noqa: PLW0603 - one rulebook for all threads is the point
    before = _standing_in
    _standing_in = others
    try:
        yield others
    finally:
        _standing_in = before


def route_of(*, record_kind: str, authority_field: str) -> str:
    """The route that is competent for a record: credit-china, gsxt or court."""
    return (
        shipped_editions().elsewhere(record_kind=record_kind, authority_field=authority_field) or CREDIT_CHINA
    )
