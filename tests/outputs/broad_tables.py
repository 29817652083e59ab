"""A disclosure with tables of 4 to 30 columns: amounts, codes, targets, names of classes."""

from __future__ import annotations

import random
from collections.abc import Iterator

from tests.outputs.pdf_samples import HEAD, MIDDLE, PROJECT

KEY = "2025/broad"
COLUMNS = range(4, 31)
_HEADS = ("一般公共预算拨款", "政府性基金预算拨款", "金额（万元）", "满意度指标", "执行率", "数量")
_CLASSES = ("满意度指标", "检测成本", "服务对象满意度指标", "社会公众或服务对象满意度", "时效指标")
_UNITS = ("元/份", "批次/年", "人次", "万元", "%", "个工作日", "平方米", "台（套）")


def text() -> str:
    """The source of the disclosure; the same each time."""
    chance = random.Random(1)
    tables = "\n".join(_table(chance, columns) for columns in COLUMNS)
    goal = "      | 产出指标 | 数量指标 | 件数 | ≥1件 |\n"
    rows = "".join(_indicators(chance))
    project = PROJECT.format(number=1, goals="      按期完成\n", rows=rows)
    project = project.replace("预算数: 36.00", "预算数: 1234567.891234")
    return HEAD + goal + MIDDLE.replace("项目:\n", f"{tables}\n项目:\n") + project


def _table(chance: random.Random, columns: int) -> str:
    kinds = [_code, _class, *(chance.choice(_KINDS) for _ in range(columns - 3)), _amount]
    heads = ["项目编码", "指标类别", *(chance.choice(_HEADS) for _ in kinds[2:])]
    heads = [f"{head}{n}" if n > 1 else head for n, head in enumerate(heads)]
    rows = [heads, ["---"] * columns]
    rows += [[kind(chance) for kind in kinds] for _ in range(3)]
    rows.append(["合计", "", *("28,042,345.67" if k is _amount else "" for k in kinds[2:])])
    lines = "".join(f"  | {' | '.join(row)} |\n" for row in rows)
    return f"  ```表\n  标题: {columns}列\n  单位: 万元\n{lines}  ```"


def _amount(chance: random.Random) -> str:
    return f"{chance.uniform(1, 10 ** chance.randint(1, 8)):,.2f}"


def _code(chance: random.Random) -> str:
    return f"130123{chance.randint(20, 30)}P0031{chance.randint(10**8, 10**9 - 1)}"


def _class(chance: random.Random) -> str:
    return chance.choice(_CLASSES)


def _target(chance: random.Random) -> str:
    return f"≤{chance.randint(1, 10**5)}{chance.choice(_UNITS)}"


_KINDS = (_amount, _amount, _amount, _class, _target, _code)


def _indicators(chance: random.Random) -> Iterator[str]:
    for _ in range(12):
        yield (
            f"      | 产出指标 | 成本指标 | {_class(chance)}的检测成本 | {_class(chance)} | "
            f"{_target(chance)} | {_code(chance)} |\n"
        )
