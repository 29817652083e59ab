"""Every broken input gives its diagnostics, all of them, to the letter."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator import checks
from generator.cli import main
from generator.diagnostics import RuleBook
from tests.invalid_cases import Case, cases

CASES = cases()
# Rules that plain content files cannot break, and the tests that prove them.
PROVED_ELSEWHERE = {
    RuleBook.REVISIONS.id: "a Word file with open revisions: the importer's tests",
    RuleBook.NOT_PLACED.id: "what a Word file holds beyond the form: the importer's tests",
    RuleBook.MISSING_GLYPH.id: "the fonts of the machine: the PDF's tests",
    RuleBook.PDF_FAULT.id: "what WeasyPrint complains of: the PDF's tests",
}


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
    """A draft that only breaks the field's rules is built; a fault of structure stops anything."""
    code = main(["build", "--no-pdf", "--jobs", "1"])
    printed, _, outcome = capsys.readouterr().out.rstrip("\n").rpartition("\n")
    published = {p.name for p in (site / "site").rglob("*") if p.is_file()}
    structural = any(f"错误[{rule}]" in case.expected for rule in RuleBook.all())
    public = "错误[" in case.expected and any("状态: 公开" in f.text for f in case.files)
    assert printed.strip("\n") == case.expected
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
    assert printed.strip("\n") == case.expected
    assert code == (1 if "错误[" in case.expected else 0)


def test_there_are_forty_cases_and_each_tells_its_fault() -> None:
    assert len(CASES) >= 40
    assert all(case.about and case.expected for case in CASES)


def test_every_rule_of_structure_has_a_case() -> None:
    everything = "\n".join(case.expected for case in CASES)
    unproved = {rule for rule in RuleBook.all() if f"[{rule}] " not in everything}
    assert unproved == set(PROVED_ELSEWHERE)


def test_every_rule_of_the_field_has_a_case_or_a_test_that_names_it() -> None:
    tests = Path(__file__).with_name("checks").glob("*.py")
    everything = "\n".join(case.expected for case in CASES)
    everything += "\n".join(path.read_text("utf-8") for path in tests)
    rules = {check.rule.id for check in checks.CHECKS}
    assert {rule for rule in rules if rule not in everything} == set()
