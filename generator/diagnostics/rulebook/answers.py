"""The rules of waivers, and what is left out by law."""

from __future__ import annotations

from ..rules import Level, Rule


class AnswerRules:
    """HM and BM: waivers, and what is left out by law."""

    WAIVER_RULE = Rule(
        "HM01",
        "豁免的规则不存在",
        in_drafts=True,
        why="豁免写的规则编号不存在，豁免不了任何问题。",
        mend="用 gongkai check --waivers 取得写法，照抄编号。",
    )
    WAIVER_REASON = Rule(
        "HM02",
        "豁免没有理由",
        in_drafts=True,
        why="豁免会印在勾稽台账里，必须说明为什么查过没有错。",
        mend="在“理由”一格写明理由。",
    )
    WAIVER_UNMATCHED = Rule(
        "HM03",
        "豁免没有对上",
        in_drafts=True,
        why="豁免只对一处、两个数有效；没有对上，多半是数已经改了，要重新核对。",
        mend="问题已经没有的，删去这一行；数变了的，重新运行 gongkai check --waivers。",
    )
    WITHHELD_BASIS = Rule(
        "BM01",
        "不公开没有依据",
        in_drafts=True,
        why="依法不公开的内容必须说明依据。",
        mend="在“依据”一格写明法律或文件的名称。",
    )
    WITHHELD_IDLE = Rule(
        "BM02",
        "不公开没有说明任何差额",
        Level.WARNING,
        why="写了不公开的事项，合计却没有因此出现差额，多半是范围或金额写得不对。",
        mend="核对“范围”和“金额”；不需要的删去。",
    )
