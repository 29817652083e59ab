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
from generator.model.words import DataTable, Subheading
from generator.writing import write
from tests.importing.truth import items, table_cells, true_body, true_head
from tests.importing.word_files import families, imported, read, texts

RealFile = Callable[[str], Path]
NAMES = ("julu-2024", "linwu-2021", "gaoxin-2020")


@pytest.fixture
def truth(real_file: RealFile) -> dict[str, Any]:
    """What 巨鹿's file says."""
    return dict(json.loads(real_file("julu-2024.json").read_text("utf-8")))


@pytest.fixture
def document(real_file: RealFile) -> Document:
    return docx.Document(str(real_file("julu-2024.docx")))


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


def loaded(real_file: RealFile, name: str) -> dict[str, Any]:
    return dict(json.loads(real_file(f"{name}.json").read_text("utf-8")))


def tables(disclosure: Disclosure) -> list[DataTable]:
    pieces = (piece for section in disclosure.sections for piece in section.prose)
    return [piece for piece in pieces if isinstance(piece, DataTable)]


def check_gaoxin(disclosure: Disclosure, truth: dict[str, Any]) -> None:
    """70 projects, 290 rows, 24 sub-goals with their 77 indicators."""
    true = items(truth, "project")
    assert [str(p.name) for p in disclosure.projects] == [p["name"] for p in true]
    for project, item in zip(disclosure.projects, true, strict=True):
        assert texts(project.goals) == (item["goals"] or [])
        check_indicators(project, item)
    assert sum(len(p.indicators.rows) for p in disclosure.projects) == 290
    for subgoal, item in zip(disclosure.subgoals, items(truth, "subgoal"), strict=True):
        rows = [(str(r.name), r.target.wording) for r in subgoal.indicators.rows]
        assert rows == [(i["text"], i["value"]) for i in item["indicators"]]
        assert texts(subgoal.goal) == [item["goal"]]


def check_tables(disclosure: Disclosure, truth: dict[str, Any]) -> None:
    """Every cell of heads, rows and totals."""
    true = items(truth, "table")
    for table, item in zip(tables(disclosure), true, strict=True):
        assert table_cells(table) == (true_head(item), true_body(item))
    assert [len(table.rows) for table in tables(disclosure)] == [2, 99, 6]


def test_gaoxin_is_read_whole(real_file: RealFile) -> None:
    truth, problems = loaded(real_file, "gaoxin-2020"), Problems()
    disclosure = imported(real_file("gaoxin-2020.docx").read_bytes(), problems)
    check_gaoxin(disclosure, truth)
    check_tables(disclosure, truth)
    for table, item in zip(tables(disclosure), items(truth, "table"), strict=True):
        notes = (item.get("caption_unit"), item.get("prepared_by"), item.get("as_of"))
        assert (str(table.caption), table.unit) == (item["caption"], item["unit"])
        assert table.note == "\u3000".join(note for note in notes if note)
        for total in item["totals"]:
            assert any(mark in total["label"] for mark in table.totals)
    assert (disclosure.year, str(disclosure.department)) == (truth["year"], truth["department"])
    said = [
        t
        for s in disclosure.sections
        for t in texts(p for p in s.prose if not isinstance(p, DataTable))
    ]
    assert [p["text"] for p in items(truth, "para") if p["text"] not in "\n".join(said)] == []
    for item in items(truth, "list"):
        assert [x for x in item["items"] if x not in said] == []
    assert not list(disclosure.all_remarks())
    assert not problems.found


def check_linwu(disclosure: Disclosure, truth: dict[str, Any]) -> None:
    """The department's form and six projects: every field and all 112 rows."""
    assert disclosure.overall is not None
    (overall,) = items(truth, "overall_form")
    check_indicators(disclosure.overall, overall)
    budget = overall["budget"]
    amounts = {x["item"]: x["amount"] for x in (*budget["by_income"], *budget["by_expenditure"])}
    assert disclosure.overall.budget.wording == budget["total"]
    assert {key: texts(prose) for key, prose in disclosure.overall.extra} == {
        "部门名称": [overall["department"]],
        **{key: [amount] for key, amount in amounts.items() if amount},
        "部门职能职责概述": overall["duties"],
    }
    assert texts(disclosure.overall.goals) == overall["goals"]
    for project, item in zip(disclosure.projects, items(truth, "project_form"), strict=True):
        budget = item["budget"]
        assert (str(project.name), project.budget.wording) == (item["name"], budget["total"])
        assert {key: texts(prose) for key, prose in project.extra} == {
            "预算部门": [item["department"]],
            "该项目支出上级资金": [budget["superior"]],
            "实施期": [item["period"]],
            "实施期绩效目标": [item["period_goal"]],
        }
        assert texts(project.goals) == [item["year_goal"]]
        check_indicators(project, item)
        standards = [str(dict(r.extra)["绩效标准"]) for r in project.indicators.rows]
        assert standards == [i["standard"] for i in item["indicators"]]
    forms = (disclosure.overall, *disclosure.projects)
    assert sum(len(form.indicators.rows) for form in forms) == 112
    assert not any(form.opinions for form in forms)


def test_linwu_is_read_whole(real_file: RealFile) -> None:
    truth, problems = loaded(real_file, "linwu-2021"), Problems()
    disclosure = imported(real_file("linwu-2021.docx").read_bytes(), problems)
    check_linwu(disclosure, truth)
    forms = [disclosure.overall, *disclosure.projects]
    true = items(truth, "overall_form", "project_form")
    for form, item in zip(forms, true, strict=True):
        assert form is not None
        assert {key: str(value) for key, value in form.filing} == (item["footer"] or {})
    assert (disclosure.year, str(disclosure.department)) == (truth["year"], truth["department"])
    assert not list(disclosure.all_remarks())
    assert not problems.found


def test_opinions_that_were_filled_in_are_read(real_file: RealFile, tmp_path: Path) -> None:
    document = docx.Document(str(real_file("linwu-2021.docx")))
    for table in document.tables:
        cells = table.rows[-1].cells
        cells[1].text = "同意按此目标执行。\n\n日期：2021年1月5日\n"
        cells[3].text = "同意\n2021年1月6日"
    disclosure = imported(document)
    for form in (disclosure.overall, *disclosure.projects):
        assert form is not None
        assert [(str(o.office), str(o.opinion), str(o.date)) for o in form.opinions] == [
            ("业务股室意见", "同意按此目标执行。", "2021年1月5日"),
            ("预算股意见", "同意", "2021年1月6日"),
        ]
    assert not list(disclosure.all_remarks())
    assert written_and_read(disclosure, "yaml", tmp_path) == disclosure


def written_and_read(disclosure: Disclosure, shape: str, place: Path) -> Disclosure | None:
    for path, data in write(disclosure, families()[disclosure.family], shape).items():
        file = place / str(disclosure.year) / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
    folder, problems = Folder(place), Problems()
    (found,) = find(folder, problems)
    return load(folder, found, families(), problems)


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("name", NAMES)
def test_what_is_written_reads_back_the_same(
    real_file: RealFile, tmp_path: Path, name: str, shape: str
) -> None:
    disclosure = imported(real_file(f"{name}.docx").read_bytes())
    assert written_and_read(disclosure, shape, tmp_path) == disclosure


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
    held += "\n".join("".join(f"{t.note}\n{t.unit}".split()) for t in tables(disclosure))
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
