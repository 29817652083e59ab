"""What is written reads back: all shapes, all encodings, every trap of the format."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.contents import SHAPES, find
from generator.diagnostics import Level, Problems, RuleBook, Span
from generator.files import Folder, decode
from generator.keys import LONG_TERM
from generator.loader import load
from generator.model.amounts import Amount, parse_amount, parse_percent
from generator.model.disclosure import (
    Disclosure,
    Indicator,
    IndicatorTable,
    Opinion,
    OtherEntry,
    PlanStep,
    Project,
    Section,
    SubGoal,
)
from generator.model.targets import parse_target
from generator.model.words import DataTable, Paragraph, Subheading, Words
from generator.writing import Unwritable, write
from tests.strategies import disclosures, families

HEBEI = families()["河北"]
STEPS = HEBEI.forms["项目"].plan_steps
# What a random disclosure may well lack; anything else is a fault of writer or reader.
EXPECTED = {
    rule.id
    for rule in (
        RuleBook.MISSING_KEY,
        RuleBook.NOT_FILLED,
        RuleBook.BAD_AMOUNT,
        RuleBook.GOAL_OR_TEXT,
        RuleBook.CORRECTION,
        RuleBook.NOT_PUBLISHABLE,
    )
}
CODINGS: dict[str, Callable[[str], bytes]] = {
    "BOM": lambda text: text.encode("utf-8-sig"),
    "GB18030": lambda text: text.encode("gb18030"),
    "CRLF": lambda text: text.replace("\n", "\r\n").encode(),
    "CR": lambda text: text.replace("\n", "\r").encode(),
}
thorough = settings(
    max_examples=40,
    suppress_health_check=[
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
        HealthCheck.function_scoped_fixture,
    ],
)
any_disclosure = st.sampled_from(sorted(families())).flatmap(
    lambda name: disclosures(families()[name])
)


def read_back(files: dict[str, bytes], disclosure: Disclosure) -> tuple[Disclosure, Problems]:
    """The one disclosure that the files hold, and what was found in them."""
    with TemporaryDirectory() as name:
        for path, data in files.items():
            place = Path(name) / str(disclosure.year) / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(data)
        content, problems = Folder(Path(name)), Problems()
        found = find(content, problems)
        assert [f.base for f in found] == [f"{disclosure.year}/{disclosure.id}"]
        again = load(content, found[0], families(), problems)
    assert again is not None
    return again, problems


def assert_same(files: dict[str, bytes], disclosure: Disclosure) -> None:
    again, problems = read_back(files, disclosure)
    shown = b"\n".join(files.values()).decode("utf-8", "replace")
    assert again == disclosure, shown
    faults = [d for d in problems.found if d.level is Level.ERROR and d.rule not in EXPECTED]
    assert not faults, shown


def texts_of(disclosure: Disclosure, shape: str) -> dict[str, str]:
    files = write(disclosure, families()[disclosure.family], shape)
    return {path: data.decode() for path, data in files.items()}


def some(**parts: Any) -> Disclosure:
    """A small disclosure."""
    return replace(Disclosure("julu", 2024, "河北", Words("云溪县水务局")), **parts)


def a_project(**parts: Any) -> Project:
    plain = Project(
        Words("水质检测"),
        "项目",
        "001",
        plan=tuple(PlanStep(label, Amount()) for label in STEPS),
        address_given=True,
    )
    return replace(plain, **parts)


def goals(*lines: str) -> tuple[Paragraph, ...]:
    return tuple(Paragraph(Words(line)) for line in lines)


def table(columns: str, *rows: str) -> IndicatorTable:
    """A table of 一级, 二级, 三级, 指标值, 备注… cells, split at blanks; `_` is an empty cell."""
    keys = tuple(columns.split())
    indicators = []
    for row in rows:
        cells = dict(zip(keys, (c.replace("_", "") for c in row.split()), strict=True))
        indicators.append(
            Indicator(
                name=Words(cells["三级指标"]),
                target=parse_target(Words(cells["指标值"])),
                level1=Words(cells["一级指标"]) if "一级指标" in cells else None,
                level2=Words(cells["二级指标"]) if "二级指标" in cells else None,
            )
        )
    return IndicatorTable(keys, tuple(indicators))


# --- the property -----------------------------------------------------------------------


@pytest.mark.parametrize("shape", SHAPES)
@thorough
@given(disclosure=any_disclosure)
def test_a_random_disclosure_reads_back(shape: str, disclosure: Disclosure) -> None:
    files = write(disclosure, families()[disclosure.family], shape)
    assert_same(files, disclosure)
    for data in files.values():
        assert b"\r" not in data
        assert data == b"" or data.endswith(b"\n")


@thorough
@given(disclosure=any_disclosure)
def test_projects_in_tables_read_back(
    disclosure: Disclosure, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("generator.writing.folder.MOST_FILES", 0)
    assert_same(write(disclosure, families()[disclosure.family], "folder"), disclosure)


@pytest.mark.parametrize("coding", CODINGS)
@pytest.mark.parametrize("shape", SHAPES)
@settings(thorough, max_examples=8)
@given(disclosure=disclosures(HEBEI, 2))
def test_other_encodings_and_line_ends_read_back(
    shape: str, coding: str, disclosure: Disclosure
) -> None:
    recoded = {}
    for path, data in write(disclosure, HEBEI, shape).items():
        text = data.decode("utf-8-sig")
        other = CODINGS[coding](text)
        # A few short texts in GB18030 are good UTF-8 as well, and no reader could tell.
        mistaken = coding == "GB18030" and decode(other) != text
        recoded[path] = data if mistaken else other
    assert_same(recoded, disclosure)


def test_writing_twice_gives_the_same_bytes() -> None:
    disclosure = some(projects=(a_project(goals=goals("甲", "乙")),))
    for shape in SHAPES:
        files = write(disclosure, HEBEI, shape)
        again, _ = read_back(files, disclosure)
        assert write(again, HEBEI, shape) == files


@pytest.mark.parametrize(
    "line",
    [
        "# 甲", "#3 锅炉", "### 甲", "| 甲 |", "|甲", "```", "~~~", "\\甲", "\\", "\\# 甲",
        "甲\t乙", "用途：甲", "用途 : 甲", "绩效指标：", "待核：甲", "- 甲", "---", "===", "> 甲",
        "键: |",
    ],
)  # fmt: skip
def test_a_paragraph_that_looks_like_something_else(line: str) -> None:
    lines = goals("甲", line, line)
    disclosure = some(
        sections=(Section("总体绩效目标", lines),),
        subgoals=(SubGoal(Words(""), text=lines), SubGoal(Words("乙"), goal=goals(line))),
        projects=(a_project(purpose=goals(line), goals=lines, remarks=(Words(line),)),),
    )
    for shape in SHAPES:
        assert_same(write(disclosure, HEBEI, shape), disclosure)
    many = tuple(replace(disclosure.projects[0], address=f"{n:03}") for n in range(21))
    disclosure = replace(disclosure, projects=many)
    files = write(disclosure, HEBEI, "folder")
    assert "julu/项目.csv" in files
    assert_same(files, disclosure)


# --- what an author sees ----------------------------------------------------------------

FULL = some(
    unit_code=Words("315001"),
    sections=(
        Section("总体绩效目标", (Subheading(Words("保障饮水安全")), *goals("全部用于民生水务。"))),
    ),
    subgoals=(
        SubGoal(
            Words("河道清淤"),
            goal=goals("汛前完成。"),
            indicators=table("三级指标 指标值", "清淤长度 ≥13公里"),
        ),
    ),
    projects=(
        a_project(
            code=Words("99010125P00312010007P"),
            budget=Amount("36.00"),
            plan=tuple(PlanStep(s, parse_percent(Words("20%" if s == "3月底" else "")))
                       for s in STEPS),
            purpose=goals("用于水样检测。"),
            goals=goals("掌握水质状况", "用途：不是键"),
            indicators=table(
                "一级指标 二级指标 三级指标 指标值",
                "产出指标 数量指标 份数 ≥240份",
                "产出指标 数量指标 批次 4次",
                "产出指标 质量指标 合格率 ≥98%",
                "效益指标 质量指标 整改率 _",
            ),
            remarks=(Words("金额待核"),),
        ),
    ),
    remarks=(Words("#3 锅炉属于哪个项目？"),),
)  # fmt: skip


def test_the_yaml_file() -> None:
    assert texts_of(FULL, "yaml") == {
        "julu.yaml": """\
部门: 云溪县水务局
单位编码: 315001
年度: 2024
表式: 河北
状态: 草案
总体绩效目标: |
  ### 保障饮水安全
  全部用于民生水务。
分项绩效目标:
  - 标题: 河道清淤
    绩效目标: |
      汛前完成。
    绩效指标: |
      | 三级指标 | 指标值 |
      |---|---|
      | 清淤长度 | ≥13公里 |
项目:
  - 名称: 水质检测
    编码: 99010125P00312010007P
    地址: 001
    预算数: 36.00
    支出计划: 3月底20%
    用途: 用于水样检测。
    绩效目标: |
      掌握水质状况
      用途：不是键
    绩效指标: |
      | 一级指标 | 二级指标 | 三级指标 | 指标值 |
      |---|---|---|---|
      | 产出指标 | 数量指标 | 份数 | ≥240份 |
      | | | 批次 | 4次 |
      | | 质量指标 | 合格率 | ≥98% |
      | 效益指标 | 质量指标 | 整改率 | |
    待核: |
      金额待核
待核: |
  \\#3 锅炉属于哪个项目？
"""
    }


def test_the_markdown_file() -> None:
    assert texts_of(FULL, "md") == {
        "julu.md": """\
---
部门: 云溪县水务局
单位编码: 315001
年度: 2024
表式: 河北
状态: 草案
---

## 总体绩效目标
### 保障饮水安全
全部用于民生水务。

## 分项绩效目标
### 河道清淤
绩效目标：汛前完成。

| 三级指标 | 指标值 |
|---|---|
| 清淤长度 | ≥13公里 |

## 项目
### 水质检测
编码：99010125P00312010007P
地址：001
预算数：36.00
支出计划：3月底20%
用途：用于水样检测。
绩效目标：
掌握水质状况
\\用途：不是键

| 一级指标 | 二级指标 | 三级指标 | 指标值 |
|---|---|---|---|
| 产出指标 | 数量指标 | 份数 | ≥240份 |
| | | 批次 | 4次 |
| | 质量指标 | 合格率 | ≥98% |
| 效益指标 | 质量指标 | 整改率 | |

待核：
金额待核

## 待核
\\#3 锅炉属于哪个项目？
"""
    }


def test_the_folder() -> None:
    files = texts_of(FULL, "folder")
    assert list(files) == [
        "julu/部门.yaml",
        "julu/01-总体绩效目标.md",
        "julu/02-分项绩效目标.md",
        "julu/项目/001-水质检测.yaml",
    ]
    assert files["julu/01-总体绩效目标.md"] == "### 保障饮水安全\n全部用于民生水务。\n"
    assert files["julu/项目/001-水质检测.yaml"].startswith("名称: 水质检测\n编码: 99010125P")
    assert files["julu/部门.yaml"].endswith("待核: |\n  \\#3 锅炉属于哪个项目？\n")


def test_the_whole_departments_form() -> None:
    overall = Project(
        Words("部门整体支出绩效目标"),
        "整体",
        "zhengti",
        budget=parse_amount(Words("1816.4")),
        goals=goals("保障运转"),
        indicators=table("一级指标 二级指标 三级指标 指标值", "产出指标 数量指标 份数 3"),
        extra=(
            ("一般公共预算", goals("1784.4")),
            ("基本支出", goals("1552.7")),
            ("项目支出", goals("263.7")),
            ("部门职能职责概述", goals("一是甲", "二是乙")),
        ),
        opinions=(Opinion(Words("预算股意见"), Words("同意 | 照办"), Words("2021年1月")),),
        filing=(("填表人", Words("张三")),),
    )
    disclosure = replace(
        some(family="湖南", filing=(("填报日期", Words("2021年1月")),)), overall=overall
    )
    assert (
        texts_of(disclosure, "yaml")["julu.yaml"]
        == """\
部门: 云溪县水务局
年度: 2024
表式: 湖南
状态: 草案
填报:
  填报日期: 2021年1月
整体支出:
  部门名称:
  资金总额: 1816.4
  按收入性质分:
    一般公共预算: 1784.4
  按支出性质分:
    基本支出: 1552.7
    项目支出: 263.7
  部门职能职责概述: |
    一是甲
    二是乙
  整体绩效目标: |
    保障运转
  绩效指标: |
    | 一级指标 | 二级指标 | 三级指标 | 指标值 |
    |---|---|---|---|
    | 产出指标 | 数量指标 | 份数 | 3 |
  审核意见: |
    | 股室 | 意见 | 日期 |
    |---|---|---|
    | 预算股意见 | 同意 \\| 照办 | 2021年1月 |
  填表人: 张三
"""
    )
    assert "\n按收入性质分" not in texts_of(disclosure, "md")["julu.md"]
    assert "\n审核意见：\n| 股室 |" in texts_of(disclosure, "md")["julu.md"]
    assert "julu/01-整体支出.yaml" in texts_of(disclosure, "folder")
    for shape in SHAPES:
        assert_same(write(disclosure, families()["湖南"], shape), disclosure)


def test_a_table_in_a_section() -> None:
    cells = tuple(tuple(Words(c.replace("_", "")) for c in row.split())
                  for row in ("项目 金额 _", "_ 上年 本年", "采购 1|2 --", "小计 - -"))  # fmt: skip
    prose = DataTable(
        Words("政府采购预算"), cells[:2], cells[2:], "万元", "单位：甲", ("合计", "总计", "小计")
    )
    disclosure = some(sections=(Section("总体绩效目标", (*goals("见下表："), prose)),))
    assert (
        texts_of(disclosure, "folder")["julu/01-总体绩效目标.md"]
        == """\
见下表：
```表
标题: 政府采购预算
单位: 万元
说明: 单位：甲
| 项目 | 金额 | |
| | 上年 | 本年 |
|---|---|---|
| 采购 | 1\\|2 | -- |
| 小计 | - | - |
```
"""
    )
    for shape in SHAPES:
        assert_same(write(disclosure, HEBEI, shape), disclosure)
    for broken in (
        replace(prose, totals=()),
        replace(prose, totals=("合、计",)),
        replace(prose, caption=Words("甲\t乙")),
        replace(prose, head=(cells[3][1:],)),
        replace(prose, head=((Words("-"), Words("-"), Words("-")),)),
        replace(prose, rows=((Words("甲\n乙"), Words(""), Words("")),)),
    ):
        with pytest.raises(Unwritable):
            write(some(sections=(Section("总体绩效目标", (broken,)),)), HEBEI, "md")


def test_a_row_without_a_second_level_is_written_out() -> None:
    """An import may find such rows; the reader reports them, and keeps them as they are."""
    rows = ("甲 乙 丙 1", "丁 _ 丙 2", "丁 _ 丙 3", "丁 戊 丙 4")
    disclosure = some(
        projects=(a_project(indicators=table("一级指标 二级指标 三级指标 指标值", *rows)),)
    )
    for shape in SHAPES:
        again, _ = read_back(write(disclosure, HEBEI, shape), disclosure)
        assert again == disclosure


def test_required_blanks_stand_there_to_be_filled_in() -> None:
    files = texts_of(some(projects=(a_project(),)), "yaml")
    lines = files["julu.yaml"].splitlines()
    assert "总体绩效目标:" in lines
    assert "    用途:" in lines
    assert "    绩效指标:" in lines
    assert not any("财政资金" in line or "工作保障措施" in line for line in lines)
    assert "用途：\n" in texts_of(some(projects=(a_project(),)), "md")["julu.md"]


def test_parts_open_with_a_heading_where_that_is_no_other_key() -> None:
    parts = ("", "专项资金绩效目标", "专项资金绩效目标", "总体绩效目标", "")
    disclosure = some(
        projects=tuple(a_project(address=f"{n:03}", part=p) for n, p in enumerate(parts))
    )
    text = texts_of(disclosure, "md")["julu.md"]
    headings = [line for line in text.splitlines() if line.startswith("## ")]
    assert headings[2:] == ["## 项目", "## 专项资金绩效目标", "## 项目"]
    assert text.count("部分：总体绩效目标") == 1
    assert "部分：专项" not in text


def test_many_projects_go_into_tables() -> None:
    indicators = table(
        "一级指标 二级指标 三级指标 指标值", "产出指标 数量指标 份数 3", "产出指标 数量指标 批次 4"
    )
    many = tuple(
        a_project(
            address=f"{n:03}",
            name=Words("水质检测" if n > 20 else f"项目{n}"),
            goals=goals("一", "# 二"),
            indicators=indicators,
        )
        for n in range(1, 23)
    )
    disclosure = some(projects=many)
    files = write(disclosure, HEBEI, "folder")
    assert [f for f in files if "项目" in f or "指标" in f] == [
        "julu/项目.csv",
        "julu/绩效指标.csv",
    ]
    assert_same(files, disclosure)
    rows = list(csv.reader(io.StringIO(files["julu/绩效指标.csv"].decode("utf-8-sig"))))
    assert rows[0] == ["项目", "一级指标", "二级指标", "三级指标", "指标值"]
    assert rows[2] == ["项目1", "产出指标", "数量指标", "批次", "4"]
    assert rows[-1][0] == "022"  # its name is not its own
    assert files["julu/项目.csv"].startswith(b"\xef\xbb\xbf")


def test_many_projects_that_no_table_can_hold_are_files_again() -> None:
    tables = (table("三级指标 指标值", "份数 3"), table("指标值 三级指标", "3 份数"))
    disclosure = some(
        projects=tuple(a_project(address=f"{n:03}", indicators=tables[n % 2]) for n in range(22))
    )
    files = write(disclosure, HEBEI, "folder")
    assert "julu/项目/022-水质检测.yaml" in files
    assert_same(files, disclosure)


def test_file_names_are_fit_for_every_system() -> None:
    name = Words('CON: 甲/乙\\丙*"丁"<|>?…' + "长" * 100 + ".")
    files = write(some(projects=(a_project(name=name),)), HEBEI, "folder")
    path = next(f for f in files if "/项目/" in f).removeprefix("julu/项目/")
    assert path.startswith("001-CON 甲乙丙丁…长长")
    assert len(path.encode()) < 200
    assert_same(files, some(projects=(a_project(name=name),)))


# --- what cannot be written -------------------------------------------------------------


@pytest.mark.parametrize(
    ("disclosure", "shapes"),
    [
        (some(department=Words("甲\n乙")), SHAPES),
        (some(department=Words(" 甲")), SHAPES),
        (some(department=Words("甲\0")), SHAPES),
        (some(department=Words("甲\x0b")), SHAPES),
        (some(filing=(("填表人", Words("甲")),)), SHAPES),
        (some(overall=a_project()), SHAPES),
        (some(projects=(a_project(opinions=(Opinion(Words("甲")),)),)), SHAPES),
        (some(department=Words("甲\ud800")), SHAPES),
        (some(id="水务局"), SHAPES),
        (some(sections=(Section("别的", goals("甲")),)), SHAPES),
        (some(sections=(Section("总体绩效目标", (Subheading(Words("")),)),)), SHAPES),
        (some(projects=(a_project(form="没有"),)), SHAPES),
        (some(projects=(a_project(plan=()),)), SHAPES),
        (some(projects=(a_project(address_given=False),)), SHAPES),
        (some(projects=(a_project(part="预算项目绩效目标"),)), SHAPES),
        (some(projects=(a_project(extra=(("别的", goals("甲")),)),)), SHAPES),
        (some(projects=(a_project(indicators=IndicatorTable(("别的",))),)), SHAPES),
        (some(projects=(a_project(unit_name=Words("甲\t乙")),)), ("md",)),
        (
            some(
                projects=(
                    a_project(
                        indicators=table(
                            "一级指标 二级指标 三级指标 指标值", "甲 乙 丙 1", "_ 乙 丙 1"
                        )
                    ),
                )
            ),
            SHAPES,
        ),
    ],
)
def test_what_would_not_read_back_is_refused(
    disclosure: Disclosure, shapes: tuple[str, ...]
) -> None:
    for shape in SHAPES:
        if shape in shapes:
            with pytest.raises(Unwritable):
                write(disclosure, HEBEI, shape)
        else:
            assert_same(write(disclosure, HEBEI, shape), disclosure)


@pytest.mark.parametrize("shape", SHAPES)
def test_a_code_and_a_plan_that_do_not_apply_read_back(shape: str) -> None:
    none = tuple(PlanStep(step, Amount("/")) for step in STEPS)
    disclosure = some(projects=(a_project(code=Words("/"), plan=none),))
    again, problems = read_back(write(disclosure, HEBEI, shape), disclosure)
    assert again == disclosure
    assert {d.rule for d in problems.found} <= EXPECTED


def test_a_plan_that_is_no_plan_is_refused() -> None:
    for share in (Amount("约20%"), Amount("20%，", None), Amount("：20%")):
        plan = (PlanStep(STEPS[0], share), *(PlanStep(s, Amount()) for s in STEPS[1:]))
        with pytest.raises(Unwritable, match="支出计划"):
            write(some(projects=(a_project(plan=plan),)), HEBEI, "yaml")


def test_a_cell_with_a_line_break_fits_a_table_of_every_shape() -> None:
    indicator = Indicator(Words("份数\n（全年）"), parse_target(Words("3")))
    projects = tuple(
        a_project(
            address=f"{n:03}",
            name=Words(f"项目{n}"),
            indicators=IndicatorTable(("三级指标", "指标值"), (indicator,)),
        )
        for n in range(21)
    )
    for shape in SHAPES:
        assert_same(write(some(projects=projects), HEBEI, shape), some(projects=projects))


def test_a_refusal_says_where() -> None:
    span = Span("2024/julu.yaml", 3, 5)
    with pytest.raises(Unwritable) as caught:
        write(some(title=Words("甲\n乙", span)), HEBEI, "md")
    assert caught.value.span == span


def test_an_unknown_shape_is_the_callers_fault() -> None:
    with pytest.raises(ValueError, match="docx"):
        write(some(), HEBEI, "docx")


def test_every_table_of_many_projects_is_a_file_of_its_own() -> None:
    rows = table("一级指标 二级指标 三级指标 指标值", "产出指标 数量指标 清淤 ≥3公里")
    others = (OtherEntry(Words("备注"), Words(), Words("续建")),)
    marked = (OtherEntry(Words("权重"), Words("清淤"), Words("20")),)
    many = tuple(
        replace(
            a_project(indicators=rows),
            name=Words(f"项目{n}"),
            address=f"{n:03}",
            long_term=((LONG_TERM[0], rows),) if n % 2 else (),
            others=marked if n % 3 else others,
        )
        for n in range(21)
    )
    disclosure = some(projects=many)
    files = write(disclosure, HEBEI, "folder")
    names = {path.removeprefix("julu/") for path in files if path.endswith(".csv")}
    assert names == {"项目.csv", "绩效指标.csv", "长期绩效指标.csv", "其他栏目.csv"}
    assert_same(files, disclosure)
