"""The three real files rewritten in other ways: the same data comes out."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.document import Document

from tests.importing.test_real import (
    check_gaoxin,
    check_linwu,
    check_projects,
    check_tables,
    check_text,
    loaded,
    tables,
)
from tests.importing.truth import items, table_cells, true_body, true_head
from tests.importing.word_files import imported, saved, split

RealFile = Callable[[str], Path]
Change = Callable[[Document], None]


@pytest.fixture
def opened(real_file: RealFile) -> Callable[[str], Document]:
    return lambda name: docx.Document(str(real_file(f"{name}.docx")))


def paragraphs(document: Document) -> list[Any]:
    return list(document.paragraphs)


def drop(document: Document, wanted: Callable[[str], bool]) -> None:
    for paragraph in paragraphs(document):
        if wanted(paragraph.text):
            paragraph._p.getparent().remove(paragraph._p)


def rewrite(document: Document, change: Callable[[str], str]) -> None:
    for paragraph in paragraphs(document):
        new = change(paragraph.text)
        if new != paragraph.text:
            paragraph.text = new


def plain_style(document: Document) -> None:
    for paragraph in paragraphs(document):
        if not (paragraph.style.name or "").startswith("toc"):
            paragraph.style = document.styles["Normal"]


def blanks_everywhere(document: Document) -> None:
    for paragraph in paragraphs(document):
        paragraph.insert_paragraph_before("　")


def wider_spacing(document: Document) -> None:
    """Blanks inside labels and headings, as exports pad them."""
    rewrite(document, lambda t: re.sub(r"^([一二三])、", r"\1、  ", t))
    labels = {"项目编码", "项目名称", "预算数", "其他资金", "绩效目标", "指标值", "一级指标"}
    for table in document.tables:
        for cell in table._cells:
            if cell.text in labels:
                cell.text = " ".join(cell.text)


def split_every_table(document: Document, at: int) -> None:
    for table in list(document.tables):
        split(table, at)


def first_part_without_sections(text: str) -> bool:
    return text in ("一、总体绩效目标", "二、分项绩效目标", "三、工作保障措施")


VARIATIONS: dict[str, Callable[[Document], None]] = {
    "as it is": lambda d: None,
    "without captions": lambda d: drop(d, lambda t: t.endswith("绩效目标表")),
    "without unit lines but one": lambda d: drop(
        d, lambda t: t == "单位：万元" or (t.startswith("414001") and d.paragraphs[60].text != t)
    ),
    "captions renumbered": lambda d: rewrite(
        d, lambda t: re.sub(r"^\d+\.(.*绩效目标表)$", r"（一）\1", t)
    ),
    "captions without numbers": lambda d: rewrite(
        d, lambda t: re.sub(r"^\d+\.(.*绩效目标表)$", r"\1", t)
    ),
    "sections renumbered": lambda d: rewrite(
        d, lambda t: re.sub(r"^[一二三]、(.{6,8})$", r"（四）\1", t)
    ),
    "sections without numbers": lambda d: rewrite(
        d, lambda t: re.sub(r"^[一二三]、(.{6,8})$", r"\1", t)
    ),
    "without part headings": lambda d: drop(d, lambda t: t.startswith("第") and "部分\n" in t),
    "without section headings": lambda d: drop(d, first_part_without_sections),
    "no styles": plain_style,
    "blank paragraphs": blanks_everywhere,
    "wider spacing": wider_spacing,
    **{f"split before row {n}": partial(split_every_table, at=n) for n in range(1, 12)},
}


def join_tables(document: Document, *, only_wide: bool = False) -> None:
    """Put each table that goes on with the head of the one above into that one.

    Between wide tables the lines of the page's head are dropped, else nothing may be lost.
    """
    before: Any = None
    for table in list(document.tables):
        wide = len(table.columns) > 8
        may_join = wide or (not only_wide and only_blank_between(before, table))
        if before is not None and may_join and same_head(before, table):
            between = before._tbl.getnext()
            while between is not table._tbl:
                between, gone = between.getnext(), between
                gone.getparent().remove(gone)
            for row in list(table._tbl.tr_lst):
                before._tbl.append(row)
            table._tbl.getparent().remove(table._tbl)
        else:
            before = table


def only_blank_between(one: Any, other: Any) -> bool:
    at = one._tbl.getnext() if one is not None else None
    while at is not None and at is not other._tbl:
        if "".join(at.itertext()).strip():
            return False
        at = at.getnext()
    return at is not None


def same_head(one: Any, other: Any) -> bool:
    texts = [[cell.text for cell in table.rows[0].cells] for table in (one, other)]
    return texts[0] == texts[1] and len(one.columns) == len(other.columns)


@pytest.mark.parametrize("variation", VARIATIONS)
def test_julu_in_another_dress(
    opened: Callable[[str], Document], real_file: RealFile, variation: str
) -> None:
    document, truth = opened("julu-2024"), loaded(real_file, "julu-2024")
    VARIATIONS[variation](document)
    disclosure = imported(saved(document))
    check_projects(disclosure, truth)
    check_text(disclosure, truth)
    assert not list(disclosure.all_remarks())


CAPTIONS = ("部门机构设置情况", "部门政府采购预算", "高新区市场监督管理局固定资产占用情况表")
CHAPTERS = ("六、政府采购预算情况", "七、国有资产信息", "八、名词解释", "九、其他需要说明的事项")
SECTIONS = ("一、总体绩效目标", "二、分项绩效目标", "三、工作保障措施")

OF_GAOXIN: dict[str, Change] = {
    "without captions of tables": lambda d: drop(d, lambda t: t in CAPTIONS),
    "without unit lines": lambda d: drop(
        d, lambda t: t == "单位：万元" or t.startswith("414 河北省")
    ),
    "without captions and unit lines": lambda d: drop(
        d, lambda t: t in CAPTIONS or t == "单位：万元" or t.startswith("414 河北省")
    ),
    "chapters renumbered": lambda d: rewrite(
        d, lambda t: re.sub(r"^[一二三四五六七八九]、(\S{5,24})$", r"（四）\1", t)
    ),
    "chapters without numbers": lambda d: rewrite(
        d, lambda t: re.sub(r"^[一二三四五六七八九]、(\S{5,24})$", r"\1", t)
    ),
    "without the last chapters' titles": lambda d: drop(d, lambda t: t in CHAPTERS),
    "captions renumbered": lambda d: rewrite(
        d, lambda t: re.sub(r"^\d+、(.*绩效目标表)$", r"（一）\1", t)
    ),
    "captions without numbers": lambda d: rewrite(
        d, lambda t: re.sub(r"^\d+、(.*绩效目标表)$", r"\1", t)
    ),
    "no styles": plain_style,
    "blank paragraphs": blanks_everywhere,
    "wider spacing": wider_spacing,
    "tables of many pages joined": lambda d: join_tables(d, only_wide=True),
    "all broken tables joined": join_tables,
    **{f"split before row {n}": partial(split_every_table, at=n) for n in (1, 2, 3)},
}


@pytest.mark.parametrize("variation", OF_GAOXIN)
def test_gaoxin_in_another_dress(
    opened: Callable[[str], Document], real_file: RealFile, variation: str
) -> None:
    document, truth = opened("gaoxin-2020"), loaded(real_file, "gaoxin-2020")
    OF_GAOXIN[variation](document)
    disclosure = imported(saved(document))
    check_gaoxin(disclosure, truth)
    check_tables(disclosure, truth)
    assert not list(disclosure.all_remarks())


def test_without_any_title_the_tables_of_gaoxin_are_still_whole(
    opened: Callable[[str], Document], real_file: RealFile
) -> None:
    document, truth = opened("gaoxin-2020"), loaded(real_file, "gaoxin-2020")
    drop(
        document,
        lambda t: t in SECTIONS or re.match(r"[一二三四五六七八九]、\S{4,24}$", t) is not None,
    )
    disclosure = imported(saved(document))
    assert [len(p.indicators.rows) for p in disclosure.projects] == [
        len(p["indicators"]) for p in items(truth, "project")
    ]
    found = [table_cells(table) for table in tables(disclosure)]
    assert found == [(true_head(t), true_body(t)) for t in items(truth, "table")]


def but_the_first(document: Document, wanted: Callable[[str], bool]) -> None:
    found = [p for p in paragraphs(document) if wanted(p.text)]
    for paragraph in found[1:]:
        paragraph._p.getparent().remove(paragraph._p)


OF_LINWU: dict[str, Change] = {
    "without captions but one": lambda d: but_the_first(d, lambda t: t.endswith("绩效目标表")),
    "captions numbered": lambda d: rewrite(
        d, lambda t: re.sub(r"^(.*支出绩效目标表)$", r"3.\1", t)
    ),
    "without unit lines but one": lambda d: but_the_first(d, lambda t: t.startswith("填报单位")),
    "no styles": plain_style,
    "blank paragraphs": blanks_everywhere,
    "wider spacing": wider_spacing,
    **{f"split before row {n}": partial(split_every_table, at=n) for n in (1, 4, 6, 7, 10, 15)},
}


@pytest.mark.parametrize("variation", OF_LINWU)
def test_linwu_in_another_dress(
    opened: Callable[[str], Document], real_file: RealFile, variation: str
) -> None:
    document, truth = opened("linwu-2021"), loaded(real_file, "linwu-2021")
    OF_LINWU[variation](document)
    disclosure = imported(saved(document))
    check_linwu(disclosure, truth)
    assert not list(disclosure.all_remarks())
