"""What a family's forms look like typed out: the example that authors copy from.

The values are those that nobody can take for true ones; the classes are those that the
form requires, else the first of each group.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from ..forms import GLOSSARY, MONEY, PLAN, PROSE, TABLES, Family, Field, Form
from ..keys import ADDED, ADDED_COLUMNS, ADDED_OPTIONAL, INDICATORS, PROJECTS, disclosure_keys
from ..model.amounts import plain_number

_NAME: Final = "某项工作经费"
# The points of a 绩效自评, and those of them that the rate of execution gives.
_ALL_POINTS: Final = 100
_RATE_POINTS: Final = 10
_BY_ROLE: Final = {
    "编码": "/",
    "名称": _NAME,
    "执行率": "100%",
    "执行率分值": f"{_RATE_POINTS}",
    "执行率得分": f"{_RATE_POINTS}",
    "总分": f"{_ALL_POINTS}",
}
_MONEY_ROLES: Final = frozenset({"", "预算数", "财政资金", "全年预算数", "全年执行数"})
# An amount in the unit of its form, and none.
_AMOUNTS: Final = {"元": ("120000.00", "0.00"), "万元": ("12.00", "0.00")}
# An indicator of each class, by a word of the class: name, description, sign, number, unit.
_INDICATORS: Final = (
    ("满意", ("服务对象满意度", "受访者中表示满意的比例", "≥", "90", "%")),
    ("成本", ("项目总成本", "项目的全部支出", "≤", "12.00", "万元")),
    ("时效", ("按期完成率", "按计划时间完成的比例", "≥", "95", "%")),
    ("质量", ("验收合格率", "验收合格的比例", "≥", "95", "%")),
    ("产出", ("完成的次数", "全年完成的次数", "≥", "4", "次")),
    ("", ("服务覆盖率", "得到服务的比例", "≥", "90", "%")),
)
_BASIS: Final = "年度工作计划"
_ADDED: Final = "三公经费"
_GLOSSARY: Final = "名词解释"
# Of a form that leaves the classes to its author.
_ANY_CLASS: Final = ("履职效能", "重点工作")


def example_project(family: Family, form: Form) -> list[str]:
    """A project of the family as YAML, key by key in the order of its form."""
    first, *rest = _project_lines(family, form)
    return [f"{PROJECTS}:", f"  - {first}", *(f"    {line}" for line in rest)]


def example_overall(family: Family) -> list[str]:
    """The whole department's form as YAML; nothing where the family has none."""
    part = family.overall
    if part is None:
        return []
    form = family.forms[part.overall]
    return [f"{part.key}:", *(f"  {line}" for line in _form_lines(form))]


def example_added(family: Family) -> list[str]:
    """Sections beyond the family's: declared, then written like its own."""
    free = [name for name in (_ADDED, _GLOSSARY) if name not in disclosure_keys(family)]
    behind = next((s.key for s in reversed(family.sections()) if s.kind != TABLES), "")
    rows = [(name, behind if name == _ADDED else "", GLOSSARY if name == _GLOSSARY else "")
            for name in free]  # fmt: skip
    if not rows:
        return []
    head = (*ADDED_COLUMNS, *ADDED_OPTIONAL[:2])
    lines = [f"{ADDED}: |", f"  {_row(head)}", f"  |{'---|' * len(head)}"]
    lines += [f"  {_row(row)}" for row in rows]
    texts = {_ADDED: "正文写在这里，一行一段。", _GLOSSARY: "某个名词：它的解释。"}
    return [*lines, *(line for name in free for line in (f"{name}: |", f"  {texts[name]}"))]


def _project_lines(family: Family, form: Form) -> Iterator[str]:
    lines = list(_form_lines(form))
    names = [line for line in lines if line.startswith("名称:")]
    yield from names or [f"名称: {_NAME}"]
    yield "地址: 001"
    if form.name != family.default_form:
        yield f"表式: {form.name}"
    yield from (line for line in lines if line not in names)


def _form_lines(form: Form) -> Iterator[str]:
    typed = [field for field in form.fields if not field.inherited]
    grouped: set[str] = set()
    for field in typed:
        if not field.group:
            yield from _field_lines(field, form)
        elif field.group not in grouped:
            grouped.add(field.group)
            yield f"{field.group}:"
            together = [own for own in typed if own.group == field.group]
            for own in together:
                lines = _field_lines(own, form, _has_sum(own, together))
                yield from (f"  {line}" for line in lines)
    if form.columns:
        yield f"{INDICATORS}: |"
        yield from (f"  {line}" for line in indicator_lines(form))


def _has_sum(field: Field, group: Sequence[Field]) -> bool:
    """Whether a field of a breakdown (按支出性质分) has all of it: 项目支出, else the first."""
    if not field.group.startswith("按"):
        return True
    return field is next((own for own in group if own.key == "项目支出"), group[0])


def _field_lines(field: Field, form: Form, has_sum: bool = True) -> Iterator[str]:
    match field.kind:
        case kind if kind == PROSE:
            yield f"{field.key}: |"
            yield f"  {field.title}写在这里，一行一段。"
        case kind if kind == MONEY:
            some, none = _AMOUNTS.get(form.unit, _AMOUNTS["万元"])
            is_some = has_sum and field.role in _MONEY_ROLES
            yield f"{field.key}: {some if is_some else none}"
        case kind if kind == PLAN:
            yield f"{field.key}: {'，'.join(_steps(form.plan_steps))}"
        case _:
            yield f"{field.key}: {_BY_ROLE.get(field.role, f'{field.title}写在这里')}"


def _steps(labels: tuple[str, ...]) -> Iterator[str]:
    for number, label in enumerate(labels, 1):
        share = Decimal(100 * number) / len(labels)
        yield f"{label}{plain_number(Decimal(round(share)))}%"


def indicator_lines(form: Form) -> Iterator[str]:
    """A table of indicators: its head, and a row for each class that is asked for."""
    columns = [column for column in form.columns if not column.inherited or column.role == "名称"]
    yield _row([column.key for column in columns])
    yield f"|{'---|' * len(columns)}"
    above = ""
    classes = _classes(form) or [_ANY_CLASS]
    for (level1, level2), points in zip(classes, _points(form, len(classes)), strict=True):
        cells = _cells(level1, level2, any(c.role == "计算符号" for c in columns))
        cells |= {"分值": points, "得分": points}
        if level1 == above:
            cells["一级"] = ""
        yield _row([cells.get(column.role, "") for column in columns])
        above = level1


def _cells(level1: str, level2: str, is_parted: bool) -> dict[str, str]:
    """What the columns of an indicator say, by their roles; its target in parts where asked."""
    named = f"{level2}{level1}"
    name, description, sign, number, unit = next(
        indicator for word, indicator in _INDICATORS if word in named
    )
    return {
        "一级": level1,
        "二级": level2,
        "名称": name,
        "描述": description,
        "指标值": number if is_parted else f"{sign}{number}{unit}",
        "计算符号": sign,
        "计量单位": unit,
        "依据": _BASIS,
        "实际完成值": f"{number}{unit}",
    }


def _points(form: Form, count: int) -> Iterator[str]:
    """The points of so many indicators: all, but for those of the rate of execution."""
    total = _ALL_POINTS - (_RATE_POINTS if form.by_role("执行率得分") else 0)
    for number in range(count):
        yield str(total // count + (total % count if number == 0 else 0))


def _classes(form: Form) -> list[tuple[str, str]]:
    """One class of each group that the form requires, else one of each first level."""
    if form.required_classes:
        return [classes[0] for _, classes in form.required_classes if classes]
    found: dict[str, tuple[str, str]] = {}
    for level1, level2 in form.classes:
        found.setdefault(level1, (level1, level2))
    return list(found.values())


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
