"""A rehearsal walks cases of every kind it knows to their ends, and tells what it cost in the same words."""

from __future__ import annotations

import json
from io import StringIO

import pytest
from django.core.management import call_command

from accounts.models import Post
from cases.models import Case, RedressItem
from journal.verify import findings
from workflows.alignment import drifts
from workflows.rehearsal import WALKS

pytestmark = pytest.mark.django_db(transaction=True)


def rehearsed(kind: str, count: int) -> dict[str, object]:
    out = StringIO()
    call_command("rehearse", "--kind", kind, "--count", str(count), "--json", stdout=out)
    told: dict[str, object] = json.loads(out.getvalue())
    return told


def test_four_objections_come_out_in_four_ways_and_what_was_wrong_is_made_good() -> None:
    told = rehearsed("objection", 4)
    assert list(told) == ["cases", "acts", "entries", "statements", "seconds"]
    assert told["cases"] == 4
    ends = Case.objects.filter(kind="objection").order_by("pk").values_list("state", flat=True)
    assert list(ends) == ["CLOSED_CORRECTED", "CLOSED_RECORD_WITHDRAWN", "CLOSED_UPHELD", "CLOSED_NOTED"]
    assert not RedressItem.objects.filter(confirmed_at__isnull=True).exists()
    assert not Post.objects.filter(to_on__isnull=True).exists()
    assert list(findings()) == []
    assert list(drifts()) == []


def test_revocations_end_both_ways_and_a_repair_can_be_rehearsed_after_them() -> None:
    told = rehearsed("revocation", 2)
    assert told["cases"] == 2
    ends = Case.objects.filter(kind="revocation").order_by("pk").values_list("state", flat=True)
    assert list(ends) == ["REVOKED", "KEPT"]
    assert {"check_commitment", "open_revocation", "state_defence", "revoke", "keep"} <= set(
        told["statements"]
    )  # type: ignore[call-overload]
    assert rehearsed("repair", 1)["cases"] == 1, "whoever is barred is left in peace"
    assert list(findings()) == []
    assert list(drifts()) == []


def test_a_repair_is_rehearsed_where_no_kind_is_named() -> None:
    out = StringIO()
    call_command("rehearse", "--count", "1", "--json", stdout=out)
    told = json.loads(out.getvalue())
    assert list(told) == ["cases", "acts", "entries", "statements", "seconds"]
    assert {"draft", "file", "accept", "approve", "acknowledge"} <= set(told["statements"])
    assert Case.objects.get().state == "CLOSED_REPAIRED"


def test_every_walk_says_at_which_ends_it_is_closed() -> None:
    assert all(walk.ends for walk in WALKS.values())
