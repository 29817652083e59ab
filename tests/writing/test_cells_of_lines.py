"""A cell of several lines, as a paste from Excel has it, is written so that it reads back."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.contents import SHAPES, find
from generator.diagnostics import Problems
from generator.files import Folder
from generator.loader import load
from generator.model.disclosure import Disclosure
from generator.model.words import Words
from generator.writing import write
from generator.writing.faults import Unwritable, check_text
from tests.importing.word_files import families

TEXT = """\
部门: 某局
年度: 2025
表式: 河北
状态: 草案
总体绩效目标: |
  做好供水。
分项绩效目标:
  - 标题: 监测
    内容: 按季抽检。
项目:
  - 名称: 水质检测
    地址: 001
    编码: 99010125P00312010007P
    预算数: 36.00
    用途: 用于水样采集。
    绩效目标: 掌握水质
    绩效指标: |
      一级指标\t二级指标\t三级指标\t指标值\t依据
      产出指标\t数量指标\t"检测水样
份数"\t≥240份\t"""
CELLS = ["计划", '"说""好""的\n话"', '"十四五"规划', "| 甲 |", ""]


def read(folder: Path) -> Disclosure:
    problems = Problems()
    content = Folder(folder)
    (found,) = find(content, problems)
    made = load(content, found, families(), problems)
    assert made is not None, problems.found
    assert not problems.has_faults, problems.found
    return made


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("cell", CELLS)
def test_a_cell_of_several_lines_reads_back(shape: str, cell: str, tmp_path: Path) -> None:
    (tmp_path / "a" / "2025").mkdir(parents=True)
    (tmp_path / "a" / "2025" / "ju.yaml").write_text(f"{TEXT}{cell}\n", "utf-8")
    made = read(tmp_path / "a")
    assert str(made.projects[0].indicators.rows[0].name) == "检测水样\n份数"
    for name, data in write(made, families()["河北"], shape).items():
        path = tmp_path / "b" / "2025" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    assert read(tmp_path / "b") == made


@pytest.mark.parametrize("sign", ["\u2003", "\xa0", "\u200b", "\u2f54"])
def test_signs_that_a_reader_cleans_are_not_written(sign: str) -> None:
    with pytest.raises(Unwritable, match="形似"):
        check_text(Words(f"甲{sign}乙"))
