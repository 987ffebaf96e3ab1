"""The people of the demo town, each with a post or a mandate given as the house gives them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.db.models import Count, Q
from django.utils.translation import gettext_noop as _

from accounts.actors import Actor, actor_of
from accounts.models import User
from accounts.roles import Role
from accounts.services.activation import activate, issue_activation
from accounts.services.posts import give_post
from config import env
from config.first import appoint_first
from config.town import places
from journal.now import day_of
from records.models import Subject

DEMO_PASSWORD = "Demo-Town-2026"  # noqa: S105 - printed at every start, guards invented people on 127.0.0.1


@dataclass(frozen=True)
class Person:
    """Somebody of the town; without a post they act for companies."""

    username: str
    name: str
    what: str
    role: Role | None = None
    department: str = ""


SECURITY = Person(
    "security", "孙某某", _("security administrator: posts"), Role.SECURITY_ADMIN, places.PLATFORM
)
PEOPLE = (
    Person("owner", "张某某", _("owner of a company: its records, planner, filing")),
    Person("agent", "王某某", _("agent of several companies with cases under way")),
    Person("second", "许某某", _("second person of a company: signs what the agent declared")),
    Person(
        "clerk",
        "李某某",
        _("window clerk: serves subjects, gives activation codes"),
        Role.WINDOW_CLERK,
        places.PLATFORM,
    ),
    Person(
        "reviewer",
        "刘某某",
        _("reviewer of agriculture: accepts, verifies, proposes"),
        Role.REVIEWER,
        places.STAFFED,
    ),
    Person("decider", "陈某某", _("decider of agriculture: countersigns"), Role.DECIDER, places.STAFFED),
    Person(
        "supervisor",
        "杨某某",
        _("supervisor of agriculture: what is overdue"),
        Role.SUPERVISOR,
        places.STAFFED,
    ),
    Person(
        "platform",
        "马某某",
        _("reviewer of the platform: examines objections"),
        Role.REVIEWER,
        places.PLATFORM,
    ),
    Person(
        "platform2",
        "高某某",
        _("decider of the platform: countersigns objections"),
        Role.DECIDER,
        places.PLATFORM,
    ),
    Person(
        "overseer",
        "冯某某",
        _("supervisor of the platform and lead department: complaints"),
        Role.SUPERVISOR,
        places.PLATFORM,
    ),
    Person("china", "赵某某", _("officer at Credit China: releases"), Role.REVIEWER, "121000003AGYGLUY2H"),
    Person(
        "sharing",
        "黄某某",
        _("officer of the sharing platform: releases"),
        Role.REVIEWER,
        "113704003W7WKKHD97",
    ),
    Person("trading", "周某某", _("officer of the trading centre: releases"), Role.REVIEWER, places.TRADING),
    Person("finance", "吴某某", _("officer of the finance bureau: releases"), Role.REVIEWER, places.FINANCE),
    Person("bureau", "徐某某", _("officer of a credit body: releases"), Role.REVIEWER, "9137040039T3E0TW3W"),
    Person(
        "market",
        "郑某某",
        _("officer of market regulation: court papers, releases of the publicity system"),
        Role.REVIEWER,
        places.MARKET,
    ),
    Person(
        "system",
        "胡某某",
        _("system administrator: departments, calendars"),
        Role.SYSTEM_ADMIN,
        places.PLATFORM,
    ),
    Person(
        "deputy", "何某某", _("system administrator: releases calendars"), Role.SYSTEM_ADMIN, places.PLATFORM
    ),
    Person("audit", "朱某某", _("audit administrator: the journal"), Role.AUDIT_ADMIN, places.PLATFORM),
    Person(
        "roads",
        "马某某",
        _("reviewer of transport: orders rectification, holds talks"),
        Role.REVIEWER,
        places.ROADS,
    ),
    Person("roads2", "罗某某", _("second officer of the talks of transport"), Role.REVIEWER, places.ROADS),
    Person("chief", "梁某某", _("decider of transport: last limits, handing on"), Role.DECIDER, places.ROADS),
)
EVERYBODY = (*PEOPLE, SECURITY)
HOLDERS = ("china", "sharing", "trading", "finance", "bureau", "reviewer")


def acting(username: str, at: datetime) -> Actor:
    """Somebody of the town with the posts and mandates of that day."""
    return actor_of(User.objects.get(username=username), on=day_of(at))


def load_people(*, at: datetime) -> None:
    """Make everybody; the security administrator gives all posts but the own one."""
    password = make_password(env.text("DESK_DEMO_PASSWORD", DEMO_PASSWORD))
    first = appoint_first(
        username=SECURITY.username,
        name=SECURITY.name,
        department=places.department(SECURITY.department),
        at=at,
    )
    User.objects.bulk_create(
        User(username=person.username, full_name=person.name, password=password) for person in PEOPLE
    )
    User.objects.filter(pk=first.pk).update(password=password)
    giver = actor_of(first, on=day_of(at))
    for person in PEOPLE:
        if person.role is not None:
            give_post(
                user_id=User.objects.get(username=person.username).pk,
                department_id=places.department(person.department).pk,
                role=str(person.role),
                actor=giver,
                at=at,
            )


def give_companies(*, at: datetime) -> Subject | None:
    """Let the owner activate the company that has the most to look at; none once the file is too old for any."""
    repairable = Q(
        records__department__code=places.STAFFED,
        records__listing__state="PUBLISHED",
        records__listing__earliest_filing_on__lte=day_of(at),
    )
    company = (
        Subject.objects.filter(repairable)
        .annotate(total=Count("records", distinct=True))
        .order_by("-total", "pk")
        .first()
    )
    if company is not None:
        bind("owner", company, at=at)
    return company


def bind(username: str, company: Subject, *, at: datetime) -> None:
    """A window clerk hands out an activation code, the person uses it."""
    user = User.objects.get(username=username)
    code = issue_activation(subject_id=company.pk, actor=acting("clerk", at), at=at)
    activate(user_id=user.pk, code=code, at=at)


def is_here() -> bool:
    """Whether the database holds the town, also one built before somebody moved in."""
    return User.objects.filter(username=SECURITY.username, full_name=SECURITY.name).exists()


def sign_ins() -> list[str]:
    """One line for each person who can be signed in as; none where the town was not built."""
    password = known_password()
    if password is None:
        return []
    lines = [f"Demo sign-ins, all invented (password: {password or 'as chosen before'})"]
    lines += [f"  {person.username:<11}{person.what}" for person in EVERYBODY]
    return lines + [f"The company of owner has the code {code}" for code in _codes_of("owner")]


def _codes_of(username: str) -> list[str]:
    """The codes of the companies somebody owns the account of: the planner and the register ask for one."""
    own = Subject.objects.filter(mandates__user__username=username, mandates__kind="owner")
    return list(own.values_list("code", flat=True))


def known_password() -> str | None:
    """The password of everybody; "" where another one was chosen before, None where the town was not built."""
    password = env.text("DESK_DEMO_PASSWORD", DEMO_PASSWORD)
    known = {user.username: user for user in User.objects.filter(username__in=[p.username for p in PEOPLE])}
    if len(known) < len(PEOPLE):
        return None
    return password if known["owner"].check_password(password) else ""
