"""Open data: the files fit their schemas, hold what is shown today and no person, and nothing lives on in a cache."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Mapping
from datetime import date, timedelta
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import Settings

from journal.now import noon_of, standing_at
from records.models import Listing
from records.models.listing import ListingState
from records.models.subject import SubjectKind
from records.services import listing as listings
from records.services.causes import EndCause, HideCause
from register.datasets import DATASETS
from tests.factories.records import make_department, make_record, make_subject
from tests.figures.test_performance import decided
from tests.register.conftest import NOON
from tests.register.marks import contest, note

pytestmark = pytest.mark.django_db

TYPES: Mapping[str, type | tuple[type, ...]] = {
    "string": str,
    "boolean": bool,
    "integer": int,
    "number": (int, float),
    "null": type(None),
    "object": dict,
    "array": list,
}
KNOWN = {
    *("$schema", "$id", "title", "description", "type", "properties", "required", "additionalProperties"),
    *("items", "const", "enum", "pattern", "format", "minimum", "maximum"),
}


def faults(value: object, schema: Mapping[str, Any], at: str = "$") -> list[str]:
    """What of a value does not fit a schema; every keyword of ours is known here, others are a fault."""
    found = [f"{at}: keyword {word}" for word in schema if word not in KNOWN]
    kinds = schema.get("type", list(TYPES))
    if not any(_is_of(value, kind) for kind in ([kinds] if isinstance(kinds, str) else kinds)):
        return [*found, f"{at}: {value!r} is no {kinds}"]
    if value not in schema.get("enum", [value]) or value != schema.get("const", value):
        found.append(f"{at}: {value!r} is another value")
    if isinstance(value, str) and not _fits_text(value, schema):
        found.append(f"{at}: {value!r} has another form")
    if _is_of(value, "number") and not schema.get("minimum", value) <= value <= schema.get("maximum", value):
        found.append(f"{at}: {value} is too small or too great")
    if isinstance(value, dict):
        found += [f"{at}: {name} is missing" for name in schema["required"] if name not in value]
        found += [f"{at}: {name} is not known" for name in value if name not in schema["properties"]]
        known = [name for name in value if name in schema["properties"]]
        found += [
            one for name in known for one in faults(value[name], schema["properties"][name], f"{at}.{name}")
        ]
    if isinstance(value, list):
        found += [
            one for place, part in enumerate(value) for one in faults(part, schema["items"], f"{at}[{place}]")
        ]
    return found


def _is_of(value: object, kind: str) -> bool:
    if isinstance(value, bool):
        return kind == "boolean"
    return isinstance(value, TYPES[kind])


def _fits_text(text: str, schema: Mapping[str, Any]) -> bool:
    if schema.get("format") == "date":
        return date.fromisoformat(text).isoformat() == text
    if schema.get("format") == "uri":
        return bool(urlsplit(text).scheme)
    return re.search(schema.get("pattern", ""), text) is not None


def body(public: Client, name: str, form: str = "json") -> bytes:
    answer = public.get(reverse("register:download", args=[name, form]))
    assert answer.status_code == HTTPStatus.OK
    return bytes(answer.getvalue())


def answered(public: Client, address: str, **headers: str) -> int:
    answer = public.get(address, headers=headers)
    if answer.streaming:
        answer.getvalue()  # read to its end, which closes it
    return int(answer.status_code)


def rows(public: Client, name: str) -> list[dict[str, Any]]:
    return list(json.loads(body(public, name))["rows"])


def fill() -> None:
    record = make_record(subject=make_subject(name="枣庄市顺达运输有限公司"))
    contest(record)
    make_record(class_name="")
    Listing.objects.filter(record=make_record()).update(state=ListingState.KEPT_ON)
    hidden = make_record()
    listings.hide(
        record_id=hidden.pk, cause=HideCause.STAY, document="（2026）鲁04行保1号", at=NOON, actor_ref="user:1"
    )
    unit = make_department()
    decided(unit, 6, on=date(2026, 5, 4))
    decided(make_department(), 3, on=date(2026, 5, 4))


@pytest.mark.parametrize("name", list(DATASETS))
def test_the_json_file_fits_its_schema(public: Client, name: str) -> None:
    fill()
    schema = json.loads(public.get(reverse("register:schema", args=[name])).content)
    told = json.loads(body(public, name))
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert told["rows"]
    assert faults(told, schema) == []
    assert urlsplit(told["schema"]).path == reverse("register:schema", args=[name])


def test_the_schemas_refuse_what_is_wrong() -> None:
    from register.datasets import schema_of

    schema = schema_of(DATASETS["removed"])
    right = {
        "dataset": "removed",
        "as_of": "2026-09-01",
        "licence": "CC BY 4.0",
        "licence_address": "https://creativecommons.org/licenses/by/4.0/",
        "schema": "http://127.0.0.1:8000/open-data/schemas/removed.json",
        "rows": [{"key": "abcdefgh-_123456", "removed_on": "2026-08-31"}],
    }
    assert faults(right, schema) == []
    assert faults(right | {"rows": [{"key": "样例有限公司", "removed_on": "2026-08-31"}]}, schema)
    assert faults(right | {"rows": [{"key": "abcdefgh-_123456"}]}, schema)
    assert faults(right | {"names": []}, schema)


def _in_csv(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else str(value)


@pytest.mark.parametrize("name", list(DATASETS))
def test_csv_and_json_tell_the_same(public: Client, name: str) -> None:
    fill()
    text = body(public, name, "csv")
    assert text.startswith(b"\xef\xbb\xbf")
    lines = list(csv.DictReader(text.decode("utf-8-sig").splitlines()))
    expected = [{field: _in_csv(value) for field, value in row.items()} for row in rows(public, name)]
    assert lines == expected


def test_a_record_is_told_with_its_marks_and_its_address(public: Client) -> None:
    record = make_record(subject=make_subject(name="枣庄市顺达运输有限公司"))
    note(record)
    (row,) = rows(public, "records")
    assert (row["subject_name"], row["subject_code"]) == ("枣庄市顺达运输有限公司", record.subject.code)
    assert (row["in_doubt"], row["under_objection"], row["duties_open"]) == (True, False, False)
    assert public.get(urlsplit(row["address"]).path).status_code == HTTPStatus.OK


def test_what_is_kept_on_has_no_last_day(public: Client) -> None:
    Listing.objects.filter(record=make_record()).update(state=ListingState.KEPT_ON)
    (row,) = rows(public, "records")
    assert (row["shown_until"], row["duties_open"]) == (None, True)


@pytest.mark.parametrize(
    "state", [state for state in ListingState if state not in {ListingState.PUBLISHED, ListingState.KEPT_ON}]
)
def test_what_is_not_shown_is_in_no_file(public: Client, state: str) -> None:
    make_record(state=state)
    assert rows(public, "records") == []


def test_no_person_is_in_bulk(public: Client) -> None:
    business = make_record(subject=make_subject(kind=SubjectKind.INDIVIDUAL_BUSINESS, name="张某某饭店"))
    company = make_record()
    text = body(public, "records").decode()
    assert company.listing.key in text
    assert business.listing.key not in text
    for secret in (company.subject.representative, company.facts, company.content):
        assert secret not in text


def test_a_repaired_entry_leaves_the_file_and_its_key_is_told_for_thirty_days(public: Client) -> None:
    record = make_record()
    kept = body(public, "records")
    assert rows(public, "removed") == []
    listings.end(record_id=record.pk, cause=EndCause.REPAIRED, at=NOON, actor_ref="user:1")
    assert rows(public, "records") == []
    assert record.listing.key.encode() in kept
    gone = body(public, "removed").decode()
    assert json.loads(gone)["rows"] == [{"key": record.listing.key, "removed_on": "2026-09-01"}]
    assert record.subject.name not in gone
    with standing_at(NOON + timedelta(days=30)):
        assert len(rows(public, "removed")) == 1
    with standing_at(NOON + timedelta(days=31)):
        assert rows(public, "removed") == []


def test_one_that_ran_out_is_told_before_any_sweep(public: Client) -> None:
    listing = make_record().listing
    assert listing.lapses_on is not None
    with standing_at(noon_of(listing.lapses_on)):
        assert rows(public, "records") == []
        assert rows(public, "removed") == [{"key": listing.key, "removed_on": listing.lapses_on.isoformat()}]


def test_one_that_is_shown_again_was_not_removed(public: Client) -> None:
    record = make_record()
    listings.hide(record_id=record.pk, cause=HideCause.STAY, document="1", at=NOON, actor_ref="user:1")
    listings.show_again(record_id=record.pk, reason="1", at=NOON, actor_ref="user:1")
    assert rows(public, "removed") == []
    assert len(rows(public, "records")) == 1


def test_what_was_never_shown_is_never_called_removed(public: Client) -> None:
    record = make_record(class_name="minor")
    listings.end(record_id=record.pk, cause=EndCause.REPAIRED, at=NOON, actor_ref="user:1")
    assert rows(public, "removed") == []


def test_an_unchanged_file_is_not_sent_again_and_a_changed_one_is(public: Client) -> None:
    record = make_record()
    address = reverse("register:download", args=["records", "csv"])
    first = public.get(address)
    first.getvalue()
    again = public.get(address, headers={"if-none-match": first["ETag"]})
    assert again.status_code == HTTPStatus.NOT_MODIFIED
    assert again["ETag"] == first["ETag"]
    assert first["Cache-Control"] == again["Cache-Control"] == "no-cache"
    assert "noindex" in first["X-Robots-Tag"]
    # a mark changes no state and no version of the listing, and still the file is another one
    contest(record)
    assert answered(public, address, **{"if-none-match": first["ETag"]}) == HTTPStatus.OK


def test_files_are_taken_only_so_often_in_an_hour(public: Client, settings: Settings) -> None:
    settings.OPEN_DATA_AN_HOUR = 2
    address = reverse("register:download", args=["removed", "json"])
    taken = [answered(public, address) for _time in range(3)]
    assert taken == [HTTPStatus.OK, HTTPStatus.OK, HTTPStatus.TOO_MANY_REQUESTS]
    with standing_at(NOON + timedelta(minutes=59)):
        assert answered(public, address) == HTTPStatus.TOO_MANY_REQUESTS
    with standing_at(NOON + timedelta(minutes=60)):
        assert answered(public, address) == HTTPStatus.OK


def test_asking_for_the_head_alone_makes_no_file_and_takes_none(public: Client, settings: Settings) -> None:
    settings.OPEN_DATA_AN_HOUR = 1
    make_record()
    address = reverse("register:download", args=["records", "csv"])
    with CaptureQueriesContext(connection) as sent:
        heads = [public.head(address) for _time in range(3)]
    assert len(sent) == 0
    told = public.get(address)
    told.getvalue()
    for head in heads:
        assert head.status_code == told.status_code == HTTPStatus.OK
        assert head["Content-Type"] == told["Content-Type"]
        assert head["Cache-Control"] == told["Cache-Control"]
        assert "ETag" not in head


@pytest.mark.parametrize("name", ["=cmd|'/c calc'!A1", "+1", "-1", "@SUM(A1)"])
def test_no_office_program_takes_a_name_for_a_formula(public: Client, name: str) -> None:
    make_record(subject=make_subject(name=name))
    (line,) = csv.DictReader(body(public, "records", "csv").decode("utf-8-sig").splitlines())
    assert line["subject_name"] == f"'{name}"
    assert rows(public, "records")[0]["subject_name"] == name


@pytest.mark.parametrize("address", ["records.xml", "people.csv", "schemas/people.json"])
def test_what_is_not_offered_is_not_found(public: Client, address: str) -> None:
    assert public.get(f"/open-data/{address}").status_code == HTTPStatus.NOT_FOUND


@pytest.mark.parametrize("count", [3, 30])
def test_a_file_is_made_with_the_same_few_statements(public: Client, count: int) -> None:
    for _number in range(count):
        make_record()
    with CaptureQueriesContext(connection) as sent:
        body(public, "records")
    assert len(sent) == 2  # the rows, and that there are no more


def test_the_page_names_every_dataset_and_field(public: Client) -> None:
    page = public.get(reverse("register:open_data")).content.decode()
    for dataset in DATASETS.values():
        assert reverse("register:download", args=[dataset.name, "csv"]) in page
        assert reverse("register:schema", args=[dataset.name]) in page
        assert all(f">{field.name}<" in page for field in dataset.fields)
    assert "CC BY 4.0" in page
