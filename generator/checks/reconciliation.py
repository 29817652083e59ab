"""勾稽: the figures of one project agree with each other (domain.md, faults 8)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from ..diagnostics import Rule
from ..layout import Document
from ..model.amounts import plain_number
from ..model.disclosure import Project
from .comparison import Check, Comparison, Outcome, Subject

BUDGET_BY_SOURCE = Rule("JX002", "预算数不等于财政资金与其他资金之和")
SPENDING_PLAN = Rule("JX003", "支出计划下降，或到年底不是 100%")


def budget_by_source(subject: Subject) -> Iterator[Comparison]:
    """预算数 = 财政资金 + 其他资金; a blank source counts nothing, two blank ones do not apply."""
    for project in subject.disclosure.projects:
        total = project.budget.value
        sources = [a.value for a in (project.fiscal, project.other) if a.value is not None]
        cells = _cells(subject.document, project, ("预算数", "财政资金", "其他资金"), subject)
        name = f"{project.name.text}·预算数"
        if total is None or not sources:
            yield Comparison(
                BUDGET_BY_SOURCE.id, name, Outcome.NOT_APPLICABLE, "", "", cells,
                span=project.budget.span,
            )  # fmt: skip
            continue
        right = sum(sources, Decimal(0))
        agree = total == right
        yield Comparison(
            BUDGET_BY_SOURCE.id,
            name,
            Outcome.AGREE if agree else Outcome.DISAGREE,
            plain_number(total),
            plain_number(right),
            cells,
            ""
            if agree
            else f"“{project.name.text}”预算数 {plain_number(total)} 万元，"
            f"财政资金与其他资金之和是 {plain_number(right)} 万元。",
            "" if agree else "改正三个数中写错的一个。",
            project.budget.span,
        )


def spending_plan(subject: Subject) -> Iterator[Comparison]:
    """The plan's shares never fall and end at 100%; a blank or textual one does not apply."""
    for project in subject.disclosure.projects:
        shares = [s.share.value for s in project.plan]
        if not shares or any(s is None for s in shares):
            continue
        values = [s for s in shares if s is not None]
        rising = all(a <= b for a, b in pairwise(values))
        agree = rising and values[-1] == 100
        shown = "、".join(f"{plain_number(v)}%" for v in values)
        steps = tuple(f"支出计划.{s.label}" for s in project.plan)
        yield Comparison(
            SPENDING_PLAN.id,
            f"{project.name.text}·支出计划",
            Outcome.AGREE if agree else Outcome.DISAGREE,
            shown,
            "逐期不降，末期 100%",
            _cells(subject.document, project, steps, subject),
            "" if agree else f"“{project.name.text}”的支出计划是 {shown}。",
            "" if agree else "支出计划是累计进度：后一期不小于前一期，最后一期是 100%。",
            project.plan[0].share.span,
        )


def _cells(
    document: Document, project: Project, roles: tuple[str, ...], subject: Subject
) -> tuple[str, ...]:
    """The ids of the cells that show the fields with these roles."""
    form = subject.family.forms[project.form]
    keys = {f.key if not rest else f"{f.key}.{rest}"
            for role, _, rest in (r.partition(".") for r in roles)
            if (f := form.by_role(role)) is not None}  # fmt: skip
    fields = document.project(project).grids[0]
    return tuple(c.id for c in fields.cells if c.key in keys)


CHECKS = (
    Check(
        BUDGET_BY_SOURCE,
        "资金来源合计应等于预算数（预算法第十四条，公开须准确）。",
        budget_by_source,
    ),
    Check(SPENDING_PLAN, "资金支出计划按累计进度填报，年底应全部支出。", spending_plan),
)
