"""Every cell that the form requires is filled."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ...diagnostics import FieldRule
from ...document.layout import Laid
from ...document.outline import OVERALL, PROJECT
from ...evidence.subject import Subject
from ...forms import Column, Form
from ...model.disclosure import Project
from ...model.tables import Cell, Grid
from ..comparison import EVERY_KIND, Check, Comparison, Outcome

REQUIRED_CELL = FieldRule(
    "JX001",
    "必填的格子空着",
    why="表式规定必须填报的内容（表式文件的“必填”一栏）。",
    mend="填上这一格；确实不适用的写“/”。",
)


def required_cells(subject: Subject) -> Iterator[Comparison]:
    """One comparison a required cell: what it holds, against 已填报."""
    for laid in subject.document.walk():
        project = laid.entry.of
        if laid.entry.kind in (PROJECT, OVERALL) and isinstance(project, Project):
            yield from _project_cells(laid, project, subject.family.forms[project.form])
        else:
            for grid in laid.grids:
                name = laid.entry.title or laid.entry.number
                yield from _column_cells(grid, name, subject.family.subgoal_columns)


def _project_cells(laid: Laid, project: Project, form: Form) -> Iterator[Comparison]:
    owner = project.name.text or "未命名的项目"
    fields, indicators = laid.grids[:2]
    for field in form.fields:
        if field.required:
            start = f"{field.key}."
            cells = [c for c in fields.cells if c.key == field.key or c.key.startswith(start)]
            if cells:
                yield _filled(cells, owner, field.key)
    if project.indicators:
        yield from _column_cells(indicators, owner, form.columns)
    else:
        yield Comparison(
            REQUIRED_CELL.id,
            f"{owner}·绩效指标",
            Outcome.DISAGREE,
            "空白",
            "已填报",
            message=f"“{owner}”没有绩效指标。",
            hint="在“绩效指标”下面写一张表。",
            span=project.indicators.span if project.indicators.span.path else project.span,
        )


def _column_cells(grid: Grid, owner: str, columns: tuple[Column, ...]) -> Iterator[Comparison]:
    """One comparison a blank cell, and one for the filled cells of each column."""
    required = {c.key: c.title for c in columns if c.required}
    name_key = next((c.key for c in columns if c.role == "名称"), "")
    filled: dict[str, list[Cell]] = {}
    names: dict[int, str] = {}
    for cell in grid.cells:
        if cell.row >= grid.head_rows:
            if cell.key == name_key:
                names[cell.row] = cell.text
            if cell.key in required:
                filled.setdefault(cell.key, []).append(cell)
    for key, cells in filled.items():
        blank = [cell for cell in cells if cell.is_blank]
        for cell in blank:
            of = names.get(cell.row) or f"第 {cell.row} 行"
            yield _filled([cell], owner, f"{of}·{required[key]}")
        if len(blank) < len(cells):
            yield _agreeing(
                [c for c in cells if c not in blank] if blank else cells, f"{owner}·{required[key]}"
            )


def _filled(cells: Sequence[Cell], owner: str, what: str) -> Comparison:
    """One comparison a field: the steps of a spending plan are cells of one field."""
    ids, name = tuple(c.id for c in cells), f"{owner}·{what}"
    if not any(c.is_blank for c in cells):
        return _agreeing(cells, name)
    blank = [c for c in cells if c.is_blank]
    said = "是空的" if len(blank) == len(cells) else "没有写" + "、".join(
        c.key.partition(".")[2] for c in blank
    )  # fmt: skip
    return Comparison(
        REQUIRED_CELL.id,
        name,
        Outcome.DISAGREE,
        "空白",
        "已填报",
        ids,
        f"“{owner}”的“{what}”{said}。",
        REQUIRED_CELL.mend,
        blank[0].span,
    )


def _agreeing(cells: Sequence[Cell], name: str) -> Comparison:
    ids, span, done = tuple([c.id for c in cells]), cells[0].span, "已填报"
    return Comparison(REQUIRED_CELL.id, name, Outcome.AGREE, done, done, ids, span=span)


CHECKS = (
    Check(
        REQUIRED_CELL,
        required_cells,
        fails="分项绩效目标:\n  - 标题: 监管\n    绩效目标: 按季检查\n    绩效指标: |\n"
        "      | 指标 | 指标值 |\n      |---|---|\n      | 检查次数 | |",
        passes="分项绩效目标:\n  - 标题: 监管\n    绩效目标: 按季检查\n    绩效指标: |\n"
        "      | 指标 | 指标值 |\n      |---|---|\n      | 检查次数 | ≥4次 |",
        kinds=EVERY_KIND,
    ),
)
