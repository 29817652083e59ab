"""One form from its file: fields, the drawn layout, indicator columns and classes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from ..diagnostics import Problems, Span
from ..files import Folder
from ..model.amounts import UNITS, to_decimal
from ..model.words import Words
from ..sources.keys import did_you_mean
from ..sources.nodes import Scalar
from ..sources.pipe_table import split_row
from .definitions import (
    bad_form,
    file_keys,
    is_yes,
    listed,
    named_rows,
    one_of,
    read_columns,
    repeated,
)
from .types import (
    FIELD_KINDS,
    FIELD_ROLES,
    INHERITED,
    LEFT,
    MONEY,
    PLAN,
    PROSE,
    RESERVED_KEYS,
    TARGET_PARTS,
    TEXT,
    UP,
    Column,
    Field,
    Form,
    LayoutCell,
    shares,
)

_KINDS: Final = {
    "编码": (TEXT,), "名称": (TEXT,), "用途": (TEXT, PROSE), "绩效目标": (TEXT, PROSE),
    "预算数": (MONEY,), "财政资金": (MONEY,), "其他资金": (MONEY,), "支出计划": (PLAN,),
    "全年预算数": (MONEY,), "全年执行数": (MONEY,), "执行率": (TEXT,), "执行率分值": (TEXT,),
    "执行率得分": (TEXT,), "总分": (TEXT,), "完成情况": (TEXT, PROSE),
}  # fmt: skip
# What a form's file may say: key → what it means, as editors show it.
FORM_KEYS: Final = {
    "名称": "这张表的名称，作者写在项目的“表式:”后面。",
    "来源": "栏目名称出自哪个文件或哪里公开的文本、哪一年。",
    "表题": "表的标题，【名称】【年度】【部门】会换成实际的内容。",
    "表题别名": "标题的别的写法，导入时也认，用“、”隔开。",
    "概况表题": "前半张（项目概况）的标题。",
    "指标表题": "后半张（绩效指标）的标题。",
    "印出指标表题": "原表在指标左边印有这个标题，PDF 里也印出来：是或否。",
    "单位": "金额的单位。",
    "支出时点": "支出计划的各个时点，用顿号隔开，例如 3月底、6月底。",
    "字段": "有哪些字段，写成表格：键、标题、别名、类型、角色、必填、可为文字、组。",
    "版式列宽": "版式各列的相对宽度，用空格隔开。",
    "版式": "表画出来的样子：【键】是字段的值，← 并入左格，↑ 并入上格，其余照印。",
    "指标列": "指标表有哪几列，写成表格：键、标题、别名、角色、列宽、合并、必填。",
    "指标类": "有哪些指标类别，写成表格：一级指标、二级指标、必有。",
    "审核标题": "审核意见一栏的标题。",
    "审核股室": "要签意见的股室，用顿号隔开。",
    "审核必填": "公开前审核意见是否必须填好：是或否。",
    "落款": "表下一行的各项，用顿号隔开，例如 填表人、填报日期。",
}


def read_form(folder: Folder, path: str, problems: Problems) -> Form:
    keys = file_keys(folder, path, FORM_KEYS, problems)
    for key in ("名称", "表题", "字段", "版式", "指标列"):
        keys.require(key)
    fields = tuple(
        Field(
            key=row["键"].text,
            title=row["标题"].text or row["键"].text,
            aliases=listed(row["别名"]),
            kind=one_of(row["类型"], FIELD_KINDS, problems),
            role=one_of(row["角色"], ("", *FIELD_ROLES), problems),
            required=is_yes(row["必填"], problems),
            may_be_text=is_yes(row["可为文字"], problems),
            group=row["组"].text,
            inherited=is_yes(row[INHERITED], problems),
        )
        for row in named_rows(
            keys.table("字段"),
            ("键", "标题", "别名", "类型", "角色", "必填", "可为文字", "组", INHERITED),
            problems,
        )
    )
    steps, unit = listed(keys.text("支出时点")), keys.text("单位")
    _check_fields(fields, steps, keys.span("字段"), problems)
    if unit and unit.text not in UNITS:
        bad_form(problems, unit.span, f"不认识的金额单位：{unit.text}", "可选：" + "、".join(UNITS))
    layout = _layout(keys.block("版式"), problems)
    _check_layout(layout, fields, steps, keys.span("版式"), problems)
    columns = read_columns(keys.table("指标列"), problems)
    classes = named_rows(keys.table("指标类"), ("一级指标", "二级指标", "必有"), problems)
    _check_columns(columns, keys.span("指标列"), problems)
    return Form(
        name=keys.text("名称").text,
        caption=keys.text("表题").text,
        caption_aliases=listed(keys.text("表题别名")),
        fields_caption=keys.text("概况表题").text or "项目概况",
        indicators_caption=keys.text("指标表题").text or "绩效指标",
        prints_indicators_caption=is_yes(keys.text("印出指标表题"), problems),
        unit=unit.text or "万元",
        fields=fields,
        plan_steps=steps,
        layout=layout,
        widths=_widths(keys.text("版式列宽"), layout, problems),
        columns=columns,
        classes=tuple((row["一级指标"].text, row["二级指标"].text) for row in classes),
        sign_off_title=keys.text("审核标题").text or "审核意见",
        offices=listed(keys.text("审核股室")),
        filing=listed(keys.text("落款")),
        required_classes=_required(classes),
        needs_sign_off=is_yes(keys.text("审核必填"), problems),
        origin=keys.text("来源").text,
    )


def _check_columns(columns: Sequence[Column], span: Span, problems: Problems) -> None:
    """An indicator has a name and a value, or at least points; parts of a target need one."""
    roles = {c.role for c in columns}
    if "名称" not in roles:
        bad_form(problems, span, "指标列缺少角色“名称”。", "给一列写上这个角色。")
    if not roles & {"指标值", "得分"} or (roles & {*TARGET_PARTS} and "指标值" not in roles):
        bad_form(problems, span, "指标列缺少角色“指标值”。", "给一列写上这个角色。")


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
    for key in repeated(f.key for f in fields):
        bad_form(problems, span, f"字段“{key}”写了两次。", "只留一行。")
    for role in repeated(f.role for f in fields if f.role):
        bad_form(problems, span, f"角色“{role}”给了两个字段。", "只留一个。")
    for field in fields:
        if not field.key:
            bad_form(problems, span, "有一个字段没有写“键”。", "写上作者要用的键。")
        if field.role in ("名称", "编码") and field.key != field.role:
            message = f"角色“{field.role}”的键只能叫“{field.role}”，不能叫“{field.key}”。"
            bad_form(problems, span, message, "表上印的字写在“标题”一列。")
        elif field.key in RESERVED_KEYS and field.role != field.key:
            bad_form(problems, span, f"“{field.key}”已有别的用处，不能作字段的键。", "换一个键。")
        kinds = _KINDS.get(field.role, (TEXT, PROSE, MONEY))
        if field.kind not in kinds:
            message = f"字段“{field.key}”的类型不能是“{field.kind}”。"
            bad_form(problems, span, message, "可选：" + "、".join(kinds))
    if any(f.kind == PLAN for f in fields) and not steps:
        bad_form(
            problems, span, "有“计划”类的字段，却没有“支出时点”。", "加一行：支出时点: 3月底、6月底"
        )


def _layout(block: Scalar, problems: Problems) -> tuple[LayoutCell, ...]:
    """Cells from the drawn rows; `←` and `↑` lengthen the cell at the left or above."""
    rows: list[list[Words]] = []
    for line in block.lines:
        row = split_row(line) if line.text.startswith("|") else []
        width = len(rows[0]) if rows else len(row)
        if not row:
            hint = "写成：| 项目名称 | 【名称】 |"
            bad_form(problems, line.span, "版式的每一行都要以“|”开头，并且有格子。", hint)
        elif len(row) != width:
            message = f"这一行有 {len(row)} 格，第一行有 {width} 格。"
            bad_form(problems, line.span, message, "每行格数相同；并入左格的写“←”。")
        else:
            rows.append(row)
    owner: dict[tuple[int, int], tuple[int, int]] = {}
    for r, row in enumerate(rows):
        for c, cell in enumerate(row):
            source = {LEFT: (r, c - 1), UP: (r - 1, c)}.get(cell.text)
            if source is not None and source not in owner:
                bad_form(
                    problems, cell.span, f"“{cell.text}”的那一侧没有格子。", "改成文字或字段。"
                )
            owner[r, c] = owner.get(source, (r, c)) if source else (r, c)
    cells = []
    for (r, c), top in owner.items():
        if (r, c) == top:
            held = [place for place, first in owner.items() if first == top]
            height = max(p[0] for p in held) - r + 1
            breadth = max(p[1] for p in held) - c + 1
            if len(held) != height * breadth:
                bad_form(problems, rows[r][c].span, "合并的格子不成矩形。", "检查“←”和“↑”。")
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
        bad_form(problems, span, f"版式里的“{key}”不是字段。", did_you_mean(key, known))
    for key in sorted(known - shown):
        bad_form(
            problems, span, f"字段“{key}”没有出现在版式里，内容会丢失。", f"在版式里加【{key}】。"
        )


def _widths(words: Words, layout: tuple[LayoutCell, ...], problems: Problems) -> tuple[float, ...]:
    """Column widths as shares that sum to 100."""
    count = max((c.column + c.colspan for c in layout), default=0)
    numbers = [float(n) for piece in words.text.split() if (n := to_decimal(piece))]
    if words and len(numbers) != count:
        message = f"版式有 {count} 列，列宽给了 {len(numbers)} 个。"
        bad_form(problems, words.span, message, "每列写一个数，用空格隔开。")
    if len(numbers) != count:
        numbers = [1.0] * count
    return shares(numbers)
