"""其他栏目: what a text says in columns that its form lacks."""

from __future__ import annotations

from ..diagnostics import Problems, RuleBook
from ..keys import OTHER_COLUMNS, OTHERS
from ..model.disclosure import OtherEntry
from ..model.words import Words
from ..sources.keys import Keys, did_you_mean


def read_others(keys: Keys, problems: Problems) -> tuple[OtherEntry, ...]:
    """A row an entry; a row without its column's title, or without a text, is a fault."""
    table = keys.table(OTHERS)
    if table is None:
        return ()
    heads = [head.text for head in table.head]
    for head in table.head:
        if head.text not in OTHER_COLUMNS:
            problems.add(
                RuleBook.UNKNOWN_COLUMN,
                head.span,
                f"“{OTHERS}”这张表没有“{head.text}”这一列。",
                did_you_mean(head.text, OTHER_COLUMNS),
            )
    found = []
    for row in table.rows:
        cells = dict(zip(heads, row, strict=True))
        column, indicator, text = (cells.get(k, Words("", row[0].span)) for k in OTHER_COLUMNS)
        if not column or not text:
            problems.add(
                RuleBook.NOT_FILLED,
                row[0].span,
                f"“{OTHERS}”的这一行没有写{'内容' if column else '栏目'}。",
                "补上；用不着的，删去这一行。",
            )
        found.append(OtherEntry(column, indicator, text))
    return tuple(found)
