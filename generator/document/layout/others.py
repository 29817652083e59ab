"""其他栏目: what a text says in columns that its form lacks, under the form."""

from __future__ import annotations

from ...forms import shares
from ...keys import OTHER_COLUMNS, OTHERS
from ...model.disclosure import Project
from ...model.tables import Cell, CellRole, Grid

_WIDTHS = (1, 1, 3)


def others_grid(id: str, project: Project) -> Grid:
    """A row an entry; the column of indicators only where an entry names one."""
    rows = [(o.column, o.indicator, o.text) for o in project.others]
    kept = [n for n in range(len(OTHER_COLUMNS)) if n != 1 or any(row[1] for row in rows)]
    cells = [
        Cell(f"{id}r0c{n}", 0, n, (OTHER_COLUMNS[k],), role=CellRole.COLUMN_HEAD)
        for n, k in enumerate(kept)
    ]
    for r, row in enumerate(rows, 1):
        headers: tuple[str, ...] = ()
        for n, k in enumerate(kept):
            own, is_head = f"{id}r{r}c{n}", n + 1 < len(kept)
            cells.append(
                Cell(
                    own, r, n, tuple(row[k].text.split("\n")),
                    role=CellRole.ROW_HEAD if is_head else CellRole.VALUE,
                    headers=(f"{id}r0c{n}", *headers), key=OTHER_COLUMNS[k],
                    is_optional=k == 1, span=row[k].span,
                )
            )  # fmt: skip
            headers = (*headers, own) if is_head else headers
    widths = shares([_WIDTHS[k] for k in kept])
    return Grid(id, f"{project.label}：{OTHERS}", widths, tuple(cells), 1)
