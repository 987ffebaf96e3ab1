"""The bodies of the demo town that may give trainings and credit reports, entered as the administrator enters them."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

from config.town import people
from journal.now import day_of
from records import credit_code
from records.models.provider import ProviderKind
from records.services import providers
from records.services.providers import ProviderFacts

PLACE = "370400"
# name, kind, scope, how many days ago it ended (0: it stands)
BODIES = (
    ("枣庄样例信用培训中心", ProviderKind.TRAINING, "信用修复专题培训", 0),
    ("山东样例企业信用学院", ProviderKind.TRAINING, "信用管理与信用修复培训", 0),
    ("样例征信（枣庄）有限公司", ProviderKind.REPORT, "企业信用报告", 0),
    ("样例信用评价有限公司", ProviderKind.REPORT, "企业信用报告", 20),
)


def load_providers(*, at: datetime) -> int:
    """Enter them, one of them ended since; returns how many."""
    actor, on = people.acting("system", at), day_of(at)
    for place, (name, kind, scope, ended) in enumerate(BODIES):
        provider = providers.enter(
            facts=ProviderFacts(
                name=name,
                code=_code(place),
                kind=kind,
                scope=scope,
                jurisdiction=PLACE,
                basis="样例市信用办〔2025〕3号",
                from_on=on - timedelta(days=400),
                until=None,
            ),
            at=at,
            actor_ref=actor.ref,
        )
        if ended:
            providers.end(
                provider_id=provider.pk,
                until=on - timedelta(days=ended),
                reason="资质到期，未申请延续。",
                at=at,
                actor_ref=actor.ref,
            )
    return len(BODIES)


def _code(place: int) -> str:
    return credit_code.make(prefix=f"91{PLACE}", rng=Random(place))  # noqa: S311 - an invented code, no secret
