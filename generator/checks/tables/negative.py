"""Amounts, quantities and prices below nothing: a sum may hold with them and still be wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from ...diagnostics import FieldRule
from ...evidence.prose_tables import ProseTable
from ...evidence.reading import MONEY, base_unit, counting_unit
from ...evidence.subject import Subject
from ...lexicon import any_of
from ...model.targets import TargetKind
from ..comparison import Check, Comparison, Outcome, clean

NEGATIVE = FieldRule(
    "JX043",
    "金额、数量或单价是负数",
    why="预算安排的是要花的钱、要买的东西；负数使合计看似相符，公开的信息应当准确。",
    mend="写成正数；冲减的，写冲减以后的数；说的是增减的，在名称里写明。",
)

# What counts or costs something, and what may go down.
_COUNTED: Final = re.compile(r"^(?:采购)?数量|单价|价格|价值|金额|总价|预算资金|预算数")
_CHANGE: Final = re.compile(
    any_of("funds.carried") + "|增|减|升|降|差|变|比上年|同比|净|收回|冲|退|弥补|超支"
)
_KINDS: Final = frozenset({"数量", "成本"})


def negative(subject: Subject) -> Iterator[Comparison]:
    """Budgets and the parts of their funding, quantities and prices are 0 or more."""
    return clean(NEGATIVE, _found(subject), "不小于 0")


def _found(subject: Subject) -> Iterator[Comparison]:
    yield from _of_forms(subject)
    for shown in subject.evidence.tables:
        yield from _of_table(shown)
    yield from _of_indicators(subject)


def _of_forms(subject: Subject) -> Iterator[Comparison]:
    for project in subject.evidence.forms:
        for field in subject.evidence.form(project).fields:
            for cell in subject.evidence.field_cells(project, field.key):
                amount = cell.amount
                is_below = amount is not None and amount.value is not None and amount.value < 0
                if amount is None or not is_below or _CHANGE.search(field.title):
                    continue
                owner, what = project.name.text or "未命名的项目", field.title
                yield Comparison(
                    NEGATIVE.id, f"{owner}·{what}", Outcome.DISAGREE, amount.wording, "不小于 0",
                    (cell.id,), f"“{owner}”的{what}是 {amount.wording}，预算的金额不会是负数。",
                    "写成正数；冲减的，写冲减以后的数。", amount.span,
                )  # fmt: skip


def _of_table(shown: ProseTable) -> Iterator[Comparison]:
    columns = [
        (c, label) for c, label in enumerate(shown.labels)
        if _COUNTED.search(label) and not _CHANGE.search(label)
    ]  # fmt: skip
    for r, row in enumerate(shown.table.rows):
        for c, label in columns:
            number = shown.numbers[r][c]
            if number is None or number >= 0:
                continue
            name = "".join(row[0].text.split()) or f"第 {r + 1} 行"
            if _CHANGE.search(name):
                continue
            yield Comparison(
                NEGATIVE.id, f"{shown.title}·{name}·{label}", Outcome.DISAGREE, row[c].text,
                "不小于 0", (shown.id(r, c),),
                f"“{shown.title}”里“{name}”的{label}是 {row[c].text}，不会是负数。",
                "写成正数；说的是增减的，在列名里写明。", row[c].span,
            )  # fmt: skip


def _of_indicators(subject: Subject) -> Iterator[Comparison]:
    for row in subject.evidence.rows:
        target = row.indicator.target
        if target.kind is not TargetKind.NUMBER or target.number is None or target.number >= 0:
            continue
        unit = base_unit(target.unit)[0]
        is_counted = unit.partition("/")[0] in MONEY or bool(counting_unit(unit))
        if row.kind in _KINDS and is_counted and not _CHANGE.search(row.name):
            yield Comparison(
                NEGATIVE.id, row.label, Outcome.DISAGREE, target.wording, "不小于 0",
                row.cells("指标值"),
                f"{row.kind}指标“{row.name}”写成“{target.wording}”，不会是负数。",
                "写成正数；说的是增减的，在指标名称里写明。", target.span,
            )  # fmt: skip


def _funds(other: str) -> str:
    return f"项目:\n  - 名称: 抽检\n    预算数: 95\n    财政资金: 90\n    其他资金: {other}"


CHECKS: Final = (
    Check(
        NEGATIVE,
        negative,
        fails=_funds("-5"),
        passes=_funds("5"),
    ),
)
