"""The rules as text: docs/规则.md is current, and --explain prints any of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator import checks
from generator.checks.catalogue import table
from generator.checks.comparison import Check
from generator.cli import main

PAGE = Path(__file__).resolve().parents[2] / "docs" / "规则.md"


def test_the_table_in_docs_is_current() -> None:
    assert PAGE.read_text("utf-8") == table(), "python -m generator.checks.catalogue docs/规则.md"


@pytest.mark.parametrize("check", checks.CHECKS, ids=lambda check: check.rule.id)
def test_explain_prints_a_rule(
    check: Check, capsys: pytest.CaptureFixture[str], tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)  # it needs no content
    assert main(["check", "--explain", check.rule.id.lower()]) == 0
    printed = capsys.readouterr().out
    for part in (check.rule.id, check.rule.title, str(check.rule.level), check.reason):
        assert part in printed
    for line in "\n".join((check.fails, check.passes, check.before)).split("\n"):
        assert line in printed


def test_explain_of_an_unknown_rule_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--explain", "JX999"]) == 2
    assert "JX999" in "".join(capsys.readouterr())
