"""豁免: the author's answers to findings, a row each."""

from __future__ import annotations

from ..diagnostics import Problems, RuleBook
from ..model.disclosure import Waiver
from ..model.words import Words
from ..schema import WAIVER_COLUMNS, WAIVERS
from ..sources.keys import Keys, did_you_mean


def read_waivers(keys: Keys, problems: Problems) -> tuple[Waiver, ...]:
    """The rows under 豁免; unknown and missing columns are faults."""
    table = keys.table(WAIVERS)
    if table is None:
        return ()
    heads = [head.text for head in table.head]
    for head in table.head:
        if head.text not in WAIVER_COLUMNS:
            problems.add(
                RuleBook.UNKNOWN_COLUMN,
                head.span,
                f"豁免表没有“{head.text}”这一列。",
                did_you_mean(head.text, WAIVER_COLUMNS),
            )
    for name in WAIVER_COLUMNS:
        if name not in heads:
            problems.add(
                RuleBook.MISSING_COLUMN,
                table.span,
                f"豁免表缺少“{name}”这一列。",
                f"表头写成：| {' | '.join(WAIVER_COLUMNS)} |",
            )
    found = []
    for row in table.rows:
        cells = dict(zip(heads, row, strict=True))
        rule, object, left, right, reason = (
            cells.get(name, Words("", row[0].span)) for name in WAIVER_COLUMNS
        )
        found.append(Waiver(rule, object, left, right, reason, row[0].span))
    return tuple(found)
