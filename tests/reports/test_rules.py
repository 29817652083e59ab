"""Every id that a finding can carry is explained, in Chinese, by --explain."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from generator.cli import main
from generator.diagnostics import Rule, RuleBook
from generator.reports.explanations import EXPLANATIONS
from generator.reports.rules import known_rules

PACKAGE = Path(__file__).resolve().parents[2] / "generator"
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def ids() -> set[str]:
    """The ids of all rules that are made anywhere in the package."""
    found = set()
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Rule":
                match node.args[0]:
                    case ast.Constant(value=str(id)):
                        found.add(id)
                    case _:
                        pytest.fail(f"{path}: a rule without an id that can be read")
    return found


def test_every_rule_is_known_with_its_reason() -> None:
    assert ids() == set(known_rules())
    assert all(CHINESE.search(known.reason) for known in known_rules().values())


def test_the_explanations_are_those_of_the_rules_of_structure() -> None:
    assert list(EXPLANATIONS) == list(RuleBook.all())
    assert all(text.endswith("。") for pair in EXPLANATIONS.values() for text in pair)
    assert len({why for why, _ in EXPLANATIONS.values()}) == len(EXPLANATIONS)


@pytest.mark.parametrize("rule", RuleBook.all().values(), ids=lambda rule: rule.id)
def test_explain_prints_a_rule_of_structure(
    rule: Rule, capsys: pytest.CaptureFixture[str], tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)  # it needs no content
    assert main(["check", "--explain", f" {rule.id.lower()}"]) == 0
    printed = capsys.readouterr().out
    for part in (rule.id, rule.title, f"（{rule.level}）", *EXPLANATIONS[rule.id], "改法："):
        assert part in printed


def test_the_level_says_what_it_stops(capsys: pytest.CaptureFixture[str]) -> None:
    for id, said in {"NR04": "草案也一样", "NR19": "草案照样生成", "NR14": "不妨碍生成"}.items():
        assert main(["check", "--explain", id]) == 0
        assert said in capsys.readouterr().out


def test_a_wrong_id_is_told_the_nearest(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--explain", "NR4"]) == 2
    assert "是不是“NR" in capsys.readouterr().err
