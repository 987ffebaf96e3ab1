"""Which text is in force for a route, a place and a day, with what the place lays over it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from datetime import date
from functools import cache
from pathlib import Path

from django.utils.translation import gettext as _

from rulebook.edition import Edition
from rulebook.overlay import Overlay, covers, merged
from rulebook.phrases import route_name
from rulebook.reading import layer_of, name_of, read_law
from rulebook.source import TomlSource
from rulebook.versions import NATIONAL, bases_of, ended_by, known_by, refuse_overlaps, texts_first

SHIPPED = Path(__file__).parent / "editions"
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

    def __init__(
        self,
        texts: Sequence[Edition],
        overlays: Sequence[Overlay],
        *,
        sources: Sequence[TomlSource] = (),
        released: Sequence[TomlSource] = (),
    ) -> None:
        laws: tuple[Edition | Overlay, ...] = (*texts, *overlays)
        self._sources = tuple(sources) or tuple(TomlSource(Path(law.file)) for law in laws)
        self._released = tuple(released)
        refuse_overlaps(laws, (*self._sources, *self._released))
        self._texts = known_by(texts)
        self._overlays = known_by(overlays)
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
    def read(cls, *laws: Path | TomlSource, released: Sequence[TomlSource] = ()) -> Editions:
        """The editions of these files, texts read before what is laid over them, then of what was released.

        A released version ends the open version of its key the day before its own first day. Raises EditionFault
        (file, line, reason) for a bad file and for an overlap within one route, jurisdiction and key.
        """
        named = {
            str(law.path): law
            for law in (law if isinstance(law, TomlSource) else TomlSource(law) for law in laws)
        }
        sources = sorted(named.values(), key=texts_first)
        found: list[Edition | Overlay] = []
        for source in sources:
            found.append(read_law(source, bases_of(found)))
        for source in sorted(released, key=lambda source: layer_of(source) != NATIONAL):
            law = read_law(source, bases_of(found))
            found = [*(ended_by(law, earlier) for earlier in found), law]
        texts = [law for law in found if isinstance(law, Edition)]
        overlays = [law for law in found if isinstance(law, Overlay)]
        return cls(texts, overlays, sources=sources, released=released)

    def with_files(self, *paths: Path) -> Editions:
        """These editions and the ones of more files; a file equal to one already read is the same file.

        Raises EditionFault as `read` does.
        """
        known = {source.text for source in (*self._sources, *self._released)}
        new = [source for source in map(TomlSource, paths) if source.text not in known]
        return Editions.read(*self._sources, *new, released=self._released)

    def with_released(self, *sources: TomlSource) -> Editions:
        """These editions and more that were released, in order of their release.

        Raises EditionFault as `read` does.
        """
        return Editions.read(*self._sources, released=(*self._released, *sources))

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
        kept = [source for source in self._sources if str(source.path) not in replaced]
        released = [source for source in self._released if str(source.path) not in replaced]
        return Editions.read(*kept, path, released=released)

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
    def texts(self) -> Mapping[str, Edition]:
        """The texts by key, oldest first."""
        return self._texts

    def source_of(self, key: str) -> TomlSource:
        """The text of a law as it was read. Raises KeyError for a key that names none."""
        law: Edition | Overlay = self._texts.get(key) or self._overlays[key]
        return next(source for source in (*self._sources, *self._released) if str(source.path) == law.file)

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


_put_in_place: Editions | None = None
_judging_by: ContextVar[Editions | None] = ContextVar("judging_by", default=None)


@cache
def _read_shipped() -> Editions:
    return Editions.read(*SHIPPED.glob("*.toml"))


def shipped_editions() -> Editions:
    """The editions that come with the product, read once; inside `using`, the ones put in their place.

    What the desk judges by is `rulebook.editions_in_use`. Raises EditionFault where a shipped file is broken.
    """
    return editions_put() or _read_shipped()


def editions_put() -> Editions | None:
    """The editions that `judging_by` or `using` put in place of those in use; None outside both."""
    return _judging_by.get() or _put_in_place


@contextmanager
def using(others: Editions) -> Iterator[Editions]:
    """Put other editions in the place of those in use, for every thread: for tests."""
    global _put_in_place  # noqa: PLW0603 - one rulebook for all threads is the point
    before = _put_in_place
    _put_in_place = others
    try:
        yield others
    finally:
        _put_in_place = before


@contextmanager
def judging_by(others: Editions) -> Iterator[Editions]:
    """Judge by other editions inside, in this thread alone. For replays, which only read."""
    token = _judging_by.set(others)
    try:
        yield others
    finally:
        _judging_by.reset(token)
