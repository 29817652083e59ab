"""Wholes and parts, shares, completed budgets and changes that paragraphs state."""

from __future__ import annotations

from decimal import Decimal

import pytest

from generator.diagnostics import Span
from generator.evidence.evidence import SECTION, Line
from generator.evidence.statements.changes import changes_of
from generator.evidence.statements.counts import counts_of
from generator.evidence.statements.figures import figures_in
from generator.evidence.statements.passages import Passage, is_share
from generator.evidence.statements.shares import Compared, completions_of, orders_of, shares_of
from generator.evidence.statements.wholes import lists_of


def passage(*paragraphs: str) -> Passage:
    """The last of some paragraphs, the others above it."""
    above: tuple[Passage, ...] = ()
    for number, text in enumerate(paragraphs, 1):
        line = Line(text, Span("a.yaml", number), SECTION, "说明")
        one = Passage(line, "", figures_in(text), above)
        above = (one, *above)
    return one


@pytest.mark.parametrize(
    ("text", "whole", "parts", "is_complete"),
    [
        ("支出150万元，其中：基本支出50万元，项目支出100万元。", "150", ["50", "100"], True),
        ("支出150万元，其中基本支出50万元，包括人员经费40万元和公用经费10万元；项目支出100万元。",
         "150", ["50", "100"], True),
        ("购置及运行费10万元（其中，购置费0万元，运行费10万元），接待费2万元。",
         "10", ["0", "10"], True),
        ("合计132万元：甲60万元，乙42万元，丙30万元。", "132", ["60", "42", "30"], True),
        ("甲6.20万元，乙2.85万元，共计9.05万元。", "9.05", ["6.20", "2.85"], True),
        ("购置固定资产100万元，其中设备80万元、家具15万元等。", "100", ["80", "15"], False),
        ("支出100万元，其中：甲60万元，占60%；乙40万元，占40%。", "100", ["60", "40"], True),
        ("共有车辆5辆，其中应急保障用车3辆、执法执勤用车2辆。", "5", ["3", "2"], False),
    ],
)  # fmt: skip
def test_a_whole_and_its_parts(text: str, whole: str, parts: list[str], is_complete: bool) -> None:
    (one, *_) = lists_of(passage(text))
    assert one.whole.number == Decimal(whole)
    assert [p.number for p in one.parts] == [Decimal(p) for p in parts]
    assert one.is_complete == is_complete


def test_a_list_without_a_whole_is_of_a_sum_above() -> None:
    text = "教育支出30万元，占30%；住房保障支出70万元，占70%。"
    (one,) = lists_of(passage("财政拨款支出100万元。", text))
    assert one.whole.number == 100
    assert one.agrees


def test_a_share_is_of_what_it_names() -> None:
    text = "采购支出200万元。授予中小企业100万元，占采购支出的50%，其中小微企业20万元，占20%。"
    first, second = shares_of(passage(text))
    assert (first.named, first.bases[0].number) == ("采购支出", Decimal(200))
    assert Decimal(100) in {base.number for base in second.bases}


def test_the_base_of_a_share_may_stand_a_paragraph_above() -> None:
    (one,) = shares_of(passage("“三公”经费12.36万元。", "公务接待费0.96万元，占7.77%。"))
    assert [base.number for base in one.bases] == [Decimal("12.36")]


@pytest.mark.parametrize(
    ("stated", "part", "base", "holds"),
    [("7.77", "0.96", "12.36", True), ("7.87", "0.96", "12.36", False),
     ("96.7", "412.80", "427.00", True), ("69.7", "412.80", "427.00", False),
     ("50", "50", "0", False)],
)  # fmt: skip
def test_a_share_holds_within_what_rounding_leaves_open(
    stated: str, part: str, base: str, holds: bool
) -> None:
    assert is_share(Decimal(stated), Decimal(part), Decimal(base)) == holds


@pytest.mark.parametrize(
    ("text", "plan", "actual"),
    [
        ("年初预算为100万元，支出决算为95万元，完成年初预算的95%。", "100", "95"),
        ("支出决算为9.85万元，完成预算82.1%（预算12.00万元）。", "12.00", "9.85"),
        ("支出共计7.88万元，完成预算的82.95%，较预算减少1.62万元。", "9.50", "7.88"),
        ("全年预算430万元，全年执行412.80万元，预算执行率96.0%。", "430", "412.80"),
    ],
)
def test_how_much_of_a_budget_was_spent(text: str, plan: str, actual: str) -> None:
    (one,) = completions_of(passage(text))
    assert (one.plan, one.actual.number) == (Decimal(plan), Decimal(actual))


def test_what_was_spent_is_said_to_be_less_than_planned() -> None:
    text = "年初预算100万元，支出决算95万元，决算数小于预算数的主要原因是人员减少。"
    (one,) = orders_of(passage(text))
    assert (one.said, one.plan, one.actual) == (Compared.SMALLER, Decimal(100), Decimal(95))


def test_a_change_tells_what_it_does_not_say() -> None:
    (one,) = changes_of(passage("基本支出比上年的 747.90 万元增加 10.46 万元，增长 1.40%"))
    assert one.now == ()
    assert one.after == Decimal("758.36")
    assert one.rate is not None


@pytest.mark.parametrize(
    ("text", "about", "by", "is_plan"),
    [
        ("公务接待费1.18万元，较预算减少0.32万元。", "", "-0.32", True),
        ("收、支总计100万元。与上年相比，收、支总计各增加5万元，增长5.26%。", "收支", "5", False),
        ("公务接待费2万元，与2024年预算2万元持平。", "", "0", False),
        ("项目支出减少256.90万元。", "项目支出", "-256.90", False),
    ],
)
def test_what_changes_and_by_how_much(text: str, about: str, by: str, is_plan: bool) -> None:
    (one,) = changes_of(passage(text))
    assert (one.about, one.by, one.is_plan) == (about, Decimal(by), is_plan)


def test_a_change_may_be_of_the_sum_in_the_paragraph_above() -> None:
    (one,) = changes_of(passage("机关运行经费60万元。", "比上年增加10万元，增长20%。"))
    assert [now.number for now in one.now] == [Decimal(60)]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("共安排3个项目。", 3), ("三个项目全部编制了绩效目标。", 3), ("全年安排项目 8 个。", 8),
        ("公开绩效目标的项目4个。", 4), ("选取1个项目开展评价。", None),
        ("全年安排重点项目 1 个。", None), ("项目建设 3 个月内完成。", None),
    ],
)  # fmt: skip
def test_how_many_projects_there_are(text: str, number: int | None) -> None:
    found = [one.number for one in counts_of(passage(text))]
    assert found == ([] if number is None else [number])
