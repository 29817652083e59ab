"""`gongkai word`: a Word file where none stands, or words on why not."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest

from generator.cli import main
from tests.commands.test_convert import TEXT

DONE, PROBLEMS, USAGE = 0, 1, 2


@pytest.fixture
def content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A content folder with one draft, below the folder in which the command runs."""
    (tmp_path / "content" / "2025").mkdir(parents=True)
    place = tmp_path / "content" / "2025" / "shuiwu.yaml"
    place.write_text(TEXT, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path / "content"


def test_a_disclosure_becomes_a_word_file(
    content: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["word", "2025/shuiwu"]) == DONE
    assert "已写成：shuiwu-2025.docx。" in capsys.readouterr().out
    document = docx.Document("shuiwu-2025.docx")
    assert "1.水质检测绩效目标表" in [p.text for p in document.paragraphs]
    assert len(list(document.comments)) == 0


@pytest.mark.parametrize(
    "name", ["content/2025/shuiwu.yaml", "content/2025/shuiwu", "2025/shuiwu.yaml"]
)
def test_a_disclosure_may_be_named_by_its_file(content: Path, name: str) -> None:
    assert main(["word", name, "--output", "a.docx"]) == DONE
    assert Path("a.docx").is_file()


def test_findings_are_written_as_comments(
    content: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["word", "2025/shuiwu", "--findings"]) == DONE
    assert "写成批注" in capsys.readouterr().out
    comments = list(docx.Document("shuiwu-2025.docx").comments)
    assert comments
    assert all(comment.author == "gongkai 检查" for comment in comments)


def test_nothing_is_overwritten(content: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("shuiwu-2025.docx").write_text("领导改过的")
    assert main(["word", "2025/shuiwu"]) == PROBLEMS
    assert "没有覆盖" in capsys.readouterr().out
    assert Path("shuiwu-2025.docx").read_text() == "领导改过的"


def test_another_name_is_offered_where_there_is_no_such_disclosure(
    content: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["word", "2025/shuiwo"]) == USAGE
    assert "是不是 2025/shuiwu？" in capsys.readouterr().err


def test_what_cannot_be_read_is_told_and_not_written(
    content: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (content / "2025" / "shuiwu.yaml").write_text("部门: 甲\n年度: 2025\n表式: 没有的\n", "utf-8")
    assert main(["word", "2025/shuiwu"]) == PROBLEMS
    assert "没有写 Word 文件" in capsys.readouterr().out
    assert not Path("shuiwu-2025.docx").exists()
