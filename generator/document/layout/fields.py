"""A project's fields as its form draws them, each value with the labels that head it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from ...diagnostics import Span
from ...forms import MONEY, PLACEHOLDER, PLAN, Form, LayoutCell
from ...model.amounts import Amount, parse_amount
from ...model.disclosure import Project
from ...model.evaluation import Evaluation
from ...model.tables import Cell, CellRole, Grid, GridKind
from ...model.texts import Piece, Text
from ...model.words import NOWHERE, Prose, Words
from .widths import held, unbroken

Fill = Callable[[Words], Text]


@dataclass(frozen=True, slots=True)
class _Value:
    """What a field shows: its lines, and its amount where it is one."""

    texts: tuple[Text, ...]
    span: Span = NOWHERE
    amount: Amount | None = None
    unit: str = ""


def field_grid(id: str, project: Project, form: Form, fill: Fill) -> Grid:
    """The fields as the form draws them; `fill` turns words with `{{ … }}` into text."""
    values = _values(project, form, fill)
    cells = tuple(_cell(id, cell, values) for cell in form.layout)
    needs = [
        (cell.column, cell.colspan, max(map(unbroken, cell.lines), default=0)) for cell in cells
    ]
    widths = held(form.widths, needs)
    return Grid(id, "", widths, with_headers(cells), kind=GridKind.FIELDS)


def _cell(id: str, drawn: LayoutCell, values: dict[str, _Value]) -> Cell:
    at = (f"{id}r{drawn.row}c{drawn.column}", drawn.row, drawn.column)
    size = (drawn.rowspan, drawn.colspan)
    keys = drawn.keys
    if not keys:
        return Cell(*at, (drawn.text,), *size, role=CellRole.ROW_HEAD)
    first = values[keys[0]]
    texts = _filled(drawn.text, values)
    return Cell(
        *at, tuple(t.plain for t in texts), *size, key=keys[0], amount=first.amount,
        unit=first.unit, span=first.span,
        texts=texts if any(t.has_figures for t in texts) else (),
    )  # fmt: skip


def _values(project: Project, form: Form, fill: Fill) -> dict[str, _Value]:
    """What each field of the form shows, by key; a plan's steps by 支出计划.3月底."""
    extra = dict(project.extra)
    shown: dict[str, _Value] = {}
    for field in form.fields:
        value = by_role(project, field.role) if field.role else extra.get(field.key, ())
        if field.kind == PLAN:
            for step in project.plan:
                key = f"{field.key}.{step.label}"
                text = _plain(step.share.wording)
                shown[key] = _Value(text, step.share.span, step.share, "%")
        elif isinstance(value, Amount):
            unit = form.unit if field.kind == MONEY else ""
            wording = value.shown(unit) if unit else value.wording
            shown[field.key] = _Value(_plain(wording), value.span, value, unit)
        elif isinstance(value, Words):
            shown[field.key] = _Value(_plain(value.text), value.span)
        else:
            texts = tuple(fill(piece.words) for piece in value)
            line = "\n".join(text.plain for text in texts)
            words = Words(line, value[0].words.span if value else project.span)
            amount = parse_amount(words, form.unit) if field.kind == MONEY else None
            if amount is not None and amount.unit:
                texts = _plain(amount.shown(form.unit))
            unit = form.unit if amount is not None else ""
            shown[field.key] = _Value(texts or _plain(""), words.span, amount, unit)
    return shown


def _plain(wording: str) -> tuple[Text, ...]:
    return (Text((wording,)),)


def _filled(drawn: str, values: dict[str, _Value]) -> tuple[Text, ...]:
    """The lines of a drawn cell, with the fields' values in place of 【键】."""
    lines: list[list[Piece]] = [[]]
    for number, piece in enumerate(PLACEHOLDER.split(drawn)):
        texts = values[piece].texts if number % 2 else tuple(Text((x,)) for x in piece.split("\n"))
        for n, text in enumerate(texts):
            if n:
                lines.append([])
            lines[-1] += text.pieces
    return tuple(Text(tuple(p for p in line if p)) for line in lines)


def by_role(project: Project, role: str) -> Words | Amount | Prose:
    """The project's value with a meaning of its own (a plan's steps apart)."""
    evaluation = project.evaluation or Evaluation()
    values: dict[str, Words | Amount | Prose] = {
        "编码": project.code,
        "名称": project.name,
        "预算数": project.budget,
        "财政资金": project.fiscal,
        "其他资金": project.other,
        "用途": project.purpose,
        "绩效目标": project.goals,
        "支出计划": (),
        "全年预算数": evaluation.budget,
        "全年执行数": evaluation.spent,
        "执行率": evaluation.rate,
        "执行率分值": evaluation.weight,
        "执行率得分": evaluation.score,
        "总分": evaluation.total,
        "完成情况": evaluation.outcome,
    }
    return values[role]


def with_headers(cells: Sequence[Cell]) -> tuple[Cell, ...]:
    """Name each value's heads in a drawn form, and tell row heads from column heads.

    A value is headed by the nearest label at its left; by the nearest one above it
    where all between them are equally wide; and by every label further left that
    spans its row and more (预算规模及资金用途). A label that heads no value stands
    above others if it stands in a row of column heads.
    """
    place = {(r, c): cell for cell in cells for r in _rows(cell) for c in _columns(cell)}
    heads: dict[str, list[Cell]] = {}
    above: set[str] = set()
    for cell in cells:
        if cell.is_head:
            continue
        at_left = _at_left(place, cell)
        found = [h for h in at_left if h is at_left[-1] or h.rowspan > cell.rowspan]
        upper = _above(place, cell)
        if upper is not None:
            found.append(upper)
            above.add(upper.id)
        heads[cell.id] = found
    used = {head.id for found in heads.values() for head in found}
    for cell in cells:
        beside = place.get((cell.row, cell.column + cell.colspan))
        if cell.is_head and cell.id not in used and beside is not None and beside.id in above:
            above.add(cell.id)
    return tuple(
        replace(cell, role=CellRole.COLUMN_HEAD)
        if cell.id in above
        else replace(cell, headers=tuple(h.id for h in heads.get(cell.id, ())))
        for cell in cells
    )


def _at_left(place: dict[tuple[int, int], Cell], cell: Cell) -> list[Cell]:
    """The labels left of a cell, outermost first."""
    found = [place[cell.row, c] for c in range(cell.column) if (cell.row, c) in place]
    return list(dict.fromkeys(h for h in found if h.is_head))


def _above(place: dict[tuple[int, int], Cell], cell: Cell) -> Cell | None:
    """The label on top of the column that a cell belongs to."""
    row = cell.row - 1
    while (upper := place.get((row, cell.column))) and _columns(upper) == _columns(cell):
        if upper.is_head:
            return upper
        row = upper.row - 1
    return None


def _rows(cell: Cell) -> range:
    return range(cell.row, cell.row + cell.rowspan)


def _columns(cell: Cell) -> range:
    return range(cell.column, cell.column + cell.colspan)
