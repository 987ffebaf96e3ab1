"""Delivered penalty files for tests: rows by heading, written as an office would deliver them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from random import Random

from records import credit_code

HEADINGS = (
    "行政相对人名称",
    "行政相对人类别",
    "行政相对人代码_1(统一社会信用代码)",
    "法定代表人",
    "证件类型",
    "证件号码",
    "行政处罚决定书文号",
    "违法行为类型",
    "违法事实",
    "处罚依据",
    "处罚类别",
    "处罚内容",
    "罚款金额（万元）",
    "没收违法所得、没收非法财物的金额（万元）",
    "暂扣或吊销证照名称及编号",
    "处罚决定日期",
    "处罚有效期",
    "公示截止期",
    "处罚机关",
    "处罚机关统一社会信用代码",
    "数据来源单位",
    "数据来源单位统一社会信用代码",
    "备注",
)
TRANSPORT = "113704000H6NLNHD6W"
MARKET = "11370400L30P877478"
PLATFORM = "11370400H3XC2H9T8C"
_rng = Random(7)  # noqa: S311 - invented codes


def company_code() -> str:
    """A right code of an invented company of Zaozhuang."""
    return credit_code.make(prefix="91370400", rng=_rng)


def penalty_row(**changes: str) -> dict[str, str]:
    """A good row: a fine of 50,000 yuan by the transport bureau of Zaozhuang on 15 May 2026."""
    row = dict.fromkeys(HEADINGS, "")
    row |= {
        "行政相对人名称": "枣庄样例商贸001号有限公司",
        "行政相对人类别": "法人及非法人组织",
        "行政相对人代码_1(统一社会信用代码)": company_code(),
        "法定代表人": "张某某",
        "行政处罚决定书文号": "枣交罚字〔2026〕0001号",
        "违法行为类型": "超限运输",
        "违法事实": "当事人超限运输，事实清楚，证据确凿。",
        "处罚依据": "《公路安全保护条例》第六十四条",
        "处罚类别": "罚款;没收违法所得、没收非法财物",
        "处罚内容": "罚款5万元",
        "罚款金额（万元）": "5",
        "没收违法所得、没收非法财物的金额（万元）": "0.8",
        "处罚决定日期": "2026/05/15",
        "处罚有效期": "2099/12/31",
        "公示截止期": "",
        "处罚机关": "枣庄市交通运输局",
        "处罚机关统一社会信用代码": TRANSPORT,
        "数据来源单位": "枣庄市发展和改革委员会",
        "数据来源单位统一社会信用代码": PLATFORM,
    }
    return row | changes


def delivered(
    rows: Iterable[Mapping[str, str]], *, headings: Iterable[str] = HEADINGS, encoding: str = "utf-8"
) -> bytes:
    """The bytes of a file with these rows, cells in the order of the headings."""
    heads = list(headings)
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(heads)
    writer.writerows([row[heading] for heading in heads] for row in rows)
    return out.getvalue().encode(encoding)
