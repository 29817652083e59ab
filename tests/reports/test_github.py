"""`check --format github`: a code host reads each finding back as it was said."""

from __future__ import annotations

import json
import re
from pathlib import Path
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.cli import main
from generator.diagnostics import Diagnostic, Level, Span, visible
from generator.reports.github import workflow_commands
from generator.reports.places import Places

LINE = re.compile(r"::(?P<command>error|warning|notice) (?P<properties>[^:]*)::(?P<message>.*)")


def read(line: str) -> tuple[str, dict[str, str], str]:
    """What a runner makes of a workflow command."""
    match = LINE.fullmatch(line)
    assert match is not None, line
    pairs = (p.split("=", 1) for p in match["properties"].split(","))
    return match["command"], {k: unquote(v) for k, v in pairs}, unquote(match["message"])


def test_every_finding_is_an_annotation_of_a_file_that_opens(
    content: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["check", "--content", content.name]
    main([*arguments, "--format", "json"])
    wanted = json.loads(capsys.readouterr().out)["diagnostics"]
    assert main([*arguments, "--format", "github"]) == 1
    *lines, summary = capsys.readouterr().out.splitlines()
    assert summary.startswith("检查了 3 份公开、")
    assert len(lines) == len(wanted)
    commands = {"错误": "error", "警告": "warning", "提示": "notice"}
    for line, record in zip(lines, wanted, strict=True):
        command, properties, message = read(line)
        assert command == commands[record["level"]]
        assert properties["title"].split(" ")[0] == record["rule"]
        assert record["message"] in message
        assert f"改法：{record['hint']}" in message
        assert Path(properties["file"]) == Path(content.name) / record["path"]
        assert Path(properties["file"]).is_file()
        if record["path"].endswith(".xlsx"):
            assert "line" not in properties
        else:
            assert properties["line"] == str(record["line"])
            assert properties["col"] == str(record["column"])


def test_a_cell_of_a_workbook_is_named_as_excel_names_it(
    content: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["check", "--content", content.name, "--format", "github"])
    assert "::单元格 C2：" in capsys.readouterr().out


TEXTS = st.one_of(st.text(max_size=40), st.text("%:,=\r\n:: 0A25甲", max_size=40))


@given(path=TEXTS, rule=TEXTS, message=TEXTS, hint=TEXTS, line=st.integers(1, 9))
def test_no_text_ends_its_field_early(
    path: str, rule: str, message: str, hint: str, line: int
) -> None:
    found = Diagnostic(rule, Level.ERROR, message, Span(f"x{path}", line, 3), "", hint)
    lines = list(workflow_commands([found], Places(Path("没有这个文件夹"))))
    assert len(lines) == 1
    assert lines[0].splitlines() == lines
    match = LINE.fullmatch(lines[0])
    assert match is not None
    assert match["properties"].count(",") == (1 if path.endswith(".xlsx") else 3)
    told = [visible(message), *([f"改法：{visible(hint)}"] if hint else [])]
    escaped = "\n".join(told).replace("%", "%25").replace("\n", "%0A")
    assert match["message"].endswith(escaped)
