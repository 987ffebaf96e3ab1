"""Tests are found by the name of what they test."""

from __future__ import annotations

import ast

from tests.architecture.sources import PACKAGES, ROOT, suite

# folders beside those of the apps: legal acts, kinds of case, whole stories, and what has no app of its own
OTHER_FOLDERS = {
    "acts",
    "complaints",
    "revocation",
    "crossing",
    "rectification",
    "replay",
    "journeys",
    "objections",
    "architecture",
    "browser",
    "pages",
    "templates",
    "factories",
    "figures",
}
MODULES = [source for source in suite() if source.path.rpartition("/")[2].startswith("test_")]


def test_every_test_module_stands_in_a_known_folder() -> None:
    known = {*PACKAGES, *OTHER_FOLDERS}
    assert [source.path for source in MODULES if source.path.split("/")[1] not in known] == []


def test_every_test_module_tests_something() -> None:
    empty = [
        source.path
        for source in MODULES
        if not any(
            isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
            for node in ast.walk(source.tree)
        )
    ]
    assert empty == []


def test_a_test_module_has_one_title() -> None:
    assert [f"{source.path}: {source.lines}" for source in suite() if source.lines > 450] == []


def test_no_test_is_switched_off() -> None:
    """A skip names what the machine lacks (a browser, a database of the other kind), never a known fault."""
    words = ("mark.xfail", "pytest.xfail", "unittest.skip")
    here = "tests/architecture/test_tests.py"
    assert [s.path for s in suite() if s.path != here and any(word in s.text for word in words)] == []


def test_every_test_folder_is_a_package() -> None:
    """Two test modules of one name in different folders would otherwise hide each other."""
    folders = {path.parent for path in (ROOT / "tests").rglob("test_*.py")}
    assert [folder for folder in folders if not (folder / "__init__.py").exists()] == []
