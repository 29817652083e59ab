"""Forms as data: a family is a folder under `templates/forms/`, a form a file in it.

Adding a province's table needs no Python: its titles, fields, columns, layout
and numbering are read from the folder. A field's role (角色) is how checks and
figures find its meaning; its aliases (别名) are how the importer finds labels.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from .diagnostics import Problems, RuleBook, Span
from .files import Folder
from .model.amounts import to_decimal
from .model.words import Words
from .sources.keys import Keys, did_you_mean
from .sources.nodes import Mapping, Scalar, Table
from .sources.pipe_table import split_row
from .sources.yaml_source import read_yaml

FAMILY_FILE: Final = "表式.yaml"
LEFT: Final = "←"
UP: Final = "↑"
PLACEHOLDER: Final = re.compile(r"【([^【】]+)】")

TEXT, PROSE, MONEY, PLAN = "文字", "段落", "金额", "计划"
FIELD_KINDS: Final = (TEXT, PROSE, MONEY, PLAN)
FIELD_ROLES: Final = (
    "编码", "名称", "预算数", "财政资金", "其他资金", "用途", "支出计划", "绩效目标",
)  # fmt: skip
COLUMN_ROLES: Final = ("一级", "二级", "名称", "描述", "指标值", "依据")
SECTION_KINDS: Final = ("正文", "分项")
NUMBERED: Final = ("部分", "节", "分项", "小标题", "表")


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a project form. `role` is empty where it has no meaning of its own."""

    key: str
    title: str
    aliases: tuple[str, ...]
    kind: str
    role: str
    required: bool
    may_be_text: bool = False

    @property
    def is_long(self) -> bool:
        return self.kind == PROSE


@dataclass(frozen=True, slots=True)
class Column:
    """A column of an indicator table; `width` is a share, `merges` joins equal cells downwards."""

    key: str
    title: str
    aliases: tuple[str, ...]
    role: str
    width: float
    merges: bool
    required: bool


@dataclass(frozen=True, slots=True)
class LayoutCell:
    """A cell of a form's layout: printed text, or a template with 【键】."""

    text: str
    row: int
    column: int
    rowspan: int
    colspan: int

    @property
    def keys(self) -> tuple[str, ...]:
        """The field keys that it shows; 支出计划.3月底 names a step of a plan."""
        return tuple(PLACEHOLDER.findall(self.text))


@dataclass(frozen=True, slots=True)
class Form:
    """A project form. Amounts are in `unit`."""

    name: str
    caption: str
    fields_caption: str
    indicators_caption: str
    unit: str
    fields: tuple[Field, ...]
    plan_steps: tuple[str, ...]
    layout: tuple[LayoutCell, ...]
    widths: tuple[float, ...]
    columns: tuple[Column, ...]
    classes: tuple[tuple[str, str], ...]

    def field(self, key: str) -> Field | None:
        return next((f for f in self.fields if f.key == key), None)

    def by_role(self, role: str) -> Field | None:
        return next((f for f in self.fields if f.role == role), None)


@dataclass(frozen=True, slots=True)
class SectionPlan:
    """A section that the family knows: its key, its printed title, prose or sub-goals."""

    key: str
    title: str
    kind: str
    required: bool


@dataclass(frozen=True, slots=True)
class PartPlan:
    """A part: its sections, or (where `form` is set) the projects on that form."""

    title: str
    sections: tuple[SectionPlan, ...] = ()
    form: str = ""


@dataclass(frozen=True, slots=True)
class Family:
    """A family of forms with the structure and numbering of the whole text."""

    name: str
    description: str
    source: str
    title: str
    needs_approval_date: bool
    numbering: dict[str, str]
    parts: tuple[PartPlan, ...]
    subgoal_columns: tuple[Column, ...]
    forms: dict[str, Form]

    @property
    def default_form(self) -> str:
        return next((p.form for p in self.parts if p.form), "")

    @property
    def project_part(self) -> str:
        """The title of the part that projects stand in unless they name another."""
        return next((p.title for p in self.parts if p.form), "")

    def sections(self) -> tuple[SectionPlan, ...]:
        return tuple(s for part in self.parts for s in part.sections)

    def fill(self, template: str, values: dict[str, str]) -> str:
        """Fill 【键】 in a title."""
        return PLACEHOLDER.sub(lambda m: values.get(m[1], m[0]), template)


def load_families(roots: Sequence[Path], problems: Problems) -> dict[str, Family]:
    """All families below the template roots; an earlier root's family hides a later one's."""
    families: dict[str, Family] = {}
    for root in roots:
        base = root / "forms"
        if not base.is_dir():
            continue
        for place in sorted(p for p in base.iterdir() if (p / FAMILY_FILE).is_file()):
            family = _read_family(Folder(root), f"forms/{place.name}", problems)
            if family is not None:
                families.setdefault(family.name, family)
    return families


_FAMILY_KEYS: Final = (
    "名称", "说明", "依据", "文本标题", "需批复日期", "编号", "结构", "分项指标列",
)  # fmt: skip
_FORM_KEYS: Final = (
    "名称", "表题", "概况表题", "指标表题", "单位", "支出时点", "字段", "版式列宽", "版式",
    "指标列", "指标类",
)  # fmt: skip


def _read_family(folder: Folder, base: str, problems: Problems) -> Family | None:
    keys = _keys(folder, f"{base}/{FAMILY_FILE}", _FAMILY_KEYS, problems)
    if keys is None:
        return None
    for key in ("名称", "文本标题", "结构"):
        keys.require(key)
    forms = {}
    for path in folder.walk():
        if path.startswith(f"{base}/") and path.endswith(".yaml") and FAMILY_FILE not in path:
            form = _read_form(folder, path, problems)
            if form is not None:
                forms[form.name] = form
    parts = tuple(_part(item, forms, problems) for item in keys.mappings("结构"))
    return Family(
        name=keys.text("名称").text,
        description=keys.text("说明").text,
        source=keys.text("依据").text,
        title=keys.text("文本标题").text,
        needs_approval_date=_yes(keys.text("需批复日期"), problems),
        numbering=_numbering(keys, problems),
        parts=parts,
        subgoal_columns=_columns(keys.table("分项指标列"), problems),
        forms=forms,
    )


def _keys(folder: Folder, path: str, known: Iterable[str], problems: Problems) -> Keys | None:
    source = folder.text(path, problems)
    mapping = read_yaml(source, problems) if source else None
    return Keys(mapping, problems, known, "表式") if mapping else None


def _numbering(keys: Keys, problems: Problems) -> dict[str, str]:
    mapping = keys.mapping_of("编号")
    if mapping is None:
        return dict.fromkeys(NUMBERED, "")
    numbers = Keys(mapping, problems, NUMBERED, "编号")
    return {name: numbers.text(name).text for name in NUMBERED}


def _part(item: Mapping, forms: dict[str, Form], problems: Problems) -> PartPlan:
    keys = Keys(item, problems, ("部分", "节", "项目表式"), "结构")
    keys.require("部分")
    form = keys.text("项目表式")
    if form and form.text not in forms:
        _bad(problems, form.span, f"没有名为“{form.text}”的表。", did_you_mean(form.text, forms))
    sections = tuple(
        SectionPlan(
            row["键"].text,
            row["标题"].text or row["键"].text,
            _one_of(row["类型"], SECTION_KINDS, problems),
            _yes(row["必填"], problems),
        )
        for row in _rows(keys.table("节"), ("键", "标题", "类型", "必填"), problems)
    )
    return PartPlan(keys.text("部分").text, sections, form.text)


def _read_form(folder: Folder, path: str, problems: Problems) -> Form | None:
    keys = _keys(folder, path, _FORM_KEYS, problems)
    if keys is None:
        return None
    for key in ("名称", "表题", "字段", "版式", "指标列"):
        keys.require(key)
    fields = tuple(
        Field(
            key=row["键"].text,
            title=row["标题"].text or row["键"].text,
            aliases=_list(row["别名"]),
            kind=_one_of(row["类型"], FIELD_KINDS, problems),
            role=_one_of(row["角色"], ("", *FIELD_ROLES), problems),
            required=_yes(row["必填"], problems),
            may_be_text=_yes(row["可为文字"], problems),
        )
        for row in _rows(
            keys.table("字段"),
            ("键", "标题", "别名", "类型", "角色", "必填", "可为文字"),
            problems,
        )
    )
    steps = _list(keys.text("支出时点"))
    layout = _layout(keys.block("版式"), problems)
    _check_layout(layout, fields, steps, keys.span("版式"), problems)
    columns = _columns(keys.table("指标列"), problems)
    names = {c.role for c in columns}
    for role in ("名称", "指标值"):
        if role not in names:
            _bad(problems, keys.span("指标列"), f"指标列缺少角色“{role}”。", "给一列写上这个角色。")
    return Form(
        name=keys.text("名称").text,
        caption=keys.text("表题").text,
        fields_caption=keys.text("概况表题").text or "项目概况",
        indicators_caption=keys.text("指标表题").text or "绩效指标",
        unit=keys.text("单位").text or "万元",
        fields=fields,
        plan_steps=steps,
        layout=layout,
        widths=_widths(keys.text("版式列宽"), layout, problems),
        columns=columns,
        classes=tuple(
            (row["一级指标"].text, row["二级指标"].text)
            for row in _rows(keys.table("指标类"), ("一级指标", "二级指标"), problems)
        ),
    )


def _columns(table: Table | None, problems: Problems) -> tuple[Column, ...]:
    names = ("键", "标题", "别名", "角色", "列宽", "合并", "必填")
    return tuple(
        Column(
            key=row["键"].text,
            title=row["标题"].text or row["键"].text,
            aliases=_list(row["别名"]),
            role=_one_of(row["角色"], ("", *COLUMN_ROLES), problems),
            width=float(to_decimal(row["列宽"].text) or 10),
            merges=_yes(row["合并"], problems),
            required=_yes(row["必填"], problems),
        )
        for row in _rows(table, names, problems)
    )


def _layout(block: Scalar, problems: Problems) -> tuple[LayoutCell, ...]:
    """Cells from the drawn rows; `←` and `↑` lengthen the cell at the left or above."""
    rows = [split_row(line) for line in block.lines]
    width = len(rows[0]) if rows else 0
    owner: dict[tuple[int, int], tuple[int, int]] = {}
    for r, row in enumerate(rows):
        if len(row) != width:
            _bad(problems, row[0].span, f"这一行有 {len(row)} 格，第一行有 {width} 格。", "")
        for c, cell in enumerate(row):
            source = {LEFT: (r, c - 1), UP: (r - 1, c)}.get(cell.text)
            if source is not None and source not in owner:
                _bad(problems, cell.span, f"“{cell.text}”的那一侧没有格子。", "改成文字或字段。")
            owner[r, c] = owner.get(source, (r, c)) if source else (r, c)
    cells = []
    for (r, c), top in owner.items():
        if (r, c) == top:
            held = [place for place, first in owner.items() if first == top]
            height = max(p[0] for p in held) - r + 1
            breadth = max(p[1] for p in held) - c + 1
            if len(held) != height * breadth:
                _bad(problems, rows[r][c].span, "合并的格子不成矩形。", "检查“←”和“↑”。")
            cells.append(LayoutCell(rows[r][c].text, r, c, height, breadth))
    return tuple(cells)


def _check_layout(
    layout: tuple[LayoutCell, ...],
    fields: tuple[Field, ...],
    steps: tuple[str, ...],
    span: Span,
    problems: Problems,
) -> None:
    """Every field stands in the layout, and the layout names only fields."""
    shown = {key for cell in layout for key in cell.keys}
    known = {f.key for f in fields if f.kind != PLAN}
    known |= {f"{f.key}.{step}" for f in fields if f.kind == PLAN for step in steps}
    for key in sorted(shown - known):
        _bad(problems, span, f"版式里的“{key}”不是字段。", did_you_mean(key, known))
    for key in sorted(known - shown):
        _bad(problems, span, f"字段“{key}”没有出现在版式里，内容会丢失。", f"在版式里加【{key}】。")


def _widths(words: Words, layout: tuple[LayoutCell, ...], problems: Problems) -> tuple[float, ...]:
    """Column widths as shares that sum to 100."""
    count = max((c.column + c.colspan for c in layout), default=0)
    numbers = [float(n) for piece in words.text.split() if (n := to_decimal(piece))]
    if words and len(numbers) != count:
        _bad(problems, words.span, f"版式有 {count} 列，列宽给了 {len(numbers)} 个。", "")
    if len(numbers) != count:
        numbers = [1.0] * count
    return shares(numbers)


def shares(numbers: Sequence[float]) -> tuple[float, ...]:
    """Numbers as percentages of their sum, to two places."""
    total = sum(numbers) or 1
    return tuple(round(n * 100 / total, 2) for n in numbers)


def _rows(table: Table | None, names: Sequence[str], problems: Problems) -> list[dict[str, Words]]:
    """The rows of a definition table by column name; absent columns are blank."""
    if table is None:
        return []
    for head in table.head:
        if head.text not in names:
            _bad(problems, head.span, f"没有“{head.text}”这一列。", did_you_mean(head.text, names))
    rows = []
    for row in table.rows:
        named = {head.text: cell for head, cell in zip(table.head, row, strict=True)}
        rows.append({name: named.get(name, Words("", table.span)) for name in names})
    return rows


def _list(words: Words) -> tuple[str, ...]:
    return tuple(piece.strip() for piece in words.text.split("、") if piece.strip())


def _yes(words: Words, problems: Problems) -> bool:
    return _one_of(words, ("", "是", "否"), problems) == "是"


def _one_of(words: Words, choices: Sequence[str], problems: Problems) -> str:
    if words.text in choices:
        return words.text
    named = [c for c in choices if c]
    _bad(problems, words.span, f"“{words.text}”不在可选范围内。", "可选：" + "、".join(named))
    return choices[0]


def _bad(problems: Problems, span: Span, message: str, hint: str) -> None:
    problems.add(RuleBook.BAD_FORM, span, message, hint)
