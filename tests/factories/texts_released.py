"""Made-up legal texts of a place, proposed and released by two people."""

from __future__ import annotations

from datetime import date

from rulebook.editions_in_use import look_again, version_in_use
from rulebook.models import ReleasedText, TextProposal
from rulebook.releasing_texts import propose, release
from tests.factories.gazettes import ONE, OTHER, RELEASED_AT


def promise_of(
    place: str = "3701", *, days: int = 3, since: date = date(2027, 1, 1), key: str = "jinan-invented"
) -> str:
    """The text of a place's promise: a decision within so many working days of the acceptance."""
    return f"""schema = 1
key = "{key}"
title_zh = "某市信用修复服务承诺（虚构）"
title_en = "An invented city's service promise"
issuer = "某市人民政府"
number = "虚构〔2026〕3号"
in_force_from = {since.isoformat()}
in_force_to = ""
layer = "city"
jurisdiction = "{place}"
extends = ["NDRC-36"]

[[promise]]
act = "decide"
count = {days}
unit = "WD"
trigger = "accepted"
layer = "city"
instrument = "虚构〔2026〕3号"
article = "一"
mark = "R"
published = "2026-11-18"
"""


def training_owed_in(place: str, *, since: date, key: str = "late-invented") -> str:
    """The text of a place that asks for training while a case runs, of whatever class."""
    return f"""schema = 1
key = "{key}"
title_zh = "某市信用修复培训规定（虚构）"
title_en = "An invented city's rules on training"
issuer = "某市人民政府"
number = "虚构〔2026〕4号"
in_force_from = {since.isoformat()}
in_force_to = ""
layer = "city"
jurisdiction = "{place}"
extends = ["NDRC-36"]

[[way]]
id = "training"
name_zh = "接受专题培训"
name_en = "Training"
need = "required"
phase = "during-case"
who = "subject"
classes = ["general", "serious"]
instrument = "虚构〔2026〕4号"
article = "二"
mark = "R"
limit = {{ count = 30, unit = "D", trigger = "accepted", article = "二", mark = "R" }}
"""


def report_owed_in(place: str, *, since: date, key: str = "late-invented") -> str:
    """The text of a place that asks for a credit report and its paper before filing, of whatever class."""
    return f"""schema = 1
key = "{key}"
title_zh = "某市信用报告规定（虚构）"
title_en = "An invented city's rules on credit reports"
issuer = "某市人民政府"
number = "虚构〔2026〕5号"
in_force_from = {since.isoformat()}
in_force_to = ""
layer = "city"
jurisdiction = "{place}"
extends = ["NDRC-36"]

[[way]]
id = "credit-report"
name_zh = "提交信用报告"
name_en = "Credit report"
need = "required"
phase = "before-filing"
who = "subject"
classes = ["minor", "general", "serious"]
instrument = "虚构〔2026〕5号"
article = "二"
mark = "R"

[[material]]
id = "M6"
name_zh = "信用报告"
name_en = "Credit report"
for = "credit-report"
per = "subject"
instrument = "虚构〔2026〕5号"
article = "三"
mark = "R"
"""


def scenario_of(*, last_day: date, key: str = "jinan-invented", on: date = date(2026, 11, 16)) -> str:
    """A scenario of that promise: accepted on a day, decided by a last day."""
    return f"""edition = "NDRC-36+{key}"

[[scenario]]
id = "an-invented-promise"
zh = "受理后三个工作日内办结（虚构）。"
en = "Decided within three working days of the acceptance (invented)."
[scenario.when]
accepted = {on.isoformat()}
[scenario.then]
end = [{{ limit = "promise.decide", last_day = {last_day.isoformat()}, clause = "虚构〔2026〕3号 一", mark = "R" }}]
"""


def text_proposed(text: str = "", scenarios: str = "") -> TextProposal:
    """The text waiting for a second person."""
    return propose(text=text or promise_of(), scenarios=scenarios, actor=ONE, at=RELEASED_AT)


def text_released(text: str = "", scenarios: str = "") -> ReleasedText:
    """The text in use, by two people. What a test released is out of use when the test ends."""
    proposal = text_proposed(text, scenarios)
    row = release(proposal_id=proposal.pk, seen=version_in_use(), actor=OTHER, at=RELEASED_AT)
    look_again()
    return row
