"""Names by their beginning: sign by sign, and by an index wherever they are stored."""

from __future__ import annotations

import pytest
from django.db import connection

from records.models import Subject
from tests.factories.records import make_subject

pytestmark = pytest.mark.django_db


def beginning(asked: str) -> list[str]:
    return sorted(Subject.objects.filter(name__begins=asked).values_list("name", flat=True))


def test_what_begins_so_is_found_and_nothing_else() -> None:
    names = ("滕州鑫盛运输有限公司", "滕州鑫盛", "滕州鑫", "枣庄滕州鑫盛运输有限公司")
    for name in names:
        make_subject(name=name)
    assert beginning("滕州鑫盛") == sorted(["滕州鑫盛", "滕州鑫盛运输有限公司"])
    assert beginning("枣庄滕州鑫盛运输有限公司") == ["枣庄滕州鑫盛运输有限公司"]
    assert beginning("鑫盛") == []


@pytest.mark.parametrize("asked", ["%", "_州", "ABC%", "abc"])
def test_no_sign_stands_for_another(asked: str) -> None:
    make_subject(name="滕州鑫盛运输有限公司")
    make_subject(name="ABC运输有限公司")
    assert beginning(asked) == []
    assert beginning("ABC") == ["ABC运输有限公司"]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL reads a small table without an index")
def test_the_index_of_names_answers_it() -> None:
    plan = Subject.objects.filter(name__begins="滕州").explain()
    assert "records_subject_name" in plan
    assert "name>? AND name<?" in plan
