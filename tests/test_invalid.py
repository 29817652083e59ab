"""Every broken input gives its diagnostics, all of them, to the letter."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from generator import checks
from generator.cli import main
from generator.diagnostics import IN_DRAFTS, RuleBook
from tests.invalid_cases import Case, cases

CASES = cases()
# Rules that plain content files cannot break, and the tests that prove them.
PROVED_ELSEWHERE = {
    **dict.fromkeys(("GK01", "GK02", "GK03", "GK04"), "a former site: the tests of consent"),
    RuleBook.DEAD_LINK.id: "a changed template: the tests of links",
    RuleBook.REPEATED_ID.id: "a changed template: the tests of links",
    RuleBook.REVISIONS.id: "a Word file with open revisions: the importer's tests",
    RuleBook.NOT_PLACED.id: "what a Word file holds beyond the form: the importer's tests",
    RuleBook.FOREIGN_HOST.id: "templates: tests/outputs/test_foreign.py",
    RuleBook.NO_UNIT.id: "a unit that a Word file does not name: the importer's tests",
    RuleBook.SUM_BROKEN.id: "a total that its rows do not come to: the importer's tests",
    RuleBook.MISSING_GLYPH.id: "the fonts of the machine: the PDF's tests",
    RuleBook.PDF_FAULT.id: "what WeasyPrint complains of: the PDF's tests",
    RuleBook.UNWRITABLE.id: "no fault of content: the tests of writing",
    RuleBook.COMMENTS_LOST.id: "a command's refusal: the tests of convert",
    RuleBook.NOT_THE_SAME.id: "a fault of the writer: the tests of convert",
    RuleBook.NOT_TAKEN_BACK.id: "speaks of a Word file: the tests of updating",
}


def of_the_case(printed: str, case: Case) -> str:
    """What was said, but for rules of the field that the case is not about.

    Those rules have tests of their own; a new one need not touch every case here.
    """
    wanted = {*RuleBook.all(), *re.findall(r"\[(JX\d+)\] ", case.expected)}
    blocks = printed.strip("\n").split("\n\n")
    told = ((block, re.search(r": (?:错误|警告|提示)\[(\w+)\] ", block)) for block in blocks)
    return "\n\n".join(block for block, rule in told if rule is None or rule[1] in wanted)


@pytest.fixture
def site(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The case's files, and the place where a clerk would call the program."""
    case.write(tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_all_that_is_wrong_is_said_nothing_else_and_nothing_faulty_is_published(
    case: Case, site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A draft that breaks the field's rules or is not filled in is built; other faults stop it."""
    code = main(["build", "--no-pdf", "--jobs", "1"])
    printed, _, outcome = capsys.readouterr().out.rstrip("\n").rpartition("\n")
    published = {p.name for p in (site / "site").rglob("*") if p.is_file()}
    rules = RuleBook.all().keys() - IN_DRAFTS
    structural = any(f"错误[{rule}]" in case.expected for rule in rules)
    public = "错误[" in case.expected and any("状态: 公开" in f.text for f in case.files)
    assert of_the_case(printed, case) == case.expected
    if structural or public:
        assert (code, published) == (1, set())
        assert outcome.startswith("没有发布：")
    else:
        assert code == 0
        assert "index.html" in published


@pytest.mark.parametrize("case", CASES[::7], ids=lambda case: case.name)
def test_check_says_the_same_as_build(
    case: Case, site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = main(["check"])
    printed, _, _ = capsys.readouterr().out.rpartition("检查了 ")
    assert of_the_case(printed, case) == case.expected
    assert code == (1 if "错误[" in printed else 0)


def test_there_are_forty_cases_and_each_tells_its_fault() -> None:
    assert len(CASES) >= 40
    assert all(case.about and case.expected for case in CASES)


def test_every_rule_of_structure_has_a_case() -> None:
    everything = "\n".join(case.expected for case in CASES)
    unproved = {rule for rule in RuleBook.all() if f"[{rule}] " not in everything}
    assert unproved == set(PROVED_ELSEWHERE)


def test_every_rule_of_the_field_has_a_case_or_an_example_of_its_own() -> None:
    everything = "\n".join(case.expected for case in CASES)
    without = {check.rule.id for check in checks.CHECKS if not check.fails}
    assert {rule for rule in without if rule not in everything} == set()
