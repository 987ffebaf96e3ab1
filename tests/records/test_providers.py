"""The register of providers: whoever stands in it on a day, for a place, never by anybody's payment."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from django.db.models import QuerySet
from hypothesis import given
from hypothesis import strategies as st

from journal.models import Entry
from journal.now import SHANGHAI
from journal.refusals import Crossed, Refusal
from records.models import Provider
from records.models.provider import ProviderKind
from records.selectors import providers_of
from records.services import providers
from records.services.providers import ProviderFacts
from tests.factories.records import make_provider

AT = datetime(2026, 9, 1, 10, tzinfo=SHANGHAI)
database = pytest.mark.django_db
FACTS = ProviderFacts(
    name="样例信用培训中心",
    code="91370400K8PBRNYT4E",
    kind=ProviderKind.TRAINING,
    scope="信用修复专题培训",
    jurisdiction="370400",
    basis="样例市信用办〔2026〕3号",
    from_on=date(2026, 1, 1),
    until=date(2026, 12, 31),
)


def enter(**changes: object) -> Provider:
    return providers.enter(facts=replace(FACTS, **changes), at=AT, actor_ref="user:1")  # type: ignore[arg-type]  # fields by name


def names(on: date, jurisdiction: str = "370400") -> list[str]:
    found = providers_of(ProviderKind.TRAINING, jurisdiction=jurisdiction)
    return [provider.name for provider in found if provider.stands_on(on)]


@database
def test_a_provider_stands_from_its_first_to_its_last_day() -> None:
    provider = enter()
    assert names(date(2025, 12, 31)) == []
    assert names(date(2026, 1, 1)) == names(date(2026, 12, 31)) == [provider.name]
    assert names(date(2027, 1, 1)) == []
    entry = Entry.objects.get(stream=provider.stream)
    assert (entry.verb, entry.payload["to_on"]) == ("provider.entered", "2027-01-01")


@given(from_on=st.dates(), length=st.none() | st.integers(0, 800), on=st.dates())
def test_a_row_stands_on_its_days_and_no_others(from_on: date, length: int | None, on: date) -> None:
    try:
        to_on = None if length is None else from_on + timedelta(days=length + 1)
    except OverflowError:
        return
    provider = Provider(from_on=from_on, to_on=to_on)
    assert provider.stands_on(on) == (on >= from_on and (length is None or (on - from_on).days <= length))


@database
def test_a_place_knows_its_own_those_of_its_province_and_those_of_everywhere() -> None:
    for name, place in (("本市", "370400"), ("本省", "370000"), ("全国", ""), ("他市", "370100")):
        make_provider(name=name, jurisdiction=place)
    assert set(names(date(2026, 9, 1), "370402")) == {"本市", "本省", "全国"}


@database
def test_kinds_do_not_mix() -> None:
    make_provider(kind=ProviderKind.REPORT)
    assert names(date(2026, 9, 1)) == []


@database
def test_a_provider_is_ended_as_of_a_day_that_is_past_with_its_reason() -> None:
    provider = enter()
    providers.end(
        provider_id=provider.pk, until=date(2026, 6, 30), reason="资质被撤销", at=AT, actor_ref="user:1"
    )
    assert names(date(2026, 6, 30)) == [provider.name]
    assert names(date(2026, 7, 1)) == []
    entry = Entry.objects.get(verb="provider.ended")
    assert entry.payload["reason"] == "资质被撤销"
    with pytest.raises(Refusal) as refused:
        providers.end(provider_id=provider.pk, until=AT.date(), reason="again", at=AT, actor_ref="user:1")
    assert refused.value.code == "provider-over"


@database
@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"name": " "}, "name"),
        ({"code": "91370400MA3X0000XX"}, "code"),
        ({"kind": "other"}, "kind"),
        ({"jurisdiction": "3704"}, "jurisdiction"),
        ({"basis": ""}, "basis"),
        ({"until": date(2025, 12, 31)}, "ends-before"),
    ],
)
def test_what_cannot_be_entered_is_refused_by_name(changes: dict[str, object], code: str) -> None:
    with pytest.raises(Refusal) as refused:
        enter(**changes)
    assert refused.value.code == code
    assert not Provider.objects.exists()


@database
def test_the_same_body_is_not_entered_twice_for_the_same_days() -> None:
    enter()
    with pytest.raises(Refusal) as refused:
        enter(from_on=date(2026, 12, 31), until=None)
    assert refused.value.code == "provider-stands"
    assert enter(from_on=date(2027, 1, 1), until=None).pk
    assert enter(kind=ProviderKind.REPORT).pk


@database
@pytest.mark.parametrize("until", [None, date(2026, 12, 31)])
def test_of_two_entered_at_the_same_moment_one_is_first(
    monkeypatch: pytest.MonkeyPatch, until: date | None
) -> None:
    enter(until=until)
    monkeypatch.setattr(QuerySet, "exists", lambda _found: False)  # the first row was not there yet
    with pytest.raises(Crossed) as refused:
        enter(until=until)
    assert refused.value.code == "provider-stands"
    assert Provider.objects.count() == 1
    assert Entry.objects.filter(verb="provider.entered").count() == 1


@database
@pytest.mark.parametrize(
    ("until", "reason", "code"), [(date(2026, 9, 1), " ", "reason"), (date(2025, 1, 1), "x", "ends-before")]
)
def test_an_end_that_cannot_be_is_refused(until: date, reason: str, code: str) -> None:
    provider = enter()
    with pytest.raises(Refusal) as refused:
        providers.end(provider_id=provider.pk, until=until, reason=reason, at=AT, actor_ref="user:1")
    assert refused.value.code == code
