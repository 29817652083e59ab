"""Procurement lines and assets, and what the text says of them (docs/领域.md 11.6, 11.7, 11.23)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from ...diagnostics import FieldRule, Level
from ...evidence.evidence import Row
from ...evidence.purchases import Bought, purchases
from ...evidence.reading import amounts_in
from ...evidence.subject import Subject
from ...evidence.table_figures import Time, known_figures
from ...lexicon.folding import figure_name, plain_name
from ...lexicon.likeness import common_part, distance_at_most
from ...model.amounts import plain_number
from ...model.disclosure import Project
from ..comparison import Check, Comparison, judged

_PUBLIC: Final = "政府采购的情况要公开（预算法第十四条），各处的数应当相符。"

PRODUCT = FieldRule(
    "JX025",
    "采购金额不等于数量乘单价",
    why=_PUBLIC,
    mend="改正数量、单价、金额中写错的一个。",
)
WITHIN_BUDGET = FieldRule(
    "JX026",
    "一个项目的采购金额超过它的预算",
    why=_PUBLIC,
    mend="核对这个项目的各行采购和预算资金。",
)
STATED_TOTAL = FieldRule(
    "JX027",
    "文字里的采购总额与采购表不符",
    Level.WARNING,
    why=_PUBLIC,
    mend="核对文字和表，改正写错的一处。",
)
QUANTITY = FieldRule(
    "JX031",
    "指标的数量与采购数量不符",
    Level.WARNING,
    why="绩效目标要与预算相匹配（参照财预〔2015〕88号），指标与采购数量应当一致。",
    mend="核对指标值和采购数量。",
)
STATED_BUDGET = FieldRule(
    "JX033",
    "采购表里的项目预算与项目的预算数不符",
    Level.WARNING,
    why=_PUBLIC,
    mend="对照项目的预算，改正写错的一处。",
)
NEAR_NAME = FieldRule(
    "JX032",
    "采购表里的项目名称与项目差一两个字",
    Level.WARNING,
    why="同一个项目在各处名称应一致，才能对得上。",
    mend="写成项目的名称；确实是另一个项目的，补上它的绩效目标。",
)


def product(subject: Subject) -> Iterator[Comparison]:
    """数量 × 单价 = 金额, within what the digits of the unit price leave open."""
    for line in purchases(subject):
        if line.quantity is None or line.price is None or line.amount is None:
            continue
        right = line.quantity * line.price
        half = Decimal(5).scaleb(int(line.price.as_tuple().exponent) - 1)
        open_by = half * abs(line.quantity) + Decimal("0.005")
        name = f"{line.project}·{line.item}"
        yield judged(
            PRODUCT,
            object=name,
            agrees=abs(right - line.amount) <= open_by,
            left=plain_number(line.amount),
            right=plain_number(right),
            cells=(line.amount_cell, *line.cells[:-1]),
            message=f"“{line.item}”金额 {plain_number(line.amount)}，"
            f"数量 {plain_number(line.quantity)} × 单价 {plain_number(line.price)} "
            f"= {plain_number(right)}。",
            span=line.span(line.columns.amount),
        )


def within_budget(subject: Subject) -> Iterator[Comparison]:
    """What a project buys is not more than the budget that its lines name."""
    groups: dict[tuple[str, Decimal], list[Bought]] = {}
    for line in purchases(subject):
        if line.budget is not None and line.project:
            groups.setdefault((line.project, line.budget), []).append(line)
    for (name, budget), lines in groups.items():
        bought = sum((x.amount or Decimal(0) for x in lines), Decimal(0))
        first = lines[0]
        yield judged(
            WITHIN_BUDGET,
            object=f"{name}·政府采购",
            agrees=bought <= budget,
            left=plain_number(bought),
            right=f"≤{plain_number(budget)}",
            cells=(*(x.amount_cell for x in lines), first.cell(first.columns.budget)),
            message=f"“{name}”的采购金额共 {plain_number(bought)} 万元，"
            f"超过预算 {plain_number(budget)} 万元。",
            span=first.span(0),
        )


def stated_budget(subject: Subject) -> Iterator[Comparison]:
    """The budget that the table gives for a project is that of the project's own form."""
    projects, known = _projects(subject), known_figures(subject)
    seen: set[tuple[str, Decimal]] = set()
    for line in purchases(subject):
        project = projects.get(plain_name(line.project))
        if project is None or line.budget is None or (line.project, line.budget) in seen:
            continue
        seen.add((line.project, line.budget))
        rows = [k for k in known.get(figure_name(line.project), ()) if k.time is Time.NOW]
        budgets = {k.number for k in rows if "万元" in k.units}
        budgets |= {project.budget.value} if project.budget.value is not None else set()
        if len(budgets) != 1:
            continue
        (budget,) = budgets
        left, right = plain_number(line.budget), plain_number(budget)
        yield judged(
            STATED_BUDGET,
            object=f"{line.project}·预算资金",
            agrees=line.budget == budget,
            left=left,
            right=right,
            cells=(
                line.cell(line.columns.budget),
                *subject.evidence.ids(project, "预算数"),
                *(i for k in rows for i in k.cells),
            ),
            message=f"采购表里“{line.project}”的预算资金是 {left} 万元，"
            f"项目的预算数是 {right} 万元。",
            span=line.span(line.columns.budget),
        )


_STATED_TOTAL: Final = re.compile(r"政府采购预算")


def stated_in(subject: Subject, pattern: re.Pattern[str]) -> Iterator[tuple[Decimal, int, int]]:
    """(amount, number of the line, place) of sums whose label fits."""
    for number, line in enumerate(subject.evidence.running):
        if "元" in line.text and pattern.search(line.text):
            for said in amounts_in(line.text):
                if pattern.search(said.label):
                    yield said.number, number, said.start


def against(
    subject: Subject,
    rule: FieldRule,
    stated: re.Pattern[str],
    what: str,
    actual: Decimal,
    where: str,
    cells: Sequence[str],
) -> Iterator[Comparison]:
    """The sums that the text states against that of a table, which stands in `cells`."""
    for amount, number, start in stated_in(subject, stated):
        line = subject.evidence.running[number]
        left, right = plain_number(amount), plain_number(actual)
        yield judged(
            rule,
            object=f"{line.where}·{what}",
            agrees=amount == actual,
            left=left,
            right=right,
            cells=(*line.cells, *cells),
            message=f"文字里{what}是 {left} 万元，{where}是 {right} 万元，"
            f"相差 {plain_number(abs(amount - actual))} 万元。",
            span=line.at(start),
        )


def stated_total(subject: Subject) -> Iterator[Comparison]:
    total = sum((x.amount or Decimal(0) for x in purchases(subject)), Decimal(0))
    if total:
        what = "政府采购预算"
        where, cells = "采购表各行之和", [x.amount_cell for x in purchases(subject)]
        yield from against(subject, STATED_TOTAL, _STATED_TOTAL, what, total, where, cells)


_ALIKE: Final = (
    ("电脑", "计算机"), ("微机", "计算机"), ("笔记本", "便携式"), ("冰箱", "电冰箱"),
    ("空调", "空调机"), ("打印机", "打印机"), ("办公桌", "台、桌"), ("执法车", "轿车"),
)  # fmt: skip


def _same_thing(indicator: str, item: str) -> bool:
    """Whether an indicator's name speaks of a bought item."""
    for word, other in _ALIKE:
        indicator = indicator.replace(word, other) if other not in indicator else indicator
    return len(item) >= 3 and item in indicator


def quantity(subject: Subject) -> Iterator[Comparison]:
    """An indicator that counts what is bought says as many as the table."""
    projects = _projects(subject)
    for line in purchases(subject):
        project = projects.get(plain_name(line.project))
        if project is None or line.quantity is None:
            continue
        for row in subject.evidence.rows_of[id(project)]:
            if row.kind != "数量" or not _same_thing(row.name, line.item):
                continue
            yield from _quantity(line, row)


def _quantity(line: Bought, row: Row) -> Iterator[Comparison]:
    target = row.indicator.target
    if target.number is None or line.quantity is None or "%" in target.unit:
        return
    fits = {
        "≥": line.quantity >= target.number,
        ">": line.quantity > target.number,
        "≤": line.quantity <= target.number,
    }
    yield judged(
        QUANTITY,
        object=row.label,
        agrees=fits.get(target.operator, line.quantity == target.number),
        left=target.wording,
        right=plain_number(line.quantity),
        cells=(*row.cells("指标值"), *line.cells),
        message=f"指标“{row.name}”是“{target.wording}”，采购表里“{line.item}”的数量是 "
        f"{plain_number(line.quantity)}。",
        span=target.span,
    )


def _projects(subject: Subject) -> dict[str, Project]:
    return {plain_name(p.name.text): p for p in subject.disclosure.projects if p.name}


def near_name(subject: Subject) -> Iterator[Comparison]:
    """A project that the table names is one of the disclosure, or plainly another."""
    projects = _projects(subject)
    seen: set[str] = set()
    for line in purchases(subject):
        name = plain_name(line.project)
        if len(name) < 5 or name in seen:
            continue
        seen.add(name)
        most = 2 if len(name) >= 12 else 1
        near = [] if name in projects else [
            p for key, p in projects.items()
            if distance_at_most(name, key, most) and len(common_part(name, key)) >= 3
            and re.sub(r"\d", "", name) != re.sub(r"\d", "", key)
        ]  # fmt: skip
        if not near and name not in projects:
            continue  # 日常公用经费 and the like are no projects
        known = near[0].name.text if near else line.project
        yield judged(
            NEAR_NAME,
            object=f"{line.shown.title}·{line.project}",
            agrees=not near,
            left=line.project,
            right=known,
            cells=(line.cell(line.columns.project),),
            message=f"采购表里的“{line.project}”没有对应的项目，最像的是“{known}”。",
            hint=f"写成“{known}”；确实是另一个项目的，补上它的绩效目标。",
            span=line.span(line.columns.project),
        )


def buys(*rows: str, text: str = "", more: str = "") -> str:
    head = "| 项目名称 | 预算资金 | 采购物品名称 | 目录序号 | 数量 | 单价 | 合计 |"
    lines = ["表式: 石家庄2020", "政府采购预算情况: |"]
    lines += [f"  {text}"] if text else []
    lines += ["  ```表", "  标题: 部门政府采购预算", "  单位: 万元", f"  {head}"]
    lines += ["  |---|---|---|---|---|---|---|", *(f"  {row}" for row in rows), "  ```"]
    return "\n".join([*lines, *([more] if more else [])])


def _with_indicator(value: str) -> str:
    return (
        "项目:\n  - 名称: 设备购置\n    绩效指标: |\n"
        "      | 一级指标 | 二级指标 | 三级指标 | 指标值 |\n      |---|---|---|---|\n"
        f"      | 产出指标 | 数量指标 | 台式计算机购置数量 | {value} |"
    )


ONE_LINE: Final = "| 设备购置 | 20.00 | 台式计算机 | A02010104 | 32 | 0.45 | 14.40 |"
_PLANNED: Final = """\
项目:
  - 名称: 设备购置
部门预算安排的总体情况: |
  ```表
  标题: 项目支出安排情况
  单位: 万元
  | 项目名称 | 预算数 |
  |---|---|
  | 设备购置 | 30.00 |
  ```"""
CHECKS: Final = (
    Check(PRODUCT, product, fails=buys(ONE_LINE.replace("14.40", "15.40")), passes=buys(ONE_LINE)),
    Check(
        WITHIN_BUDGET,
        within_budget,
        fails=buys(ONE_LINE, "| 设备购置 | 20.00 | 空调机 | A0206180203 | 20 | 0.30 | 6.00 |"),
        passes=buys(ONE_LINE),
    ),
    Check(
        STATED_BUDGET,
        stated_budget,
        fails=buys(ONE_LINE, more=_PLANNED),
        passes=buys(ONE_LINE, more=_PLANNED.replace("30", "20")),
    ),
    Check(
        STATED_TOTAL,
        stated_total,
        fails=buys(ONE_LINE, text="安排政府采购预算41.40万元。"),
        passes=buys(ONE_LINE, text="安排政府采购预算14.40万元。"),
        is_sum=True,
    ),
    Check(
        QUANTITY,
        quantity,
        fails=buys(ONE_LINE, more=_with_indicator("30台")),
        passes=buys(ONE_LINE, more=_with_indicator("32台")),
    ),
    Check(
        NEAR_NAME,
        near_name,
        fails=buys(
            "| 农村散媒宣传费 | 3.00 | 印刷服务 | C08140199 | 1 | 3.00 | 3.00 |",
            more="项目:\n  - 名称: 农村散煤宣传费",
        ),
        passes=buys(
            "| 农村散煤宣传费 | 3.00 | 印刷服务 | C08140199 | 1 | 3.00 | 3.00 |",
            more="项目:\n  - 名称: 农村散煤宣传费",
        ),
    ),
)
