"""`gongkai convert`: the same disclosure in another shape, or nothing changes."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.arguments import make_parser
from generator.commands import convert
from generator.commands.outcomes import DONE, ENVIRONMENT, PROBLEMS, Usage
from generator.contents import find
from generator.diagnostics import Problems
from generator.files import Folder
from generator.loader import load
from generator.model.disclosure import Disclosure
from tests.pictures import png
from tests.strategies import families

TEXT = """\
# 2025 年用
部门: 云溪县水务局
年度: 2025
表式: 河北
状态: 草案
总体绩效目标: |
  ### 保障饮水安全
  \\# 不是批注，是正文
分项绩效目标:
  - 标题: 河道清淤
    内容: |
      汛前完成。
# 下面是项目
项目:
  - 名称: 水质检测
    编码: 99010125P00312010007P
    预算数: 36.00
    支出计划: 3月底20%，12月底100%
    用途: 用于水样检测。
    绩效目标: |
      掌握水质状况
    绩效指标: |
      | 一级指标 | 二级指标 | 三级指标 | 描述 | 指标值 | 依据 |
      |---|---|---|---|---|---|
      | 产出指标 | 数量指标 | 份数 | | ≥240份 | 计划 |
"""


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """A content folder with one disclosure, as YAML."""
    (tmp_path / "2025").mkdir()
    (tmp_path / "2025" / "shuiwu.yaml").write_text(TEXT, encoding="utf-8")
    return tmp_path


def run(*arguments: str | Path) -> int:
    args = make_parser("").parse_args(["convert", *map(str, arguments)])
    return int(convert.run(args))


def loaded(content: Path) -> list[Disclosure | None]:
    folder, problems = Folder(content), Problems()
    return [load(folder, f, families(), problems) for f in find(folder, problems)]


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, hidden ones too."""
    files = (p for p in folder.rglob("*") if p.is_file())
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in files}


def test_through_all_shapes_and_back(content: Path) -> None:
    before = loaded(content)
    year = content / "2025"
    assert run(year / "shuiwu.yaml", "--to", "md", "--drop-comments") == DONE
    assert list(tree(content)) == ["2025/shuiwu.md"]
    assert run(year / "shuiwu.md", "--to", "folder") == DONE
    assert sorted(tree(content)) == [
        "2025/shuiwu/01-总体绩效目标.md",
        "2025/shuiwu/02-分项绩效目标.md",
        "2025/shuiwu/部门.yaml",
        "2025/shuiwu/项目/001-水质检测.yaml",
    ]
    assert loaded(content) == before
    assert run(year / "shuiwu" / "部门.yaml", "--to", "yaml") == DONE
    assert list(tree(content)) == ["2025/shuiwu.yaml"]
    assert not (year / "shuiwu").exists()
    assert loaded(content) == before


def test_to_another_folder_the_original_stays(
    content: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = tree(content)
    target = tmp_path.parent / f"{tmp_path.name}-out" / "2025"
    source = content / "2025" / "shuiwu.yaml"
    assert run(source, "--to", "folder", "--output", target, "--drop-comments") == DONE
    assert tree(content) == before
    assert loaded(target.parent) == loaded(content)
    assert "原来的文件没有改动" in capsys.readouterr().out


def test_comments_are_not_lost_unasked(content: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = tree(content)
    assert run(content / "2025" / "shuiwu.yaml", "--to", "md") == PROBLEMS
    shown = capsys.readouterr().out
    assert "2025/shuiwu.yaml:1:1" in shown
    assert "2025/shuiwu.yaml:13:1" in shown
    assert "2 行批注" in shown
    assert "--drop-comments" in shown
    assert tree(content) == before


def test_comments_in_front_matter_count_and_headings_do_not(
    content: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = content / "2025" / "shuiwu.yaml"
    run(source, "--to", "md", "--drop-comments")
    path = content / "2025" / "shuiwu.md"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("---\n", "---\n  # 改过\n", 1), encoding="utf-8")
    assert run(path, "--to", "yaml") == PROBLEMS
    assert "有 1 行批注" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        ("状态: 草案", "状态: 草案\n不认识: 甲", "不认识"),
        ("3月底20%", "年底20%", "年底20%"),
        ("部门: ", "部门：", "全角冒号"),
    ],
)
def test_errors_that_lose_content_are_mended_first(
    content: Path, capsys: pytest.CaptureFixture[str], old: str, new: str, shown: str
) -> None:
    path = content / "2025" / "shuiwu.yaml"
    path.write_text(TEXT.replace(old, new), encoding="utf-8")
    before = tree(content)
    assert run(path, "--to", "md", "--drop-comments") == PROBLEMS
    assert shown in capsys.readouterr().out
    assert tree(content) == before


def test_a_draft_with_gaps_is_converted_and_its_gaps_named(
    content: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = content / "2025" / "shuiwu.yaml"
    gaps = TEXT.replace("预算数: 36.00", "预算数: 待定").replace("部门: 云溪县水务局", "部门:")
    path.write_text(gaps, encoding="utf-8")
    before = loaded(content)
    assert run(path, "--to", "folder", "--drop-comments") == DONE
    assert loaded(content) == before
    assert "NR19" in capsys.readouterr().out


def test_nothing_is_overwritten(content: Path, tmp_path: Path) -> None:
    target = tmp_path / "out"
    target.mkdir()
    (target / "shuiwu.md").write_text("别人的", encoding="utf-8")
    before = tree(content)
    source = content / "2025" / "shuiwu.yaml"
    with pytest.raises(Usage, match="已经存在"):
        run(source, "--to", "md", "--output", target, "--drop-comments")
    assert tree(content) == before


def test_wrong_calls(content: Path, tmp_path: Path) -> None:
    year = content / "2025"
    source = year / "shuiwu.yaml"
    (year / "说明.txt").write_text("甲", encoding="utf-8")
    for arguments, message in (
        ((source, "--to", "yaml"), "已经是“YAML 文件”这种写法。"),
        ((source, "--to", "md", "--output", year), "两种写法"),
        ((year / "没有.yaml", "--to", "md"), "没有找到"),
        ((year, "--to", "md"), "年份"),
        ((year / "说明.txt", "--to", "md"), "不是一份公开"),
    ):
        with pytest.raises(Usage, match=message):
            run(*arguments)


def test_two_shapes_of_one_name_are_named(
    content: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (content / "2025" / "shuiwu.md").write_text("---\n---\n", encoding="utf-8")
    for name in ("shuiwu.md", "shuiwu.yaml"):
        assert run(content / "2025" / name, "--to", "folder") == PROBLEMS
        assert "写了 2 遍" in capsys.readouterr().out


def test_what_stands_beside_the_files_stays(content: Path) -> None:
    year = content / "2025"
    run(year / "shuiwu.yaml", "--to", "folder", "--drop-comments")
    (year / "shuiwu" / "~$部门.docx").write_bytes(b"x")
    assert run(year / "shuiwu", "--to", "md") == DONE
    assert sorted(tree(content)) == ["2025/shuiwu.md", "2025/shuiwu/~$部门.docx"]
    assert run(year / "shuiwu.md", "--to", "folder") == DONE
    assert "2025/shuiwu/部门.yaml" in tree(content)


def test_a_difference_is_an_error_and_nothing_is_written(
    content: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def careless(*_: object) -> dict[str, bytes]:
        return {"shuiwu.md": "---\n部门: 别的局\n年度: 2025\n表式: 河北\n---\n".encode()}

    monkeypatch.setattr(convert, "write", careless)
    before = tree(content)
    path = content / "2025" / "shuiwu.yaml"
    assert run(path, "--to", "md", "--drop-comments") == PROBLEMS
    shown = capsys.readouterr().out
    assert "读回来与原来不同：文件头、正文、分项绩效目标、项目个数" in shown
    assert tree(content) == before


def test_what_a_shape_cannot_carry_is_refused_with_its_place(
    content: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = content / "2025" / "shuiwu.yaml"
    path.write_text(
        TEXT.replace("    预算数", "    单位名称: 甲\t乙\n    预算数"), encoding="utf-8"
    )
    before = tree(content)
    assert run(path, "--to", "md", "--drop-comments") == PROBLEMS
    shown = capsys.readouterr().out
    assert "2025/shuiwu.yaml:17:11" in shown
    assert "制表符" in shown
    assert tree(content) == before


def test_attachments_stay_where_a_folder_holds_them(
    content: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(content / "2025" / "shuiwu.yaml", "--to", "folder", "--drop-comments") == DONE
    folder = content / "2025" / "shuiwu"
    (folder / "附件").mkdir()
    (folder / "附件" / "pifu.pdf").write_bytes(b"%PDF-1.7")
    head = folder / "部门.yaml"
    lines = "附件:\n  - 标题: 批复\n    文件: pifu.pdf\n"
    head.write_text(head.read_text("utf-8") + lines, "utf-8")
    before = tree(content)
    capsys.readouterr()
    assert run(folder, "--to", "md") == PROBLEMS
    assert "“附件”的清单不会自动换写法" in capsys.readouterr().out
    assert tree(content) == before


def test_a_file_held_fast_leaves_everything_as_it_was(
    content: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    year = content / "2025"
    run(year / "shuiwu.yaml", "--to", "folder", "--drop-comments")
    before = tree(content)
    rename = Path.rename

    def held(self: Path, target: Path) -> Path:
        if self.name == "部门.yaml":
            raise PermissionError(13, "另一个程序正在使用此文件", str(self))
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", held)
    assert run(year / "shuiwu", "--to", "yaml") == ENVIRONMENT
    assert tree(content) == before
    assert "另一个程序" in capsys.readouterr().out


def test_a_full_disk_leaves_everything_as_it_was(
    content: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = tree(content)
    create = convert._create

    def full(path: Path, data: bytes) -> None:
        if path.is_relative_to(content) and path.name == "001-水质检测.yaml":
            raise OSError(28, "设备上没有空间", str(path))
        create(path, data)

    monkeypatch.setattr(convert, "_create", full)
    path = content / "2025" / "shuiwu.yaml"
    assert run(path, "--to", "folder", "--drop-comments") == ENVIRONMENT
    assert tree(content) == before
    assert not (content / "2025" / "shuiwu").exists()


def test_pictures_go_along_through_all_shapes_and_into_another_folder(content: Path) -> None:
    year, shown = content / "2025", png()
    picture = '  ![近五年检测的水样](附件/图.png "水样")\n分项绩效目标:\n'
    text = TEXT.replace("分项绩效目标:\n", picture)
    (year / "shuiwu.yaml").write_text(text, encoding="utf-8")
    (year / "shuiwu" / "附件").mkdir(parents=True)
    (year / "shuiwu" / "附件" / "图.png").write_bytes(shown)
    before = loaded(content)
    assert run(year / "shuiwu.yaml", "--to", "md", "--drop-comments") == DONE
    assert tree(content).keys() == {"2025/shuiwu.md", "2025/shuiwu/附件/图.png"}
    assert run(year / "shuiwu.md", "--to", "folder") == DONE
    assert run(year / "shuiwu", "--to", "yaml", "--output", content / "b" / "2025") == DONE
    assert tree(content / "b") == {
        "2025/shuiwu.yaml": (content / "b" / "2025" / "shuiwu.yaml").read_bytes(),
        "2025/shuiwu/附件/图.png": shown,
    }
    assert run(year / "shuiwu", "--to", "yaml") == DONE
    assert tree(content / "2025").keys() == {"shuiwu.yaml", "shuiwu/附件/图.png"}
    assert loaded(content) == loaded(content / "b") == before


def test_a_picture_follows_a_disclosure_whose_file_takes_another_name(content: Path) -> None:
    year = content / "2025"
    picture = "标识: shuiwu\n总体绩效目标: |\n  ![近五年检测的水样](附件/图.png)\n"
    (year / "shuiwu.yaml").unlink()
    (year / "水务.yaml").write_text(TEXT.replace("总体绩效目标: |\n", picture), encoding="utf-8")
    (year / "水务" / "附件").mkdir(parents=True)
    (year / "水务" / "附件" / "图.png").write_bytes(png())
    assert run(year / "水务.yaml", "--to", "md", "--drop-comments") == DONE
    assert tree(content).keys() == {"2025/shuiwu.md", "2025/shuiwu/附件/图.png"}
