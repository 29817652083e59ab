"""The small tables and words that forms are defined with."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from ..diagnostics import Problems, RuleBook, Span
from ..files import Folder
from ..model.amounts import to_decimal
from ..model.words import Words
from ..sources.keys import Keys, did_you_mean
from ..sources.nodes import Mapping, Table
from ..sources.yaml_source import read_yaml
from .types import COLUMN_ROLES, INHERITED, Column


def file_keys(
    folder: Folder, path: str, known: Iterable[str], problems: Problems, what: str = "表式"
) -> Keys:
    """The keys of a definition file; `what` it is, for messages."""
    source = folder.text(path, problems)
    mapping = read_yaml(source, problems) if source else None
    return Keys(mapping or Mapping((), Span(path)), problems, known, what)


def read_columns(table: Table | None, problems: Problems) -> tuple[Column, ...]:
    columns = _column_rows(table, problems)
    span = table.span if table else Span("")
    if any(not c.key for c in columns):
        bad_form(problems, span, "有一列没有写“键”。", "写上作者要用的键。")
    for what, names in (("键", [c.key for c in columns]), ("角色", [c.role for c in columns])):
        for name in repeated(n for n in names if n):
            bad_form(problems, span, f"{what}“{name}”给了两列。", "只留一列。")
    return columns


def _column_rows(table: Table | None, problems: Problems) -> tuple[Column, ...]:
    names = ("键", "标题", "别名", "角色", "列宽", "合并", "必填", INHERITED)
    return tuple(
        Column(
            key=row["键"].text,
            title=row["标题"].text or row["键"].text,
            aliases=listed(row["别名"]),
            role=one_of(row["角色"], ("", *COLUMN_ROLES), problems),
            width=float(to_decimal(row["列宽"].text) or 10),
            merges=is_yes(row["合并"], problems),
            required=is_yes(row["必填"], problems),
            inherited=is_yes(row[INHERITED], problems),
        )
        for row in named_rows(table, names, problems)
    )


def repeated(names: Iterable[str]) -> list[str]:
    return [name for name, times in Counter(names).items() if times > 1]


def named_rows(
    table: Table | None, names: Sequence[str], problems: Problems
) -> list[dict[str, Words]]:
    """The rows of a definition table by column name; absent columns are blank."""
    if table is None:
        return []
    for head in table.head:
        if head.text not in names:
            bad_form(
                problems, head.span, f"没有“{head.text}”这一列。", did_you_mean(head.text, names)
            )
    rows = []
    for row in table.rows:
        named = {head.text: cell for head, cell in zip(table.head, row, strict=True)}
        rows.append({name: named.get(name, Words("", table.span)) for name in names})
    return rows


def listed(words: Words) -> tuple[str, ...]:
    return tuple(piece.strip() for piece in words.text.split("、") if piece.strip())


def is_yes(words: Words, problems: Problems) -> bool:
    return one_of(words, ("", "是", "否"), problems) == "是"


def one_of(words: Words, choices: Sequence[str], problems: Problems) -> str:
    if words.text in choices:
        return words.text
    named = [c for c in choices if c]
    bad_form(problems, words.span, f"“{words.text}”不在可选范围内。", "可选：" + "、".join(named))
    return choices[0]


def bad_form(problems: Problems, span: Span, message: str, hint: str) -> None:
    problems.add(RuleBook.BAD_FORM, span, message, hint)
