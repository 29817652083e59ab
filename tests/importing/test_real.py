"""Real Word files against their ground truth, as they are and rewritten in other ways."""

from __future__ import annotations

import io
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.document import Document
from docx.text.paragraph import Paragraph as WordParagraph

from generator.contents import SHAPES, find
from generator.diagnostics import Problems
from generator.files import Folder
from generator.importing.ledger import signs, words_in
from generator.loader import load
from generator.model.disclosure import Disclosure, Indicator, Project
from generator.model.words import Subheading
from generator.writing import write
from tests.importing.word_files import families, imported, read, saved, split, texts

RealFile = Callable[[str], Path]
NAMES = ("julu-2024", "linwu-2021", "gaoxin-2020")


@pytest.fixture
def truth(real_file: RealFile) -> dict[str, Any]:
    """What 巨鹿's file says."""
    return dict(json.loads(real_file("julu-2024.json").read_text("utf-8")))


@pytest.fixture
def document(real_file: RealFile) -> Document:
    return docx.Document(str(real_file("julu-2024.docx")))


def items(truth: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    return [item for item in truth["body"] if item["kind"] == kind]


def cells(indicator: Indicator) -> list[str]:
    """l1, l2, l3, desc, value, basis; an absent column as blank."""
    words = (indicator.level1, indicator.level2, indicator.name, indicator.description)
    return [*(str(w or "") for w in words), indicator.target.wording, str(indicator.basis or "")]


def true_cells(row: dict[str, Any]) -> list[str]:
    return [row[key] or "" for key in ("l1", "l2", "l3", "desc", "value", "basis")]


def check_indicators(project: Project, truth: dict[str, Any]) -> None:
    assert [cells(row) for row in project.indicators.rows] == list(
        map(true_cells, truth["indicators"])
    )


def check_projects(disclosure: Disclosure, truth: dict[str, Any]) -> None:
    """Every code, name, amount, share, goal line and indicator cell."""
    true = items(truth, "project")
    assert len(disclosure.projects) == len(true)
    for project, item in zip(disclosure.projects, true, strict=True):
        assert (str(project.name), str(project.code)) == (item["name"], item["code"])
        amounts = (project.budget, project.fiscal, project.other)
        assert [a.wording for a in amounts] == list(item["budget"].values())
        assert {s.label: s.share.wording for s in project.plan} == item["plan"]
        assert texts(project.purpose) == [t for t in [item["purpose"]] if t]
        assert texts(project.goals) == item["goals"]
        check_indicators(project, item)


def check_text(disclosure: Disclosure, truth: dict[str, Any]) -> None:
    """Every sub-goal, heading and paragraph, without the numbers that the form prints."""
    goals = [(str(g.title), texts(g.text)) for g in disclosure.subgoals]
    assert goals == [(g["title"], [g["goal"]]) for g in items(truth, "subgoal")]
    overall, measures = disclosure.sections
    paragraphs = [p["text"] for p in items(truth, "para")]
    headings = [h["text"] for h in items(truth, "heading") if h["level"] == 3]
    assert [*texts(overall.prose), *texts(measures.prose)[1::2]] == paragraphs
    assert [str(p.words) for p in measures.prose if isinstance(p, Subheading)] == headings


def check_head(disclosure: Disclosure, truth: dict[str, Any]) -> None:
    keys = ("department", "unit_code", "unit_name", "compiled_by", "reviewed_by")
    assert [str(getattr(disclosure, key)) for key in keys] == [truth[key] for key in keys]
    assert (disclosure.year, disclosure.status, str(disclosure.title)) == (2024, "草案", "")


def test_julu_is_read_whole(document: Document, truth: dict[str, Any]) -> None:
    problems = Problems()
    disclosure = imported(document, problems)
    check_head(disclosure, truth)
    check_text(disclosure, truth)
    check_projects(disclosure, truth)
    assert [p.address for p in disclosure.projects] == [f"{n:03d}" for n in range(1, 11)]
    assert not list(disclosure.all_remarks())
    assert not problems.found


def test_the_tables_of_gaoxin_are_read_whole(real_file: RealFile) -> None:
    truth = json.loads(real_file("gaoxin-2020.json").read_text("utf-8"))
    disclosure = imported(real_file("gaoxin-2020.docx").read_bytes())
    true = items(truth, "project")
    assert [str(p.name) for p in disclosure.projects] == [p["name"] for p in true]
    for project, item in zip(disclosure.projects, true, strict=True):
        assert texts(project.goals) == (item["goals"] or [])
        check_indicators(project, item)
    for subgoal, item in zip(disclosure.subgoals, items(truth, "subgoal"), strict=True):
        rows = [(str(r.name), r.target.wording) for r in subgoal.indicators.rows]
        assert rows == [(i["text"], i["value"]) for i in item["indicators"]]
        assert texts(subgoal.goal) == [item["goal"]]


def test_the_tables_of_linwu_are_read_whole(real_file: RealFile) -> None:
    truth = json.loads(real_file("linwu-2021.json").read_text("utf-8"))
    disclosure = imported(real_file("linwu-2021.docx").read_bytes())
    assert disclosure.overall is not None
    (overall,) = items(truth, "overall_form")
    check_indicators(disclosure.overall, overall)
    extra = {key: texts(prose) for key, prose in disclosure.overall.extra}
    assert extra["部门职能职责概述"] == overall["duties"]
    assert (extra["一般公共预算"], extra["项目支出"]) == (["1784.4"], ["263.7"])
    for project, item in zip(disclosure.projects, items(truth, "project_form"), strict=True):
        assert (str(project.name), project.budget.wording) == (
            item["name"],
            item["budget"]["total"],
        )
        assert texts(project.goals) == [item["year_goal"]]
        check_indicators(project, item)
        standards = [str(dict(r.extra)["绩效标准"]) for r in project.indicators.rows]
        assert standards == [i["standard"] for i in item["indicators"]]


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("name", ["julu-2024", "gaoxin-2020"])
def test_what_is_written_reads_back_the_same(
    real_file: RealFile, tmp_path: Path, name: str, shape: str
) -> None:
    disclosure = imported(real_file(f"{name}.docx").read_bytes())
    for path, data in write(disclosure, families()[disclosure.family], shape).items():
        place = tmp_path / str(disclosure.year) / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)
    folder, problems = Folder(tmp_path), Problems()
    (found,) = find(folder, problems)
    assert load(folder, found, families(), problems) == disclosure


TITLES = {
    "julu-2024": "",
    "linwu-2021": "",
    "gaoxin-2020": "高新区市场监督管理局2020年部门预算信息公开情况说明",
}
# Printed by the forms, or standing for them on the title page; all else must be in the model.
PRINTED = [
    "目录",
    "万元", "其中", "单位", "填报单位", "年", "年度绩效指标", "年度预算申请", "指标值", "日期",
    "盖章", "绩效指标", "绩效目标", "草案", "部分", "部门整体支出", "部门整体支出绩效目标表",
    "部门预算绩效文本", "按支出性质分", "按收入性质分", "项目支出绩效目标表",
]  # fmt: skip


def vocabulary(disclosure: Disclosure) -> str:
    """What the family prints: titles, labels, columns."""
    family = families()[disclosure.family]
    words = [*PRINTED, *(p.title for p in family.parts), *(s.title for s in family.sections())]
    words += [c.title for c in family.chapters]
    for form in family.forms.values():
        words += [c.text for c in form.layout if not c.keys]
        words += [c.title for c in form.columns] + [f.title for f in form.fields]
        words += [form.sign_off_title, *form.offices, *form.filing, *form.plan_steps]
    return "\n".join("".join(w.split()) for w in words)


def all_lines(document: Document) -> Iterator[str]:
    """Every line of the file by python-docx, but the table of contents."""
    for block in document.iter_inner_content():
        if isinstance(block, WordParagraph):
            style = block.style
            if style is None or not (style.name or "").startswith("toc"):
                yield from block.text.splitlines()
        else:
            seen: set[Any] = set()
            for row in block.rows:
                for cell in row.cells:
                    if cell._tc not in seen:
                        seen.add(cell._tc)
                        yield from cell.text.splitlines()


@pytest.mark.parametrize("name", NAMES)
def test_no_word_is_lost_by_an_independent_reader(real_file: RealFile, name: str) -> None:
    data = real_file(f"{name}.docx").read_bytes()
    disclosure = imported(data)
    held = "\n".join(["".join(w.text.split()) for w in words_in(disclosure)])
    held += "\n".join(["", vocabulary(disclosure), *(p.part for p in disclosure.projects)])
    lost = []
    for line in all_lines(docx.Document(io.BytesIO(data))):
        parts = ["".join(part.split()) for part in re.split(r"\s{3,}", line)]
        for piece in re.findall(r"\w+", "\n".join(parts)):
            numberless = re.sub(r"^(?:第?[一二三四五六七八九十]+(?:部分)?|\d+年?)", "", piece)
            plain = re.sub(r"(?:绩效目标表|编制|审核)$", "", numberless)
            if all(text not in held for text in (piece, numberless, plain)):
                lost.append(line)
    assert [line for line in lost if line != TITLES[name]] == []


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_invented(real_file: RealFile, name: str) -> None:
    data = real_file(f"{name}.docx").read_bytes()
    document, disclosure = read(data), imported(data)
    units: dict[int, Counter[str]] = {}
    for block in document.blocks:
        for item in (block,) if not hasattr(block, "cells") else block.cells:
            units[item.span.line] = signs(item.text)
    remarks = set(disclosure.all_remarks())
    titles = {str(disclosure.overall.name)} if disclosure.overall else set()
    for words in words_in(disclosure):
        if words.text and words not in remarks and words.text not in titles:
            assert not signs(words.text) - units[words.span.line], words


# The same data in other dresses.


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
    **{f"split before row {n}": lambda d, n=n: split_every_table(d, n) for n in range(1, 12)},  # type: ignore[misc]
}


@pytest.mark.parametrize("variation", VARIATIONS)
def test_the_same_data_in_another_dress(
    document: Document, truth: dict[str, Any], variation: str
) -> None:
    VARIATIONS[variation](document)
    disclosure = imported(saved(document))
    check_projects(disclosure, truth)
    check_text(disclosure, truth)
    assert not list(disclosure.all_remarks())
