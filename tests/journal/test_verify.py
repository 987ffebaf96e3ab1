from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.models import QuerySet

from journal import guards
from journal.models import Delivery, Entry, StreamHead
from journal.record import record
from journal.verify import Finding, findings

pytestmark = pytest.mark.django_db

AT = datetime(2026, 3, 2, 2, tzinfo=UTC)
ACTS = ("case.filed", "case.pushed", "case.accepted", "case.proposed")


def written(*streams: str) -> dict[str, list[Entry]]:
    return {
        stream: [record(stream=stream, verb=verb, actor_ref="user:7", at=AT) for verb in ACTS]
        for stream in streams
    }


@contextmanager
def past_the_guards() -> Iterator[None]:
    """What somebody with full rights on the database could do."""
    guards.remove(connection)
    yield
    guards.install(connection)


def without(rows: QuerySet[Entry]) -> None:
    """Take rows away as SQL would: the ORM keeps what deliveries point to."""
    Delivery.objects.filter(entry__in=rows).delete()
    rows._raw_delete(connection.alias)  # noqa: SLF001 - there is no public name for it


def test_whole_chains_have_no_finding() -> None:
    written("case:1", "case:2", "security")
    assert list(findings()) == []


def test_a_changed_row_is_named() -> None:
    rows = written("case:1", "case:2")
    with past_the_guards():
        Entry.objects.filter(pk=rows["case:1"][1].pk).update(actor_ref="user:8")
    assert list(findings()) == [Finding("case:1", 2, rows["case:1"][1].pk, "the entry was changed")]


def test_a_changed_instant_is_named() -> None:
    rows = written("case:1")
    with past_the_guards():
        Entry.objects.filter(pk=rows["case:1"][0].pk).update(at=datetime(2026, 3, 1, 2, tzinfo=UTC))
    assert [finding.seq for finding in findings()] == [1]


def test_a_forged_hash_is_named() -> None:
    rows = written("case:1")
    other = record(stream="case:9", verb="case.refused", actor_ref="user:7", at=AT)
    with past_the_guards():
        Entry.objects.filter(pk=rows["case:1"][1].pk).update(hash=other.hash)
    assert [(finding.seq, finding.reason) for finding in findings()] == [(2, "the entry was changed")]


def test_a_dropped_row_is_named() -> None:
    rows = written("case:1", "case:2")
    with past_the_guards():
        without(Entry.objects.filter(pk=rows["case:2"][1].pk))
    assert list(findings()) == [Finding("case:2", 2, None, "entry 2 is missing")]


def test_a_cut_end_is_named() -> None:
    rows = written("case:1", "case:2")
    with past_the_guards():
        without(Entry.objects.filter(pk=rows["case:1"][3].pk))
    assert list(findings()) == [Finding("case:1", 4, None, "the end of the stream was cut off")]


def test_swapped_rows_are_named() -> None:
    rows = written("case:1")
    second, third = rows["case:1"][1], rows["case:1"][2]
    with past_the_guards():
        Entry.objects.filter(pk=second.pk).update(seq=99)
        Entry.objects.filter(pk=third.pk).update(seq=2)
        Entry.objects.filter(pk=second.pk).update(seq=3)
    assert list(findings()) == [Finding("case:1", 2, third.pk, "the entry does not follow the one before it")]


def test_a_stream_without_entries_but_with_a_head_is_named() -> None:
    written("case:1", "case:2")
    with past_the_guards():
        without(Entry.objects.filter(stream="case:2"))
    assert list(findings()) == [Finding("case:2", 1, None, "every entry of the stream is missing")]


def test_a_stream_without_a_head_is_named() -> None:
    rows = written("case:1", "case:2")
    StreamHead.objects.filter(stream="case:1").delete()
    assert list(findings()) == [Finding("case:1", 1, rows["case:1"][0].pk, "the stream has no head")]


def test_a_forged_head_is_named() -> None:
    written("case:1")
    StreamHead.objects.filter(stream="case:1").update(hash="f" * 64)
    assert list(findings()) == [Finding("case:1", 4, None, "the head does not match the last entry")]


def test_the_command_says_that_all_chains_hold() -> None:
    written("case:1")
    out = StringIO()
    call_command("verify_journal", stdout=out)
    assert out.getvalue() == "All chains hold (4 entries).\n"


def test_the_command_prints_one_line_of_json() -> None:
    written("case:1")
    out = StringIO()
    call_command("verify_journal", json=True, stdout=out)
    assert out.getvalue().count("\n") == 1
    assert json.loads(out.getvalue()) == {"entries": 4, "findings": []}


def test_the_command_ends_with_one_on_a_finding() -> None:
    rows = written("case:1")
    with past_the_guards():
        Entry.objects.filter(pk=rows["case:1"][1].pk).update(verb="case.approved")
    out = StringIO()
    with pytest.raises(SystemExit) as end:
        call_command("verify_journal", stdout=out)
    assert end.value.code == 1
    assert out.getvalue() == "case:1 #2: the entry was changed\n"
