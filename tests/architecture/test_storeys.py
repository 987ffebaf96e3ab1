"""Who may know what: libraries in their place, the clock read at the edge, desks that ask the policies."""

from __future__ import annotations

import ast
import re

from tests.architecture.sources import product

# library -> where it may be imported
PLACES = {
    "celery": r"config/|\w+/tasks\.py",
    "kombu": r"config/",
    "reportlab": r"notifications/letters/",
    "viewflow": r"workflows/",
    "waitress": r"config/embedded\.py",
    "polib": r"config/",
    # the one reader of the caller's address that the limits of sign-in use too
    "allauth": r"config/|accounts/|register/limits\.py",
}
# faces, tasks, commands and the roof read the clock; everybody else is given the time
CLOCK_READERS = re.compile(
    r"(config|portal|desk|register|look)/|\w+/tasks\.py|\w+/management/|journal/now\.py|"
    r"workflows/nodes\.py|accounts/(door/|templatetags/door\.py)"  # the engine and the door are faces
)
MACHINE_CLOCK = {
    "datetime.now",
    "datetime.utcnow",
    "date.today",
    "timezone.now",
    "timezone.localdate",
    "time.time",
}
SAYS_NOTHING = {"utils", "util", "helpers", "helper", "managers", "manager", "data", "misc", "common"}


def test_libraries_stay_in_their_place() -> None:
    astray = [
        f"{source.path} imports {module}"
        for source in product()
        for module, _name in source.imports()
        if (place := PLACES.get(module.partition(".")[0])) and not re.match(place, source.path)
    ]
    assert astray == []


def test_the_clock_is_read_at_the_edge_only() -> None:
    readers = [
        source.path
        for source in product()
        for module, name in source.imports()
        if module == "journal.now" and name in {"now", "today"} and not CLOCK_READERS.match(source.path)
    ]
    assert readers == []


def test_nobody_asks_the_machine_for_the_time() -> None:
    asked = [
        f"{source.path}:{line}"
        for source in product()
        for call, line in source.calls()
        if call in MACHINE_CLOCK and source.path != "journal/now.py"
    ]
    assert asked == []


def test_human_nodes_of_a_flow_are_desk_tasks() -> None:
    """A bare View can be claimed by whoever is signed in; a DeskTask asks the policies."""
    bare = [
        f"{source.path}:{line}"
        for source in product()
        for call, line in source.calls()
        if source.path.startswith("workflows/flows/") and call in {"flow.View", "View", "flow.CreateProcess"}
    ]
    assert bare == []


def test_domain_code_knows_no_requests() -> None:
    """Rules are the same for pages, commands and machines: no request below the faces."""
    faces = ("config/", "portal/", "desk/", "register/", "look/", "accounts/", "workflows/nodes.py")
    knowing = [
        source.path
        for source in product()
        for module, _name in source.imports()
        if module.startswith("django.http") and not source.path.startswith(faces)
    ]
    assert knowing == []


def test_a_file_has_one_title() -> None:
    assert [f"{source.path}: {source.lines}" for source in product() if source.lines > 300] == []


def test_a_module_says_what_it_is_for() -> None:
    silent = [
        source.path
        for source in product()
        if source.tree.body
        and not source.path.endswith(("/__init__.py", "/apps.py"))
        and not ast.get_docstring(source.tree)
    ]
    assert silent == []


def test_nothing_is_left_for_later() -> None:
    later = re.compile(r"\b(TODO|FIXME|XXX|NotImplementedError)\b|pragma: no cover")
    assert [source.path for source in product() if later.search(source.text)] == []


def test_modules_have_names_that_say_something() -> None:
    names = {source.path: source.path.rpartition("/")[2].removesuffix(".py") for source in product()}
    assert [path for path, name in names.items() if name in SAYS_NOTHING] == []
