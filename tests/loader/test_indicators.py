"""Indicators from the cells of their table."""

from __future__ import annotations

from cProfile import Profile
from itertools import zip_longest

import pytest

from generator.forms import Column
from generator.loader.indicators import indicator_of
from generator.model.targets import parse_target
from generator.model.words import NOWHERE, Words

ROLES = ("名称", "指标值", "计算符号", "计量单位")
COLUMNS = tuple(Column(role, role, (), role, 25, False, True) for role in ROLES)


@pytest.mark.parametrize(
    ("texts", "wording", "times"),
    [
        (("检测份数", "≥240份"), "≥240份", 1),
        (("检测份数", "≥240份", "", ""), "≥240份", 1),
        (("检测份数", "240", "≥", "份"), "≥240份", 2),  # what stands apart is read as a whole too
    ],
)
def test_a_target_is_parsed_no_more_often_than_it_has_wordings(
    texts: tuple[str, ...], wording: str, times: int
) -> None:
    given = COLUMNS[: len(texts)]
    cells = {c.key: Words(text) for c, text in zip_longest(given, texts)}
    with Profile() as profile:
        made = indicator_of(cells, given, COLUMNS, NOWHERE)
    calls = [s.callcount for s in profile.getstats() if s.code is parse_target.__code__]
    assert made.target.wording == wording
    assert calls == [times]
