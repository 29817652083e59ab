"""Amounts of statutory tables that say their own unit are numbers of the table's."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.contents import find
from generator.diagnostics import Level, Problems
from generator.files import Folder
from generator.loader import load
from generator.model.words import DataTable
from tests.importing.word_files import families

HEAD = "部门: 某局\n年度: 2025\n表式: 河北\n状态: 草案\n"


def rows_of(folder: Path, unit: str, row: str) -> tuple[list[list[str]], Problems]:
    """The cells of a table of 三公经费, with what was found."""
    said = f"  单位: {unit}\n" if unit else ""
    text = f"{HEAD}预算表: |\n  ```表\n  表: 三公经费支出表\n{said}  {row}\n  ```\n"
    (folder / "2025").mkdir()
    (folder / "2025/ju.yaml").write_text(text, "utf-8")
    content, problems = Folder(folder), Problems()
    (found,) = find(content, problems)
    disclosure = load(content, found, families(), problems)
    assert disclosure is not None
    pieces = [p for s in disclosure.sections for p in s.prose if isinstance(p, DataTable)]
    return [[w.text for w in r] for table in pieces for r in table.rows], problems


@pytest.mark.parametrize(
    ("unit", "row", "read"),
    [
        ("", "| 18.00万元 | 0 | 120000元 | 0 | 12 | 6万 |",
         ["18.00", "0", "12.00", "0", "12", "6"]),
        ("元", "| 18万元 | 0 | 120,000.50元 | 0 | 12 | — |",
         ["180,000.00", "0", "120,000.50", "0", "12", "—"]),
    ],
)  # fmt: skip
def test_a_cell_with_its_unit_counts_in_the_table_s(
    tmp_path: Path, unit: str, row: str, read: list[str]
) -> None:
    rows, problems = rows_of(tmp_path, unit, row)
    assert rows == [read]
    assert not [d for d in problems.found if d.level is Level.ERROR and "预算表" in d.message]
