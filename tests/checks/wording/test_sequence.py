"""Numbers that paragraphs begin with run on, as the numbers of headings do."""

from __future__ import annotations

import pytest

from generator.checks.comparison import Outcome
from tests.checks.examples import check_of, compared


def found(text: str) -> list[tuple[str, str, int]]:
    """The number typed, the one expected, and the line, of each finding."""
    check = check_of("JX062")
    comparisons = [c for c in compared(check, text) if c.outcome is Outcome.DISAGREE]
    return [(c.left, c.right, c.span.line) for c in comparisons]


def section(*paragraphs: str, key: str = "工作保障措施") -> str:
    """A section that begins on line 5 of the file; its paragraphs each on a line of their own."""
    return f"{key}: |\n" + "\n".join(f"  {p}" for p in paragraphs)


def test_a_number_left_out_is_found_at_its_paragraph() -> None:
    assert found(section("一、加强领导", "落实责任。", "三、强化监督")) == [("三、", "二、", 8)]


@pytest.mark.parametrize(
    ("paragraphs", "expected"),
    [
        (("（一）加强领导", "（三）强化监督"), ("（三）", "（二）")),
        (("1.加强领导", "3.强化监督"), ("3.", "2.")),
        (("(1) 加强领导", "(1) 强化监督", "(3) 总结"), ("(3)", "(2)")),
        (("一、领导", "二、监督", "二、总结"), ("二、", "三、")),
        (("一、领导", "（一）分工", "（二）责任", "三、监督"), ("三、", "二、")),
    ],
)
def test_every_style_of_number_is_followed(
    paragraphs: tuple[str, ...], expected: tuple[str, str]
) -> None:
    assert [(left, right) for left, right, _ in found(section(*paragraphs))] == [expected]


@pytest.mark.parametrize(
    "paragraphs",
    [
        ("一、领导", "（一）分工", "（二）责任", "二、监督", "（一）日常", "（二）专项"),
        ("1.领导。2.监督；3.总结。", "4.考核"),
        ("三、强化监督",),
        ("三、强化监督", "四、总结"),
        ("1.领导", "2.监督", "另外：", "1.考核", "2.总结"),
        ("2025年安排如下", "3.15晚会", "12月底前完成"),
        ("一、领导", "二、监督"),
    ],
)
def test_numbers_that_run_on_or_start_again_are_in_order(paragraphs: tuple[str, ...]) -> None:
    assert not found(section(*paragraphs))


def test_the_fields_of_a_form_are_read_too() -> None:
    text = (
        "表式: 湖南\n整体支出:\n  部门职能职责概述: |\n"
        "    一、拟订政策\n    二、组织实施\n    四、监督检查"
    )
    assert [(left, right) for left, right, _ in found(text)] == [("四、", "三、")]


def test_another_text_begins_anew() -> None:
    goals = "项目:\n  - 名称: 抽检\n    绩效目标: |\n      3.抽检覆盖全县"
    assert not found(section("1.领导") + "\n" + goals)
