"""The examples of the rules, as `check --explain` prints them, made whole and examined.

An example is what an author types, without what every disclosure needs: it is
written into a file with the missing keys before it, and read like any content.
"""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Final

from generator import checks
from generator.checks.comparison import Check, Comparison
from generator.contents import find
from generator.diagnostics import Problems
from generator.evidence.subject import Subject
from generator.files import Folder
from generator.loader import load, others
from tests.checks.real import families, subject

_NEEDED: Final = {"部门": "示例县某局", "年度": "2025", "状态": "草案", "表式": "河北"}
# What a 绩效自评 has beside, and what it evaluates.
_EVALUATION: Final = {"表式": "绩效自评", "评价对象": "2025/b"}
_EVALUATED: Final = """\
总体绩效目标: 抽检覆盖全县
分项绩效目标:
  - 标题: 监管
    内容: 按季检查
项目:
  - 名称: 抽检
    地址: 001
    预算数: 36
    绩效指标: |
      | 一级指标 | 二级指标 | 三级指标 | 指标值 |
      |---|---|---|---|
      | 产出指标 | 数量指标 | 检查次数 | ≥4次 |
      | 满意度指标 | 服务对象满意度指标 | 满意度 | ≥90% |
  - 名称: 宣传
    地址: 002
    预算数: 2
"""


def is_evaluation(text: str) -> bool:
    return text.startswith("类型: 绩效自评")


def whole(text: str, year: int = 2025) -> str:
    """An example with the keys before it that every disclosure has."""
    typed = {line.partition(":")[0] for line in text.split("\n") if line[:1].strip()}
    needed = _NEEDED | {"年度": str(year)} | (_EVALUATION if is_evaluation(text) else {})
    head = [f"{key}: {value}" for key, value in needed.items() if key not in typed]
    return "\n".join([*head, text, ""])


def check_of(id: str) -> Check:
    """The check of a rule."""
    return next(check for check in checks.CHECKS if check.rule.id == id)


def compared(check: Check, text: str) -> tuple[Comparison, ...]:
    """What one rule says of an example; no other is run."""
    return checks.compare_one(check, read(text, check.before, check.rule.id))


def everything(text: str) -> tuple[Comparison, ...]:
    """What all rules say of an example."""
    return checks.compare(read(text))


def read(text: str, before: str = "", rule: str = "") -> Subject:
    """An example as the rules see it, made so that `rule` applies to it."""
    texts = {2025: text} | ({2024: before} if before else {})
    with tempfile.TemporaryDirectory() as place:
        for year, typed in texts.items():
            path = Path(place) / str(year) / "a.yaml"
            path.parent.mkdir()
            path.write_text(whole(typed, year), "utf-8")
        if is_evaluation(text):
            (Path(place) / "2025" / "b.yaml").write_text(whole(_EVALUATED), "utf-8")
        problems = Problems()
        folder = Folder(Path(place))
        there = find(folder, problems)
        known = others(folder, there, families())
        read = {
            f.year: load(folder, f, families(), problems, known) for f in there if f.stem == "a"
        }
    disclosure, earlier = read[2025], read.get(2024)
    assert disclosure is not None
    family = families()[disclosure.family]
    if rule == "JX086":  # no form of ours requires its sign-off yet
        forms = {name: replace(f, needs_sign_off=True) for name, f in family.forms.items()}
        family = replace(family, forms=forms)
    if rule == "JX114":  # no family of ours requires tables; a site does
        family = replace(family, required_tables=("三公经费支出表",))
    return replace(subject(disclosure, family), earlier=earlier)
