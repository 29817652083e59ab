"""An author answers a finding; the answer holds while both figures stay as they were."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.cli import main
from tests.conftest import ROOT

WAIVER = """\
豁免: |
  | 规则 | 对象 | 左 | 右 | 理由 |
  |---|---|---|---|---|
  | JX002 | 义务教育公用经费补助资金·预算数 | 1301.28 | 1300.28 | 上级资金另行列示 |
"""


@pytest.fixture
def source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A public disclosure whose first budget differs from its sources by one."""
    monkeypatch.chdir(tmp_path)
    place = tmp_path / "content" / "2025" / "jyj.yaml"
    place.parent.mkdir(parents=True)
    sample = ROOT / "content"
    (tmp_path / "content" / "站点.yaml").write_bytes((sample / "站点.yaml").read_bytes())
    text = (sample / "2025" / "jyj.yaml").read_text("utf-8")
    assert "财政资金: 1301.28\n" in text
    place.write_text(text.replace("财政资金: 1301.28\n", "财政资金: 1300.28\n", 1), "utf-8")
    return place


def check(*options: str) -> int:
    return main(["check", *options])


def test_a_finding_blocks_until_it_is_answered(
    source: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert check() == 1
    source.write_text(WAIVER + source.read_text("utf-8"), "utf-8")
    capsys.readouterr()
    assert check() == 0
    assert "JX002" not in capsys.readouterr().out
    assert main(["build", "--no-pdf", "--jobs", "1"]) == 0


def test_an_answer_lapses_when_a_figure_changes(
    source: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = WAIVER + source.read_text("utf-8")
    source.write_text(text.replace("财政资金: 1300.28", "财政资金: 1299.28"), "utf-8")
    assert check() == 1
    printed = capsys.readouterr().out
    assert "错误[JX002]" in printed
    assert "错误[HM03] 数字已经变了，这条豁免失效：现在是“1301.28”和“1299.28”。" in printed


def test_the_way_to_answer_is_printed_ready_to_paste(
    source: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert check("--waivers") == 0
    block = capsys.readouterr().out
    assert WAIVER.replace("上级资金另行列示 ", "").strip() in block
    pasted = "\n".join(x for x in block.split("\n") if not x.startswith("#"))
    filled = pasted.replace("| |\n", "| 经核对无误 |\n")
    source.write_text(filled.strip() + "\n" + source.read_text("utf-8"), "utf-8")
    assert check() == 0


@pytest.mark.parametrize("shape", ["md", "folder"])
def test_answers_go_along_into_every_shape(source: Path, shape: str) -> None:
    source.write_text(WAIVER + source.read_text("utf-8"), "utf-8")
    assert main(["convert", str(source), "--to", shape]) == 0
    assert check() == 0
