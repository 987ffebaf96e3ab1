"""What a message template is."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True)
class Wording:
    """Title and text of a template. Places to fill: number, decision, due, legal, term.

    A message whose `due` is a legal limit may bear `promised` beside it: a sentence of its own says so.
    """

    title: Promise
    text: Promise
