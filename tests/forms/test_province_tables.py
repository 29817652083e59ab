"""Statutory tables in the names and heads of the provinces: known, kept as worded, and held."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

import docx
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH

from generator.cli import main
from generator.contents import SHAPES
from generator.diagnostics import Problems
from generator.forms import find_table, load_tables
from generator.importing import import_document
from generator.model.disclosure import Disclosure
from generator.model.words import DataTable
from generator.sources.word_source import read_word
from generator.writing import write
from tests.conftest import TEMPLATES
from tests.forms.test_provinces import families, loaded, sample
from tests.forms.word_forms import word_file

# 山东: …情况表; 四川: the year in the heads, totals spaced out.
OVERVIEW = (
    "收支总体情况表",
    (
        ("收入", "", "支出", ""),
        ("项目", "2025年预算数", "项目（按功能分类）", "2025年预算数"),
        ("一、一般公共预算拨款收入", "42.50", "一、社会保障和就业支出", "8.50"),
        ("二、政府性基金预算拨款收入", "0.00", "二、农林水支出", "40.00"),
        ("三、其他收入", "6.00", "", ""),
        ("本 年 收 入 合 计", "48.50", "本 年 支 出 合 计", "48.50"),
        ("四、上年结转", "0.00", "结转下年", "0.00"),
        ("收　入　总　计", "48.50", "支　出　总　计", "48.50"),
    ),
    (((0, 0), (0, 1)), ((0, 2), (0, 3))),
)
SPENDING = (
    "表3　2025年部门支出总体情况表",
    (
        ("功能分类科目编码", "功能分类科目名称", "支出合计", "基本支出", "项目支出"),
        ("", "合计", "48.50", "0.00", "48.50"),
        ("208", "社会保障和就业支出", "8.50", "0.00", "8.50"),
        ("213", "农林水支出", "40.00", "0.00", "40.00"),
    ),
    (),
)
THREE = (
    "一般公共预算“三公”经费支出情况表",
    (
        ("合计", "因公出国（境）费", "公务用车购置及运行费", "", "", "公务接待费"),
        ("", "", "小计", "公务用车购置费", "公务用车运行维护费", ""),
        ("6.20", "0.00", "5.00", "0.00", "5.00", "1.20"),
    ),
    (((0, 2), (0, 4)), ((0, 0), (1, 0)), ((0, 1), (1, 1)), ((0, 5), (1, 5))),
)
Place = tuple[int, int]
Printed = tuple[str, Sequence[Sequence[str]], Sequence[tuple[Place, Place]]]


def imported(*tables: Printed) -> tuple[Disclosure, list[DataTable]]:
    """山东's sample with tables behind its projects, and what became of the tables."""
    disclosure = sample("2025/shandong")
    document = docx.Document(io.BytesIO(word_file(disclosure, families()["山东"])))
    for caption, rows, merged in tables:
        document.add_paragraph(caption).alignment = WD_ALIGN_PARAGRAPH.CENTER
        document.add_paragraph("单位：万元")
        table = document.add_table(len(rows), len(rows[0]))
        for r, row in enumerate(rows):
            for c, text in enumerate(row):
                table.cell(r, c).text = text
        for first, last in merged:
            text = table.cell(*first).text
            table.cell(*first).merge(table.cell(*last)).text = text
    buffer = io.BytesIO()
    document.save(buffer)
    problems = Problems()
    read = read_word("测试.docx", buffer.getvalue(), problems)
    assert read is not None
    again = import_document(read, families(), id="shandong", year=None, problems=problems)
    assert again is not None
    section = again.section("预算表")
    prose = section.prose if section else ()
    return again, [piece for piece in prose if isinstance(piece, DataTable)]


def texts(table: DataTable) -> list[tuple[str, ...]]:
    return [tuple(words.text for words in row) for row in (*table.head, *table.rows)]


def test_a_provinces_tables_are_known_and_keep_its_words() -> None:
    _, tables = imported(OVERVIEW, SPENDING, THREE)
    assert [t.definition for t in tables] == ["部门收支总表", "部门支出总表", "三公经费支出表"]
    for table, (_, rows, _) in zip(tables, (OVERVIEW, SPENDING, THREE), strict=True):
        assert texts(table) == [tuple("".join(text.split()) for text in row) for row in rows]


@pytest.mark.parametrize("shape", SHAPES)
def test_a_head_in_a_provinces_words_is_kept_in_every_shape(shape: str, tmp_path: Path) -> None:
    disclosure, tables = imported(OVERVIEW, SPENDING, THREE)
    for path, data in write(disclosure, families()["山东"], shape).items():
        place = tmp_path / "2025" / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)
    section = loaded(tmp_path, "2025/shandong").section("预算表")
    assert section is not None
    assert [piece for piece in section.prose if isinstance(piece, DataTable)] == tables


def test_the_sums_of_a_table_in_a_provinces_words_are_held(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    caption, rows, merged = OVERVIEW
    wrong = (*rows[:-1], ("收　入　总　计", "49.50", *rows[-1][2:]))
    for told, table in (("", OVERVIEW), ("49.50", (caption, wrong, merged))):
        disclosure, _ = imported(table, SPENDING)
        files = write(disclosure, families()["山东"], "yaml")
        (tmp_path / "content/2025").mkdir(parents=True, exist_ok=True)
        (tmp_path / "content/2025/shandong.yaml").write_bytes(files["shandong.yaml"])
        monkeypatch.chdir(tmp_path)
        assert main(["check"]) == (1 if told else 0)
        assert told in capsys.readouterr().out


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("收支总体情况表", "部门收支总表"),
        ("部门收支总体情况表", "部门收支总表"),
        ("2025年部门收支总体情况表（公开表1）", "部门收支总表"),
        ("附表2 收入总体情况表", "部门收入总表"),
        ("三、支出总体情况表", "部门支出总表"),
        ("部门财务收支预算总表01-1", "部门收支总表"),
        ("2025年度财政拨款收支预算总表", "财政拨款收支总表"),
        ("部门政府性基金预算支出预算表", "政府性基金预算支出表"),
        ("一般公共预算支出预算表", "一般公共预算支出表"),
        ("表八 国有资本经营支出预算表", ""),
        ("县级收支总体情况表", ""),
        ("2024年部门收支决算表", ""),
    ],
)
def test_numbers_and_years_around_the_name_of_a_table_do_not_count(title: str, name: str) -> None:
    found = find_table(load_tables([TEMPLATES], Problems()), title)
    assert (found.name if found else "") == name
