"""Numbers of headings: the form's, or the author's."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.diagnostics import Problems, Span
from generator.document.outline import (
    PART,
    PROJECT,
    SECTION,
    STATUTORY,
    SUBGOAL,
    SUBHEADING,
    TABLE,
    Entry,
    Outline,
    chinese_numeral,
    make_outline,
    number_value,
    split_number,
    styled_number,
)
from generator.forms import Family
from generator.model.disclosure import Attachment, Disclosure, Project, Section, SubGoal
from generator.model.words import DataTable, Paragraph, Subheading, Words
from tests.strategies import families


@pytest.fixture
def family() -> Family:
    return families()["河北"]


def words(text: str, line: int = 1) -> Words:
    return Words(text, Span("2025/a.yaml", line, 3))


def outline(family: Family, problems: Problems, **parts: object) -> Outline:
    disclosure = Disclosure("a", 2025, family.name, Words("某局"), **parts)  # type: ignore[arg-type]
    return make_outline(disclosure, family, problems)


def labels(made: Outline, kind: str) -> list[str]:
    return [entry.label for entry in made.walk() if entry.kind == kind]


def project(address: str, name: str, part: str = "") -> Project:
    return Project(Words(name), "项目", address, part=part)


@pytest.mark.parametrize(
    ("text", "number", "title"),
    [
        ("一、监管", "一、", "监管"),
        ("（二）执法", "（二）", "执法"),
        ("(3)服务", "(3)", "服务"),
        ("4.宣传", "4.", "宣传"),
        ("5、培训", "5、", "培训"),
        ("6．检测", "6．", "检测"),
        ("第一部分 部门整体绩效目标", "第一部分", "部门整体绩效目标"),
        ("第3章 附则", "第3章", "附则"),
        ("十一、其他", "十一、", "其他"),
        ("3.15消费者权益日", "", "3.15消费者权益日"),
        ("2025年工作", "", "2025年工作"),
        ("一体化监管", "", "一体化监管"),
        ("12345热线", "", "12345热线"),
        ("一、", "", "一、"),
        ("", "", ""),
        ("第" + "9" * 5000 + "部分 甲", "", "第" + "9" * 5000 + "部分 甲"),
    ],
)
def test_a_typed_number_is_told_from_its_title(text: str, number: str, title: str) -> None:
    assert split_number(text) == (number, title)


@pytest.mark.parametrize(
    ("sample", "numbers"),
    [
        ("第一部分", ["第一部分", "第二部分", "第三部分"]),
        ("一、", ["一、", "二、", "三、"]),
        ("（一）", ["（一）", "（二）", "（三）"]),
        ("1.", ["1.", "2.", "3."]),
        ("1、", ["1、", "2、", "3、"]),
        ("（1）", ["（1）", "（2）", "（3）"]),
        ("", ["", "", ""]),
    ],
)
def test_numbers_follow_the_sample_of_the_form(sample: str, numbers: list[str]) -> None:
    assert [styled_number(sample, n) for n in (1, 2, 3)] == numbers


@pytest.mark.parametrize(
    ("number", "text"),
    [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (21, "二十一"), (99, "九十九"),
     (100, "一百"), (105, "一百零五"), (110, "一百一十"), (999, "九百九十九"), (1000, "1000")],
)  # fmt: skip
def test_chinese_numerals_are_written_as_people_write_them(number: int, text: str) -> None:
    assert chinese_numeral(number) == text


@given(st.integers(1, 199))
def test_a_numeral_that_is_written_reads_back(number: int) -> None:
    assert number_value(f"{chinese_numeral(number)}、") == number
    assert number_value(f"（{number}）") == number


@given(st.text(max_size=40))
def test_any_title_is_taken_apart_and_no_part_of_it_is_lost(text: str) -> None:
    number, title = split_number(text)
    assert "".join((number + title).split()) == "".join(text.split())
    assert number_value(number) is None or number


def test_the_form_numbers_what_nobody_numbered(family: Family) -> None:
    problems = Problems()
    made = outline(
        family,
        problems,
        sections=(
            Section("总体绩效目标", (Subheading(words("监管")), Subheading(words("执法")))),
            Section("工作保障措施", (Paragraph(words("加强领导。")),)),
        ),
        subgoals=(SubGoal(words("抽检")), SubGoal(words("巡查"))),
        projects=(project("001", "抽检经费"), project("002", "巡查经费")),
    )
    assert labels(made, PART) == ["第一部分 部门整体绩效目标", "第二部分 预算项目绩效目标"]
    assert labels(made, SECTION) == ["一、总体绩效目标", "二、分项绩效目标", "三、工作保障措施"]
    assert labels(made, SUBHEADING) == ["1、监管", "2、执法"]
    assert labels(made, SUBGOAL) == ["1.抽检", "2.巡查"]
    assert labels(made, PROJECT) == ["1.抽检经费绩效目标表", "2.巡查经费绩效目标表"]
    assert not problems.found


def test_what_an_author_numbered_stays_as_typed(family: Family) -> None:
    problems = Problems()
    made = outline(
        family, problems, subgoals=(SubGoal(words("（1）抽检")), SubGoal(words("（2）巡查")))
    )
    assert labels(made, SUBGOAL) == ["（1）抽检", "（2）巡查"]
    assert not problems.found


def test_typed_numbers_that_do_not_run_on_are_told_where_they_stand(family: Family) -> None:
    problems = Problems()
    titles = ["一、甲", "三、乙", "丙", "五、丁"]
    goals = tuple(SubGoal(words(title, n)) for n, title in enumerate(titles, 1))
    made = outline(family, problems, subgoals=goals)
    assert labels(made, SUBGOAL) == titles
    assert [d.span.line for d in problems.found] == [2, 3]


def test_numbers_begin_anew_in_each_part(family: Family) -> None:
    projects = (project("1", "甲", "专项资金"), project("2", "乙"), project("3", "丙", "专项资金"))
    made = outline(family, Problems(), projects=projects)
    assert [p.label for p in made.parts][1:] == ["第二部分 专项资金", "第三部分 预算项目绩效目标"]
    assert labels(made, PROJECT) == ["1.甲绩效目标表", "2.丙绩效目标表", "1.乙绩效目标表"]


def test_every_heading_has_an_anchor_of_its_own(family: Family) -> None:
    heads = tuple(Subheading(words(f"小标题{n}")) for n in range(1200))
    made = outline(
        family,
        Problems(),
        sections=(Section("总体绩效目标", heads),),
        subgoals=tuple(SubGoal(words("同名"), text=heads[:2]) for _ in range(3)),
        projects=tuple(project(str(n), "同名") for n in range(30)),
    )
    ids = [entry.id for entry in made.walk()]
    assert len(ids) == len(set(ids))


def table(caption: str, definition: str = "", name: str = "") -> DataTable:
    head = ((Words("项目"), Words("金额")),)
    return DataTable(words(caption), head, (), definition=definition, name=name)


SPENDING, INCOME = table("支出总表", "部门支出总表"), table("收入总表", "部门收入总表")
OFFICES = table("机构设置情况")


def with_tables(family: Family, *prose: Subheading | Paragraph | DataTable) -> Outline:
    return outline(family, Problems(), sections=(Section("预算表", prose),))


def ids(entries: Iterable[Entry]) -> list[str]:
    return [entry.id for entry in entries]


def test_tables_in_prose_are_entries_below_the_heading_that_they_follow(family: Family) -> None:
    made = with_tables(family, SPENDING, OFFICES, Subheading(words("收入")), INCOME)
    chapter = next(entry for entry in made.walk() if entry.title == "部门预算表")
    spending, offices, heading = chapter.children
    (income,) = heading.children
    assert [spending.kind, offices.kind, income.kind] == [STATUTORY, TABLE, STATUTORY]
    assert [e.level - chapter.level for e in (spending, offices, heading, income)] == [1, 1, 1, 2]
    assert [e.label for e in (spending, offices, income)] == [
        "支出总表",
        "机构设置情况",
        "收入总表",
    ]
    assert (made.table(INCOME), made.table(OFFICES)) == (income, offices)


def test_the_contents_list_statutory_tables_even_below_what_they_leave_out(family: Family) -> None:
    made = with_tables(family, SPENDING, OFFICES, Subheading(words("收入")), INCOME)
    (chapter,) = (entry for entry in made.listed if entry.title == "部门预算表")
    assert [entry.title for entry in chapter.listed] == ["支出总表", "收入总表"]


def test_a_form_may_number_the_statutory_tables(family: Family) -> None:
    numbering = {**family.numbering, STATUTORY: "（一）"}
    made = with_tables(replace(family, numbering=numbering), SPENDING, OFFICES, INCOME)
    assert labels(made, STATUTORY) == ["（一）支出总表", "（二）收入总表"]
    assert labels(made, TABLE) == ["机构设置情况"]


def test_a_table_is_named_by_its_definition_its_author_its_caption_or_its_place(
    family: Family,
) -> None:
    made = with_tables(
        family, OFFICES, SPENDING, table("车辆", name="cars"), table("某局固定资产占用情况表"),
        table("部门固定资产占用情况"),
    )  # fmt: skip
    chapter = next(entry for entry in made.walk() if entry.title == "部门预算表")
    assert ids(chapter.children) == [
        "bg-table-1", "bg-department-spending", "bg-cars", "bg-state-assets", "bg-table-5",
    ]  # fmt: skip


def test_attachments_stand_last_in_the_outline_without_a_number(family: Family) -> None:
    files = (Attachment(words("批复"), "2025/a/附件/pifu.pdf", "pifu.pdf", "PDF 文件", 1),)
    made = outline(family, Problems(), attachments=files)
    assert (made.parts[-1].id, made.parts[-1].label) == ("fj", "附件")
    assert made.parts[-1] in made.listed
