"""What people of the demo town have set up: kept views, a substitute, a proposed closure; and a copy that was seen."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from accounts.roles import MandateScope, Role
from accounts.services import offers
from accounts.services.substitutions import substitute
from cases.models import Case
from cases.states import RepairState
from config.town import people, places
from delisting import copies
from delisting.models import CopyShows
from journal.now import day_of
from rulebook import releasing
from rulebook.closures import Closure, with_closure
from rulebook.source import TomlSource
from rulebook.working_days import Notice
from workflows.saved_views import keep_view

PLACE = "370400"


def set_up(*, at: datetime) -> None:
    """Everything of it, as of yesterday."""
    moment = at - timedelta(days=1)
    _keep_views(moment)
    _name_substitute(at)
    _propose_closure(moment)
    _report_copy(moment)
    _offer_mandate(moment)


def _keep_views(at: datetime) -> None:
    keep_view(
        name="今天到期的异议",
        address="tab=due-today&kind=objection",
        department_id=None,
        actor=people.acting("reviewer", at),
        at=at,
    )
    keep_view(
        name="本单位逾期件",
        address="tab=overdue",
        department_id=places.department(places.STAFFED).pk,
        actor=people.acting("supervisor", at),
        at=at,
    )


def _name_substitute(at: datetime) -> None:
    """From tomorrow on, for a week: today everybody still does their own work."""
    officer, colleague = people.acting("roads", at), people.acting("roads2", at)
    tomorrow = day_of(at) + timedelta(days=1)
    substitute(
        officer_id=officer.user_id or 0,
        substitute_id=colleague.user_id or 0,
        department_id=places.department(places.ROADS).pk,
        role=Role.REVIEWER,
        from_on=tomorrow,
        until=tomorrow + timedelta(days=6),
        actor=officer,
        at=at,
    )


def _propose_closure(at: datetime) -> None:
    """One system administrator proposed a day off of the place; the other one has not released it yet."""
    day = day_of(at) + timedelta(days=20)
    order = Notice(
        title="关于调整办公时间的通告（样例）",
        number=f"枣政通〔{day.year}〕样例1号",
        issued_on=day_of(at),
        mark="K",
    )
    closure = Closure(first=day, last=day, cause="办公场所搬迁", order=order)
    text = with_closure(closure, jurisdiction=PLACE, before=releasing.text_in_force(day.year, PLACE))
    releasing.propose(source=TomlSource(Path("closure.toml"), text), actor=people.acting("system", at), at=at)


def _report_copy(at: datetime) -> None:
    """The agent saw a removed record on a page of somebody else's."""
    agent = people.acting("agent", at)
    case = Case.objects.filter(subject__in=agent.subjects, state=RepairState.CLOSED_REPAIRED).first()
    if case is None:
        return
    copies.report(
        record_id=case.record_id,
        address="https://www.example.cn/qiye/370400-0001",
        shows=CopyShows.RECORD,
        seen_on=day_of(at),
        place="样例企业信息查询网",
        note="搜索企业名称后第一条仍显示该处罚。",
        actor=agent,
        at=at,
    )


def _offer_mandate(at: datetime) -> None:
    """The owner offers the agent to read its company's letters; it waits to be accepted."""
    owner = people.acting("owner", at)
    offers.offer(
        address="agent",
        subject_id=min(owner.owned_subjects),
        until=day_of(at) + timedelta(days=365),
        scopes=(MandateScope.LETTERS,),
        actor=owner,
        at=at,
    )
