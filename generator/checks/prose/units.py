"""Sums of money in running text whose unit is missing or does not fit those around it."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from ...diagnostics import FieldRule, Level
from ...evidence.statements.figures import Figure, Role
from ...evidence.statements.passages import Passage, passages
from ...evidence.statements.wholes import wholes
from ...evidence.subject import Subject
from ...model.amounts import plain_number
from ..comparison import WHOLE, Check, Comparison, clean, judged

_WHY: Final = "万元和元差一万倍，公开的金额要写明单位。"

NO_UNIT = FieldRule(
    "JX133",
    "文字里的金额没有写单位",
    Level.WARNING,
    why=_WHY,
    mend="写上“万元”或“元”。",
)
OTHER_UNIT = FieldRule(
    "JX134",
    "文字里的金额单位与上下文不合",
    Level.WARNING,
    why=_WHY,
    mend="核对单位，是“万元”还是“元”。",
)

_SMALL: Final = Decimal("0.1")  # 1000 元: less is seldom told in cents beside sums in 万元
_TIMES: Final = 100
_SUMS: Final = frozenset({Role.STATED, Role.BASE, Role.MOVED})


def no_unit(subject: Subject) -> Iterator[Comparison]:
    """公务接待费 4.60，比上年减少 0.40 万元: 4.60 of what."""
    yield from clean(NO_UNIT, _without_unit(subject), WHOLE)


def _without_unit(subject: Subject) -> Iterator[Comparison]:
    for passage in passages(subject):
        if "单位：" in passage.text or "单位:" in passage.text:
            continue
        for figure in passage.figures:
            if figure.role in _SUMS and not figure.unit and figure.number:
                name = f"{figure.label.strip()}{figure.number}"
                yield _found(NO_UNIT, passage, figure, f"“{name}”后面没有单位。")


def other_unit(subject: Subject) -> Iterator[Comparison]:
    """75.32 元 among sums in 万元, 5,130,500 万元 among sums in 元."""
    yield from clean(OTHER_UNIT, _of_other_unit(subject), WHOLE)


def _of_other_unit(subject: Subject) -> Iterator[Comparison]:
    siblings = {id(p): one.parts for one in wholes(subject) for p in one.parts}
    for passage in passages(subject):
        sums = [f for f in passage.figures if f.role in _SUMS and f.unit]
        around = sums if len(sums) > 1 else [f for above in passage.above[:2]
                                             for f in above.figures if f.role in _SUMS]  # fmt: skip
        in_wan = [f for f in around if f.unit == "万元"]
        in_yuan = [f for f in around if f.unit == "元"]
        most = _bound(in_yuan, in_wan)
        for figure in sums:
            if figure.unit == "元" and in_wan and figure.number:
                listed = [s for s in siblings.get(id(figure), ()) if s.unit == "万元"]
                if _is_typed_as_wan(figure) or (listed and figure.number < 1):
                    yield _odd(passage, figure, "万元")
            elif figure.unit == "万元" and most is not None and figure.number > most:
                yield _odd(passage, figure, "元")


def _bound(in_yuan: list[Figure], in_wan: list[Figure]) -> Decimal | None:
    """What a sum in 万元 would have to exceed to be odd among sums in 元; None for nothing."""
    if len(in_yuan) < max(2, len(in_wan)):
        return None
    return _TIMES * max(f.number for f in in_yuan)


def _is_typed_as_wan(figure: Figure) -> bool:
    """Whether a sum in 元 has the digits of one in 万元: 75.32."""
    typed = figure.number * 10_000
    return figure.number < _SMALL and typed != typed.to_integral_value()


def _odd(passage: Passage, figure: Figure, usual: str) -> Comparison:
    typed = passage.text[figure.start : figure.end]
    return _found(
        OTHER_UNIT, passage, figure,
        f"这里写“{figure.label.strip()}{typed}”，上下文的金额都以{usual}为单位。",
    )  # fmt: skip


def _found(rule: FieldRule, passage: Passage, figure: Figure, message: str) -> Comparison:
    return judged(
        rule,
        object=f"{passage.line.where}·{figure.name or '金额'}",
        agrees=False,
        left=plain_number(figure.number),
        right="金额和单位",
        cells=passage.line.cells,
        message=message,
        span=passage.line.at(figure.start),
    )


def _prose(text: str) -> str:
    return f"表式: 石家庄2020\n三公经费: |\n  {text}"


CHECKS: Final = (
    Check(
        NO_UNIT,
        no_unit,
        fails=_prose("公务接待费4.60，比上年减少0.40万元。"),
        passes=_prose("公务接待费4.60万元，比上年减少0.40万元。"),
    ),
    Check(
        OTHER_UNIT,
        other_unit,
        fails=_prose("“三公”经费12.40万元，公务接待费4.60元。"),
        passes=_prose("“三公”经费12.40万元，公务接待费4.60万元，人均80.50元。"),
    ),
)
