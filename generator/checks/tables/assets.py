"""Fixed assets: what is to be bought, what is there, what the text says (docs/领域.md 11.7)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from ...diagnostics import FieldRule, Level
from ...evidence.purchases import heads_of, purchases
from ...evidence.subject import Subject
from ...lexicon import any_of
from ...model.amounts import plain_number
from ..comparison import Check, Comparison, judged
from .procurement import ONE_LINE, against, buys, stated_in

_ASSET_RULE: Final = (
    "国有资产占用情况结合工作进展随部门预算公开（地方预决算公开操作规程），各处的数应当相符。"
)

NEW_ASSETS = FieldRule(
    "JX028",
    "拟购置固定资产总额与采购表的资产类不符",
    Level.WARNING,
    why=_ASSET_RULE,
    mend="核对文字和表，改正写错的一处。",
)
STATED_ASSETS = FieldRule(
    "JX029",
    "文字里的固定资产金额与资产表不符",
    Level.WARNING,
    why=_ASSET_RULE,
    mend="核对文字和表，改正写错的一处。",
)
IDLE_VEHICLES = FieldRule(
    "JX030",
    "有车辆而公务用车运行费为 0",
    Level.WARNING,
    why=_ASSET_RULE,
    mend="填上运行费；费用列在别处的，在说明里写清楚。",
)

# 政府采购品目: A01–A06 (房屋、设备、图书、家具, by the list of 2013 or of 2022) become assets,
# but not A0504 (办公用品).
_ASSET_CLASS: Final = re.compile(r"A0[1-46]|A050[1-3]")


_STATED_NEW: Final = re.compile(r"拟购置?固定资产")
_STATED_ASSETS: Final = re.compile(r"(?<!购置)(?<!购买)固定资产(?:总)?(?:金额|总额|价值|原值)")


def new_assets(subject: Subject) -> Iterator[Comparison]:
    lines = [x for x in purchases(subject) if _ASSET_CLASS.match(x.catalogue)]
    if lines:
        total = sum((x.amount or Decimal(0) for x in lines), Decimal(0))
        where = f"采购表里资产类（房屋、设备、家具等）{len(lines)} 行之和"
        what = "拟购置固定资产总额"
        cells = [x.amount_cell for x in lines]
        yield from against(subject, NEW_ASSETS, _STATED_NEW, what, total, where, cells)


_ASSETS_TOTAL: Final = re.compile(r"资产(?:总额|合计|总计)|^合计$")
_VALUE: Final = re.compile(r"价值|金额|原值")


def stated_assets(subject: Subject) -> Iterator[Comparison]:
    for shown in subject.evidence.tables:
        column = shown.column(_VALUE)
        if "固定资产" not in shown.title or column is None:
            continue
        for r, row in enumerate(shown.table.rows):
            value = shown.numbers[r][column]
            if _ASSETS_TOTAL.search("".join(row[0].text.split())) and value is not None:
                what = "固定资产金额"
                where = "资产表的总额"
                cells = [shown.id(r, column)]
                yield from against(
                    subject, STATED_ASSETS, _STATED_ASSETS, what, value, where, cells
                )


_RUNNING_COSTS: Final = re.compile(any_of("sums.vehicle_running"))


def idle_vehicles(subject: Subject) -> Iterator[Comparison]:
    """Vehicles on the books cost something to run."""
    heads = heads_of(subject)
    if heads is None:
        return
    for shown in subject.evidence.tables:
        quantity = shown.column(heads.quantity)
        if "资产" not in shown.title or quantity is None:
            continue
        for r, row in enumerate(shown.table.rows):
            count = shown.numbers[r][quantity]
            if "车辆" not in row[0].text or not count:
                continue
            for amount, number, start in stated_in(subject, _RUNNING_COSTS):
                line = subject.evidence.running[number]
                if "购置及运" in line.text[max(0, start - 12) : start]:
                    continue
                yield judged(
                    IDLE_VEHICLES,
                    object="公务用车运行费",
                    agrees=amount > 0,
                    left=f"{plain_number(count)} 辆",
                    right=f"{plain_number(amount)} 万元",
                    cells=(shown.id(r, quantity), *line.cells),
                    message=f"资产表有车辆 {plain_number(count)} 辆，公务用车运行维护费却是 0。",
                    span=line.at(start),
                )


def _assets(text: str, vehicles: str = "9", key: str = "国有资产信息") -> str:
    lines = [
        "表式: 石家庄2020", f"{key}: |", f"  {text}", "  ```表", "  标题: 固定资产占用情况表",
        "  单位: 万元", "  合计行: 资产总额", "  | 项目 | 数量 | 价值 |", "  |---|---|---|",
        "  | 资产总额 | — | 346.31 |", f"  | 车辆（台、辆） | {vehicles} | 92.28 |",
        "  | 其他固定资产 | 763 | 254.03 |", "  ```",
    ]  # fmt: skip
    return "\n".join(lines)


CHECKS: Final = (
    Check(
        NEW_ASSETS,
        new_assets,
        fails=buys(ONE_LINE, text="拟购置固定资产总额为14万元。"),
        passes=buys(ONE_LINE, text="拟购置固定资产总额为14.4万元。"),
        is_sum=True,
    ),
    Check(
        STATED_ASSETS,
        stated_assets,
        fails=_assets("固定资产金额为364.31万元。"),
        passes=_assets("固定资产金额为346.31万元。"),
    ),
    Check(
        IDLE_VEHICLES,
        idle_vehicles,
        fails=_assets("公务用车运维费0万元。"),
        passes=_assets("公务用车运维费3万元。"),
    ),
)
