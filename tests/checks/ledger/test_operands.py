"""Both sides of a comparison: where each stands, and how it is printed."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from generator.checks.comparison import Comparison, Outcome
from generator.checks.ledger.operands import Places, ShownText, Side, sides
from generator.contents import find
from generator.diagnostics import Problems
from generator.files import Folder
from generator.loader import load, others
from tests.checks.examples import check_of
from tests.checks.real import families, subject


def told(folder: Path, rule: str, text: str) -> list[tuple[Side, Side]]:
    """The sides of one rule's comparisons in a disclosure of these lines."""
    path = folder / "2025" / "a.yaml"
    path.parent.mkdir()
    path.write_text(f"部门: 示例县某局\n年度: 2025\n状态: 草案\n{text}\n", "utf-8")
    problems = Problems()
    content = Folder(folder)
    (found,) = there = find(content, problems)
    known = others(content, there, families())
    disclosure = load(content, found, families(), problems, known)
    assert disclosure is not None
    one = subject(disclosure, families()[disclosure.family])
    check = check_of(rule)
    at = Places(one.document)
    return [sides(c, check.is_sum, at) for c in check.compare(one)]


def project(budget: str, fiscal: str, other: str) -> str:
    return (
        f"表式: 河北\n项目:\n  - 名称: 抽检\n    预算数: {budget}\n    财政资金: {fiscal}\n"
        f"    其他资金: {other}"
    )


def test_money_has_two_places_and_separators(tmp_path: Path) -> None:
    ((left, right),) = told(tmp_path, "JX002", project("1298.6", "1298.6", "0"))
    assert left == Side("1,298.60", "t1r1c2", is_figure=True)
    assert right == Side("1,298.60", "t1r1c5", is_figure=True)


def test_a_sum_that_no_cell_shows_leads_to_the_first_of_its_parts(tmp_path: Path) -> None:
    ((left, right),) = told(tmp_path, "JX002", project("95", "100", "-5.5"))
    assert (left.text, right.text) == ("95.00", "94.50")
    assert (left.anchor, right.anchor) == ("t1r1c2", "t1r1c5")


def test_figures_in_prose_lead_to_their_paragraph(tmp_path: Path) -> None:
    text = "支出预算1200.5万元，其中基本支出200万元，项目支出1000.5万元。"
    section = f"部门预算安排的总体情况: |\n  部门预算如下。\n\n  {text}"
    ((left, right),) = told(tmp_path, "JX012", f"表式: 石家庄2020\n{section}")
    assert left.text == right.text == "1,200.50"
    assert left.anchor == right.anchor == "zj-2-p2"


def test_shares_have_as_many_places_on_both_sides(tmp_path: Path) -> None:
    text = "支出预算1000万元，其中基本支出584万元，占58.40%。"
    found = told(tmp_path, "JX014", f"表式: 石家庄2020\n部门预算安排的总体情况: |\n  {text}")
    assert [(left.text, right.text) for left, right in found] == [("58.40%", "58.40%")]


def test_what_is_no_figure_stands_as_it_is(tmp_path: Path) -> None:
    text = "表式: 河北\n项目:\n  - 名称: 抽检\n    编码: 99010125P00312010007P"
    ((left, right),) = told(tmp_path, "JX075", text)
    assert left.anchor
    assert right == Side("21 位", is_figure=False)


@pytest.mark.parametrize(
    ("left", "right", "printed"),
    [
        ("-0.6", "-0.60", ("−0.60", "−0.60")),
        ("减少 1.6", "减少 1.6", ("减少 1.60", "减少 1.60")),
        ("95", "≤1000", ("95.00", "≤1,000.00")),
        ("45", "9 + 不公开 36", ("45.00", "9.00 + 不公开 36.00")),
    ],
)
def test_figures_of_money_are_printed_alike(
    left: str, right: str, printed: tuple[str, str]
) -> None:
    numbers = frozenset(Decimal(n) for n in ("0.6", "1.6", "95", "45"))
    comparison = Comparison("JX006", "某数", Outcome.AGREE, left, right, ("a",))
    paragraph = ShownText("", None, numbers, numbers, is_paragraph=True)
    found = sides(comparison, False, {"a": paragraph})
    assert (found[0].text, found[1].text) == printed


def test_codes_and_counts_get_no_separators() -> None:
    place = ShownText("316001", None, frozenset(), frozenset())
    comparison = Comparison("JX125", "单位编码", Outcome.DISAGREE, "316001", "0316", ("a",))
    assert [s.text for s in sides(comparison, False, {"a": place})] == ["316001", "0316"]
