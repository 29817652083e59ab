"""`gongkai check`: every problem at once, for people and for programs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from generator.cli import main

SOUND = """\
部门: 某局
年度: 2025
表式: 河北
状态: 草案
总体绩效目标: |
  全年工作有序开展。
分项绩效目标:
  - 标题: 监管
    内容: 按季检查。
"""
SITE = "名称: 某县\n网址: https://www.example.gov.cn/\n索引号前缀: X-\n"


@pytest.fixture
def content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty content folder, in the folder where the command is called."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "content").mkdir()
    return tmp_path / "content"


def write(content: Path, files: dict[str, str]) -> None:
    for path, text in files.items():
        place = content / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, "utf-8")


def as_json(capsys: pytest.CaptureFixture[str]) -> dict[str, object]:
    main(["check", "--format", "json"])
    result: dict[str, object] = json.loads(capsys.readouterr().out)
    return result


def test_sound_content_is_done(content: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(content, {"站点.yaml": SITE, "2025/a.yaml": SOUND, "2025/b.yaml": SOUND})
    assert main(["check"]) == 0
    assert capsys.readouterr().out == "检查了 2 份公开、2 个文件：0 个错误，0 个警告，0 个提示。\n"


def test_all_problems_of_a_site_come_in_one_run(
    content: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(
        content,
        {
            "2025/a.yaml": SOUND.replace("部门: ", "部门：") + "未知: 甲\n",
            "2025/b.yaml": SOUND.replace("2025", "2024") + "批复日期: 某天\n",
            "杂.txt": "甲",
        },
    )
    assert main(["check"]) == 1
    out = capsys.readouterr().out
    for place in (
        "2025/a.yaml:1:3: 错误[YF01]",
        "2025/a.yaml:10:1: 错误[NR01]",
        "2025/b.yaml:2:5: 错误[WJ06]",
        "2025/b.yaml:10:7: 错误[NR05]",
        "杂.txt:1:1: 错误[WJ03]",
        "站点.yaml:1:1: 提示[NR16]",
    ):
        assert place in out
    assert out.endswith("5 个错误，0 个警告，1 个提示。\n")


def test_a_finding_shows_its_line_with_a_caret_and_a_remedy(
    content: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(content, {"站点.yaml": SITE, "2025/a.yaml": SOUND + "批复日期: 2025年某天\n"})
    main(["check"])
    assert capsys.readouterr().out.split("\n\n")[0].split("\n") == [
        "2025/a.yaml:10:7: 错误[NR05] “批复日期”不是日期：2025年某天",
        "    批复日期: 2025年某天",
        "              ^",
        "    改法：写成年-月-日，例如 2025-02-10。",
    ]


def test_a_long_line_is_cut_around_the_fault(
    content: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = SOUND.replace("全年工作有序开展。", "甲" * 500 + "{{ 无 }}" + "乙" * 500)
    write(content, {"站点.yaml": SITE, "2025/a.yaml": text})
    main(["check"])
    _, line, caret, *_ = capsys.readouterr().out.split("\n")
    assert len(line) < 120
    before = line[: line.index("{{")]
    assert caret.index("^") == 4 + 2 * (len(before) - 5) + 1


def test_programs_get_the_findings_as_json(
    content: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(content, {"2025/a.yaml": SOUND + "待核: |\n  合计\n批复日期: 甲\n"})
    assert as_json(capsys) == {
        "diagnostics": [
            {
                "rule": "NR14",
                "level": "警告",
                "message": "待核：合计",
                "path": "2025/a.yaml",
                "line": 11,
                "column": 3,
                "text": "  合计",
                "hint": "核对后移到合适的地方，再删去这条待核。",
            },
            {
                "rule": "NR05",
                "level": "错误",
                "message": "“批复日期”不是日期：甲",
                "path": "2025/a.yaml",
                "line": 12,
                "column": 7,
                "text": "批复日期: 甲",
                "hint": "写成年-月-日，例如 2025-02-10。",
            },
            {
                "rule": "NR16",
                "level": "提示",
                "message": "没有 站点.yaml，网站用默认的名称和页脚。",
                "path": "站点.yaml",
                "line": 1,
                "column": 1,
                "text": "",
                "hint": "在内容文件夹里新建 站点.yaml，写上名称、主办单位、标识码等；"
                "正式公开前必须补全。",
            },
        ],
        "summary": {"disclosures": 1, "files": 1, "errors": 1, "warnings": 1, "notes": 1},
    }


def test_json_goes_to_the_output_alone(content: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert as_json(capsys)["summary"] == {
        "disclosures": 0, "files": 0, "errors": 0, "warnings": 0, "notes": 1,
    }  # fmt: skip


@pytest.mark.parametrize(("strict", "code"), [([], 0), (["--strict"], 1)])
def test_a_warning_counts_where_it_is_asked_to(content: Path, strict: list[str], code: int) -> None:
    write(content, {"站点.yaml": SITE, "2025/a.yaml": SOUND + "待核: |\n  合计\n"})
    assert main(["check", *strict]) == code


def test_a_note_never_counts(content: Path) -> None:
    assert main(["check", "--strict"]) == 0


def test_check_writes_nothing(content: Path) -> None:
    write(content, {"2025/a.yaml": SOUND})
    main(["check"])
    assert sorted(p.name for p in content.parent.iterdir()) == ["content"]


def test_a_content_folder_that_is_not_there_is_wrong_usage(
    content: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", "--content", "没有"]) == 2
    assert "没有找到内容文件夹：没有" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments", [["check", "--格式"], ["check", "--format", "xml"], ["查"], [], ["check", "多余"]]
)
def test_wrong_arguments_are_told_in_chinese(
    content: Path, capsys: pytest.CaptureFixture[str], arguments: list[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    assert "用法不对" in capsys.readouterr().err


def test_an_output_that_cannot_be_written_is_a_fault_of_the_machine(
    content: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (content.parent / "site").write_text("", "utf-8")
    assert main(["build", "--no-pdf"]) == 3
    assert "改法：" in capsys.readouterr().err


def test_strange_files_in_the_output_are_told_and_kept(
    content: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(content, {"2025/a.yaml": SOUND})
    write(content.parent / "site", {"index.html": "他人的"})
    assert main(["build", "--no-pdf"]) == 3
    assert "index.html" in capsys.readouterr().out
    assert (content.parent / "site/index.html").read_text("utf-8") == "他人的"


@pytest.mark.parametrize("command", [[], ["check"], ["build"]])
def test_help_is_in_chinese(capsys: pytest.CaptureFixture[str], command: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([*command, "--help"])
    assert ended.value.code == 0
    out = capsys.readouterr().out
    assert "用法：" in out
    assert "usage" not in out
    assert "show this help" not in out
