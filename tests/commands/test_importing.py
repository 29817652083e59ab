"""`gongkai import`: what it writes, what it refuses, what it says."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from openpyxl import Workbook

from generator.arguments import make_parser
from generator.commands import importing
from generator.commands.outcomes import DONE, PROBLEMS, Usage
from generator.contents import find
from generator.diagnostics import Problems
from generator.files import Folder
from generator.loader import load
from tests.importing.word_files import families, imported, lines, new, one_grid, saved, title_page


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A small Word file."""
    document = new()
    title_page(document)
    lines(document, "一、总体绩效目标", "保障农村饮水安全。")
    one_grid(document)
    path = tmp_path / "shuiwu.docx"
    path.write_bytes(saved(document))
    return path


@pytest.fixture(autouse=True)
def _in_the_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def run(*arguments: str) -> int:
    args = make_parser("").parse_args(["import", *arguments])
    return int(importing.run(args))


@pytest.mark.parametrize(
    ("shape", "first"),
    [("yaml", "shuiwu.yaml"), ("md", "shuiwu.md"), ("folder", "shuiwu/部门.yaml")],
)
def test_it_writes_the_shape_that_was_asked_for(
    source: Path, shape: str, first: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(str(source), "--shape", shape) == DONE
    assert Path("content/2025", first).is_file()
    out = capsys.readouterr().out
    assert "1 个项目，4 行绩效指标" in out
    assert "没有待核内容" in out
    folder, problems = Folder(Path("content")), Problems()
    (found,) = find(folder, problems)
    disclosure = load(folder, found, families(), problems)
    assert disclosure is not None
    assert disclosure.projects == imported(source.read_bytes()).projects
    written = {p.name for p in Path("content/2025").iterdir()}
    assert written == {first.split("/")[0], "shuiwu.导入账.csv"}


def test_statutory_tables_alone_are_imported_where_the_form_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book = Workbook()
    sheet = book.create_sheet("预算表")
    for row in (
        ("一般公共预算“三公”经费支出表",), ("单位：万元",),
        ("合计", "因公出国（境）费", "公务用车购置及运行费", None, None, "公务接待费"),
        (None, None, "小计", "公务用车购置费", "公务用车运行费", None),
        (6.2, 0, 5, 0, 5, 1.2),
    ):  # fmt: skip
        sheet.append(row)
    for cells in ("A3:A4", "B3:B4", "C3:E3", "F3:F4"):
        sheet.merge_cells(cells)
    book.save(tmp_path / "yusuan.xlsx")
    call = ("yusuan.xlsx", "--year", "2025", "--shape", "folder")
    assert run(*call) == PROBLEMS
    assert "--form" in capsys.readouterr().out
    assert run(*call, "--form", "河北") == DONE
    (table,) = Path("content/2025/yusuan").glob("*预算表*")
    assert "表: 三公经费支出表" in table.read_text("utf-8")
    assert "| 6.2 | 0 | 5 | 0 | 5 | 1.2 |" in table.read_text("utf-8")


def test_into_names_the_place(source: Path) -> None:
    assert run(str(source), "--into", "content/2025/sw") == DONE
    assert Path("content/2025/sw.yaml").is_file()


@pytest.mark.parametrize("taken", ["shuiwu.yaml", "shuiwu.md", "shuiwu"])
def test_nothing_is_overwritten(
    source: Path, taken: str, capsys: pytest.CaptureFixture[str]
) -> None:
    place = Path("content/2025", taken)
    place.parent.mkdir(parents=True)
    place.mkdir() if taken == "shuiwu" else place.write_text("原来的")
    assert run(str(source)) == PROBLEMS
    assert "没有覆盖" in capsys.readouterr().out
    assert [p.name for p in place.parent.iterdir()] == [taken]
    assert place.is_dir() or place.read_text() == "原来的"


def test_another_years_folder_is_refused(source: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(str(source), "--into", "content/2024/sw") == PROBLEMS
    assert "content/2025/sw" in capsys.readouterr().out
    assert not Path("content").exists()


def test_a_broken_file_is_reported_with_a_hint(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = tmp_path / "broken.docx"
    broken.write_bytes(b"PK\x03\x04")
    assert run(str(broken)) == PROBLEMS
    out = capsys.readouterr().out
    assert "broken.docx:1:1: 错误[WJ01]" in out
    assert "改法：" in out


@pytest.mark.parametrize(
    "arguments",
    [
        ("missing.docx",),
        ("shuiwu.docx", "--into", "content/2025/水务"),
        ("shuiwu.docx", "--form", "火星"),
    ],
)
def test_wrong_calls_are_usage(source: Path, arguments: tuple[str, ...]) -> None:
    assert source.is_file()
    with pytest.raises(Usage):
        run(*arguments)


def test_what_would_not_read_back_is_not_written(
    source: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(importing, "load", lambda *_: None)
    assert run(str(source)) == PROBLEMS
    assert "读回来" in capsys.readouterr().out
    assert list(Path("content/2025").iterdir()) == []


def test_a_failing_disk_leaves_nothing_behind(
    source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(OSError, match="No space"):
        run(str(source))
    assert list(Path("content/2025").iterdir()) == []


def test_a_file_with_a_chinese_name_is_explained_without_a_place(
    source: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    named = source.rename("云溪县水务局2025年部门预算.docx")
    assert run(str(named), "--explain") == DONE
    out = capsys.readouterr().out
    assert "部门：云溪县水务局" in out
    assert "--into content/2024/" in out
    assert not Path("content").exists()
    with pytest.raises(Usage, match="--into"):
        run(str(named))
