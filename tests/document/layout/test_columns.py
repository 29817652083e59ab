"""How wide the columns of indicator tables are."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from generator.document.layout.columns import _balanced, _filled, fitted, fitted_apart
from generator.forms import Column
from generator.model.disclosure import Indicator, IndicatorTable
from generator.model.targets import parse_target
from generator.model.words import Words

COLUMNS = (
    Column("一级指标", "一级指标", (), "一级", 20, True, True),
    Column("三级指标", "三级指标", (), "名称", 30, False, True),
    Column("指标值", "指标值", (), "指标值", 20, False, True),
    Column("依据", "指标值确定依据", (), "依据", 30, False, False),
)
TEXTS = st.integers(0, 120).map("检".__mul__)


def table(*rows: tuple[str, str, str]) -> IndicatorTable:
    return IndicatorTable(
        tuple(c.key for c in COLUMNS),
        tuple(
            Indicator(Words(name), parse_target(Words(target)), Words("产出指标"),
                      basis=Words(basis))
            for name, target, basis in rows
        ),
    )  # fmt: skip


def widths(*tables: IndicatorTable) -> list[float]:
    return [c.width for c in fitted(COLUMNS, tables)]


def test_the_forms_own_widths_stay_where_the_text_fits_them() -> None:
    assert widths(table(("检测份数", "≥240份", "年度计划"))) == [20, 30, 20, 30]


def test_a_column_of_long_text_takes_room_from_the_others() -> None:
    _, name, _, basis = widths(table(("份数", "≥240份", "检测规范第三条" * 12)))
    assert basis > 40
    assert name < 30


def test_tables_of_one_form_have_the_same_widths() -> None:
    long, short = table(("份数", "≥240份", "依据" * 60)), table(("份数", "≥1份", "计划"))
    assert widths(long, short) == widths(short, long) != widths(short)


def test_what_has_no_place_to_break_gets_room_to_stay_whole() -> None:
    assert widths(table(("份数", "≥80(0-100)", "年度计划")))[2] == 20
    _, _, target, _ = widths(table(("份数", "≥1234567890.12", "年度计划")))
    assert target > 20


def test_a_very_long_address_does_not_press_the_other_columns() -> None:
    _, name, target, _ = widths(table(("份数", "≥240份", "9" * 40)))
    assert min(name, target) > 15


def test_a_table_unlike_the_others_of_its_form_has_widths_of_its_own() -> None:
    usual = [table(("份数", "≥240份", "检测规范第三条" * 6))] * 9
    other = table(("按照办法对提供公共服务的平台给予一次性补助" * 4, "≥1个", "计划"))
    shared = fitted(COLUMNS, [*usual, other])
    assert fitted_apart(shared, usual[0]) == shared
    before, after = shared[1].width, fitted_apart(shared, other)[1].width
    assert after > before + 10


def test_a_form_that_nobody_filled_in_keeps_its_widths() -> None:
    assert widths() == widths(IndicatorTable()) == [20, 30, 20, 30]


@given(st.lists(st.tuples(TEXTS, TEXTS, TEXTS), min_size=1, max_size=8))
def test_the_width_as_a_whole_stays_and_no_column_vanishes(
    rows: list[tuple[str, str, str]],
) -> None:
    found = widths(table(*rows))
    assert abs(sum(found) - 100) < 0.01
    assert found[0] == 20
    assert min(found) > 11


@given(st.lists(st.tuples(TEXTS, TEXTS, TEXTS), min_size=1, max_size=8))
def test_no_division_is_lower_than_what_tells_that_none_need_be_sought(
    rows: list[tuple[str, str, str]],
) -> None:
    filled = _filled(COLUMNS, [table(*rows)])
    assert filled.least_height <= filled.height(_balanced(filled))
