"""A table of projects whose heads name the unit of their amounts."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.contents import find
from generator.diagnostics import Problems
from generator.files import Folder
from generator.loader import load
from generator.model.disclosure import Disclosure
from tests.importing.word_files import families

HEAD = "部门: 某局\n年度: 2025\n表式: 河北\n状态: 草案\n总体绩效目标: |\n  甲\n分项绩效目标:\n"


def loaded(folder: Path, table: str) -> tuple[Disclosure | None, list[tuple[str, int, int]]]:
    place = folder / "2025" / "ju"
    place.mkdir(parents=True)
    (place / "部门.yaml").write_text(HEAD, "utf-8")
    (place / "项目.csv").write_text(table, "utf-8")
    problems = Problems()
    content = Folder(folder)
    (found,) = find(content, problems)
    made = load(content, found, families(), problems)
    wanted = [d for d in problems.found if d.rule in ("NR04", "BG03", "BG04")]
    return made, [(d.rule, d.span.line, d.span.column) for d in wanted]


@pytest.mark.parametrize(
    "head",
    ["预算数（元）", "预算数(元)", "预算数/元", "预算数 单位：元", "预算数（单位：人民币元）"],
)
def test_a_number_counts_in_the_unit_of_its_head(head: str, tmp_path: Path) -> None:
    made, found = loaded(
        tmp_path, f'地址,名称,{head}\n001,甲,"420,000"\n002,乙,85000元\n003,丙,/\n'
    )
    assert not found
    assert made is not None
    assert [p.budget.value for p in made.projects] == [42, 8.5, None]


def test_a_unit_of_its_own_that_is_another_is_an_error(tmp_path: Path) -> None:
    _, found = loaded(tmp_path, "地址,名称,预算数（元）\n001,甲,42万元\n002,乙,85000\n")
    assert found == [("NR04", 2, 7)]


def test_two_units_in_one_head_are_an_error(tmp_path: Path) -> None:
    _, found = loaded(tmp_path, "地址,名称,预算数（元）（万元）\n001,甲,42\n")
    assert found == [("NR04", 1, 7)]


def test_a_head_in_the_unit_of_the_form_changes_nothing(tmp_path: Path) -> None:
    made, found = loaded(tmp_path, "地址,名称,预算数（万元）\n001,甲,42.00\n")
    assert not found
    assert made is not None
    assert made.projects[0].budget.shown("万元") == "42.00"


def test_a_head_that_is_no_key_stays_unknown(tmp_path: Path) -> None:
    _, found = loaded(tmp_path, "地址,名称,单价（元）\n001,甲,42\n")
    assert found == [("BG03", 1, 7)]
