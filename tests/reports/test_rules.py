"""Every rule that a finding may name: one id for ever, its reason and its mend, all explained."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from generator.cli import main
from generator.diagnostics import FAMILIES, FieldRule, RuleBook
from generator.reports.rules import Known, known_rules
from tests.conftest import ROOT

PACKAGE = ROOT / "generator"
# Every id ever given, with its title. A new rule adds a line; no line goes away or
# changes its meaning, since waivers in old disclosures and links name the ids.
IDS = Path(__file__).with_name("ids.txt").read_text("utf-8")
KNOWN = known_rules().values()
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def by_id(known: Known) -> str:
    return known.rule.id


def ids_in_code() -> list[str]:
    """The ids of all rules that are made anywhere in the package."""
    found = []
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("Rule", "FieldRule"):
                match node.args[0]:
                    case ast.Constant(value=str(id)):
                        found.append(id)
                    case _:
                        pytest.fail(f"{path}: a rule without an id that can be read")
    return found


def test_an_id_keeps_its_meaning_and_does_not_go_away() -> None:
    assert [f"{k.rule.id} {k.rule.title}" for k in KNOWN] == IDS.splitlines()


def test_no_id_and_no_title_is_given_twice() -> None:
    ids = [line.split(" ", 1) for line in IDS.splitlines()]
    assert len({id for id, _ in ids}) == len({title for _, title in ids}) == len(ids)


def test_every_rule_of_the_code_is_known() -> None:
    assert sorted(ids_in_code()) == sorted(known_rules())


@pytest.mark.parametrize("known", KNOWN, ids=by_id)
def test_a_rule_carries_its_reason_its_mend_and_what_it_stops(known: Known) -> None:
    rule = known.rule
    for text in (rule.why, rule.mend, rule.stops):
        assert text.endswith("。")
        assert CHINESE.search(text)
    assert rule.why != rule.mend
    assert re.fullmatch(r"[A-Z]{2}\d{2,3}", rule.id)
    assert rule.family in FAMILIES
    assert isinstance(rule, FieldRule) is (rule.family == "JX")


def test_rules_of_structure_have_reasons_of_their_own() -> None:
    reasons = [rule.why for rule in RuleBook.all().values()]
    assert len(set(reasons)) == len(reasons)


@pytest.mark.parametrize("known", KNOWN, ids=by_id)
def test_explain_prints_all_of_a_rule(
    known: Known, capsys: pytest.CaptureFixture[str], tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)  # it needs no content
    rule = known.rule
    assert main(["check", "--explain", f" {rule.id.lower()}"]) == 0
    printed = capsys.readouterr().out
    for part in (
        rule.id, rule.title, f"（{rule.level}）", f"理由：{rule.why}", f"影响：{rule.stops}",
        f"改法：{rule.mend}",
    ):  # fmt: skip
        assert part in printed
    for line in "\n".join((known.fails, known.passes, known.before)).split("\n"):
        assert line in printed


def test_the_level_says_what_it_stops(capsys: pytest.CaptureFixture[str]) -> None:
    for id, said in {
        "NR04": "草案也一样", "NR19": "草案照样生成", "JX001": "草案照样生成", "NR14": "不妨碍生成",
        "JX004": "只是提示",
    }.items():  # fmt: skip
        assert main(["check", "--explain", id]) == 0
        assert said in capsys.readouterr().out


def test_an_id_that_does_not_exist_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--explain", "JX999"]) == 2
    assert "JX999" in capsys.readouterr().err


def test_a_wrong_id_is_told_the_nearest(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--explain", "NR4"]) == 2
    assert "是不是“NR" in capsys.readouterr().err
