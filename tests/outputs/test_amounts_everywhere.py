"""An amount is the same wherever it is printed, in whatever unit its author typed it."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest

from generator.build import Settings, build
from tests.conftest import TEMPLATES
from tests.invalid_cases import SETTINGS
from tests.outputs.pdf_samples import print_page
from tests.test_build import quiet, write

HEBEI = """\
部门: 某局
年度: {year}
表式: 河北
状态: 公开
批复日期: {year}-02-10
公开日期: {year}-02-21
总体绩效目标: |
  全年安排 {{{{ 项目预算合计 }}}} 万元，即 {{{{ 项目预算合计 }}}}元。
  “三公”经费 {{{{ 表("三公经费").合计 }}}} 万元。
  抽检 {{{{ 项目("抽检").预算数 }}}} 万元，其中财政资金{{{{ 项目("抽检").财政资金 }}}}万元。
分项绩效目标:
  - 标题: 监管
    内容: 按季检查。
预算表: |
  ```表
  表: 三公经费支出表
  标题: 三公经费
  | {other} | 0 | {other} | 0 | {other} | 0 |
  ```
不公开: |
  | 事项 | 依据 | 金额 |
  |---|---|---|
  | 一个涉密项目 | 保守国家秘密法 | {secret} |
项目:
  - 名称: 抽检
    地址: 001
    编码: {codes[0]}
    预算数: {budget}
    财政资金: {fiscal}
    其他资金: {other}
    支出计划: 3月底20%，6月底50%，10月底80%，12月底100%
    用途: 用于抽检。
    绩效目标: 抽检覆盖全县
    绩效指标: |
      | 一级指标 | 二级指标 | 三级指标 | 指标值 | 依据 |
      |---|---|---|---|---|
      | 产出指标 | 数量指标 | 检查次数 | ≥4次 | 年度计划 |
      | 效益指标 | 社会效益指标 | 抽检覆盖率 | 100% | 台账 |
      | 满意度指标 | 服务对象满意度指标 | 群众满意度 | ≥90% | 问卷 |
  - 名称: 宣传
    地址: 002
    编码: {codes[1]}
    预算数: {second}
    财政资金: {second}
    其他资金: 0
    支出计划: 3月底20%，6月底50%，10月底80%，12月底100%
    用途: 用于宣传。
    绩效目标: 宣传进村
    绩效指标: |
      | 一级指标 | 二级指标 | 三级指标 | 指标值 | 依据 |
      |---|---|---|---|---|
      | 产出指标 | 数量指标 | 宣传场次 | ≥4场 | 年度计划 |
      | 效益指标 | 社会效益指标 | 知晓率 | ≥80% | 台账 |
      | 满意度指标 | 服务对象满意度指标 | 村民满意度 | ≥90% | 问卷 |
"""
EVALUATION = """\
部门: 某局
年度: 2024
类型: 绩效自评
评价对象: 2024/ju
表式: 绩效自评
状态: 公开
公开日期: 2025-03-01
自评结论: |
  2 个项目完成。
项目:
  - 名称: 抽检
    全年预算数: {budget}
    全年执行数: {fiscal}
    执行率得分: 9.8
    目标实际完成情况: 抽检完成
    绩效指标: |
      | 指标 | 完成值 | 分值 | 得分 |
      |---|---|---|---|
      | 检查次数 | 4次 | 40 | 40 |
      | 抽检覆盖率 | 100% | 40 | 40 |
      | 群众满意度 | 92% | 10 | 10 |
  - 名称: 宣传
    全年预算数: {second}
    全年执行数: {second}
    执行率得分: 10
    目标实际完成情况: 宣传完成
    绩效指标: |
      | 指标 | 完成值 | 分值 | 得分 |
      |---|---|---|---|
      | 宣传场次 | 4场 | 50 | 50 |
      | 知晓率 | 85% | 30 | 30 |
      | 村民满意度 | 93% | 10 | 10 |
"""
HUNAN = """\
部门: 某镇
年度: 2025
表式: 湖南
状态: 草案
整体支出:
  资金总额: {budget}
  按收入性质分:
    一般公共预算: {fiscal}
    其他资金: {other}
  按支出性质分:
    基本支出: {fiscal}
    项目支出: {other}
项目:
  - 名称: 修路
    地址: 001
    年度本级预算金额: {other}
    该项目支出上级资金: （分级填报）
"""
CODES = {
    2024: ("99010124P003120100079", "99010124P003120100175"),
    2025: ("99010125P00312010007P", "99010125P00312010017K"),
}
PLAIN = {"budget": "1,836.00", "fiscal": "1,794.00", "other": "42.00", "second": "18.00",
         "secret": "5.00"}  # fmt: skip
TYPED = {"budget": "1,836.00万元", "fiscal": "1,794.00 万", "other": "420000元",
         "second": "人民币18.00万元", "secret": "￥50,000元"}  # fmt: skip
MIXED = {**PLAIN, "other": "42.00万", "second": "１80 000 元"}
# Data and records keep beside the number what was typed; workbooks are made of the same rows.
KEEP_WORDING = re.compile(
    r".*\.xlsx|(?:projects|disclosures)\.(?:csv|json)|(?:disclosure|record)\.json"
)
# Sums over those files; and the ledger, for one rule looks at how amounts are typed.
FOLLOW = re.compile(r"manifest\.json|SHA256SUMS|datapackage\.json|ledger\.json")
# How large the data files are.
SIZES = re.compile(rb'<script type="application/ld\+json">.*?</script>')


def content_of(folder: Path, amounts: dict[str, str]) -> Path:
    return write(
        folder / "content",
        {
            "站点.yaml": SETTINGS,
            "2024/ju.yaml": HEBEI.format(year=2024, codes=CODES[2024], **PLAIN),
            "2025/ju.yaml": HEBEI.format(year=2025, codes=CODES[2025], **amounts),
            "2025/zhen.yaml": HUNAN.format(**amounts),
            "2024/ju-ziping.yaml": EVALUATION.format(**amounts),
        },
    )


def site(folder: Path, amounts: dict[str, str]) -> dict[str, bytes]:
    content = content_of(folder, amounts)
    report = build(Settings(content, folder / "site", (TEMPLATES,), with_pdf=False), quiet)
    assert report.published
    files = sorted(p for p in (folder / "site").rglob("*") if p.is_file())
    return {p.relative_to(folder / "site").as_posix(): p.read_bytes() for p in files}


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return site(tmp_path_factory.mktemp("plain"), PLAIN)


WAYS = pytest.mark.parametrize("amounts", [TYPED, MIXED], ids=["units", "some"])


@WAYS
def test_pages_charts_search_and_history_are_those_of_plain_numbers(
    amounts: dict[str, str], plain: dict[str, bytes], tmp_path: Path
) -> None:
    found = site(tmp_path, amounts)
    assert found.keys() == plain.keys()
    exempt = [n for n in found if FOLLOW.fullmatch(Path(n).name) or "/ledger/" in n]
    exempt += [n for n in found if KEEP_WORDING.fullmatch(Path(n).name)]
    same = [n for n in found if SIZES.sub(b"", found[n]) == SIZES.sub(b"", plain[n])]
    assert found.keys() - exempt - set(same) == set()
    assert set(same) >= {
        "2025/index.html", "2025/projects/index.html", "2025/ju/index.html",
        "2025/ju/001/index.html", "2025/ju/data/overview.svg", "2025/zhen/index.html",
        "search/index.html",
    }  # fmt: skip


@WAYS
def test_data_have_the_same_numbers_and_keep_what_was_typed(
    amounts: dict[str, str], plain: dict[str, bytes], tmp_path: Path
) -> None:
    found = site(tmp_path, amounts)
    typed, shown = (table(files["2025/ju/data/projects.csv"]) for files in (found, plain))
    worded = [key for key in typed[0] if key.endswith("原文")]
    assert [row[key] for row in typed for key in worded[:1]] == [
        amounts["budget"], amounts["second"],
    ]  # fmt: skip
    for row, other in zip(typed, shown, strict=True):
        assert {k: v for k, v in row.items() if k not in worded} == {
            k: v for k, v in other.items() if k not in worded
        }


@WAYS
def test_the_pdf_is_made_from_the_same_page(amounts: dict[str, str], tmp_path: Path) -> None:
    for key in ("2025/ju", "2025/zhen"):
        pages = [
            print_page(content_of(tmp_path / name, way), tmp_path / f"{name}-stage", key)
            for name, way in (("plain", PLAIN), ("typed", amounts))
        ]
        assert pages[0] == pages[1]


def table(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))
