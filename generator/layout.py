"""Grids from forms and model: what every output prints, laid out once.

A project gives two grids, its fields as the form draws them and its indicators;
one grid for both cannot have right headers (anchors.md, Measured pitfalls).
Every value cell names the cells that head it, by id.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from .diagnostics import Span
from .forms import MONEY, PLACEHOLDER, PLAN, Column, Family, Form, LayoutCell, shares
from .layout_columns import fitted
from .layout_indicators import indicator_grid
from .layout_tables import data_grid
from .model.amounts import Amount, parse_amount, plain_number
from .model.disclosure import (
    Disclosure,
    Opinion,
    Project,
    Section,
    SubGoal,
)
from .model.evaluation import Evaluation
from .model.tables import Cell, CellRole, Grid, GridKind
from .model.texts import Figure, Term, Text
from .model.words import NOWHERE, DataTable, Paragraph, Prose, SectionText, Words
from .outline import WITHHELD, Entry, Outline

Fill = Callable[[Words], Text]


@dataclass(frozen=True, slots=True)
class Laid:
    """A heading with what stands under it: paragraphs and grids, then the headings below."""

    entry: Entry
    blocks: tuple[Text | Grid, ...] = ()
    children: tuple[Laid, ...] = ()

    def walk(self) -> Iterator[Laid]:
        yield self
        for child in self.children:
            yield from child.walk()

    @property
    def grids(self) -> tuple[Grid, ...]:
        return tuple(b for b in self.blocks if isinstance(b, Grid))


@dataclass(frozen=True, slots=True)
class Document:
    """A whole disclosure, laid out."""

    outline: Outline
    parts: tuple[Laid, ...]

    def walk(self) -> Iterator[Laid]:
        for part in self.parts:
            yield from part.walk()

    def project(self, project: Project) -> Laid:
        return next(laid for laid in self.walk() if laid.entry.of is project)

    @property
    def cells(self) -> Iterator[Cell]:
        for laid in self.walk():
            for grid in laid.grids:
                yield from grid.cells


def lay_out(disclosure: Disclosure, family: Family, outline: Outline, fill: Fill) -> Document:
    """Lay out every part; `fill` turns words with `{{ … }}` into text."""
    layout = _Layout(disclosure, family, fill, *_columns_of(disclosure, family))
    return Document(outline, tuple(layout.entry(part) for part in outline.parts))


def _columns_of(
    disclosure: Disclosure, family: Family
) -> tuple[dict[str, tuple[Column, ...]], tuple[Column, ...]]:
    """The columns of each form's indicators, by its name, and of the sub-goals'."""
    filled = [*([disclosure.overall] if disclosure.overall else []), *disclosure.projects]
    forms = {
        name: fitted(form.columns, [p.indicators for p in filled if p.form == name])
        for name, form in family.forms.items()
    }
    return forms, fitted(family.subgoal_columns, [g.indicators for g in disclosure.subgoals])


@dataclass(frozen=True)
class _Layout:
    disclosure: Disclosure
    family: Family
    fill: Fill
    columns: dict[str, tuple[Column, ...]]
    subgoal_columns: tuple[Column, ...]

    def entry(self, entry: Entry) -> Laid:
        match entry.of:
            case _ if entry.kind == WITHHELD:
                return Laid(entry, tuple(self.withheld()))
            case Project() as project:
                return Laid(entry, self.project(project))
            case SubGoal() as goal:
                return self.prose(entry, (*goal.text, *goal.goal), self.subgoal(entry, goal))
        section = self.section(entry)
        if section is not None:
            return self.prose(entry, section.prose, ())
        return Laid(entry, (), tuple(self.entry(child) for child in entry.children))

    def withheld(self) -> Iterator[Text]:
        """What is not published, a paragraph each, after how many there are."""
        entries = self.disclosure.withheld
        yield Text((f"有 {len(entries)} 项依法不予公开，有关的合计数可以大于公开的各项之和。",))
        for number, entry in enumerate(entries, 1):
            reason = entry.reason.text.rstrip("。；")
            where = f"（{entry.scope}）" if entry.scope else ""
            value = entry.amount.value
            money = f"金额 {plain_number(value)} 万元。" if value is not None else ""
            why = f"{reason}。" if reason else ""
            yield Text((f"{number}. {entry.item}{where}：{why}依据：{entry.basis}。{money}",))

    def section(self, entry: Entry) -> Section | None:
        key = getattr(entry.of, "key", "")
        return self.disclosure.section(key) if key else None

    def prose(self, entry: Entry, prose: SectionText, after: tuple[Grid, ...]) -> Laid:
        """Paragraphs under the heading or subheading that they follow."""
        before: list[Text | Grid] = []
        under: list[tuple[Entry, list[Text | Grid]]] = []
        heads = iter(entry.children)
        for piece in prose:
            here = under[-1][1] if under else before
            if isinstance(piece, Paragraph):
                here.append(self.fill(piece.words))
            elif isinstance(piece, DataTable):
                number = sum(isinstance(b, Grid) for b in before) + sum(
                    isinstance(b, Grid) for _, blocks in under for b in blocks
                )
                here.append(self.table(f"b-{entry.id}-{number + 1}", piece))
            else:
                under.append((next(heads), []))
        (under[-1][1] if under else before).extend(after)
        return Laid(entry, tuple(before), tuple(Laid(e, tuple(b)) for e, b in under))

    def table(self, id: str, table: DataTable) -> Grid:
        definition = self.family.tables.get(table.definition)
        d = self.disclosure
        values = {"部门": d.department.text, "年度": str(d.year)}
        empty_note = self.family.fill(definition.empty_note, values) if definition else ""
        return data_grid(id, table, definition, empty_note)

    def subgoal(self, entry: Entry, goal: SubGoal) -> tuple[Grid, ...]:
        if not goal.indicators:
            return ()
        caption = f"{entry.label}：绩效指标"
        grid = indicator_grid(f"t-{entry.id}", caption, goal.indicators, self.subgoal_columns)
        return (grid,)

    def project(self, project: Project) -> tuple[Text | Grid, ...]:
        """A form filled in: its fields, its indicators, its sign-off and its last line.

        Tables are named by the project's place in the disclosure (the whole
        department's form has 0): cell ids are most of a page's weight.
        """
        order = next((n for n, p in enumerate(self.disclosure.projects, 1) if p is project), 0)
        form = self.family.forms[project.form]
        code = project.unit_code.text or self.disclosure.unit_code.text
        name = project.unit_name.text or self.disclosure.unit_name.text
        fields = replace(
            self.field_grid(f"t{order}", project, form),
            caption=f"{project.name.text}：{form.fields_caption}",
            unit=form.unit,
            note=" ".join(x for x in (code, name) if x),
        )
        caption = f"{project.name.text}：{form.indicators_caption}"
        indicators = indicator_grid(
            f"i{order}", caption, project.indicators, self.columns[form.name]
        )
        sign_off = (sign_off_grid(f"s{order}", project, form),) if form.offices else ()
        filing = dict(project.filing or self.disclosure.filing)
        line = "　".join(f"{key}：{filing[key].text}" for key in form.filing if key in filing)
        return (fields, indicators, *sign_off, *((Text((line,)),) if line else ()))

    def field_grid(self, id: str, project: Project, form: Form) -> Grid:
        values = self.values(project, form)
        cells = tuple(self.field_cell(id, cell, values) for cell in form.layout)
        return Grid(id, "", form.widths, with_headers(cells), kind=GridKind.FIELDS)

    def field_cell(self, id: str, drawn: LayoutCell, values: dict[str, _Value]) -> Cell:
        cell = Cell(
            f"{id}r{drawn.row}c{drawn.column}",
            drawn.row,
            drawn.column,
            (drawn.text,),
            drawn.rowspan,
            drawn.colspan,
        )
        if not drawn.keys:
            return replace(cell, role=CellRole.ROW_HEAD)
        first = values[drawn.keys[0]]
        texts = _filled(drawn.text, values)
        return replace(
            cell, lines=tuple(t.plain for t in texts), key=drawn.keys[0], amount=first.amount,
            unit=first.unit, span=first.span,
            texts=texts if any(t.has_figures for t in texts) else (),
        )  # fmt: skip

    def values(self, project: Project, form: Form) -> dict[str, _Value]:
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
                shown[field.key] = _Value(_plain(value.wording), value.span, value, unit)
            elif isinstance(value, Words):
                shown[field.key] = _Value(_plain(value.text), value.span)
            else:
                texts = tuple(self.fill(piece.words) for piece in value)
                line = "\n".join(text.plain for text in texts)
                words = Words(line, value[0].words.span if value else project.span)
                amount = parse_amount(words, form.unit) if field.kind == MONEY else None
                shown[field.key] = _Value(texts or _plain(""), words.span, amount)
        return shown


@dataclass(frozen=True, slots=True)
class _Value:
    """What a field shows: its lines, and its amount where it is one."""

    texts: tuple[Text, ...]
    span: Span = NOWHERE
    amount: Amount | None = None
    unit: str = ""


def _plain(wording: str) -> tuple[Text, ...]:
    return (Text((wording,)),)


def _filled(drawn: str, values: dict[str, _Value]) -> tuple[Text, ...]:
    """The lines of a drawn cell, with the fields' values in place of 【键】."""
    lines: list[list[str | Figure | Term]] = [[]]
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


def sign_off_grid(id: str, project: Project, form: Form) -> Grid:
    """The offices side by side, what each wrote and when; blank rows where nobody has yet."""
    given = {opinion.office.text: opinion for opinion in project.opinions}
    cells = [Cell(f"{id}r0c0", 0, 0, ("审核",), role=CellRole.COLUMN_HEAD)]
    cells += [
        Cell(f"{id}r0c{n}", 0, n, (office,), role=CellRole.COLUMN_HEAD)
        for n, office in enumerate(form.offices, 1)
    ]
    for row, title in enumerate(("意见", "日期"), 1):
        head = f"{id}r{row}c0"
        cells.append(Cell(head, row, 0, (title,), role=CellRole.ROW_HEAD, headers=(f"{id}r0c0",)))
        for n, office in enumerate(form.offices, 1):
            opinion = given.get(office, Opinion(Words(office)))
            words = opinion.opinion if row == 1 else opinion.date
            cells.append(
                Cell(
                    f"{id}r{row}c{n}", row, n, tuple(words.text.split("\n")),
                    headers=(f"{id}r0c{n}", head), key=f"{title}.{office}", span=words.span,
                )
            )  # fmt: skip
    caption = f"{project.name.text}：{form.sign_off_title}"
    widths = shares([1, *[3] * len(form.offices)])
    return Grid(id, caption, widths, tuple(cells), 1, kind=GridKind.SIGN_OFF)
