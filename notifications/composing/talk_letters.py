"""The letters of a talk: the notice before it, the minutes after it."""

from __future__ import annotations

from datetime import date, datetime

from cases.models import Attendance, Minutes, Talk
from cases.models.rectification import ServedHow
from cases.models.talk import AttendanceRole, TalkKind
from journal.models import Entry
from journal.now import SHANGHAI
from notifications.composing import words
from notifications.composing.parts import (
    About,
    Draft,
    as_begun,
    english_name,
    last_day_of,
    record_facts,
    term_row,
)
from notifications.composing.rectification_letters import REPORT_BY, TALKS
from notifications.letters.paper import Fact, Item, Section

YES, NEXT_TALK, EXHAUSTED = "yes", "next-talk", "exhausted"
SERVED = {
    ServedHow.DESK: "通过本平台送达",
    ServedHow.IN_PERSON: "直接送达",
    ServedHow.MAIL: "挂号邮寄送达",
    ServedHow.LEFT: "留置送达",
    ServedHow.NOTICE: "公告送达",
}
ROLES = {
    AttendanceRole.REPRESENTATIVE: "法定代表人（经营者）",
    AttendanceRole.AGENT: "委托代理人",
    AttendanceRole.STAFF: "单位其他人员",
    AttendanceRole.OFFICER: "约谈工作人员",
    AttendanceRole.OBSERVER: "列席人员",
}


def talk_of(entry: Entry) -> Talk:
    """The talk that an entry of its case is about. Raises Talk.DoesNotExist."""
    talks = Talk.objects.select_related("case", "department").filter(case=entry.payload["case_id"])
    if "talk" in entry.payload:
        return talks.get(ordinal=entry.payload["talk"])
    moment = {
        "case.talk_set": "announced_at",
        "case.slot_chosen": "chosen_at",
        "case.talk_postponed": "ended_at",
    }[entry.verb]
    return talks.get(**{moment: entry.at})


def talk_notice(about: About) -> Draft:
    """约谈通知书: kind, hour or hours, place, officers, purpose, what to bring, basis, absence, service."""
    talk = talk_of(about.entry)
    kind = TALKS[TalkKind(talk.kind)]
    several = len(talk.slots) > 1
    facts = (
        Fact("约谈种类", kind),
        Fact("约谈单位", talk.department.name_zh),
        Fact(
            "约谈时间",
            "以下列可选时间为准" if several else hour(talk.proposed[0] if talk.slots else talk.set_for),
        ),
        Fact("约谈地点", talk.place),
        Fact("约谈人员", "、".join(str(one["name"]) for one in talk.officers)),
        Fact("送达方式", _served(talk)),
    )
    straight = (f"未先行提示约谈的理由：{talk.straight_reason}",) if talk.straight_reason else ()
    return Draft(
        unit=talk.department,
        title=f"约谈通知书（{kind[:2]}）",
        opening=(f"因{about.record.decision_number}所涉失信行为整改不到位，现依法通知您单位参加约谈。",),
        sections=(
            record_facts(about.record),
            Section("约谈安排", facts=facts),
            *(_choices(talk) if several else ()),
            Section("约谈的事由和依据", paragraphs=(talk.purpose, f"依据：{talk.basis}。", *straight)),
            *((Section("请携带的材料", paragraphs=(talk.bring,)),) if talk.bring else ()),
            Section("注意事项", paragraphs=_mind(about)),
        ),
        summary=(
            f"{english_name(talk.department)} asks your unit to a {_english_kind(talk)} talk.",
            (
                f"Hours to choose from: {', '.join(_english_hour(slot) for slot in talk.proposed)}. Choose one by the "
                "end of the day before the first; else the first one stands."
                if several
                else f"Hour: {_english_hour(talk.set_for)} (Asia/Shanghai). An entry for your calendar comes by mail."
            ),
        ),
    )


def minutes(about: About) -> Draft:
    """约谈记录: when and where, who was there, what was found and said, what is demanded by when, who signed."""
    talk = talk_of(about.entry)
    kept = Minutes.objects.get(talk=talk)
    row = as_begun(term_row(about.of_case, "rectification.rectify-again"))
    facts = (
        Fact("约谈种类", TALKS[TalkKind(talk.kind)]),
        Fact("约谈单位", talk.department.name_zh),
        Fact("开始时间", hour(kept.started_at)),
        Fact("结束时间", hour(kept.ended_at)),
        Fact("地点", talk.place),
        Fact("主持人", kept.chair_name),
        Fact("记录人", kept.recorder_name),
        Fact("约谈人员", "、".join(str(one["name"]) for one in talk.officers)),
    )
    people = tuple(
        Item(
            person.name + ("" if person.present else "（未到场）"),
            ROLES[AttendanceRole(person.role)],
            _paper(person),
        )
        for person in talk.attendance.order_by("pk")
    )
    return Draft(
        unit=talk.department,
        title="约谈记录",
        opening=(f"关于{about.record.decision_number}的约谈（案件编号{about.of_case.number}），记录如下：",),
        sections=(
            record_facts(about.record),
            Section("约谈的基本情况", facts=facts),
            Section("参加人员", items=people, columns=("姓名", "身份", "证件")),
            Section("约谈单位说明的事实", paragraphs=(kept.facts,)),
            Section("被约谈单位的陈述", paragraphs=(kept.statement or "未陈述。",)),
            Section(
                "整改要求和期限",
                items=tuple(
                    Item(one["text"], one["proof_owed"], f"{words.day(date.fromisoformat(one['due_on']))}前")
                    for one in kept.demands
                ),
                columns=("应当整改的事项", "证明材料", "期限"),
                last_days=(last_day_of(row, about.edition, REPORT_BY),),
            ),
            *((Section("被约谈单位的承诺", paragraphs=(kept.commitment,)),) if kept.commitment else ()),
            Section(
                "签名和核对",
                paragraphs=(
                    f"签名人：{kept.signed_by}。"
                    if kept.signed_by
                    else f"拒绝签名，理由：{kept.refusal_reason}。",
                    "本记录记入信用记录，并归集至信用信息共享平台。请您单位在案件页面核对，有不同意见的可以附注。",
                ),
            ),
        ),
        summary=(
            f"Minutes of the {_english_kind(talk)} talk of {_english_hour(kept.started_at)}.",
            "They enter the credit record.",
            f"Report on what is demanded by {words.english_day(row.due_on)}. Confirm the minutes on the case page.",
        ),
    )


def hour(at: datetime) -> str:
    """A day and its hour as letters write them."""
    local = at.astimezone(SHANGHAI)
    return f"{words.day(local.date())}{local:%H}时{local:%M}分"


def _choices(talk: Talk) -> tuple[Section, ...]:
    return (
        Section(
            "可选时间",
            paragraphs=(
                *(f"（{words.number(place)}）{hour(slot)}；" for place, slot in enumerate(talk.proposed, 1)),
                "请在最早时间的前一日结束前在线选定；逾期未选定的，以最早的时间为准。",
            ),
        ),
    )


def _mind(about: About) -> tuple[str, ...]:
    """What an absence without cause brings by the text, and how to ask for another hour."""
    talks = about.edition.talks
    follows = {
        NEXT_TALK: "无故缺席的，记录在案，视为该次约谈已经举行，依次启动下一次约谈或者后续处理。",
        EXHAUSTED: "无故缺席的，记录在案，不再约谈，转入后续处理。",
    }.get(talks.absence.value, "无故缺席的，记录在案，另行通知约谈。")
    bars = ("无故缺席的，在规定期间内不得申请信用修复。",) if talks.absence_bars_repair.value == YES else ()
    return (
        "请法定代表人（经营者）或者其委托代理人持有效身份证件、授权委托书参加。因正当理由不能参加的，请及时与本单位联系改期。",
        follows,
        *bars,
        "约谈不收取任何费用。约谈记录记入信用记录。",
    )


def _served(talk: Talk) -> str:
    told = f"{SERVED[ServedHow(talk.notice_served_how)]}，{words.day(talk.notice_served_on)}"
    return f"{told}（{talk.notice_proof}）" if talk.notice_proof else told


def _paper(person: Attendance) -> str:
    return " ".join(part for part in (person.id_kind, person.id_masked) if part)


def _english_kind(talk: Talk) -> str:
    return {TalkKind.PROMPTING: "prompting", TalkKind.WARNING: "warning"}[TalkKind(talk.kind)]


def _english_hour(at: datetime) -> str:
    local = at.astimezone(SHANGHAI)
    return f"{words.english_day(local.date())} {local:%H:%M}"
