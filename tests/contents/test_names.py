"""Names that Windows cannot hold are refused before a site bears them."""

from __future__ import annotations

import pytest

from generator.contents.names import fault_of, report_names
from generator.diagnostics import Problems
from generator.loader.addresses import can_be_address


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("con", "设备名"),
        ("NUL.yaml", "设备名"),
        ("aux.v1.yaml", "设备名"),
        ("com1", "设备名"),
        ("甲.", "句点"),
        ("甲 ", "空格"),
        ("甲:乙.csv", "不允许的字符"),
        ("甲" * 67, "201 个字节"),
    ],
)
def test_a_name_that_cannot_stand_everywhere_is_refused(name: str, why: str) -> None:
    assert why in fault_of(name)
    problems = Problems()
    report_names([f"2025/{name}/部门.yaml", f"2025/{name}/项目.csv"], problems)
    assert [d.rule for d in problems.found] == ["WJ07"]


@pytest.mark.parametrize("name", ["scjg.yaml", "conx", "01-总体绩效目标.md", "甲" * 66, "scjg.v1"])
def test_any_other_name_may_stand(name: str) -> None:
    assert fault_of(name) == ""


def test_names_that_differ_in_letter_case_alone_are_told() -> None:
    problems = Problems()
    report_names(["2025/jyj/附件/A.pdf", "2025/jyj/附件/a.pdf"], problems)
    assert "2025/jyj/附件/A.pdf 只差字母大小写" in problems.found[0].message


@pytest.mark.parametrize("name", ["con", "AUX", "nul", "lpt9"])
def test_no_address_is_a_device(name: str) -> None:
    assert not can_be_address(name)
    assert can_be_address(f"{name}x")
