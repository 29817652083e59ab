"""The shipped definitions of statutory tables, and how a site adds or replaces one."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.diagnostics import Problems
from generator.forms import TableDefinition, find_table, labels_of, load_families, load_tables
from generator.lexicon.folding import plain_label, plain_name
from tests.conftest import TEMPLATES

NINE = (
    "财政拨款收支总表", "一般公共预算支出表", "一般公共预算基本支出表", "三公经费支出表",
    "政府性基金预算支出表", "部门收支总表", "部门收入总表", "部门支出总表",
    "国有资本经营预算支出表",
)  # fmt: skip


def shipped() -> dict[str, TableDefinition]:
    problems = Problems()
    tables = load_tables([TEMPLATES], problems)
    assert not problems.found
    return tables


TABLES = shipped()
any_table = pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)


def test_the_nine_tables_are_there_in_the_order_of_the_ministry() -> None:
    assert tuple(TABLES)[:9] == NINE
    assert len({t.id for t in TABLES.values()}) == len(TABLES)


def test_no_name_means_two_tables() -> None:
    names = [
        plain_name(name)
        for t in TABLES.values()
        for name in {plain_name(n) for n in (t.name, t.title, *t.aliases)}
    ]
    assert len(names) == len(set(names))


@any_table
def test_a_table_has_sums_and_a_note_for_when_it_is_empty(table: TableDefinition) -> None:
    assert table.within_rows or table.between_rows
    assert "【年度】" in table.empty_note
    assert table.empty_note.endswith("本表为空。")
    assert table.unit == "万元"


@any_table
@settings(max_examples=25)
@given(data=st.data())
def test_the_printed_head_of_any_columns_names_them_again(
    table: TableDefinition, data: st.DataObject
) -> None:
    optional = [c.key for c in table.columns if c.optional]
    left_out = data.draw(st.sets(st.sampled_from(optional))) if optional else set()
    columns = tuple(c for c in table.columns if c.key not in left_out)
    head = table.head(columns)
    assert {len(row) for row in head} == {len(columns)}
    assert table.fitting(head) == columns
    spaced = [[" ".join(text) for text in row] for row in head]
    assert table.fitting(spaced) == columns


@any_table
def test_each_alias_of_a_column_is_as_good_as_its_title(table: TableDefinition) -> None:
    for n, column in enumerate(table.columns):
        for alias in column.aliases:
            head = [c.title for c in table.columns]
            head[n] = alias
            assert table.fitting([head]) == table.columns


@any_table
def test_a_head_that_is_short_or_strange_does_not_fit(table: TableDefinition) -> None:
    needed = [c.title for c in table.columns if not c.optional]
    assert table.fitting([needed[:-1]]) is None
    assert table.fitting([[*needed, "备注"]]) is None
    assert table.fitting([["甲", *needed[1:]]]) is None
    assert table.fitting([]) is None


@any_table
def test_every_number_has_a_label_at_its_left_or_the_table_has_none(
    table: TableDefinition,
) -> None:
    needed = [c for c in table.columns if not c.optional]
    if any(c.is_label for c in needed):
        for n, column in enumerate(needed):
            assert column.is_label or labels_of(needed, n)


def test_the_two_sides_of_an_overview_have_labels_of_their_own() -> None:
    columns = TABLES["财政拨款收支总表"].columns
    assert [labels_of(columns, n) for n in (1, 3, 6)] == [(0,), (2,), (2,)]
    columns = TABLES["一般公共预算支出表"].columns
    assert labels_of(columns, 2) == (0, 1)


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("三公经费支出表", "三公经费支出表"), ("“三公”经费支出表", "三公经费支出表"),
        ("一般公共预算“三公”经费支出表", "三公经费支出表"), ("收支 总表", "部门收支总表"),
        ("政府采购", ""), ("", ""),
    ],
)  # fmt: skip
def test_a_table_is_found_by_name_title_or_alias(typed: str, name: str) -> None:
    found = find_table(TABLES, typed)
    assert (found.name if found else "") == name


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("（一）一般公共预算拨款", "一般公共预算拨款"), ("一、 本年收入", "本年收入"),
        ("收 入 总 计：", "收入总计"), ("其中：公务接待费", "公务接待费"), ("1.办公费", "办公费"),
        ("2.5倍", "2.5倍"), ("一、", "一、"),
    ],
)  # fmt: skip
def test_a_row_is_known_without_its_number(typed: str, plain: str) -> None:
    assert plain_label(typed) == plain


def test_a_site_adds_a_table_and_replaces_one(tmp_path: Path) -> None:
    (tmp_path / "tables").mkdir()
    (tmp_path / "tables" / "a.yaml").write_text(
        "名称: 三公经费支出表\n标识: three-public\n序号: 1\n标题: 本县三公表\n列: |\n"
        "  | 键 | 标题 |\n  |---|---|\n  | 合计 | 合计 |\n  | 接待 | 公务接待费 |\n"
        "  | 出国 | 出国 |\n  | 用车运行 | 用车 |\n",
        "utf-8",
    )
    (tmp_path / "tables" / "b.yaml").write_text(
        "名称: 债务表\n标识: debt\n列: |\n  | 键 | 类型 |\n  |---|---|\n  | 债务 | 金额 |\n",
        "utf-8",
    )
    problems = Problems()
    families = load_families([tmp_path, TEMPLATES], problems)
    assert not problems.found
    tables = families["河北"].tables
    assert tables["三公经费支出表"].title == "本县三公表"
    assert list(tables)[-1] == "债务表"
    assert set(NINE) < set(tables)
