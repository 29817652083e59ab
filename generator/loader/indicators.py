"""Indicator tables, read by the form's columns."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from ..diagnostics import Problems, RuleBook, Span
from ..forms import TARGET_PARTS, Column
from ..keys import INDICATORS
from ..model.amounts import Amount
from ..model.disclosure import Indicator, IndicatorTable
from ..model.evaluation import Achievement, parse_points
from ..model.targets import compose_target, parse_target
from ..model.words import Words
from ..sources.keys import Keys, did_you_mean
from ..sources.nodes import Scalar, Table


def read_indicators(
    keys: Keys,
    columns: tuple[Column, ...],
    classes: tuple[tuple[str, str], ...],
    problems: Problems,
    key: str = INDICATORS,
    elsewhere: Callable[[str], str] = lambda _: "",
) -> IndicatorTable:
    """The table under a key, by the form's columns and classes; empty where there is none.

    `elsewhere` tells which other forms have a column.
    """
    table = keys.table(key)
    if table is None or not table.head:
        entry = keys.mapping.get(key)
        typed = entry.value.lines if entry and isinstance(entry.value, Scalar) else ()
        return IndicatorTable(span=typed[0].span if typed else keys.span(key))
    return _IndicatorReader(columns, classes, problems, elsewhere).read(table)


def is_torn(keys: Keys, problems: Problems) -> bool:
    """Whether rows of the table were reported and passed over, so that none is called missing."""
    entry = keys.mapping.get(INDICATORS)
    told = {(d.span.path, d.span.line) for d in problems.found if d.rule in _PASSED_OVER}
    if entry is None or not isinstance(entry.value, Scalar):
        path = entry.value.span.path if entry else ""
        return any(told_path == path for told_path, _ in told)
    return any((line.span.path, line.span.line) in told for line in entry.value.lines)


_PASSED_OVER: Final = frozenset(
    {RuleBook.ROW_WIDTH.id, RuleBook.NOT_A_TABLE.id, RuleBook.TABLE_TOO_LARGE.id}
)
# What a table cannot do without, as far as its form has it and it is typed.
_ALWAYS: Final = ("名称", "指标值", "实际完成值", "分值", "得分")
# Columns of which one at least shows that the form tells what became of an indicator.
_OUTCOMES: Final = ("实际完成值", "得分")


@dataclass(frozen=True)
class _IndicatorReader:
    """Reads an indicator table by the form's columns."""

    columns: tuple[Column, ...]
    classes: tuple[tuple[str, str], ...]
    problems: Problems
    elsewhere: Callable[[str], str]

    def read(self, table: Table) -> IndicatorTable:
        heads = self.heads(table)
        rows = []
        above: dict[str, Words] = {}
        for row in table.rows:
            cells = {c.key: w for c, w in zip(heads, row, strict=True) if c is not None}
            self.repeat(cells, heads, above, row[0].span)
            rows.append(self.row(cells, heads, row[0].span))
        present = tuple(c.key for c in heads if c is not None)
        return IndicatorTable(present, tuple(rows), table.span)

    def heads(self, table: Table) -> list[Column | None]:
        """The column that each head cell names, by key, title or alias."""
        heads: list[Column | None] = []
        for cell in table.head:
            column = next((c for c in self.columns if cell.text in _names(c)), None)
            if column is not None and not column.is_typed:
                self.problems.add(
                    RuleBook.TYPED_AGAIN,
                    cell.span,
                    f"“{cell.text}”取自评价对象，不用再写。",
                    "删去这一列；评价对象里写错了的，到那里改正。",
                )
                column = None
            elif column is None:
                self.problems.add(
                    RuleBook.UNKNOWN_COLUMN,
                    cell.span,
                    f"指标表没有“{cell.text}”这一列。",
                    did_you_mean(
                        cell.text, [c.key for c in self.columns], self.elsewhere(cell.text)
                    ),
                )
            elif column in heads:
                self.problems.add(
                    RuleBook.REPEATED_COLUMN,
                    cell.span,
                    f"“{cell.text}”这一列写了两次。",
                    "只留一列。",
                )
                column = None
            heads.append(column)
        for column in self.columns:
            wanted = column.is_typed and column.role in _ALWAYS
            if wanted and column not in heads:
                self.problems.add(
                    RuleBook.MISSING_COLUMN,
                    table.head[0].span if table.head else table.span,
                    f"指标表缺少“{column.key}”这一列。",
                    f"在表头加一格“{column.key}”。",
                )
        return heads

    def repeat(
        self,
        cells: dict[str, Words],
        heads: list[Column | None],
        above: dict[str, Words],
        span: Span,
    ) -> None:
        """An empty first or second level repeats the one above (docs/作者指南.md, 几条规矩)."""
        levels = [c.key for c in heads if c is not None and c.role in ("一级", "二级")]
        first = cells.get(levels[0]) if levels else None
        if first and len(levels) > 1 and not cells[levels[1]]:
            self.problems.add(
                RuleBook.CLASS_GAP,
                cells[levels[1]].span,
                f"写了一级指标“{first.text}”，却没有写二级指标。",
                "补上二级指标；与上一行同类的，两格都空着。",
            )
            above.pop(levels[1], None)
        for key in levels:
            if cells[key]:
                above[key] = cells[key]
            elif key in above:
                cells[key] = Words(above[key].text, cells[key].span)
            elif not first:
                self.problems.add(
                    RuleBook.CLASS_GAP,
                    span,
                    f"第一行的“{key}”是空的，上面没有可以沿用的。",
                    f"补上{key}。",
                )

    def row(self, cells: dict[str, Words], heads: list[Column | None], span: Span) -> Indicator:
        made = indicator_of(cells, [c for c in heads if c is not None], self.columns, span)
        self.known_class(made.level1, made.level2)
        if made.achievement is not None:
            for what, points in (
                ("分值", made.achievement.weight), ("得分", made.achievement.score)
            ):  # fmt: skip
                if points.is_text:
                    report_points(points, what, self.problems)
        return made

    def known_class(self, level1: Words | None, level2: Words | None) -> None:
        """A class that the form does not know is kept, with a warning."""
        if not self.classes or not level1 or not level2:
            return
        if (level1.text, level2.text) in self.classes:
            return
        firsts = list(dict.fromkeys(first for first, _ in self.classes))
        owner = next((first for first, second in self.classes if second == level2.text), "")
        if owner:
            hint = f"在这种表式里，“{level2.text}”属于“{owner}”。"
            words = level1
        elif level1.text not in firsts:
            words, hint = level1, did_you_mean(level1.text, firsts)
        else:
            known = [second for first, second in self.classes if first == level1.text]
            words, hint = level2, did_you_mean(level2.text, known)
        self.problems.add(
            RuleBook.UNKNOWN_CLASS,
            words.span,
            f"表式里没有“{level1.text}／{level2.text}”这一类指标。",
            hint,
        )


def indicator_of(
    cells: Mapping[str, Words], given: Sequence[Column], columns: Sequence[Column], span: Span
) -> Indicator:
    """An indicator from its cells by column key; `given` are those of a form's `columns` it has.

    A target whose sign and unit have columns of their own is composed of the three.
    """
    by_role = {c.role: cells[c.key] for c in given if c.role}
    blank = Words("", span)
    value = by_role.get("指标值", blank)
    sign, unit = (by_role.get(role) for role in TARGET_PARTS)
    is_split = sign is not None or unit is not None
    return Indicator(
        name=by_role.get("名称", blank),
        target=compose_target(sign or blank, value, unit or blank)
        if is_split
        else parse_target(value),
        level1=by_role.get("一级"),
        level2=by_role.get("二级"),
        description=by_role.get("描述"),
        basis=by_role.get("依据"),
        extra=tuple((c.key, cells[c.key]) for c in given if c.is_further),
        value=value if is_split else None,
        achievement=_achievement(by_role, columns, blank),
        span=span,
    )


def _achievement(
    by_role: Mapping[str, Words], columns: Sequence[Column], blank: Words
) -> Achievement | None:
    """What became of an indicator, where the form asks for it."""
    if not any(c.role in _OUTCOMES for c in columns):
        return None
    return Achievement(
        actual=parse_target(by_role.get("实际完成值", blank)),
        weight=parse_points(by_role.get("分值", blank)),
        score=parse_points(by_role.get("得分", blank)),
        reason=by_role.get("偏差原因", blank),
    )


def report_points(points: Amount, what: str, problems: Problems) -> None:
    problems.add(
        RuleBook.BAD_AMOUNT,
        points.span,
        f"“{what}”不是数：{points.wording}",
        "只写数字，例如 9.5。",
    )


def _names(column: Column) -> tuple[str, ...]:
    return (column.key, column.title, *column.aliases)
