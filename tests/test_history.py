"""A department over the years."""

from __future__ import annotations

from decimal import Decimal

import pytest

from generator.history import Direction, Step, compare, histories
from generator.jobs import ProjectSummary, Summary
from generator.model.amounts import parse_amount
from generator.model.disclosure import Status
from generator.model.targets import parse_target
from generator.model.words import Words


def project(name: str, code: str = "", budget: str = "10", **targets: str) -> ProjectSummary:
    found = tuple((key, parse_target(Words(value))) for key, value in targets.items())
    return ProjectSummary(name, name, code, "", parse_amount(Words(budget)), found)


def summary(
    year: int, *projects: ProjectSummary, status: Status = Status.PUBLIC, id: str = "shuiwu"
) -> Summary:
    total = sum((p.budget.value or Decimal(0) for p in projects), Decimal(0))
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
        ("≥240份", "≥260份", Direction.RAISED),
        ("≥95%", "≥90%", Direction.LOWERED),
        ("≥95%", "≥95份", Direction.CHANGED),
        ("逐步提高", "明显提高", Direction.CHANGED),
    ],
)
def test_a_target_that_moved_says_which_way(old: str, new: str, direction: Direction) -> None:
    before = summary(2024, project("检测", 份数=old, 合格率="≥98%"))
    (moved,) = compare(before, summary(2025, project("检测", 份数=new, 合格率="≥98%"))).targets
    assert (moved.indicator, moved.direction) == ("份数", direction)


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
