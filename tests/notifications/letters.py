"""An invented letter for tests of the sheet."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from notifications.letters.paper import Fact, Item, LastDay, Paper, Section


def make_paper(**changes: Any) -> Paper:
    paper = Paper(
        unit="枣庄市应急管理局",
        number="BZ-2026-7K3MQ9AB",
        title="信用修复申请补正通知书",
        addressee="山东某某化工有限责任公司（统一社会信用代码 91370400MA3ABCDEF1）",
        opening=("经审查，申请材料不齐全，现一次性告知需要补正的全部内容。",),
        sections=(
            Section("失信信息", facts=(Fact("决定书文号", "枣应急罚〔2026〕12号"),)),
            Section("需要补正的内容", items=(Item("提供全部罚款缴纳凭证", "履行义务证明材料", "第三章"),)),
            Section(
                "期限",
                last_days=(
                    LastDay(
                        "补正", date(2026, 10, 20), "自送达之次日起10个工作日。", "第三章", to_confirm=True
                    ),
                ),
            ),
        ),
        signed_on=date(2026, 9, 28),
        contact="枣庄市薛城区光明大道，0632-0000000",
        check_code="7K3MQ9AB7K3MQ9AB",
        check_address="https://desk.example.cn/letters/check/7K3MQ9AB7K3MQ9AB/",
        summary=("Your application lacks the items listed above.",),
        case_number="XF-2026-7K3MQ9AB",
    )
    return replace(paper, **changes)
