"""勾稽: the figures of one form agree with each other (docs/领域.md 11.1–11.8)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise
from typing import Final

from ...diagnostics import FieldRule, Level
from ...evidence.statutory_cells import the_table
from ...evidence.subject import Subject
from ...model.amounts import plain_number
from ...model.disclosure import Project
from ..comparison import Check, Comparison, Outcome, judged

BUDGET_BY_SOURCE = FieldRule(
    "JX002",
    "预算数不等于财政资金与其他资金之和",
    why="各项资金来源的合计应等于预算数，否则公开的数自相矛盾。",
    mend="改正三个数中写错的一个。",
)
SPENDING_PLAN = FieldRule(
    "JX003",
    "支出计划下降，或到年底不是 100%",
    why="资金支出计划按累计进度填报，年底应全部支出。",
    mend="支出计划是累计进度：后一期不小于前一期，最后一期是 100%。",
)
EVEN_PLAN = FieldRule(
    "JX004",
    "支出计划平均分配",
    Level.NOTE,
    why="各期一样多的支出计划往往没有按工作进度测算。",
    mend="按项目实际的付款时间填写；确实均匀支付的可以保留。",
)
TOTAL_BY_NATURE = FieldRule(
    "JX005",
    "资金总额不等于按性质分的各项之和",
    why="收入合计等于支出合计，都等于资金总额（收支平衡，预算法第三十五条）。",
    mend="核对资金总额和它下面的每一项。",
)
SUM_OF_PROJECTS = FieldRule(
    "JX006",
    "项目支出不等于各项目预算之和",
    why="部门的项目支出由各个项目组成，公开的项目应当齐全。",
    mend="核对各项目的预算数，并检查有没有漏填项目。",
)
UNIT_OF_MONEY = FieldRule(
    "JX007",
    "有的金额写了单位，有的没有写",
    Level.WARNING,
    why="同一份公开里金额的写法应一致，免得把万元看成元。",
    mend="写上单位，例如“万元”；或者各个项目都不写，以表上印的单位为准。",
)

_BY_NATURE: Final = re.compile(r"按.{1,8}分")


def budget_by_source(subject: Subject) -> Iterator[Comparison]:
    """预算数 = 财政资金 + 其他资金; a blank source counts nothing, two blank ones do not apply."""
    for project in subject.evidence.forms:
        if subject.evidence.form(project).by_role("财政资金") is None:
            continue
        total = project.budget.value
        sources = [a.value for a in (project.fiscal, project.other) if a.value is not None]
        cells = subject.evidence.ids(project, "预算数", "财政资金", "其他资金")
        name = f"{project.label}·预算数"
        if total is None or not sources:
            yield Comparison(
                BUDGET_BY_SOURCE.id, name, Outcome.NOT_APPLICABLE, "", "", cells,
                span=project.budget.span,
            )  # fmt: skip
            continue
        right = sum(sources, Decimal(0))
        yield judged(
            BUDGET_BY_SOURCE,
            object=name,
            agrees=total == right,
            left=plain_number(total),
            right=plain_number(right),
            cells=cells,
            message=f"“{project.label}”预算数 {plain_number(total)} 万元，"
            f"财政资金与其他资金之和是 {plain_number(right)} 万元。",
            span=project.budget.span,
        )


def _shares(project: Project) -> list[Decimal]:
    """The plan's shares; none where one is blank or a text."""
    shares = [s.share.value for s in project.plan]
    return [] if None in shares else [s for s in shares if s is not None]


def spending_plan(subject: Subject) -> Iterator[Comparison]:
    """The plan's shares never fall and end at 100%; a blank or textual one does not apply."""
    for project in subject.disclosure.projects:
        values = _shares(project)
        if not values:
            continue
        rising = all(a <= b for a, b in pairwise(values))
        shown = "、".join(f"{plain_number(v)}%" for v in values)
        yield judged(
            SPENDING_PLAN,
            object=f"{project.label}·支出计划",
            agrees=rising and values[-1] == 100,
            left=shown,
            right="逐期不降，末期 100%",
            cells=subject.evidence.ids(project, "支出计划"),
            message=f"“{project.label}”的支出计划是 {shown}。",
            span=project.plan[0].share.span,
        )


def even_plan(subject: Subject) -> Iterator[Comparison]:
    """The steps of a plan rise by the same share each time (25/50/75/100): nobody planned."""
    for project in subject.disclosure.projects:
        values = _shares(project)
        if len(values) < 3:
            continue
        steps = {b - a for a, b in pairwise([Decimal(0), *values])}
        shown = "、".join(f"{plain_number(v)}%" for v in values)
        yield judged(
            EVEN_PLAN,
            object=f"{project.label}·支出计划",
            agrees=len(steps) > 1,
            left=shown,
            right="按工作进度安排",
            cells=subject.evidence.ids(project, "支出计划"),
            message=f"“{project.label}”的支出计划每期一样多（{shown}）。",
            span=project.plan[0].share.span,
        )


def total_by_nature(subject: Subject) -> Iterator[Comparison]:
    """资金总额 = Σ 按收入性质分 = Σ 按支出性质分; a group that is wholly blank does not apply."""
    for project in subject.evidence.forms:
        form, total = subject.evidence.form(project), project.budget.value
        for group in form.groups:
            if not _BY_NATURE.fullmatch(group):
                continue
            members = [f for f in form.fields if f.group == group]
            cells = [c for f in members for c in subject.evidence.field_cells(project, f.key)]
            parts = [c.amount.value for c in cells if c.amount and c.amount.value is not None]
            ids = (*subject.evidence.ids(project, "预算数"), *(c.id for c in cells))
            name = f"{project.label}·{group}"
            if total is None or not parts:
                yield Comparison(TOTAL_BY_NATURE.id, name, Outcome.NOT_APPLICABLE, "", "", ids)
                continue
            right = sum(parts, Decimal(0))
            yield judged(
                TOTAL_BY_NATURE,
                object=name,
                agrees=total == right,
                left=plain_number(total),
                right=plain_number(right),
                cells=ids,
                message=f"资金总额 {plain_number(total)} 万元，{group}的各项之和是 "
                f"{plain_number(right)} 万元，相差 {plain_number(abs(total - right))} 万元。",
                hint=f"核对资金总额和“{group}”下面的每一项。",
                span=project.budget.span,
            )


def sum_of_projects(subject: Subject) -> Iterator[Comparison]:
    """Σ of the projects' budgets against 项目支出 of the whole department."""
    yield from _sum_of_form(subject)
    yield from _sum_of_table(subject)


def _sum_of_table(subject: Subject) -> Iterator[Comparison]:
    """Σ of the projects is at most 项目支出 of 部门支出总表.

    Not equal: a project that may not be published counts in the table alone. Where
    projects stand in several parts some may be funds for others to spend: no comparison.
    """
    table = the_table(subject, "部门支出总表")
    at = table.at("项目支出") if table else None
    figure = table.figure("合计", at) if table and at is not None else None
    projects = subject.disclosure.projects
    if table is None or at is None or figure is None:
        return
    if any(p.budget.value is None for p in projects) or len({p.part for p in projects}) != 1:
        return
    stated, total = table.in_wan(figure, at).value, subject.disclosure.project_total
    yield judged(
        SUM_OF_PROJECTS,
        object=f"{table.title}·项目支出",
        agrees=total <= stated,
        left=plain_number(stated),
        right=f"≥{plain_number(total)}",
        cells=(*figure.cells, *(i for p in projects for i in subject.evidence.ids(p, "预算数"))),
        message=f"“{table.title}”的项目支出合计是 {plain_number(stated)} 万元，"
        f"{len(projects)} 个项目的预算之和是 {plain_number(total)} 万元。",
        hint="核对各项目的预算数和这张表的项目支出。",
        span=figure.span,
    )


def _sum_of_form(subject: Subject) -> Iterator[Comparison]:
    """Σ of the projects = 项目支出 of the whole department's form."""
    overall = subject.disclosure.overall
    if overall is None:
        return
    field = next((f for f in subject.evidence.form(overall).fields if f.title == "项目支出"), None)
    cells = subject.evidence.field_cells(overall, field.key) if field else []
    stated = next((c.amount.value for c in cells if c.amount), None)
    budgets = [p.budget.value for p in subject.disclosure.projects]
    ids = tuple(c.id for c in cells) + tuple(
        i for p in subject.disclosure.projects for i in subject.evidence.ids(p, "预算数")
    )
    if stated is None or not budgets or None in budgets:
        yield Comparison(SUM_OF_PROJECTS.id, "项目支出", Outcome.NOT_APPLICABLE, "", "", ids)
        return
    total = subject.disclosure.project_total
    yield judged(
        SUM_OF_PROJECTS,
        object="项目支出",
        agrees=stated == total,
        left=plain_number(stated),
        right=plain_number(total),
        cells=ids,
        message=f"整体表的项目支出是 {plain_number(stated)} 万元，"
        f"{len(budgets)} 个项目的预算之和是 {plain_number(total)} 万元。",
        span=cells[0].span,
    )


def unit_of_money(subject: Subject) -> Iterator[Comparison]:
    """Where some budgets say 万元 and others say nothing, a reader may take them for 元."""
    amounts = [(p, p.budget) for p in subject.disclosure.projects if p.budget.value is not None]
    bare = [(p, a) for p, a in amounts if not a.wording.rstrip().endswith(("元", "万"))]
    if not amounts or len(bare) * 2 >= len(amounts):
        return
    for project, amount in amounts:
        yield judged(
            UNIT_OF_MONEY,
            object=f"{project.label}·预算数",
            agrees=(project, amount) not in bare,
            left=amount.wording,
            right="数字和单位",
            cells=subject.evidence.ids(project, "预算数"),
            message=f"“{project.label}”的预算“{amount.wording}”没有写单位，别的项目都写了。",
            span=amount.span,
        )


CHECKS: Final = (
    Check(
        BUDGET_BY_SOURCE,
        budget_by_source,
        fails="项目:\n  - 名称: 抽检\n    预算数: 36.00\n    财政资金: 30.00\n    其他资金: 5.00",
        passes="项目:\n  - 名称: 抽检\n    预算数: 36.00\n    财政资金: 30.00\n    其他资金: 6.00",
    ),
    Check(
        SPENDING_PLAN,
        spending_plan,
        fails="项目:\n  - 名称: 抽检\n    支出计划: 3月底20%，6月底90%，10月底80%，12月底100%",
        passes="项目:\n  - 名称: 抽检\n    支出计划: 3月底20%，6月底50%，10月底80%，12月底100%",
    ),
    Check(
        EVEN_PLAN,
        even_plan,
        fails="项目:\n  - 名称: 抽检\n    支出计划: 3月底25%，6月底50%，10月底75%，12月底100%",
        passes="项目:\n  - 名称: 抽检\n    支出计划: 3月底10%，6月底50%，10月底85%，12月底100%",
    ),
    Check(
        TOTAL_BY_NATURE,
        total_by_nature,
        fails="表式: 湖南\n整体支出:\n  资金总额: 1816.4\n  按收入性质分:\n"
        "    一般公共预算: 1784.4\n    其他资金: 30",
        passes="表式: 湖南\n整体支出:\n  资金总额: 1816.4\n  按收入性质分:\n"
        "    一般公共预算: 1784.4\n    其他资金: 32",
        is_sum=True,
    ),
    Check(
        SUM_OF_PROJECTS,
        sum_of_projects,
        fails="表式: 湖南\n整体支出:\n  按支出性质分:\n    项目支出: 60\n"
        "项目:\n  - 名称: 抽检\n    年度本级预算金额: 45万元",
        passes="表式: 湖南\n整体支出:\n  按支出性质分:\n    项目支出: 60\n"
        "项目:\n  - 名称: 抽检\n    年度本级预算金额: 45万元\n"
        "  - 名称: 检定\n    年度本级预算金额: 15万元",
        is_sum=True,
        of_projects=True,
    ),
    Check(
        UNIT_OF_MONEY,
        unit_of_money,
        fails="表式: 湖南\n项目:\n  - 名称: 甲\n    年度本级预算金额: 45万元\n"
        "  - 名称: 乙\n    年度本级预算金额: 15万元\n  - 名称: 丙\n    年度本级预算金额: 10.5",
        passes="表式: 湖南\n项目:\n  - 名称: 甲\n    年度本级预算金额: 45万元\n"
        "  - 名称: 乙\n    年度本级预算金额: 15万元\n  - 名称: 丙\n    年度本级预算金额: 10.5万元",
    ),
)
