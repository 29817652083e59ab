"""An author's answers to findings: each holds for one comparison, and for its figures alone."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from ..diagnostics import Problems, RuleBook
from ..model.disclosure import Waiver
from .comparison import Comparison, Outcome

Row = tuple[str, str, str, str]


def answer(
    comparisons: Iterable[Comparison],
    waivers: Sequence[Waiver],
    rules: Collection[str],
    problems: Problems,
) -> tuple[Comparison, ...]:
    """The comparisons, those that were answered with the reason.

    A waiver lapses when either figure changes; one without a reason, for an
    unknown rule, or that matches no finding is itself a finding.
    """
    told = tuple(comparisons)
    if not waivers:
        return told
    rows = {n: as_row(c) for n, c in enumerate(told) if c.outcome is Outcome.DISAGREE}
    disagree: dict[tuple[str, str], list[Row]] = {}
    for row in rows.values():
        disagree.setdefault(row[:2], []).append(row)
    keys = ((_key(waiver), waiver) for waiver in waivers)
    reasons = {
        key: waiver.reason.text
        for key, waiver in keys
        if _holds(waiver, key, disagree, rules, problems)
    }
    return tuple(
        replace(c, waiver=reasons[rows[n]]) if rows.get(n) in reasons else c
        for n, c in enumerate(told)
    )


def as_row(comparison: Comparison) -> Row:
    """What a waiver of a comparison says: 规则, 对象, 左, 右, each on one line."""
    c = comparison
    return c.rule, _flat(c.object), _flat(c.left), _flat(c.right)


def _key(waiver: Waiver) -> Row:
    texts = (waiver.rule.text, waiver.object.text, waiver.left.text, waiver.right.text)
    rule, object, left, right = (_flat(text) for text in texts)
    return rule, object, left, right


def _flat(text: str) -> str:
    return " ".join(text.split())


def _holds(
    waiver: Waiver,
    key: Row,
    disagree: Mapping[tuple[str, str], Sequence[Row]],
    rules: Collection[str],
    problems: Problems,
) -> bool:
    """Whether a waiver answers one of the findings, which are told by rule and object; why
    not is reported."""
    rule = key[0]
    if rule not in rules:
        problems.add(
            RuleBook.WAIVER_RULE,
            waiver.rule.span,
            f"豁免的规则“{rule}”不存在。",
            "写检查报告里方括号中的编号，例如 JX002；全部规则见 docs/规则.md。",
        )
        return False
    if not waiver.reason:
        problems.add(
            RuleBook.WAIVER_REASON,
            waiver.span,
            "豁免没有写理由；理由要随公开内容一起公布。",
            "在“理由”一格写明为什么这样填是对的。",
        )
        return False
    same = disagree.get(key[:2], ())
    if key in same:
        return True
    now = f"现在是“{same[0][2]}”和“{same[0][3]}”。" if same else ""
    problems.add(
        RuleBook.WAIVER_UNMATCHED,
        waiver.span,
        f"数字已经变了，这条豁免失效：{now}" if same else "这条豁免没有对上任何问题。",
        "重新核对；仍要豁免的，运行 gongkai check --waivers 取得现在的写法，不要的删去。",
    )
    return False


def as_rows(comparisons: Iterable[Comparison]) -> list[Row]:
    """What would answer each open finding."""
    return list(dict.fromkeys(as_row(c) for c in comparisons if c.is_open))
