"""A whole disclosure, laid out: its headings with the paragraphs and grids under them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import count
from typing import Final

from ...forms import Column, Family
from ...model.amounts import plain_number
from ...model.disclosure import Disclosure, Project, Section, SubGoal
from ...model.tables import Cell, Grid
from ...model.texts import TO_FILL_IN, Illustration, Note, Piece, Text
from ...model.words import DataTable, Footnote, Paragraph, Picture, SectionText, Subheading
from ...sources.prose_marks import footnote_marks
from ..outline import WITHHELD, Entry, Outline
from .columns import fitted
from .fields import Fill, field_grid
from .indicators import indicator_grid
from .others import others_grid
from .sign_off import sign_off_grid
from .tables import data_grid

# What stands under a heading: paragraphs, tables, pictures.
Block = Text | Grid | Illustration

# What stands under a heading of a draft that has nothing to say yet.
NOTHING_YET: Final = Text((TO_FILL_IN,))


@dataclass(frozen=True, slots=True)
class Laid:
    """A heading with what stands under it: paragraphs, grids and pictures, then the headings
    below."""

    entry: Entry
    blocks: tuple[Block, ...] = ()
    children: tuple[Laid, ...] = ()

    def walk(self) -> Iterator[Laid]:
        yield self
        for child in self.children:
            yield from child.walk()

    @property
    def grids(self) -> tuple[Grid, ...]:
        return tuple(b for b in self.blocks if isinstance(b, Grid))

    @property
    def notes(self) -> tuple[Note, ...]:
        """The footnotes cited right under the heading."""
        return tuple(note for b in self.blocks if isinstance(b, Text) for note in b.notes)

    @property
    def illustrations(self) -> tuple[Illustration, ...]:
        return tuple(b for b in self.blocks if isinstance(b, Illustration))


def passages(block: Text | Illustration) -> Iterator[tuple[str, str]]:
    """What a block says, each passage with its anchor: a paragraph, then its notes; a picture
    by its title and description."""
    if isinstance(block, Illustration):
        yield block.id, f"{block.title}：{block.description}"
        return
    yield block.id, block.plain
    yield from ((note.id, note.content.plain) for note in block.notes)


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

    @property
    def illustrations(self) -> tuple[Illustration, ...]:
        """The pictures, in the order of their numbers."""
        return tuple(shown for laid in self.walk() for shown in laid.illustrations)


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
    """Lays the entries out one after another, and numbers notes and pictures as they come."""

    disclosure: Disclosure
    family: Family
    fill: Fill
    columns: dict[str, tuple[Column, ...]]
    subgoal_columns: tuple[Column, ...]
    notes: Iterator[int] = field(default_factory=lambda: count(1))
    pictures: Iterator[int] = field(default_factory=lambda: count(1))

    def entry(self, entry: Entry) -> Laid:
        """The heading with what stands under it; in a draft something always does."""
        laid = self.laid(entry)
        is_blank = not (laid.blocks or laid.children)
        return (
            replace(laid, blocks=(NOTHING_YET,)) if is_blank and self.disclosure.is_draft else laid
        )

    def laid(self, entry: Entry) -> Laid:
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
            yield Text(
                (f"{number}. {entry.item or TO_FILL_IN}{where}：{why}依据：{entry.basis}。{money}",)
            )

    def section(self, entry: Entry) -> Section | None:
        key = getattr(entry.of, "key", "")
        return self.disclosure.section(key) if key else None

    def prose(self, entry: Entry, prose: SectionText, after: tuple[Grid, ...]) -> Laid:
        """Paragraphs, each with an anchor, under the heading or subheading that they follow."""
        before: list[Block] = []
        under: list[tuple[Entry, list[Block]]] = []
        heads = (child for child in entry.children if isinstance(child.of, Subheading))
        paragraphs = 0
        for piece in prose:
            here = under[-1][1] if under else before
            if isinstance(piece, Paragraph):
                paragraphs += 1
                here.append(replace(self.paragraph(piece), id=f"{entry.id}-p{paragraphs}"))
            elif isinstance(piece, Picture):
                here.append(self.picture(piece))
            elif isinstance(piece, DataTable):
                number = sum(isinstance(b, Grid) for b in before) + sum(
                    isinstance(b, Grid) for _, blocks in under for b in blocks
                )
                here.append(self.table(f"b-{entry.id}-{number + 1}", piece, entry))
            else:
                under.append((next(heads), []))
        (under[-1][1] if under else before).extend(after)
        return Laid(entry, tuple(before), tuple(Laid(e, tuple(b)) for e, b in under))

    def paragraph(self, paragraph: Paragraph) -> Text:
        """The text, with its notes where their marks stand."""
        text = self.fill(paragraph.words)
        if not paragraph.notes:
            return text
        notes = {note.mark: note for note in paragraph.notes}
        pieces: list[Piece] = []
        for piece in text.pieces:
            pieces += self.noted(piece, notes) if isinstance(piece, str) else [piece]
        return replace(text, pieces=tuple(pieces))

    def noted(self, text: str, notes: dict[str, Footnote]) -> Iterator[Piece]:
        """Words in which the marks of these notes give way to the notes."""
        at = 0
        for match in footnote_marks(text):
            note = notes.get(match[1])
            if note is None:
                continue
            if at < match.start():
                yield text[at : match.start()]
            number = next(self.notes)
            yield Note(number, self.fill(note.words), note, f"zhu-{number}")
            at = match.end()
        if at < len(text):
            yield text[at:]

    def picture(self, picture: Picture) -> Illustration:
        number = next(self.pictures)
        caption = self.fill(picture.caption)
        described = self.fill(picture.description).plain
        return Illustration(f"tu-{number}", f"图{number}", caption, described, picture)

    def table(self, id: str, table: DataTable, section: Entry) -> Grid:
        definition = self.family.tables.get(table.definition)
        d = self.disclosure
        values = {"部门": d.owner, "年度": str(d.year)}
        empty_note = self.family.fill(definition.empty_note, values) if definition else ""
        grid = data_grid(id, table, definition, empty_note)
        entry = next(e for e in section.walk() if e.of is table)
        number = f"{entry.number}{entry.gap}"
        return replace(grid, caption=entry.title, number=number, anchor=entry.id)

    def subgoal(self, entry: Entry, goal: SubGoal) -> tuple[Grid, ...]:
        if not goal.indicators:
            return ()
        caption = f"{entry.label}：绩效指标"
        grid = indicator_grid(f"t-{entry.id}", caption, goal.indicators, self.subgoal_columns)
        return (grid,)

    def project(self, project: Project) -> tuple[Block, ...]:
        """A form filled in: its fields, its indicators, its sign-off and its last line.

        Tables are named by the project's place in the disclosure (the whole
        department's form has 0): cell ids are most of a page's weight.
        """
        order = next((n for n, p in enumerate(self.disclosure.projects, 1) if p is project), 0)
        form = self.family.forms[project.form]
        code = project.unit_code.text or self.disclosure.unit_code.text
        name = project.unit_name.text or self.disclosure.unit_name.text
        fields = field_grid(f"t{order}", project, form, self.fill)
        fields = replace(
            fields,
            caption=f"{project.label}：{form.fields_caption}",
            unit=form.unit if any(_is_money(cell) for cell in fields.cells) else "",
            note=" ".join(x for x in (code, name) if x),
        )
        caption = f"{project.label}：{form.indicators_caption}"
        indicators = replace(
            indicator_grid(f"i{order}", caption, project.indicators, self.columns[form.name]),
            prints_caption=form.prints_indicators_caption,
        )
        sign_off = (sign_off_grid(f"s{order}", project, form),) if form.offices else ()
        filing = dict(project.filing or self.disclosure.filing)
        line = "　".join(f"{key}：{filing[key].text}" for key in form.filing if key in filing)
        own = (*self.long_term(order, project), *self.others(order, project))
        return (fields, indicators, *own, *sign_off, *((Text((line,)),) if line else ()))

    def long_term(self, order: int, project: Project) -> Iterator[Text | Grid]:
        """The indicators of more than this year, a table for each of their keys, under a line
        that says so: nobody must take them for the year's."""
        columns = self.family.forms[project.form].columns
        for number, (key, table) in enumerate(project.long_term, 1):
            caption = f"{project.label}：{key}"
            yield Text((f"{key}：",))
            yield indicator_grid(f"l{order}n{number}", caption, table, fitted(columns, [table]))

    def others(self, order: int, project: Project) -> tuple[Grid, ...]:
        """What columns say that the form lacks."""
        return (others_grid(f"o{order}", project),) if project.others else ()


def _is_money(cell: Cell) -> bool:
    """Whether a form has room for an amount of money there; a plan's shares are in percent."""
    return cell.amount is not None and cell.unit != "%"
