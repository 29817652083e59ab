"""A small content with findings of every kind, checked from the folder that holds it."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from tests.conftest import ROOT

WAIVER = """\
豁免: |
  | 规则 | 对象 | 左 | 右 | 理由 |
  |---|---|---|---|---|
  | JX002 | 义务教育公用经费补助资金·预算数 | 1301.28 | 1300.28 | 上级资金<另行>列示 |
"""
DRAFT = """\
部门: 示例县某局
年度: 2025
表式: 河北
状态: 草案
总体绩效目标: |
  全年<script>alert(1)</script>工作{{ 无此数, 50% }}，有序: 开展。
分项绩效目标:
  - 标题: 监管
    内容: 按季检查。
待核: |
  合计
"""


@pytest.fixture
def content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The content folder: an answered finding, a draft with faults, a workbook, a stray file."""
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "内容 %1"
    (folder / "2025/wjj/项目").mkdir(parents=True)
    sample = ROOT / "content"
    (folder / "站点.yaml").write_bytes((sample / "站点.yaml").read_bytes())
    text = (sample / "2025/jyj.yaml").read_text("utf-8")
    assert "财政资金: 1301.28\n" in text
    changed = text.replace("财政资金: 1301.28\n", "财政资金: 1300.28\n", 1)
    (folder / "2025/jyj.yaml").write_text(WAIVER + changed, "utf-8")
    (folder / "2025/ju.yaml").write_text(DRAFT, "utf-8")
    (folder / "2025/wjj/项目").rmdir()
    head = DRAFT.split("总体绩效目标")[0]
    (folder / "2025/wjj/部门.yaml").write_text(head, "utf-8")
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["名称", "地址", "预算数"])
    sheet.append(["甲项目", "001", "三十六万"])
    book.save(folder / "2025/wjj/项目.xlsx")
    (folder / "杂.txt").write_text("甲", "utf-8")
    return folder
