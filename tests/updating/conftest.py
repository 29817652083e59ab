"""A small disclosure in three shapes, its Word file, and the way back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from generator.cli import main
from tests.updating.word_edits import WordEdits

YAML = """\
# 水务局 2025 年用，局长已看
部门: 云溪县水务局
年度: 2025
表式: 河北
状态: 草案
总体绩效目标: |
  ### 保障饮水安全
  全年项目支出 {{ 项目预算合计 }} 万元，全部用于民生水务。
  水质按季抽检。

  结果当月公布。
分项绩效目标:
  - 标题: 河道清淤
    内容: |
      汛前完成。
      汛后复查。
工作保障措施: |
  按季通报支出进度。
# 下面是项目
项目:
  - 名称: 水质检测
    编码: 99010125P00312010007P
    预算数: 36.00
    财政资金: 36.00
    # 这一句问过业务股
    支出计划: 3月底20%，6月底50%，10月底80%，12月底100%
    用途: 用于水样检测。
    绩效目标: |
      掌握水质状况
      结果公布
    绩效指标: |
      | 一级指标 | 二级指标 | 三级指标 | 描述 | 指标值 | 依据 |
      |---|---|---|---|---|---|
      | 产出指标 | 数量指标 | 份数 |  | ≥240份 | 计划 |
      |          |          | 点位 | 全县 | ≥12个 | 计划 |
      | | 质量指标 | 合格率 | 水样 | ≥98% | 规范 |
      | 效益指标 | 社会效益指标 | 整改率 | 问题 | 100% | 计划 |
      | 满意度指标 | 服务对象满意度指标 | 满意度 | 用户 | ≥90% | 问卷 |
  - 名称: 河道养护
    编码: 99010125P003120100080
    预算数: 12.00
    绩效目标: |
      河道畅通
    绩效指标: |
      | 一级指标 | 二级指标 | 三级指标 | 描述 | 指标值 | 依据 |
      |---|---|---|---|---|---|
      | 产出指标 | 数量指标 | 长度 | 河道 | ≥13公里 | 计划 |
"""


@dataclass
class Office:
    """A content folder with one disclosure, and its Word file on its way to the leaders."""

    content: Path
    capture: pytest.CaptureFixture[str]
    file: Path = Path("shuiwu-2025.docx")

    def text(self, name: str = "2025/shuiwu.yaml") -> str:
        return (self.content / name).read_bytes().decode("utf-8")

    def export(self) -> WordEdits:
        self.file.unlink(missing_ok=True)
        assert main(["word", "2025/shuiwu"]) == 0
        return WordEdits(self.file.read_bytes())

    def take_back(self, edits: WordEdits, *, write: bool = True) -> tuple[int, str]:
        """The exit code and what was said."""
        self.file.write_bytes(edits.data)
        self.capture.readouterr()
        options = ["--write"] if write else []
        code = main(["import", str(self.file), "--update", "2025/shuiwu", *options])
        return code, self.capture.readouterr().out

    def changed(self, before: str, after: str) -> list[tuple[str, str]]:
        """The lines that differ, one by one, where none were added or removed."""
        old, new = before.split("\n"), after.split("\n")
        assert len(old) == len(new)
        return [(a.strip(), b.strip()) for a, b in zip(old, new, strict=True) if a != b]


@pytest.fixture
def office(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Office:
    (tmp_path / "content" / "2025").mkdir(parents=True)
    (tmp_path / "content" / "2025" / "shuiwu.yaml").write_text(YAML, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return Office(tmp_path / "content", capsys)


@pytest.fixture
def in_shape(office: Office) -> Callable[[str], Office]:
    """The same disclosure in another shape."""

    def convert(shape: str) -> Office:
        source = str(office.content / "2025" / "shuiwu.yaml")
        assert main(["convert", source, "--to", shape, "--drop-comments"]) == 0
        return office

    return convert
