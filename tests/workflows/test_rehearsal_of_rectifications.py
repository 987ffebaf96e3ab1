"""A rehearsal of rectifications ends them in four ways and tells what it cost in the words of every rehearsal."""

from __future__ import annotations

import json
from io import StringIO

import pytest
from django.core.management import call_command

from accounts.models import Post
from cases.models import Case, Minutes
from journal.verify import findings
from workflows.alignment import drifts

pytestmark = pytest.mark.django_db(transaction=True)


def test_four_rectifications_come_out_in_four_ways() -> None:
    out = StringIO()
    call_command("rehearse", "--kind", "rectification", "--count", "4", "--json", stdout=out)
    told = json.loads(out.getvalue())
    assert list(told) == ["cases", "acts", "entries", "statements", "seconds"]
    assert told["cases"] == 4
    assert {"order", "serve", "report", "set_talk", "hold_talk", "record_absence", "hand_on"} <= set(
        told["statements"]
    )
    cases = Case.objects.filter(kind="rectification").order_by("pk")
    assert [case.state for case in cases] == ["SATISFIED", "SATISFIED", "SATISFIED", "CLOSED_UNRECTIFIED"]
    assert [case.talks.count() for case in cases] == [0, 1, 2, 2]
    assert Minutes.objects.filter(read_back_at__isnull=False).count() == 4
    assert not Post.objects.filter(to_on__isnull=True).exists()
    assert list(findings()) == []
    assert list(drifts()) == []
