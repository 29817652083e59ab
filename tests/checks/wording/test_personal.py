"""Numbers that reach a person, and those of an office; every number here is invented."""

from __future__ import annotations

import pytest

from generator.checks.comparison import Outcome
from generator.checks.examples import purpose
from tests.checks.examples import check_of, compared


def found(rule: str, text: str) -> list[tuple[str, int]]:
    """What a rule shows of its findings in a 用途, and the column that each points at."""
    check = check_of(rule)
    return [
        (c.left, c.span.column)
        for c in compared(check, purpose(text))
        if c.outcome is Outcome.DISAGREE
    ]


def telephones(text: str) -> list[str]:
    return [left for left, _ in found("JX072", text)]


@pytest.mark.parametrize(
    "text",
    [
        "联系人王某，电话0300-6000000",
        "联系人：王某，手机 13800000000，办公电话 0300-6000000",
        "热线电话 0300-6000000，值班员王某某",
        "值班人员：李某，0300-6000000",
        "咨询请拨0300-6000000（张某某）",
        "张某某：0300-6000000",
        "0300-6000000，赵某科长",
        "请找赵某某同志，电话（0300）6000000",
    ],
)
def test_an_offices_number_beside_a_name_is_found(text: str) -> None:
    assert len(telephones(text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "监督电话0300-6000000",
        "热线电话 0300-6000000，值班员24小时在岗",
        "高新区：0300-6000000，城关镇：0300-6000001",
        "金融科（0300-6000000）",
        "白天：0300-6000000（白班）",
        "值班员王某某负责登记。监督电话0300-6000000。",
        "服务热线0300-6000000，值班员高度负责",
        "手机 13800000000",
        "王某某等36人参加培训，经费60000000元",
    ],
)
def test_the_number_of_an_office_alone_is_not(text: str) -> None:
    assert not telephones(text)


def test_a_mobile_number_is_not_told_again_as_an_offices() -> None:
    assert not telephones("联系人王某，手机138-23456789")


def test_a_number_that_only_looks_like_an_identity_number_is_a_warning() -> None:
    wrong, right = "身份证110105194912310021", "身份证11010519491231002X"
    assert [left for left, _ in found("JX073", wrong)] == ["110…21"]
    assert not found("JX071", wrong)
    assert found("JX071", right)
    assert not found("JX073", right)


@pytest.mark.parametrize(
    "text",
    ["合同编号110105194912310021", "代码：110105194912310021", "流水110105194913310021"],
)
def test_numbers_of_other_things_are_no_identity_numbers(text: str) -> None:
    assert not found("JX073", text)
