"""The columns of a delivered penalty file (行政处罚信用信息), found by their headings.

Headings are matched by name, whatever their order, spacing and width of signs; the short codes of the
exchange standard (CF_…) are known too.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from journal.refusals import Refusal

PENALTY = "penalty"


@dataclass(frozen=True)
class Column:
    """A column the desk reads: its name inside, its heading, its exchange codes, its longest text."""

    name: str
    heading: str
    codes: tuple[str, ...] = ()
    longest: int = 0
    required: bool = False


COLUMNS: tuple[Column, ...] = (
    Column("subject_name", "行政相对人名称", ("CF_XDR_MC",), 200, required=True),
    Column("subject_category", "行政相对人类别", ("CF_XDR_LB",), 40),
    Column("subject_code", "行政相对人代码_1(统一社会信用代码)", ("CF_XDR_SHXYM",), 40, required=True),
    Column("representative", "法定代表人", ("CF_FRDB", "CF_FR"), 100),
    Column("person_id", "证件号码", ("CF_XDR_ZJHM", "CF_XDR_SFZ"), 60),
    Column(
        "decision_number",
        "行政处罚决定书文号",
        ("CF_WSH", "列入决定书文号", "检查结果文号"),
        120,
        required=True,
    ),
    Column("violation", "违法行为类型", ("CF_WFXW", "列入事由", "检查结果"), 300),
    Column("facts", "违法事实", ("CF_SY", "CF_WFSS"), 20000),
    Column("basis", "处罚依据", ("CF_YJ", "CF_CFYJ", "列入依据"), 20000),
    Column("penalty_kinds", "处罚类别", ("CF_CFLB",), 300, required=True),
    Column("content", "处罚内容", ("CF_NR", "CF_JG"), 20000),
    Column("fine", "罚款金额(万元)", ("CF_NR_FK",), 40),
    Column("confiscated", "没收违法所得、没收非法财物的金额(万元)", ("CF_NR_WFFF",), 40),
    Column("permit", "暂扣或吊销证照名称及编号", ("CF_NR_ZKDX",), 300),
    Column("determined_on", "处罚决定日期", ("CF_JDRQ", "列入日期", "检查日期"), 40, required=True),
    Column("valid_until", "处罚有效期", ("CF_YXQ",), 40),
    Column("delivered_end_on", "公示截止期", ("CF_GSJZQ",), 40),
    Column("department_name", "处罚机关", ("CF_CFJG", "CF_XZJG", "列入机关", "检查机关"), 120, required=True),
    Column(
        "department_code",
        "处罚机关统一社会信用代码",
        ("CF_CFJGDM", "列入机关代码", "检查机关代码"),
        40,
        required=True,
    ),
    Column("source_name", "数据来源单位", ("CF_SJLY",), 120),
    Column("source_code", "数据来源单位统一社会信用代码", ("CF_SJLYDM",), 40),
    Column("remark", "备注", ("BZ", "CF_BZ"), 20000),
)
BY_NAME: Mapping[str, Column] = {column.name: column for column in COLUMNS}


@dataclass(frozen=True)
class Layout:
    """Where the columns stand in one file. `headings` are the file's own, in its order."""

    headings: tuple[str, ...]
    places: Mapping[str, int]

    def heading(self, name: str) -> str:
        """The file's own heading of a column; the standard's where the file has none."""
        place = self.places.get(name)
        return BY_NAME[name].heading if place is None else self.headings[place]

    def cells(self, row: Sequence[str]) -> dict[str, str]:
        """The cells of a row by column, trimmed; a column the file has not is empty."""
        found = dict.fromkeys(BY_NAME, "")
        for name, place in self.places.items():
            found[name] = row[place].strip()
        return found


def layout_of(headings: Sequence[str], kind: str = PENALTY) -> Layout:
    """Find the columns by their headings; entries in lists need no kind of penalty.

    Raises Refusal naming the headings that are missing, or that stand twice.
    """
    wanted = {_folded(word): column.name for column in COLUMNS for word in (column.heading, *column.codes)}
    places: dict[str, int] = {}
    twice: list[str] = []
    for place, heading in enumerate(headings):
        name = wanted.get(_folded(heading))
        if name is None:
            continue
        if name in places:
            twice.append(heading.strip())
        places[name] = place
    if twice:
        raise Refusal(
            "headings-twice",
            _("These headings stand twice in the file: %(headings)s.") % {"headings": "、".join(twice)},
        )
    needless = set() if kind == PENALTY else {"penalty_kinds"}
    missing = [
        column.heading
        for column in COLUMNS
        if column.required and column.name not in places and column.name not in needless
    ]
    if missing:
        raise Refusal(
            "headings-missing",
            _("These headings are missing in the first line of the file: %(headings)s.")
            % {"headings": "、".join(missing)},
        )
    return Layout(headings=tuple(heading.strip() for heading in headings), places=places)


def _folded(heading: str) -> str:
    plain = unicodedata.normalize("NFKC", heading).upper()
    return "".join(sign for sign in plain if not sign.isspace() and sign.isprintable())
