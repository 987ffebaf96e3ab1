"""The text of the credit commitment (信用修复承诺书): true materials, duties performed, liability accepted.

Fields after rules of NDRC-36 on the public commitment; the wording is this desk's own.
"""

from __future__ import annotations

from collections.abc import Sequence

from cases.models import Case
from records.models import CreditRecord, Subject

COMMITMENT_VERSION = "2026-1"
_NUMERALS = tuple(f"{sign}、" for sign in "一二三四五六七八九")

_TEXT = """信用修复承诺书

{name}（统一社会信用代码：{code}）因{violation}，于{year}年{month}月{day}日被{department}作出{decision}。
本单位就申请信用修复郑重承诺：
一、已纠正上述失信行为，并已履行该决定确定的全部义务，不良影响已经消除；
二、所提供的材料和所作的陈述真实、合法、有效；
三、今后严格遵守法律法规，依法诚信经营，接受政府和社会监督；
四、若违反本承诺或者提供虚假材料，自愿依法承担相应责任，接受相关信息记入信用记录并予以公示。
本承诺同意向社会公开。"""

# the promises are those of the single commitment, word for word
_GROUP_TEXT = (
    "信用修复承诺书\n\n"
    "{name}（统一社会信用代码：{code}）就下列{count}项决定一并申请信用修复：{decisions}。\n"
    + _TEXT[_TEXT.index("本单位就") :]
    .replace("上述失信行为", "上述各项失信行为")
    .replace("该决定", "上述各项决定")
)


def commitment_text(case: Case) -> str:
    """The commitment for a case, one per record; the legal text is Chinese in every interface language."""
    record = case.record
    day = record.determined_on
    return _TEXT.format(
        name=case.subject.name,
        code=case.subject.code,
        violation=record.violation or "有关失信行为",
        year=day.year,
        month=day.month,
        day=day.day,
        department=record.department.name_zh,
        decision=f"《{record.decision_number}》" if record.decision_number else "处理决定",
    )


def group_commitment_text(subject: Subject, records: Sequence[CreditRecord]) -> str:
    """The one commitment for several records; each application keeps `commitment_text` of its own record beside it."""
    decisions = "；".join(
        f"{record.department.name_zh}{f'《{record.decision_number}》' if record.decision_number else '处理决定'}"
        f"（{record.determined_on.year}年{record.determined_on.month}月{record.determined_on.day}日）"
        for record in records
    )
    return _GROUP_TEXT.format(name=subject.name, code=subject.code, count=len(records), decisions=decisions)


def promises_of(text: str) -> tuple[str, ...]:
    """The promises of a signed commitment, one a line, without the head that names the decision it was given for.

    What is published may not tell of a record that is shown no more.
    """
    return tuple(line.strip() for line in text.splitlines() if line.strip()[:2] in _NUMERALS)
