"""The letters of a revocation: the notice with the right to defend, the decision to revoke or to keep, the end."""

from __future__ import annotations

from datetime import date

from cases.models import Case, Decision, RevocationNotice
from cases.services.revocation.deciding import bar_of
from journal.now import day_of
from notifications.composing import words
from notifications.composing.parts import (
    About,
    Draft,
    as_begun,
    english_name,
    english_remedies,
    last_day_of,
    record_facts,
    remedies,
    term_row,
)
from notifications.composing.words_of_revocations import ENGLISH_GROUNDS, GROUNDS
from notifications.letters import LetterKind
from notifications.letters.paper import Fact, LastDay, Section
from notifications.models import Letter
from records.models import Listing
from records.models.listing import PUBLIC_STATES, ListingState

BARRED = "不得申请信用修复"


def revocation_notice(about: About) -> Draft:
    """撤销信用修复告知书: what was found, on what, and until when the subject may defend itself."""
    edition, case = about.edition, about.of_case
    notice = RevocationNotice.objects.get(case=case)
    defence = as_begun(term_row(case, "revocation.defence"))
    evidence = case.documents.filter(removed_at__isnull=True).exists()
    return Draft(
        unit=about.handling,
        title="撤销信用修复告知书",
        opening=(
            f"{_opening(about)}。经核查，发现下列情形，本单位拟依法撤销该修复决定，现将有关事项告知如下：",
        ),
        sections=(
            record_facts(about.record),
            _granted(case),
            Section(
                "拟撤销的事由和依据",
                facts=(Fact("事由", GROUNDS[notice.ground]),),
                paragraphs=(
                    notice.facts,
                    *(("所依据的证据材料，可以在案件页面查阅。",) if evidence else ()),
                    _basis(about, notice.clause),
                ),
            ),
            Section(
                "陈述、申辩的权利",
                paragraphs=(
                    (
                        "您单位有权进行陈述、申辩，并提交证明材料；可以在线提出，也可以到政务服务窗口由工作人员协助提出，"
                        "不收取任何费用。逾期未提出的，本单位依照查明的事实继续审查，不视为您单位承认上述情形。"
                    ),
                ),
                last_days=(last_day_of(defence, edition, "陈述、申辩"),),
            ),
            Section(
                "撤销的后果",
                paragraphs=(
                    (
                        "决定撤销的，上述失信信息在公示期限内恢复公示、共享，依据该信息实施的惩戒措施恢复实施；"
                        "决定维持的，修复决定继续有效。"
                    ),
                ),
                last_days=_bar_in_words(about),
            ),
        ),
        summary=(
            (
                f"The repair granted in case {_repair(case).number} may be revoked because of "
                f"{ENGLISH_GROUNDS[notice.ground]}; the facts are printed above."
            ),
            (
                f"You may defend yourself until {words.english_day(defence.due_on)}, online or at the window. "
                "Silence admits nothing."
            ),
        ),
    )


def revocation(about: About) -> Draft:
    """撤销信用修复决定书: the earlier decision, what was untrue, what stands again until when, the bar, remedies."""
    edition, case = about.edition, about.of_case
    notice = RevocationNotice.objects.get(case=case)
    until = date.fromisoformat(about.text("bar_until")) if about.text("bar_until") else None
    listing = Listing.objects.get(record=about.record)
    restored, lines = _restored(about, listing)
    if about.entry.payload["barred"]:
        noted = "将上述情形记入信用记录" + ("并予以公示" if edition.revocation.record_published else "")
        restored.append(f"{noted}，在下列期限内{BARRED}；")
        lines += _bar_line(about, until)
    return Draft(
        unit=about.handling,
        title="撤销信用修复决定书",
        opening=(f"{_opening(about)}。经审查，现作出如下决定：",),
        sections=(
            record_facts(about.record),
            _granted(case),
            Section(
                "查明的情形和依据",
                facts=(
                    Fact("事由", GROUNDS[notice.ground]),
                    Fact("陈述、申辩", _heard(notice)),
                ),
                paragraphs=(notice.facts, about.text("reasons"), _basis(about, about.text("clause"))),
            ),
            Section(
                "决定",
                paragraphs=(
                    "撤销上述准予信用修复的决定。自本决定作出之日起：",
                    *(
                        f"（{words.number(place)}）{what.rstrip('；')}{'。' if place == len(restored) else '；'}"
                        for place, what in enumerate(restored, 1)
                    ),
                ),
                last_days=tuple(lines),
            ),
            *remedies(edition, "revoke", on=about.on),
        ),
        summary=(
            (
                f"The repair granted in case {_repair(case).number} is revoked on {words.english_day(about.on)} by "
                f"{english_name(about.handling)}, because of {ENGLISH_GROUNDS[notice.ground]}."
            ),
            _english_restored(listing),
            *((f"No repair may be applied for until {words.english_day(until)}.",) if until else ()),
            *english_remedies(edition, "revoke"),
        ),
    )


def repair_kept(about: About) -> Draft:
    """维持信用修复决定通知书: no reason to revoke was found; the repair stands, its commitment is watched on."""
    case = about.of_case
    notice = RevocationNotice.objects.get(case=case)
    return Draft(
        unit=about.handling,
        title="维持信用修复决定通知书",
        opening=(f"{_opening(about)}。经审查，现将处理结果通知如下：",),
        sections=(
            record_facts(about.record),
            _granted(case),
            Section(
                "理由和依据",
                facts=(
                    Fact("原告知的事由", GROUNDS[notice.ground]),
                    Fact("陈述、申辩", _heard(notice)),
                ),
                paragraphs=(about.text("reasons"), _basis(about, about.text("clause"))),
            ),
            Section(
                "处理结果",
                paragraphs=(
                    "维持上述准予信用修复的决定。失信信息不恢复公示，惩戒措施不恢复实施，不限制您单位申请信用修复。",
                    "您单位应当继续履行信用承诺。",
                ),
            ),
        ),
        summary=(
            (
                f"The repair granted in case {_repair(case).number} is kept: nothing changes for the record. "
                "Go on keeping your commitment."
            ),
        ),
    )


def revocation_ended(about: About) -> Draft:
    """撤销信用修复终止办理通知书: the revocation lost its object; the repair stands as it was."""
    case = about.of_case
    chinese, english = words.TERMINATIONS_OF_REVOCATIONS[about.text("cause")]
    paper = about.text("document")
    return Draft(
        unit=about.handling,
        title="撤销信用修复终止办理通知书",
        opening=(
            f"{_opening(about)}。关于是否撤销该修复决定的审查（案件编号{case.number}），现终止办理，有关事项通知如下：",
        ),
        sections=(
            record_facts(about.record),
            _granted(case),
            Section(
                "终止办理的原因",
                paragraphs=(chinese, *((f"依据的文书：{paper}。",) if paper else ())),
            ),
        ),
        summary=(f"The revocation {case.number} has ended without a decision.", english),
    )


def _opening(about: About) -> str:
    repair = _repair(about.of_case)
    return f"您单位就{about.record.decision_number}申请信用修复（案件编号{repair.number}），已获准予"


def _granted(case: Case) -> Section:
    """The decision that is taken up again, and the commitment it rests on."""
    repair = _repair(case)
    letter = Letter.objects.filter(case=repair, kind=LetterKind.APPROVAL).first()
    signed = Decision.objects.filter(case=repair, signed_at__isnull=False).first()
    promised = getattr(repair, "commitment", None)
    facts = [Fact("修复案件编号", repair.number)]
    if signed is not None and signed.signed_at is not None:
        facts.append(Fact("准予修复日期", words.day(day_of(signed.signed_at))))
    if letter is not None:
        facts.append(Fact("决定书编号", letter.number))
    if promised is not None:
        facts.append(Fact("信用承诺", f"{promised.given_by}，{words.day(promised.given_on)}签署"))
    return Section("所涉信用修复决定", facts=tuple(facts))


def _repair(case: Case) -> Case:
    if case.previous is None:
        raise ValueError(f"{case.number} revokes no repair.")
    return case.previous


def _basis(about: About, clause: str) -> str:
    return f"依据：{clause if '《' in clause else words.edition_name(about.edition) + clause}。"


def _heard(notice: RevocationNotice) -> str:
    if notice.stated_at is None:
        return "逾期未提出"
    return f"{words.day(day_of(notice.stated_at))}提出，已听取并复核"


def _restored(about: About, listing: Listing) -> tuple[list[str], list[LastDay]]:
    """What becomes of the record, as its row says: shown again until its last day, kept, covered, or over."""
    if listing.is_over:
        return ["上述失信信息的最长公示期限已经届满，不再恢复公示；"], []
    lasting = [
        LastDay(
            "公示期限届满",
            listing.ends_on,
            "公示至该日止，期满自动停止公示。",
            words.source(about.edition, about.edition.revocation.restores.clause),
            to_confirm=about.edition.revocation.restores.clause.mark.to_confirm,
        )
    ]
    if listing.state in PUBLIC_STATES:
        return [
            "上述失信信息恢复公示、共享；",
            "依据上述失信信息实施的惩戒措施恢复实施；",
        ], lasting
    if listing.state == ListingState.HIDDEN:
        return [
            "上述失信信息的公示期限继续计算，暂停公示的原因消除后恢复公示；",
            "依据上述失信信息实施的惩戒措施依照规定恢复实施；",
        ], lasting
    return ["上述失信信息依照规定不予公示，恢复留存；"], lasting


def _english_restored(listing: Listing) -> str:
    if listing.is_over:
        return "The longest period of the record is over; it is not shown again."
    if listing.state in PUBLIC_STATES and listing.ends_on is not None:
        return f"The record is published again until {words.english_day(listing.ends_on)}, with its measures."
    return "The record stands again; it is not shown at present."


def _bar_line(about: About, until: date | None) -> list[LastDay]:
    bar = bar_of(about.edition)
    if bar is None:
        return []
    limit = bar.until
    told = (
        "至解除之日止。" if limit is None else f"自作出撤销决定之日的次日起{words.length(limit)}，至该日止。"
    )
    confirm = limit.to_confirm if limit is not None else bar.clause.mark.to_confirm
    return [
        LastDay(BARRED, until, told, words.source(about.edition, limit or bar.clause), to_confirm=confirm)
    ]


def _bar_in_words(about: About) -> tuple[LastDay, ...]:
    """How long the subject would be barred: a length, for the day of the decision is not known yet."""
    bar = bar_of(about.edition)
    if bar is None or bar.until is None:
        return ()
    told = f"自作出撤销决定之日的次日起{words.length(bar.until)}内。"
    return (
        LastDay(BARRED, None, told, words.source(about.edition, bar.until), to_confirm=bar.until.to_confirm),
    )
