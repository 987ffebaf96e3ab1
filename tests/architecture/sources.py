"""The project's own sources, read as text and as syntax trees."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PACKAGES = (
    "config",
    "portal",
    "desk",
    "register",
    "look",
    "workflows",
    "notifications",
    "cases",
    "delisting",
    "accounts",
    "records",
    "clocks",
    "rulebook",
    "journal",
)


@dataclass(frozen=True)
class Source:
    """One Python file: its path within the project, its text, its tree."""

    path: str
    text: str
    tree: ast.Module

    @property
    def package(self) -> str:
        return self.path.partition("/")[0]

    @property
    def lines(self) -> int:
        return self.text.count("\n")

    def imports(self) -> Iterator[tuple[str, str]]:
        """Pairs of module and name; the name is empty for `import module`."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                yield from ((alias.name, "") for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                yield from ((node.module, alias.name) for alias in node.names)

    def calls(self) -> Iterator[tuple[str, int]]:
        """Pairs of what is called, as written, and the line."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Call):
                yield ast.unparse(node.func), node.lineno


@cache
def product() -> tuple[Source, ...]:
    """Every Python file of the product, migrations left out (they are made by a command)."""
    return tuple(source for package in PACKAGES for source in _sources(package))


@cache
def suite() -> tuple[Source, ...]:
    """Every Python file of the tests."""
    return tuple(_sources("tests"))


def _sources(folder: str) -> Iterator[Source]:
    for path in sorted((ROOT / folder).rglob("*.py")):
        if "migrations" not in path.parts:
            text = path.read_text(encoding="utf-8")
            yield Source(path.relative_to(ROOT).as_posix(), text, ast.parse(text))
