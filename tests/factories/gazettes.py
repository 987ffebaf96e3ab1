"""Made-up notices of days off, as files and as rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from journal.now import SHANGHAI
from rulebook.models import GazetteProposal, ReleasedGazette
from rulebook.releasing import propose, release, version_with
from rulebook.source import TomlSource
from rulebook.working_days import gazette_of

RELEASED_AT = datetime(2026, 11, 20, 10, tzinfo=SHANGHAI)

# Spring Festival a week from Thursday 4 to Wednesday 10 February with the Saturdays 30 January and
# 20 February worked; Qingming from Saturday 3 to Monday 5 April, Labour Day from 1 to 5 May
NOTICE_2027 = """year = 2027
status = "official"
working = [2027-01-30, 2027-02-20, 2027-04-25, 2027-05-08]

[[notice]]
title = "2027年部分节假日安排的通知（虚构）"
number = "虚构〔2026〕1号"
issued_on = 2026-11-18
mark = "R"

[[off]]
name = "元旦"
first = 2027-01-01
last = 2027-01-03

[[off]]
name = "春节"
first = 2027-02-04
last = 2027-02-10

[[off]]
name = "清明节"
first = 2027-04-03
last = 2027-04-05

[[off]]
name = "劳动节"
first = 2027-05-01
last = 2027-05-05

[[off]]
name = "端午节"
first = 2027-06-09
last = 2027-06-09

[[off]]
name = "中秋节"
first = 2027-09-15
last = 2027-09-15

[[off]]
name = "国庆节"
first = 2027-10-01
last = 2027-10-07
"""


def closures(jurisdiction: str, first: date, last: date, *, worked: str = "") -> str:
    """The text of a place's closures: a storm from a day to a day, and what is worked for it."""
    return (
        f'year = {first.year}\njurisdiction = "{jurisdiction}"\nstatus = "official"\nworking = [{worked}]\n\n'
        '[[notice]]\ntitle = "防汛防台风停工通告（虚构）"\nnumber = "虚构〔2026〕2号"\n'
        f"issued_on = {first.isoformat()}\n"
        f'mark = "R"\n\n[[off]]\nname = "台风停工"\nfirst = {first.isoformat()}\nlast = {last.isoformat()}\n'
    )


def source_of(text: str) -> TomlSource:
    """The text as a file would give it."""
    return TomlSource(Path("gazette.toml"), text)


@dataclass(frozen=True)
class Keeper:
    """A system administrator, as the rulebook knows people."""

    ref: str
    posts: frozenset[tuple[int, str]] = frozenset({(1, "system-admin")})


ONE, OTHER = Keeper("user:1"), Keeper("user:2")


def proposed(text: str = NOTICE_2027, *, at: datetime = RELEASED_AT) -> GazetteProposal:
    """The text waiting for a second person."""
    return propose(source=source_of(text), actor=ONE, at=at)


def released(text: str = NOTICE_2027, *, at: datetime = RELEASED_AT) -> ReleasedGazette:
    """The text in force, by two people."""
    seen = version_with(gazette_of(source_of(text)))
    return release(proposal_id=proposed(text, at=at).pk, seen=seen, actor=OTHER, at=at)
