"""Tables of which each row is a record of its own: 豁免, 不公开, 另加章节."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..diagnostics import Problems, RuleBook, Span
from ..model.words import Words
from .keys import Keys, did_you_mean


def read_records(
    keys: Keys, name: str, required: Sequence[str], optional: Sequence[str], problems: Problems
) -> Iterator[tuple[dict[str, Words], Span]]:
    """The rows under a key by column, with their places; a column that is absent is blank.

    Unknown columns and missing ones that are required are faults.
    """
    table = keys.table(name)
    if table is None:
        return
    columns, heads = (*required, *optional), [head.text for head in table.head]
    for head in table.head:
        if head.text not in columns:
            problems.add(
                RuleBook.UNKNOWN_COLUMN,
                head.span,
                f"“{name}”的表没有“{head.text}”这一列。",
                did_you_mean(head.text, columns),
            )
    for column in required:
        if column not in heads:
            problems.add(
                RuleBook.MISSING_COLUMN,
                table.span,
                f"“{name}”的表缺少“{column}”这一列。",
                f"表头写成：| {' | '.join(columns)} |",
            )
    for row in table.rows:
        cells = dict(zip(heads, row, strict=True))
        place = row[0].span
        yield {c: cells.get(c, Words("", place)) for c in columns}, place
