"""Forms as data: a family is a folder under `templates/forms/`, a form a file in it.

Adding a province's table needs no Python: its titles, fields, columns, layout
and numbering are read from the folder. A field's role (角色) is how checks and
figures find its meaning; its aliases (别名) are how the importer finds labels.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from .diagnostics import Problems, RuleBook, Span
from .files import Folder
from .model.amounts import UNITS, to_decimal
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
_KINDS: Final = {
    "编码": (TEXT,), "名称": (TEXT,), "用途": (TEXT, PROSE), "绩效目标": (TEXT, PROSE),
    "预算数": (MONEY,), "财政资金": (MONEY,), "其他资金": (MONEY,), "支出计划": (PLAN,),
}  # fmt: skip
# What every disclosure may say beside its family's sections, and every project beside its fields.
DISCLOSURE_KEYS: Final = (
    "部门", "单位编码", "单位名称", "年度", "标识", "表式", "标题", "状态",
    "批复日期", "公开日期", "编制单位", "审核单位",
)  # fmt: skip
PROJECT_KEYS: Final = ("名称", "编码", "地址", "部分", "表式", "单位编码", "单位名称")
RESERVED_SECTIONS: Final = (*DISCLOSURE_KEYS, "项目", "待核", "填报")
RESERVED_KEYS: Final = (*PROJECT_KEYS, "绩效指标", "审核意见", "待核")
COLUMN_ROLES: Final = ("一级", "二级", "名称", "描述", "指标值", "依据")
PROSE_SECTION: Final = "正文"
GLOSSARY: Final = "名词"
SECTION_KINDS: Final = (PROSE_SECTION, "分项", GLOSSARY)
NUMBERED: Final = ("章", "部分", "节", "分项", "小标题", "表")


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a form. `role` is empty where it has no meaning of its own.

    Fields of one `group` may be typed below a key of that name.
    """

    key: str
    title: str
    aliases: tuple[str, ...]
    kind: str
    role: str
    required: bool
    may_be_text: bool = False
    group: str = ""

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
    """A form for projects or for a whole department. Amounts are in `unit`.

    `offices` sign it off under `sign_off_title`, which must be filled where
    `needs_sign_off`; `filing` are the keys of the line below it (填表人, 填报日期, …).
    `required_classes` are (name, classes): of each, at least one class must be there.
    """

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
    sign_off_title: str = ""
    offices: tuple[str, ...] = ()
    filing: tuple[str, ...] = ()
    required_classes: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = ()
    needs_sign_off: bool = False

    @property
    def groups(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(f.group for f in self.fields if f.group))

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
    """A part: its sections, the whole department's form, or the projects on a form.

    `form` is the projects' form; `overall` is the department's own, whose
    content stands under `key`.
    """

    title: str
    sections: tuple[SectionPlan, ...] = ()
    form: str = ""
    overall: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class ChapterPlan:
    """A chapter: prose under a key, or parts. One without a title only holds its parts."""

    title: str = ""
    section: SectionPlan | None = None
    parts: tuple[PartPlan, ...] = ()


@dataclass(frozen=True, slots=True)
class Family:
    """A family of forms with the structure and numbering of the whole text.

    `is_faulty` where its files have faults (reported when they are read), so that
    nothing can be built with it.
    """

    name: str
    description: str
    source: str
    title: str
    needs_approval_date: bool
    numbering: dict[str, str]
    chapters: tuple[ChapterPlan, ...]
    subgoal_columns: tuple[Column, ...]
    forms: dict[str, Form]
    is_faulty: bool = False

    @property
    def parts(self) -> tuple[PartPlan, ...]:
        return tuple(part for chapter in self.chapters for part in chapter.parts)

    @property
    def overall(self) -> PartPlan | None:
        """The part that holds the whole department's form, where the family has one."""
        return next((p for p in self.parts if p.overall), None)

    @property
    def default_form(self) -> str:
        return next((p.form for p in self.parts if p.form), "")

    @property
    def project_part(self) -> str:
        """The title of the part that projects stand in unless they name another."""
        return next((p.title for p in self.parts if p.form), "")

    def sections(self) -> tuple[SectionPlan, ...]:
        """Every section that an author writes, in the order of the text."""
        found: list[SectionPlan] = []
        for chapter in self.chapters:
            found += [chapter.section] if chapter.section else []
            found += [s for part in chapter.parts for s in part.sections]
        return tuple(found)

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
        here: dict[str, Family] = {}
        for place in sorted(p for p in base.iterdir() if (p / FAMILY_FILE).is_file()):
            path = f"forms/{place.name}"
            family = _read_family(Folder(root), path, problems)
            if family.name and family.name in here:
                span = Span(f"{path}/{FAMILY_FILE}")
                _bad(problems, span, f"已有名为“{family.name}”的表式。", "换一个名称。")
                continue
            here[family.name] = family
        families = here | families
    return families


_FAMILY_KEYS: Final = (
    "名称", "说明", "依据", "文本标题", "需批复日期", "编号", "结构", "分项指标列",
)  # fmt: skip
_FORM_KEYS: Final = (
    "名称", "表题", "概况表题", "指标表题", "单位", "支出时点", "字段", "版式列宽", "版式",
    "指标列", "指标类", "审核标题", "审核股室", "审核必填",
    "落款",
)  # fmt: skip


def _read_family(folder: Folder, base: str, problems: Problems) -> Family:
    before = len(problems.found)
    keys = _keys(folder, f"{base}/{FAMILY_FILE}", _FAMILY_KEYS, problems)
    for key in ("名称", "文本标题", "结构"):
        keys.require(key)
    forms: dict[str, Form] = {}
    for path in folder.walk():
        if path.startswith(f"{base}/") and path.endswith(".yaml") and FAMILY_FILE not in path:
            form = _read_form(folder, path, problems)
            if form.name and form.name in forms:
                _bad(problems, Span(path), f"已有名为“{form.name}”的表。", "换一个名称。")
            forms[form.name] = form
    chapters = tuple(_chapter(item, forms, problems) for item in keys.mappings("结构"))
    _check_structure(chapters, keys, problems)
    return Family(
        name=keys.text("名称").text,
        description=keys.text("说明").text,
        source=keys.text("依据").text,
        title=keys.text("文本标题").text,
        needs_approval_date=_yes(keys.text("需批复日期"), problems),
        numbering=_numbering(keys, problems),
        chapters=chapters,
        subgoal_columns=_columns(keys.table("分项指标列"), problems),
        forms=forms,
        is_faulty=len(problems.found) > before,
    )


def _check_structure(chapters: Sequence[ChapterPlan], keys: Keys, problems: Problems) -> None:
    """Projects have a part to stand in, and no key of a section is used twice."""
    parts = [part for chapter in chapters for part in chapter.parts]
    if "结构" in keys and not any(part.form for part in parts):
        _bad(
            problems, keys.span("结构"), "没有一部分放项目的表。", "给一个部分加上“项目表式: …”。"
        )  # fmt: skip
    sections = [chapter.section.key for chapter in chapters if chapter.section]
    sections += [section.key for part in parts for section in part.sections]
    for key in _repeated(sections):
        _bad(problems, keys.span("结构"), f"“{key}”这一节写了两次。", "只留一处。")
    for key in sections:
        if not key:
            _bad(problems, keys.span("结构"), "有一节没有写“键”。", "写上作者要用的键。")
        elif key in RESERVED_SECTIONS:
            message = f"“{key}”已有别的用处，不能作节的键。"
            _bad(problems, keys.span("结构"), message, "换一个键。")


def _keys(folder: Folder, path: str, known: Iterable[str], problems: Problems) -> Keys:
    source = folder.text(path, problems)
    mapping = read_yaml(source, problems) if source else None
    return Keys(mapping or Mapping((), Span(path)), problems, known, "表式")


def _numbering(keys: Keys, problems: Problems) -> dict[str, str]:
    mapping = keys.mapping_of("编号")
    if mapping is None:
        return dict.fromkeys(NUMBERED, "")
    numbers = Keys(mapping, problems, NUMBERED, "编号")
    return {name: numbers.text(name).text for name in NUMBERED}


def _chapter(item: Mapping, forms: dict[str, Form], problems: Problems) -> ChapterPlan:
    """An item of 结构: a part, a chapter (章) of parts or of prose, or prose without a heading."""
    if item.get("部分") and not item.get("章"):
        return ChapterPlan(parts=(_part(item, forms, problems),))
    keys = Keys(item, problems, ("章", "键", "前言", "类型", "必填", "部分"), "结构")
    if "前言" in keys:
        return ChapterPlan(section=SectionPlan(keys.text("前言").text, "", PROSE_SECTION, False))
    keys.require("章")
    title = keys.text("章").text
    parts = tuple(_part(part, forms, problems) for part in keys.mappings("部分"))
    if parts:
        return ChapterPlan(title, None, parts)
    key = keys.text("键").text or title
    required = _yes(keys.text("必填"), problems)
    kind = _one_of(keys.text("类型"), ("", PROSE_SECTION, GLOSSARY), problems)
    return ChapterPlan(title, SectionPlan(key, title, kind or PROSE_SECTION, required))


def _part(item: Mapping, forms: dict[str, Form], problems: Problems) -> PartPlan:
    keys = Keys(item, problems, ("部分", "节", "项目表式", "整体表式", "键"), "结构")
    keys.require("部分")
    for name in ("项目表式", "整体表式"):
        form = keys.text(name)
        if form and form.text not in forms:
            hint = did_you_mean(form.text, forms)
            _bad(problems, form.span, f"没有名为“{form.text}”的表。", hint)
    sections = tuple(
        SectionPlan(
            row["键"].text,
            row["标题"].text or row["键"].text,
            _one_of(row["类型"], SECTION_KINDS, problems),
            _yes(row["必填"], problems),
        )
        for row in _rows(keys.table("节"), ("键", "标题", "类型", "必填"), problems)
    )
    title, overall = keys.text("部分").text, keys.text("整体表式").text
    key = keys.text("键").text or title if overall else ""
    return PartPlan(title, sections, keys.text("项目表式").text, overall, key)


def _read_form(folder: Folder, path: str, problems: Problems) -> Form:
    keys = _keys(folder, path, _FORM_KEYS, problems)
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
            group=row["组"].text,
        )
        for row in _rows(
            keys.table("字段"),
            ("键", "标题", "别名", "类型", "角色", "必填", "可为文字", "组"),
            problems,
        )
    )
    steps, unit = _list(keys.text("支出时点")), keys.text("单位")
    _check_fields(fields, steps, keys.span("字段"), problems)
    if unit and unit.text not in UNITS:
        _bad(problems, unit.span, f"不认识的金额单位：{unit.text}", "可选：" + "、".join(UNITS))
    layout = _layout(keys.block("版式"), problems)
    _check_layout(layout, fields, steps, keys.span("版式"), problems)
    columns = _columns(keys.table("指标列"), problems)
    classes = _rows(keys.table("指标类"), ("一级指标", "二级指标", "必有"), problems)
    names = {c.role for c in columns}
    for role in ("名称", "指标值"):
        if role not in names:
            _bad(problems, keys.span("指标列"), f"指标列缺少角色“{role}”。", "给一列写上这个角色。")
    return Form(
        name=keys.text("名称").text,
        caption=keys.text("表题").text,
        fields_caption=keys.text("概况表题").text or "项目概况",
        indicators_caption=keys.text("指标表题").text or "绩效指标",
        unit=unit.text or "万元",
        fields=fields,
        plan_steps=steps,
        layout=layout,
        widths=_widths(keys.text("版式列宽"), layout, problems),
        columns=columns,
        classes=tuple((row["一级指标"].text, row["二级指标"].text) for row in classes),
        sign_off_title=keys.text("审核标题").text or "审核意见",
        offices=_list(keys.text("审核股室")),
        filing=_list(keys.text("落款")),
        required_classes=_required(classes),
        needs_sign_off=_yes(keys.text("审核必填"), problems),
    )


def _required(
    rows: Sequence[dict[str, Words]],
) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    """Classes that bear the same name under 必有 stand for each other."""
    found: dict[str, list[tuple[str, str]]] = {}
    for row in rows:
        if row["必有"]:
            named = found.setdefault(row["必有"].text, [])
            named.append((row["一级指标"].text, row["二级指标"].text))
    return tuple((name, tuple(classes)) for name, classes in found.items())


def _check_fields(
    fields: tuple[Field, ...], steps: tuple[str, ...], span: Span, problems: Problems
) -> None:
    """Keys and roles are used once; a role has a kind that can carry it."""
    for key in _repeated(f.key for f in fields):
        _bad(problems, span, f"字段“{key}”写了两次。", "只留一行。")
    for role in _repeated(f.role for f in fields if f.role):
        _bad(problems, span, f"角色“{role}”给了两个字段。", "只留一个。")
    for field in fields:
        if not field.key:
            _bad(problems, span, "有一个字段没有写“键”。", "写上作者要用的键。")
        if field.role in ("名称", "编码") and field.key != field.role:
            message = f"角色“{field.role}”的键只能叫“{field.role}”，不能叫“{field.key}”。"
            _bad(problems, span, message, "表上印的字写在“标题”一列。")
        elif field.key in RESERVED_KEYS and field.role != field.key:
            _bad(problems, span, f"“{field.key}”已有别的用处，不能作字段的键。", "换一个键。")
        kinds = _KINDS.get(field.role, (TEXT, PROSE, MONEY))
        if field.kind not in kinds:
            message = f"字段“{field.key}”的类型不能是“{field.kind}”。"
            _bad(problems, span, message, "可选：" + "、".join(kinds))
    if any(f.kind == PLAN for f in fields) and not steps:
        _bad(
            problems, span, "有“计划”类的字段，却没有“支出时点”。", "加一行：支出时点: 3月底、6月底"
        )


def _repeated(names: Iterable[str]) -> list[str]:
    return [name for name, times in Counter(names).items() if times > 1]


def _columns(table: Table | None, problems: Problems) -> tuple[Column, ...]:
    columns = _column_rows(table, problems)
    span = table.span if table else Span("")
    if any(not c.key for c in columns):
        _bad(problems, span, "有一列没有写“键”。", "写上作者要用的键。")
    for what, names in (("键", [c.key for c in columns]), ("角色", [c.role for c in columns])):
        for name in _repeated(n for n in names if n):
            _bad(problems, span, f"{what}“{name}”给了两列。", "只留一列。")
    return columns


def _column_rows(table: Table | None, problems: Problems) -> tuple[Column, ...]:
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
    rows: list[list[Words]] = []
    for line in block.lines:
        row = split_row(line) if line.text.startswith("|") else []
        width = len(rows[0]) if rows else len(row)
        if not row:
            hint = "写成：| 项目名称 | 【名称】 |"
            _bad(problems, line.span, "版式的每一行都要以“|”开头，并且有格子。", hint)
        elif len(row) != width:
            message = f"这一行有 {len(row)} 格，第一行有 {width} 格。"
            _bad(problems, line.span, message, "每行格数相同；并入左格的写“←”。")
        else:
            rows.append(row)
    owner: dict[tuple[int, int], tuple[int, int]] = {}
    for r, row in enumerate(rows):
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
        message = f"版式有 {count} 列，列宽给了 {len(numbers)} 个。"
        _bad(problems, words.span, message, "每列写一个数，用空格隔开。")
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
