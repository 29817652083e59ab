"""The grammar of the sums in a table definition, one on a line:

    合计 = 基本支出 + 项目支出                    行内: columns of a row, by their keys
    本年收入 = 各行 - 上年结转                    行间: rows, in each column of amounts
    收入总计·收入 = 支出总计·支出                 行间: single cells, 行·列
    科目 = 下级科目                               行间: each code is the sum of those below it
    合计·基本支出 = 一般公共预算基本支出表·合计·合计   表间: a cell of another table, 表·行·列
    各行·合计 ≤ 一般公共预算支出表·合计·合计

各行 stands for all rows but totals, 其中 and what lies below another code.
Signs stand between blanks, so that a name may hold any of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from ..diagnostics import Problems
from ..model.words import Words
from ..sources.nodes import Scalar
from .definitions import bad_form
from .tables import AT_MOST, EQUALS, Sum, Term

WITHIN, BETWEEN_ROWS, BETWEEN_TABLES = "行内", "行间", "表间"
SCOPES: Final = (WITHIN, BETWEEN_ROWS, BETWEEN_TABLES)
_OPERATORS: Final = {"=": EQUALS, "＝": EQUALS, "≤": AT_MOST, "<=": AT_MOST}
_OPERATOR: Final = re.compile(r"(?<!\s)\s+(=|＝|≤|<=)\s+")
_SIGN: Final = re.compile(r"(?<!\s)\s+([+＋\-－−])\s+")
_EXAMPLES: Final = {
    WITHIN: "写成：合计 = 基本支出 + 项目支出，符号两边各空一格。",
    BETWEEN_ROWS: "写成：合计 = 各行，或：收入总计·收入 = 支出总计·支出。",
    BETWEEN_TABLES: "写成：合计·基本支出 = 一般公共预算基本支出表·合计·合计。",
}


def read_sums(block: Scalar, scope: str, problems: Problems) -> tuple[Sum, ...]:
    """The sums of one scope; lines that are none are reported and left out."""
    read = (parse_sum(line, scope) for line in block.lines)
    found = []
    for line, sum in zip(block.lines, read, strict=True):
        if sum is None:
            bad_form(problems, line.span, f"看不懂这条勾稽：{line.text}", _EXAMPLES[scope])
        else:
            found.append(sum)
    return tuple(found)


def parse_sum(words: Words, scope: str) -> Sum | None:
    """One line of a scope; None where it is no sum."""
    sides = _OPERATOR.split(words.text.strip())
    if len(sides) != 3:
        return None
    left = _terms(sides[0], scope)
    right = _terms(sides[2], scope)
    if (
        left is None
        or right is None
        or len(left) != 1
        or (scope != BETWEEN_TABLES and left[0].table)
    ):
        return None
    if scope == BETWEEN_TABLES and not any(term.table for term in right):
        return None
    return Sum(left[0], right, _OPERATORS[sides[1]], words.text.strip(), words.span)


def _terms(text: str, scope: str) -> tuple[Term, ...] | None:
    pieces = _SIGN.split(text)
    signs = [1, *(1 if sign in "+＋" else -1 for sign in pieces[1::2])]
    terms = [_term(name, sign, scope) for name, sign in zip(pieces[::2], signs, strict=True)]
    found = tuple(term for term in terms if term is not None)
    return found if len(found) == len(terms) else None


def _term(text: str, sign: int, scope: str) -> Term | None:
    names = [name.strip() for name in text.split("·")]
    if not all(names):
        return None
    match scope, names:
        case "行内", [column]:
            return Term(column, sign=sign)
        case "行间", [row]:
            return Term("", row, sign=sign)
        case (("行间" | "表间"), [row, column]):
            return Term(column, row, sign=sign)
        case "表间", [table, row, column]:
            return Term(column, row, table, sign)
    return None


def written(sum: Sum) -> str:
    """The sum as it is typed."""
    return "".join(_pieces(sum))


def _pieces(sum: Sum) -> Iterator[str]:
    yield f"{_name(sum.left)} {sum.operator} "
    for n, term in enumerate(sum.right):
        if n:
            yield " + " if term.sign > 0 else " - "
        yield _name(term)


def _name(term: Term) -> str:
    return "·".join(part for part in (term.table, term.row, term.column) if part)
