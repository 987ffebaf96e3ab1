"""Who hears of which verb. Filled once at start by `config.wiring`; the journal itself knows no one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable

from journal.models import Entry

Handler = Callable[[Entry], None]

_handlers: dict[str, Handler] = {}
_verbs: dict[str, list[str]] = defaultdict(list)
_nudge: Callable[[], None] | None = None


def subscribe(*, name: str, handler: Handler, verbs: tuple[str, ...]) -> None:
    """Let a handler hear of verbs under a name that is kept in the outbox (never rename it)."""
    if name in _handlers:
        raise ValueError(f"Two handlers are called {name}.")
    _handlers[name] = handler
    for verb in verbs:
        _verbs[verb].append(name)


def on_nudge(call: Callable[[], None]) -> None:
    """Say how a worker is woken after commit; a lost nudge costs a second, never an entry."""
    global _nudge  # noqa: PLW0603 - set once at start
    _nudge = call


def handlers_of(verb: str) -> tuple[str, ...]:
    return tuple(_verbs.get(verb, ()))


def handler(name: str) -> Handler:
    """The handler of a stored name; raises KeyError when it was removed from the wiring."""
    return _handlers[name]


def nudge() -> None:
    if _nudge is not None:
        _nudge()
