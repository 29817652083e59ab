"""One figure or word of the sample's prose is changed at a time: how many of these are found.

What is not found is listed, so that no rule falls silent unseen: a figure that a
rule learns to find leaves the list, one that a rule no longer finds fails the test.
"""

from __future__ import annotations

import pytest

from tests.checks.mutants import directions, figures, missed, samples

# The figures of which nothing is found: what stands before them, 【the figure】, what follows.
# Most stand in the text alone: no table, indicator or project holds them.
MISSED: dict[tuple[int, str], list[str]] = {
    (2024, "jtj"): [
        "对技术状况较差的 【2】 座桥梁",
        "用于 【2】 座农村",
    ],
    (2024, "jyj"): [
        "，年末组织自评，并选取 【2】 个重点",
    ],
    (2024, "jyj/v1"): [
        "，年末组织自评，并选取 【2】 个重点",
    ],
    (2024, "scjg"): [
        "按照统一标准改造 【3】 个基层",
        "用于 【3】 个基层",
    ],
    (2024, "zjj"): [
        "【612】万元",
    ],
    (2025, "czj"): [
        "完成首批 【7】 个乡镇",
        "两年内完成 【14】 个乡镇",
    ],
    (2025, "fgj"): [
        "，落实项目前期工作经费 【180.00】 万元，",
    ],
    (2025, "ggfw"): [
        "中心本级和所属事业单位 【1】 个，具",
        "益事业的资金；本部门的 【60.00】 万元全",
        "业单位，其日常公用经费 【11.44】 万元不",
        "中车辆 2 辆，单价在 【20】 万元以",
    ],
    (2025, "jtj"): [
        "城乡公交正点率目标为 ≥【95】%，群众",
    ],
    (2025, "jyj"): [
        "初中学生补助人数分别为 【10150】人 和 ",
        "别为 10150人 和 【5780】人，确保",
    ],
    (2025, "nyncj"): [
        "培育高素质农民目标为 ≥【420】人，让科",
    ],
    (2025, "scjg"): [
        "推广智慧监管，安排资金 【45.00】 万元，",
    ],
    (2025, "wjj"): [
        "照服务人口安排县级补助 【230.40】 万元，",
    ],
    (2025, "zjj"): [
        "【680】万元",
    ],
}
FIGURES, DIRECTIONS = 159, 10


def by_name(key: tuple[int, str]) -> str:
    return f"{key[0]}-{key[1]}"


@pytest.mark.parametrize("key", sorted(samples()), ids=by_name)
def test_a_changed_figure_is_found(key: tuple[int, str]) -> None:
    _, silent = missed(*key, figures(*key))
    assert silent == MISSED.get(key, [])


@pytest.mark.parametrize("key", sorted(samples()), ids=by_name)
def test_a_turned_direction_is_found(key: tuple[int, str]) -> None:
    assert missed(*key, directions(*key))[1] == []


def test_six_of_seven_figures_are_found() -> None:
    made = sum(len(list(figures(*key))) for key in samples())
    turned = sum(len(list(directions(*key))) for key in samples())
    assert (made, turned) == (FIGURES, DIRECTIONS)
    assert sum(len(names) for names in MISSED.values()) * 7 <= made
