"""The copy of an application for the company's own file: what was handed in, every paper with its digest."""

from __future__ import annotations

from datetime import datetime

from cases.models import Document
from cases.services.documents import is_of_officers
from cases.ways import WAY_FIELDS
from journal.now import SHANGHAI
from notifications.composing import words
from notifications.composing.parts import About, Draft, record_facts
from notifications.letters.glyphs import printable
from notifications.letters.paper import Fact, Item, Section

WAYS_ZH = {"training": "专题培训", "credit-report": "信用报告", "public-good": "公益慈善活动"}


def application_copy(about: About) -> Draft:
    """信用修复申请内容确认单: contact, performance, commitment, steps and papers as they stood after the entry."""
    return Draft(
        unit=about.window,
        title="信用修复申请内容确认单",
        opening=(
            f"您单位提交的信用修复申请（案件编号{about.of_case.number}）截至本单所载日期的内容如下，供您单位留存核对。",
        ),
        sections=(
            record_facts(about.record),
            Section("申请内容", facts=_told(about)),
            *_in_words(about),
            Section("信用承诺", paragraphs=_commitment(about)),
            *_steps(about),
            Section(
                "已提交的材料", items=_papers(about), columns=("材料", "提交时间", "文件校验值（SHA-256）")
            ),
            Section(
                "提示", paragraphs=("信用修复不收取任何费用。", "校验值相同的文件即为您单位提交的原文件。")
            ),
        ),
        summary=(
            f"This is what stands in application {about.of_case.number}, with the SHA-256 digest of every paper.",
            "Credit repair is free of charge.",
        ),
    )


def _told(about: About) -> tuple[Fact, ...]:
    form = about.of_case.application
    told = (
        ("联系人", form.contact_name),
        ("联系电话", form.contact_phone),
        ("义务履行日期", words.day(form.performed_on) if form.performed_on else ""),
    )
    return tuple(Fact(label, printable(value) or "无") for label, value in told)


def _in_words(about: About) -> tuple[Section, ...]:
    """What was written at length: paragraphs, which go over a page's end as a table's cell cannot."""
    form = about.of_case.application
    told = (("履行和整改情况", form.performance), ("补充说明", form.reason))
    return tuple(
        Section(heading, paragraphs=tuple(printable(line) for line in value.splitlines() if line.strip()))
        for heading, value in told
        if value.strip()
    )


def _commitment(about: About) -> tuple[str, ...]:
    form = about.of_case.application
    if form.commitment_signed_at is None:
        return ("未签署。",)
    signed = f"由{printable(form.commitment_signed_by)}于{_moment(form.commitment_signed_at)}签署，内容如下："
    return (signed, *(printable(line) for line in form.commitment_text.splitlines() if line.strip()))


def _steps(about: About) -> tuple[Section, ...]:
    """What was told of each way; an answer given after the entry is not part of what was handed in with it."""
    found = []
    for step in about.of_case.steps.order_by("pk"):
        if step.way in WAY_FIELDS and step.submitted_at is not None and step.submitted_at <= about.entry.at:
            # the facts in the order of the way's own form
            told = "；".join(
                str(step.facts[field.id]) for field in WAY_FIELDS[step.way] if field.id in step.facts
            )
            found.append(f"{WAYS_ZH.get(step.way, step.way)}：{printable(told)}")
    return (Section("修复方式", paragraphs=tuple(found)),) if found else ()


def _papers(about: About) -> tuple[Item, ...]:
    names = {material.id: material.name_zh for material in about.edition.materials}
    handed_in = about.of_case.documents.filter(added_at__lte=about.entry.at).order_by("pk")
    return tuple(
        Item(_paper(paper, names), _moment(paper.added_at), paper.sha256)
        for paper in handed_in
        if not is_of_officers(paper.material)
        and (paper.removed_at is None or paper.removed_at > about.entry.at)
    ) or (Item("无"),)


def _paper(paper: Document, names: dict[str, str]) -> str:
    kind = names.get(paper.material, "其他材料")
    return f"{kind}（{printable(paper.title or paper.original_name)}）"


def _moment(at: datetime) -> str:
    local = at.astimezone(SHANGHAI)
    return f"{words.day(local.date())}{local.hour}时{local.minute:02d}分"
