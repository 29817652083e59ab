"""Grids: what is printed, and that every value names the cells that head it."""

from __future__ import annotations

import pytest

from generator.diagnostics import Problems
from generator.document.layout import Document, data_grid, lay_out
from generator.document.outline import make_outline
from generator.forms import Family
from generator.model.amounts import parse_amount, parse_percent
from generator.model.disclosure import (
    Disclosure,
    Indicator,
    IndicatorTable,
    PlanStep,
    Project,
    Section,
    SubGoal,
)
from generator.model.tables import Cell, CellRole, Grid
from generator.model.targets import parse_target
from generator.model.texts import Text
from generator.model.words import DataTable, Paragraph, Subheading, Words
from tests.strategies import families

COLUMNS = ("一级指标", "二级指标", "三级指标", "描述", "指标值", "依据")
SHARES = ("20%", "50%", "80%", "100%")


def row(level1: str, level2: str, name: str, target: str = "≥1次") -> Indicator:
    return Indicator(
        Words(name),
        parse_target(Words(target)),
        Words(level1),
        Words(level2),
        Words("描"),
        Words("据"),
    )


ROWS = (
    row("产出指标", "数量指标", "甲"),
    row("产出指标", "数量指标", "乙"),
    row("产出指标", "质量指标", "丙"),
    row("效益指标", "社会效益指标", "丁"),
)
STEPS = ("3月底", "6月底", "10月底", "12月底")


def project(table: IndicatorTable) -> Project:
    return Project(
        Words("抽检"),
        "项目",
        "001",
        code=Words("A1"),
        budget=parse_amount(Words("36.00")),
        fiscal=parse_amount(Words("30.00")),
        other=parse_amount(Words("6.00")),
        plan=tuple(
            PlanStep(step, parse_percent(Words(share)))
            for step, share in zip(STEPS, SHARES, strict=True)
        ),
        purpose=(Paragraph(Words("用于抽检。")),),
        goals=(Paragraph(Words("目标一")), Paragraph(Words("目标二"))),
        indicators=table,
    )


def lay(disclosure: Disclosure, family: Family) -> Document:
    outline = make_outline(disclosure, family, Problems())
    return lay_out(disclosure, family, outline, lambda words: Text((words.text,)))


def grids(table: IndicatorTable) -> tuple[Grid, ...]:
    """The two grids of a project of the Hebei form."""
    family = families()["河北"]
    one = project(table)
    disclosure = Disclosure(
        "a", 2025, "河北", Words("某局"), unit_code=Words("361001"), unit_name=Words("某局本级"),
        projects=(one,),
    )  # fmt: skip
    return lay(disclosure, family).project(one).grids


@pytest.fixture
def fields() -> Grid:
    return grids(IndicatorTable(COLUMNS, ROWS))[0]


@pytest.fixture
def indicators() -> Grid:
    return grids(IndicatorTable(COLUMNS, ROWS))[1]


def at(grid: Grid, key: str) -> Cell:
    return next(c for c in grid.cells if c.key == key)


def heads(grid: Grid, cell: Cell) -> list[str]:
    """The texts of the cells that head a cell."""
    named = [grid.cell(id) for id in cell.headers]
    assert None not in named
    return [c.text for c in named if c is not None]


@pytest.mark.parametrize(
    ("key", "text", "headed_by"),
    [
        ("编码", "A1", ["项目编码"]),
        ("名称", "抽检", ["项目名称"]),
        ("预算数", "36.00", ["预算规模及资金用途", "预算数"]),
        ("财政资金", "30.00", ["预算规模及资金用途", "其中：财政资金"]),
        ("其他资金", "6.00", ["预算规模及资金用途", "其他资金"]),
        ("用途", "用于抽检。", ["预算规模及资金用途"]),
        ("支出计划.3月底", "20%", ["资金支出计划（%）", "3月底"]),
        ("支出计划.6月底", "50%", ["资金支出计划（%）", "6月底"]),
        ("支出计划.10月底", "80%", ["资金支出计划（%）", "10月底"]),
        ("支出计划.12月底", "100%", ["资金支出计划（%）", "12月底"]),
        ("绩效目标", "目标一\n目标二", ["绩效目标"]),
    ],
)
def test_every_value_of_the_drawn_form_names_its_true_heads(
    fields: Grid, key: str, text: str, headed_by: list[str]
) -> None:
    cell = at(fields, key)
    assert cell.text == text
    assert heads(fields, cell) == headed_by


def test_no_two_cells_of_the_drawn_form_lie_over_each_other_and_none_is_missing(
    fields: Grid,
) -> None:
    covered = [
        (r, c)
        for cell in fields.cells
        for r in range(cell.row, cell.row + cell.rowspan)
        for c in range(cell.column, cell.column + cell.colspan)
    ]
    assert len(covered) == len(set(covered)) == fields.row_count * len(fields.widths)


def test_the_drawn_form_says_unit_and_money(fields: Grid) -> None:
    assert fields.unit == "万元"
    assert fields.note == "361001 某局本级"
    amount = at(fields, "预算数").amount
    assert amount is not None
    assert amount.value == 36


def test_a_form_without_amounts_names_no_unit_of_money() -> None:
    family = families()["石家庄2020"]
    one = project(IndicatorTable(COLUMNS, ROWS))
    disclosure = Disclosure("a", 2025, family.name, Words("某局"), projects=(one,))
    assert family.forms["项目"].unit == "万元"
    assert [grid.unit for grid in lay(disclosure, family).project(one).grids] == ["", ""]


@pytest.mark.parametrize(
    ("cells", "unit"),
    [((("甲", "1,200.50"),), "万元"), ((("甲", "见说明"), ("乙", "")), ""), ((), "")],
)
def test_an_authors_table_names_its_unit_where_it_holds_a_number(
    cells: tuple[tuple[str, ...], ...], unit: str
) -> None:
    rows = tuple(tuple(Words(text) for text in row) for row in cells)
    table = DataTable(Words("表"), ((Words("项目"), Words("金额")),), rows, "万元")
    assert data_grid("b", table).unit == unit


@pytest.mark.parametrize(("first", "again"), [("序号", 2), ("项目", 1)])
def test_each_piece_of_a_table_cut_by_columns_names_its_rows(first: str, again: int) -> None:
    heads = tuple(Words(text) for text in (first, "名称", *map(str, range(24))))
    rows = tuple(
        (
            Words(str(n) if first == "序号" else f"项目{n}"),
            Words(f"第{n}个供水工程"),
            *(Words("1,234,567.89") for _ in range(24)),
        )
        for n in range(1, 4)
    )
    grid = data_grid("b", DataTable(Words("表"), (heads,), rows, "万元"))
    assert grid.again == again
    assert grid.cuts


def test_an_empty_statutory_table_keeps_its_unit() -> None:
    definition = families()["河北"].tables["三公经费支出表"]
    columns = [column for column in definition.columns if not column.optional]
    head = tuple(tuple(Words(x) for x in row) for row in definition.head(columns))
    table = DataTable(Words("表"), head, (), "万元", definition=definition.name)
    assert data_grid("b", table, definition, "本表为空。").unit == "万元"


@pytest.mark.parametrize("which", [0, 1])
def test_widths_are_shares_of_a_hundred(which: int) -> None:
    grid = grids(IndicatorTable(COLUMNS, ROWS))[which]
    assert sum(grid.widths) == pytest.approx(100, abs=0.1)


def test_equal_first_levels_are_one_cell_and_second_levels_are_not(indicators: Grid) -> None:
    firsts = [(c.text, c.rowspan) for c in indicators.cells if c.key == "一级指标" and c.row]
    seconds = [(c.text, c.rowspan) for c in indicators.cells if c.key == "二级指标" and c.row]
    assert firsts == [("产出指标", 3), ("效益指标", 1)]
    assert seconds == [("数量指标", 1), ("数量指标", 1), ("质量指标", 1), ("社会效益指标", 1)]


def test_rows_of_one_first_level_are_one_group(indicators: Grid) -> None:
    assert indicators.groups == ((1, 4), (4, 5))
    assert [len(body) for body in indicators.bodies] == [3, 1]


def test_an_indicators_value_is_headed_by_its_column_and_its_row(indicators: Grid) -> None:
    values = [c for c in indicators.cells if c.key == "指标值" and c.row]
    assert heads(indicators, values[1]) == ["指标值", "产出指标", "数量指标", "乙"]
    assert heads(indicators, values[3]) == ["指标值", "效益指标", "社会效益指标", "丁"]


def test_all_and_only_the_column_heads_and_levels_are_heads(indicators: Grid) -> None:
    for cell in indicators.cells:
        is_level = cell.key in ("一级指标", "二级指标", "三级指标")
        if cell.row == 0:
            assert cell.role is CellRole.COLUMN_HEAD
        else:
            assert cell.role is (CellRole.ROW_HEAD if is_level else CellRole.VALUE)
            assert cell.headers


def test_only_the_columns_that_were_given_are_printed() -> None:
    grid = grids(IndicatorTable(("三级指标", "指标值"), ROWS[:2]))[1]
    assert [c.text for c in grid.head[0]] == ["三级指标", "指标值"]
    assert len(grid.widths) == 2


def test_columns_stand_in_the_order_of_the_form() -> None:
    grid = grids(IndicatorTable(("指标值", "三级指标", "一级指标", "二级指标"), ROWS))[1]
    assert [c.text for c in grid.head[0]] == ["一级指标", "二级指标", "三级指标", "指标值"]


def test_a_project_without_indicators_says_so_in_a_row() -> None:
    grid = grids(IndicatorTable())[1]
    (note,) = grid.rows(1)
    assert note[0].text == "未填报绩效指标。"
    assert note[0].colspan == len(grid.widths)


def test_every_cell_of_a_disclosure_has_an_id_of_its_own() -> None:
    family = families()["河北"]
    goal = SubGoal(
        Words("监管"), goal=(), indicators=IndicatorTable(("三级指标", "指标值"), ROWS[:1])
    )
    one, two = project(IndicatorTable(COLUMNS, ROWS)), project(IndicatorTable())
    disclosure = Disclosure(
        "a", 2025, "河北", Words("某局"), subgoals=(goal, goal), projects=(one, two)
    )
    ids = [cell.id for cell in lay(disclosure, family).cells]
    assert len(ids) == len(set(ids))


def test_paragraphs_stand_under_the_subheading_they_follow() -> None:
    prose = (
        Paragraph(Words("前言")),
        Subheading(Words("监管")),
        Paragraph(Words("一")),
        Subheading(Words("执法")),
        Paragraph(Words("二")),
        Paragraph(Words("三")),
    )
    disclosure = Disclosure(
        "a", 2025, "河北", Words("某局"), sections=(Section("总体绩效目标", prose),)
    )
    document = lay(disclosure, families()["河北"])
    section = next(x for x in document.walk() if x.entry.title == "总体绩效目标")
    assert [b.plain for b in section.blocks if isinstance(b, Text)] == ["前言"]
    below = [[b.plain for b in x.blocks if isinstance(b, Text)] for x in section.children]
    assert below == [["一"], ["二", "三"]]
