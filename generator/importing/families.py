"""Which families a file of a kind may be on, and what cannot be imported yet."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from ..diagnostics import Problems, RuleBook, Span
from ..forms import Family
from ..model.evaluation import Kind
from .identity import APPRAISAL, EVALUATION, FINAL, MONITORING, SELF, Verdict

# Kinds that no family holds, and what their files are called.
_REFUSED: Final = {
    FINAL: FINAL,
    EVALUATION: "绩效评价报告",
    MONITORING: "绩效监控表",
    APPRAISAL: "事前绩效评估报告",
}


def candidates(families: Iterable[Family], kind: str) -> list[Family]:
    """The families for this kind of file; a single one was asked for by its name.

    What takes its targets from another disclosure cannot be read out of a file.
    """
    given = list(families)
    if len(given) == 1:
        return given
    wanted = Kind.EVALUATION if kind == SELF else Kind.BUDGET
    return [f for f in given if f.kind is wanted and not f.inherits]


def is_refused(kind: Verdict, families: Iterable[Family], path: str, problems: Problems) -> bool:
    """Whether a file is of a kind that no family holds; it is named as what it is."""
    if kind.value not in _REFUSED or len(list(families)) == 1:
        return False
    what = _REFUSED[kind.value]
    problems.add(
        RuleBook.UNREADABLE,
        Span(path),
        f"这份文件是{what}（依据：{kind.shown}），现在还不能导入，没有当作部门预算来读。",
        "部门预算和绩效自评可以导入。确实是部门预算的，用 --form 指明表式，例如 --form 河北。",
        text="",
    )
    return True
