"""The departments of a place and the holders of copies, read from TOML files; the same file again changes nothing."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from journal.refusals import Refusal
from records import credit_code
from records.models import Department, Holder
from records.models.holder import HolderKind
from rulebook.fields import FIELDS

NEEDED = {
    "department": ("code", "name_zh", "valid_from"),
    "holder": ("code", "name_zh", "kind", "department"),
}
KINDS_OF_VALUE: dict[str, type] = {
    "code": str,
    "name_zh": str,
    "name_en": str,
    "field": str,
    "jurisdiction": str,
    "address": str,
    "phone": str,
    "is_platform": bool,
    "is_lead": bool,
    "valid_from": date,
    "valid_to": date,
    "successor": str,
    "kind": str,
    "department": str,
    "active": bool,
}
ALLOWED = {
    "department": {
        "code",
        "name_zh",
        "name_en",
        "field",
        "jurisdiction",
        "address",
        "phone",
        "is_platform",
        "is_lead",
        "valid_from",
        "valid_to",
        "successor",
    },
    "holder": {"code", "name_zh", "name_en", "kind", "department", "jurisdiction", "active"},
}


@dataclass(frozen=True)
class Town:
    """How many departments and holders the files named."""

    departments: int
    holders: int


@dataclass(frozen=True)
class _Entry:
    """One table of a file, to be named when it is refused."""

    file: str
    kind: str
    values: Mapping[str, Any]

    def fault(self, sentence: str | Promise) -> Refusal:
        told = {"file": self.file, "kind": self.kind, "code": self.values.get("code", "?"), "why": sentence}
        return Refusal("town-file", _("%(file)s, %(kind)s %(code)s: %(why)s") % told)


@transaction.atomic
def load_town(paths: Iterable[Path]) -> Town:
    """Enter or renew every department and holder of the files (folders give their *.toml), or none of them.

    Departments first, then their successors, then the holders, whatever the order of the files.
    Raises Refusal naming file, entry and reason.
    """
    entries = [entry for path in _files(paths) for entry in _entries(path)]
    departments = [entry for entry in entries if entry.kind == "department"]
    holders = [entry for entry in entries if entry.kind == "holder"]
    for entry in departments:
        _enter_department(entry)
    for entry in departments:
        if "successor" in entry.values:
            successor = _department(entry, entry.values["successor"])
            Department.objects.filter(code=entry.values["code"]).update(successor=successor)
    for entry in holders:
        _enter_holder(entry)
    return Town(departments=len(departments), holders=len(holders))


def _files(paths: Iterable[Path]) -> Iterable[Path]:
    for path in paths:
        yield from sorted(path.glob("*.toml")) if path.is_dir() else [path]


def _entries(path: Path) -> Iterable[_Entry]:
    try:
        read = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as fault:
        raise Refusal(
            "town-file", _("%(file)s cannot be read: %(why)s") % {"file": path.name, "why": fault}
        ) from fault
    for kind in ALLOWED:
        for values in read.get(kind, []):
            entry = _Entry(path.name, kind, values)
            _check(entry)
            yield entry


def _check(entry: _Entry) -> None:
    for name, value in entry.values.items():
        if name not in ALLOWED[entry.kind]:
            raise entry.fault(_("%(name)s is not known here.") % {"name": name})
        if not isinstance(value, KINDS_OF_VALUE[name]):
            raise entry.fault(_("%(name)s has a value of the wrong kind.") % {"name": name})
    for name in NEEDED[entry.kind]:
        if name not in entry.values:
            raise entry.fault(_("%(name)s is missing.") % {"name": name})


def _enter_department(entry: _Entry) -> None:
    values = dict(entry.values)
    values.pop("successor", None)
    code = values.pop("code")
    if credit_code.check(code).fault:
        raise entry.fault(_("The unified social credit code is wrong."))
    if values.setdefault("field", "") not in {"", *FIELDS}:
        raise entry.fault(_("The field %(field)s is not known.") % {"field": values["field"]})
    values.setdefault("jurisdiction", credit_code.division_of(code))
    Department.objects.update_or_create(code=code, defaults=values)


def _enter_holder(entry: _Entry) -> None:
    values = dict(entry.values)
    if values["kind"] not in HolderKind.values:
        raise entry.fault(_("The kind %(kind)s is not known.") % {"kind": values["kind"]})
    values["department"] = _department(entry, values["department"])
    Holder.objects.update_or_create(code=values.pop("code"), defaults=values)


def _department(entry: _Entry, code: str) -> Department:
    found = Department.objects.filter(code=code).first()
    if found is None:
        raise entry.fault(_("Department %(code)s is not known.") % {"code": code})
    return found
