"""Statutory tables from what an author types, in all three shapes, to what is printed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl
import pytest

from generator.config import configured, load_site
from generator.contents import SHAPES, find
from generator.diagnostics import Problems
from generator.document.layout import data_grid
from generator.files import Folder
from generator.loader import arranged, load
from generator.model.disclosure import Disclosure
from generator.model.tables import CellRole, Grid
from generator.model.words import DataTable, Paragraph, running_words
from generator.writing import write
from tests.conftest import ROOT
from tests.shown_pictures import shown_pictures
from tests.strategies import families

FAMILY = families()["石家庄2020"]
HEAD = "部门: 某局\n年度: 2025\n表式: 河北\n状态: 草案\n总体绩效目标: 甲\n"
THREE = "| 6.20 | 0 | 5.00 | 0 | 5.00 | 1.20 |"


def read(files: Mapping[str, str | bytes]) -> tuple[Disclosure, list[str]]:
    """The one disclosure that the files (below 2025/) hold, and the rules that they break."""
    with TemporaryDirectory() as name:
        for path, content in files.items():
            place = Path(name) / "2025" / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(content if isinstance(content, bytes) else content.encode())
        folder, problems = Folder(Path(name)), Problems()
        (found,) = find(folder, problems)
        disclosure = load(folder, found, families(), problems)
    assert disclosure is not None
    return disclosure, [d.rule for d in problems.found if d.rule != "NR19"]


def tables(disclosure: Disclosure) -> list[DataTable]:
    section = disclosure.section("预算表")
    return [p for p in section.prose if isinstance(p, DataTable)] if section else []


def fenced(*lines: str) -> DataTable:
    """The table that these lines between fences tell of, in one YAML file."""
    block = "".join(f"  {line}\n" for line in ("```表", *lines, "```"))
    disclosure, rules = read({"a.yaml": f"{HEAD}预算表: |\n{block}"})
    assert rules == []
    (table,) = tables(disclosure)
    return table


def grid_of(table: DataTable) -> Grid:
    return data_grid("b", table, FAMILY.tables[table.definition], "本表为空。")


def texts(table: DataTable) -> list[list[str]]:
    return [[w.text for w in row] for row in table.rows]


# --- what is typed ----------------------------------------------------------------------


def test_a_table_in_three_shapes_is_the_same_table() -> None:
    fence = f"```表\n表: 三公经费支出表\n{THREE}\n```\n"
    indented = "".join(f"  {line}\n" for line in fence.splitlines())
    markdown = f"---\n{HEAD.replace('总体绩效目标: 甲', '标识: a')}---\n## 预算表\n{fence}"
    row = THREE.strip("| ").replace(" | ", ",")
    ways: list[dict[str, str | bytes]] = [
        {"a.yaml": f"{HEAD}预算表: |\n{indented}"},
        {"a.md": markdown},
        {"a/部门.yaml": HEAD, "a/10-预算表.md": fence},
        {"a/部门.yaml": HEAD, "a/预算表/三公经费支出表.csv": row},
        {"a/部门.yaml": HEAD, "a/预算表/04-“三公”经费支出表.xlsx": workbook(row.split(","))},
    ]
    found = [read(files) for files in ways]
    assert [rules for _, rules in found] == [[]] * len(ways)
    first = tables(found[0][0])
    assert first[0].definition == "三公经费支出表"
    assert first[0].caption.text == "一般公共预算“三公”经费支出表"
    for disclosure, _ in found:
        assert tables(disclosure) == first


def workbook(*rows: list[str]) -> bytes:
    with TemporaryDirectory() as name:
        book = openpyxl.Workbook()
        assert book.active is not None
        for row in rows:
            book.active.append(row)
        book.save(Path(name) / "a.xlsx")
        return (Path(name) / "a.xlsx").read_bytes()


@pytest.mark.parametrize(
    "lines",
    [
        (THREE,),
        ("| 合计 | 因公出国（境）费 | 小计 | 公务用车购置费 | 公务用车运行费 | 公务接待费 |",
         "|---|---|---|---|---|---|", THREE),
        ("| 总计 | 因公出国(境)费用 | 公务用车购置及运行费 | 公务用车购置费 "
         "| 公务用车运行维护费 | 公务接待费 |",
         "|---|---|---|---|---|---|", THREE),
        ("合计\t因公出国（境）费\t公务用车购置及运行费\t\t\t公务接待费",
         "\t\t小 计\t公务用车购置费\t公务用车运行费\t", "6.20\t0\t5.00\t0\t5.00\t1.20"),
    ],
)  # fmt: skip
def test_a_head_may_be_left_out_or_use_aliases_in_one_row_or_two(lines: tuple[str, ...]) -> None:
    table = fenced("表: 三公经费支出表", *lines)
    assert table == fenced("表: 三公经费支出表", THREE)
    assert [len(row) for row in table.head] == [6, 6]


def test_an_optional_column_is_there_where_the_head_or_the_width_says_so() -> None:
    table = fenced("表: 三公经费支出表", f"| 某局本级 {THREE}")
    assert table.head[0][0].text == "单位名称"
    assert texts(table)[0][0] == "某局本级"


def test_an_author_may_give_title_unit_note_and_totals() -> None:
    table = fenced("表: 三公经费支出表", "标题: 三公", "单位: 元", "说明: 含本级", "合计行: 总数",
                   THREE)  # fmt: skip
    shown = (table.caption.text, table.unit, table.note, table.totals)
    assert shown == ("三公", "元", "含本级", ("总数",))
    assert grid_of(table).note == "含本级"


def test_a_text_file_of_the_section_says_itself_which_tables_it_takes() -> None:
    files: dict[str, str | bytes] = {
        "a/部门.yaml": HEAD,
        "a/预算表.md": "说明。\n```表\n表: 三公经费支出表\n文件: 预算表/甲.csv\n```\n",
        "a/预算表/甲.csv": "6.20,0,5.00,0,5.00,1.20\n",
    }
    disclosure, rules = read(files)
    assert rules == []
    assert len(tables(disclosure)) == 1
    _, rules = read(files | {"a/预算表/部门支出总表.csv": "201,甲,1,1,0,0,0,0\n"})
    assert rules == ["WJ03"]


def test_a_file_of_no_known_name_is_reported() -> None:
    _, rules = read({"a/部门.yaml": HEAD, "a/预算表/债务表.csv": "1\n"})
    assert rules == ["BG08"]


# --- what is printed --------------------------------------------------------------------


def test_an_empty_table_keeps_its_head_and_says_why() -> None:
    grid = grid_of(fenced("表: 政府性基金预算支出表"))
    assert [c.text for c in grid.head[0]] == ["功能分类科目", "本年支出"]
    (note,) = grid.bodies[0][0]
    assert (note.text, note.colspan) == ("本表为空。", 5)
    said = grid_of(fenced("表: 政府性基金预算支出表", "说明: 本部门没有基金。"))
    assert said.bodies[0][0][0].text == "本部门没有基金。"
    assert said.note == ""
    only_head = fenced(
        "表: 政府性基金预算支出表",
        "| 科目编码 | 科目名称 | 合计 | 基本支出 | 项目支出 |", "|---|---|---|---|---|",
    )  # fmt: skip
    assert only_head == fenced("表: 政府性基金预算支出表")


def test_each_side_of_a_table_is_headed_by_its_own_labels() -> None:
    grid = grid_of(
        fenced("表: 部门收支总表", "| 一、事业收入 | 1,024.00 | 一、其他支出 | 24.00 |",
               "| 收入总计 | 24.00 | 支出总计 | 24.00 |")
    )  # fmt: skip
    by_place = {(c.row, c.column): c for c in grid.cells}
    income, spent = by_place[2, 1], by_place[2, 3]
    assert income.headers == ("br0c0", "br1c1", "br2c0")
    assert spent.headers == ("br0c2", "br1c3", "br2c2")
    assert [by_place[2, c].role for c in range(4)] == [
        CellRole.ROW_HEAD, CellRole.VALUE, CellRole.ROW_HEAD, CellRole.VALUE,
    ]  # fmt: skip
    assert income.amount is not None
    assert str(income.amount.value) == "1024.00"
    assert [by_place[r, 2].is_total for r in (2, 3)] == [False, True]


def test_codes_are_no_amounts_and_head_their_row_with_the_name() -> None:
    grid = grid_of(
        fenced("表: 一般公共预算支出表", "| 208 | 社会保障和就业支出 | 3 | 3 | 0 |",
               "| 20805 | 养老 | 3 | 3 | 0 |", "| 221 | 住房 | 1 | 1 | 0 |",
               "| | 合计 | 4 | 4 | 0 |")
    )  # fmt: skip
    by_place = {(c.row, c.column): c for c in grid.cells}
    assert by_place[2, 0].amount is None
    assert by_place[2, 2].headers[-2:] == ("br2c0", "br2c1")
    assert by_place[5, 2].headers[-1] == "br5c1"
    assert by_place[5, 2].is_total
    assert grid.groups == ((2, 4), (4, 5), (5, 6))  # 208 with what is below it


# --- the sample, written and read ---------------------------------------------------------


def sample() -> Disclosure:
    folder, problems = Folder(ROOT / "content"), Problems()
    found = next(f for f in find(folder, problems) if f.base == "2025/ggfw")
    disclosure = load(folder, found, families(), problems)
    assert disclosure is not None
    return replace(disclosure, attachments=())


@pytest.mark.parametrize("shape", SHAPES)
def test_the_sample_is_the_same_after_it_is_written_in_any_shape(shape: str) -> None:
    files = write(sample(), FAMILY, shape)
    again, rules = read(files | shown_pictures(sample()))
    assert rules == []
    assert again == sample()
    assert len(tables(again)) == 9


# --- set and order ------------------------------------------------------------------------


def test_tables_stand_in_the_required_order_with_what_belongs_to_them() -> None:
    lines = [
        "前面的话", "```表", "表: 部门支出总表", "```", "支出说明", "### 三公经费", "```表",
        "表: 三公经费支出表", "```", "三公说明", "```表", "表: 部门收支总表", "```",
    ]  # fmt: skip
    block = "".join(f"  {line}\n" for line in lines)
    disclosure, rules = read({"a.yaml": f"{HEAD}预算表: |\n{block}"})
    assert rules == []

    def order(*required: str) -> list[str]:
        family = replace(families()["河北"], required_tables=required)
        section = arranged(disclosure, family).section("预算表")
        assert section is not None
        return [
            p.definition if isinstance(p, DataTable) else next(running_words(p)).text
            for p in section.prose
        ]

    assert order() == [
        "前面的话", "三公经费", "三公经费支出表", "三公说明", "部门收支总表", "部门支出总表",
        "支出说明",
    ]  # fmt: skip
    assert order("部门支出总表", "部门收支总表") == [
        "前面的话", "部门支出总表", "支出说明", "部门收支总表", "三公经费", "三公经费支出表",
        "三公说明",
    ]  # fmt: skip


def test_prose_elsewhere_keeps_its_order() -> None:
    text = "  甲\n  ```表\n  表: 部门支出总表\n  ```\n  乙\n  ```表\n  表: 三公经费支出表\n  ```\n"
    head = HEAD.replace("总体绩效目标: 甲\n", "")
    disclosure, _ = read({"a.yaml": f"{head}总体绩效目标: |\n{text}"})
    assert arranged(disclosure, families()["河北"]) == disclosure
    section = disclosure.section("总体绩效目标")
    assert section is not None
    assert [isinstance(p, Paragraph) for p in section.prose] == [True, False, True, False]


@pytest.mark.parametrize(
    ("typed", "hebei", "hunan"),
    [
        ("预算表:\n  - “三公”经费支出表\n  - 部门支出总表\n",
         ("三公经费支出表", "部门支出总表"), ("三公经费支出表", "部门支出总表")),
        ("预算表:\n  河北:\n    - 部门支出总表\n", ("部门支出总表",), ()),
        ("", (), ()),
    ],
)  # fmt: skip
def test_the_site_says_which_tables_are_required(
    typed: str, hebei: tuple[str, ...], hunan: tuple[str, ...], tmp_path: Path
) -> None:
    head = "名称: 示例\n网址: https://www.example.gov.cn/\n索引号前缀: X-\n"
    (tmp_path / "站点.yaml").write_text(head + typed, "utf-8")
    problems = Problems()
    found = configured(families(), load_site(Folder(tmp_path), problems), problems)
    assert not problems.found
    assert (found["河北"].required_tables, found["湖南"].required_tables) == (hebei, hunan)
    assert tuple(t.name for t in found["河北"].required) == hebei
