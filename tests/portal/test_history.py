"""A department over the years."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from generator.model.amounts import parse_amount
from generator.model.disclosure import Status
from generator.model.targets import parse_target
from generator.model.totals import Total
from generator.model.words import Words
from generator.portal.history import Direction, Step, compare, histories
from generator.summaries import ProjectSummary, Summary


def project(name: str, code: str = "", budget: str = "10", **targets: str) -> ProjectSummary:
    found = tuple((key, parse_target(Words(value))) for key, value in targets.items())
    return ProjectSummary(name, name, code, "", parse_amount(Words(budget)), found)


def summary(
    year: int, *projects: ProjectSummary, status: Status = Status.PUBLIC, id: str = "shuiwu"
) -> Summary:
    given = [p.budget.value for p in projects if p.budget.value is not None]
    total = Total(sum(given, Decimal(0)) if given else None, len(projects), len(given))
    return Summary(
        year, id, "示例县水务局", "标题", status, None, None, projects, total, True
    )  # fmt: skip


def test_a_project_is_known_by_its_code_then_by_its_name_without_the_year() -> None:
    before = summary(2024, project("水质检测", "A1"), project("2024年河道清淤"), project("普查"))
    now = summary(2025, project("水质监测", "A1"), project("2025年河道清淤"), project("节水"))
    changes = compare(before, now)
    pairs = [(c.before.name, c.now.name) for c in changes.carried]
    assert pairs == [("水质检测", "水质监测"), ("2024年河道清淤", "2025年河道清淤")]
    assert [p.name for p in changes.added] == ["节水"]
    assert [p.name for p in changes.ended] == ["普查"]


def test_projects_of_one_name_are_not_matched_by_guess() -> None:
    twins = (project("补助", "A1"), project("补助", "A2"))
    changes = compare(summary(2024, *twins), summary(2025, project("补助")))
    assert not changes.carried
    assert len(changes.ended) == 2


@pytest.mark.parametrize(
    ("old", "new", "direction"),
    [
        ("≥240份", "≥260份", Direction.FLOOR_RAISED),
        ("≥95%", "≥90%", Direction.FLOOR_LOWERED),
        ("≤41.4万元", "≤43.7万元", Direction.CAP_RAISED),
        ("不超过30天", "不超过20天", Direction.CAP_LOWERED),
        ("86处", "92处", Direction.RAISED),
        ("≥90处", "92处", Direction.CHANGED),
        ("2024年5月31日", "2025年6月30日", Direction.CHANGED),
        ("≥95%", "≥95份", Direction.CHANGED),
        ("逐步提高", "明显提高", Direction.CHANGED),
    ],
)
def test_a_target_that_moved_says_which_way(old: str, new: str, direction: Direction) -> None:
    before = summary(2024, project("检测", 份数=old, 合格率="≥98%"))
    (moved,) = compare(before, summary(2025, project("检测", 份数=new, 合格率="≥98%"))).targets
    assert (moved.indicator, moved.direction) == ("份数", direction)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("2024年5月31日", "2025年5月31日"),
        ("2024年12月底前完成", "2025年12月底前完成"),
        ("2024-05-31", "2025-05-31"),
        ("完成2024年度任务", "完成2025年度任务"),
        ("≥95%", "不低于 95%"),
        ("36份", "36.00份"),
    ],
)
def test_a_target_that_only_moves_with_the_year_or_is_written_anew_did_not_change(
    old: str, new: str
) -> None:
    before = summary(2024, project("检测", 目标=old))
    assert compare(before, summary(2025, project("检测", 目标=new))).targets == ()
    (moved,) = compare(before, summary(2025, project("检测", 目标="另一目标"))).targets
    assert moved.before.wording == old


def test_sums_that_do_not_count_the_same_are_not_set_beside_each_other() -> None:
    whole = summary(2023, project("甲", budget="8"))
    partly = summary(2024, project("甲", budget="9"), project("乙", budget=""))
    one_by_table = Total(Decimal(12), 1, 0, 1, Decimal(12))
    by_table = replace(summary(2025, project("甲", budget="")), total=one_by_table)
    (history,) = histories([whole, partly, by_table])
    assert [y.total.now for y in history.years] == [12, 9, 8]
    assert [y.total.difference for y in history.years] == [None, None, None]
    assert [y.is_like for y in history.years] == [False, False, True]
    (unknown,) = histories([summary(2022, project("甲", budget="")), whole])[-1:]
    assert all(y.is_like and y.total.difference is None for y in unknown.years)
    again = replace(by_table, year=2026, total=replace(one_by_table, value=Decimal(15)))
    assert histories([by_table, again])[0].years[0].total.difference == 3


def test_sums_are_set_beside_the_last_public_ones_and_drafts_are_left_out() -> None:
    years = [
        summary(2023, project("甲", budget="8")),
        summary(2024, project("甲", budget="99"), status=Status.DRAFT),
        summary(2025, project("甲", budget="10")),
    ]
    (history,) = histories(years)
    assert [y.summary.year for y in history.years] == [2025, 2023]
    assert history.years[0].total.difference == 2
    assert history.years[0].total.share == 25
    assert history.years[1].total.difference is None
    assert [(c.before.year, c.now.year) for c in history.changes] == [(2023, 2025)]


def test_nothing_is_said_of_a_share_of_nothing() -> None:
    assert Step(Decimal(0), Decimal(5)).share is None
    assert Step(None, Decimal(5)).difference is None
    assert not histories([summary(2025, project("甲"), status=Status.DRAFT)])
