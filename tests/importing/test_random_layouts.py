"""Random lists and forms, written as Word and as workbooks, come back as they were drawn."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

import docx
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from generator.diagnostics import Problems
from generator.importing import Imported, read_disclosure
from generator.model.amounts import parse_amount, units_named
from generator.model.disclosure import Project
from generator.sources.word_source import WordDocument, read_word
from generator.sources.workbook_source import read_workbook
from tests.importing.word_files import families

TITLE = "云溪县水务局2025年部门预算公开"
NAMES = ("水质检测经费", "河道保洁", "防汛物资储备", "堤防维修养护", "节水宣传")
CLASSES = (
    ("产出指标", "数量指标"), ("产出指标", "质量指标"), ("产出指标", "时效指标"),
    ("效益指标", "社会效益指标"), ("满意度指标", "服务对象满意度指标"),
)  # fmt: skip
IN_WAN = {"万元": Decimal(1), "元": Decimal(10000)}
UNITS = ("份", "%", "公里", "次", "天")


@dataclass(frozen=True)
class Row:
    """An indicator as drawn: its class, its name, and its target in three pieces."""

    level1: str
    level2: str
    name: str
    sign: str
    number: str
    unit: str

    @property
    def target(self) -> str:
        return f"{self.sign}{self.number}{self.unit}"


@dataclass(frozen=True)
class Plan:
    """A project as drawn; its amounts in 万元."""

    name: str
    fiscal: Decimal
    other: Decimal
    goal: str
    note: str
    rows: tuple[Row, ...]

    @property
    def budget(self) -> Decimal:
        return self.fiscal + self.other


@dataclass
class Table:
    """Rows of texts, with the merged ranges (first row, last row, first column, last column)."""

    rows: list[list[str]] = field(default_factory=list)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)


@dataclass
class Page:
    """Lines of text and tables, in order."""

    blocks: list[str | Table] = field(default_factory=list)


def as_word(page: Page) -> WordDocument:
    document = docx.Document()
    for block in page.blocks:
        if isinstance(block, str):
            document.add_paragraph(block)
            continue
        table = document.add_table(len(block.rows), len(block.rows[0]))
        for drawn, row in zip(table.rows, block.rows, strict=True):
            for cell, text in zip(drawn.cells, row, strict=True):
                if text:
                    cell.text = text
        for top, bottom, left, right in block.merged:
            text = block.rows[top][left]
            table.cell(top, left).merge(table.cell(bottom, right)).text = text
        document.add_paragraph("")
    data = io.BytesIO()
    document.save(data)
    read = read_word("随机.docx", data.getvalue(), Problems())
    assert read is not None
    return read


def as_workbook(page: Page) -> WordDocument:
    book = Workbook()
    sheet = book.create_sheet("项目", 0)
    at = 1
    for block in page.blocks:
        if isinstance(block, str):
            sheet.cell(at, 1, block)
            at += 1
            continue
        for r, row in enumerate(block.rows):
            for c, text in enumerate(row):
                if text:
                    sheet.cell(at + r, c + 1, text)
        for top, bottom, left, right in block.merged:
            sheet.merge_cells(
                start_row=at + top, end_row=at + bottom, start_column=left + 1, end_column=right + 1
            )
        at += len(block.rows) + 1
    data = io.BytesIO()
    book.save(data)
    read = read_workbook("随机.xlsx", data.getvalue(), Problems())
    assert read is not None
    return read


SHAPES = {"word": as_word, "workbook": as_workbook}


@st.composite
def rows(draw: st.DrawFn) -> tuple[Row, ...]:
    count = draw(st.integers(1, 4))
    chosen = sorted(
        draw(st.lists(st.integers(0, len(CLASSES) - 1), min_size=count, max_size=count))
    )
    return tuple(
        Row(
            *CLASSES[at],
            f"第{n + 1}项{draw(st.sampled_from(('检测份数', '合格率', '完成时间')))}",
            draw(st.sampled_from(("≥", "≤", ""))),
            str(draw(st.integers(2, 400))),
            draw(st.sampled_from(UNITS)),
        )
        for n, at in enumerate(chosen)
    )


@st.composite
def plans(draw: st.DrawFn) -> list[Plan]:
    names = draw(st.permutations(NAMES))[: draw(st.integers(1, 4))]
    cents = st.integers(1, 90_000).map(lambda n: Decimal(n) / 100)
    return [
        Plan(name, draw(cents), draw(cents), f"做好{name}", f"延续{n}", draw(rows()))
        for n, name in enumerate(names)
    ]


def shown(amount: Decimal, unit: str) -> str:
    return f"{amount * IN_WAN[unit]:.2f}"


@st.composite
def lists(draw: st.DrawFn, projects: Sequence[Plan]) -> Page:
    """The projects as one list, in one of the layouts that offices use."""
    unit = draw(st.sampled_from(("万元", "元")))
    says = draw(st.sampled_from(("head", "line", "row")))
    aside = f"（{unit}）" if says == "head" else ""
    split, ordered, further = (draw(st.booleans()) for _ in range(3))
    fill = draw(st.sampled_from(("merge", "blank")))
    head = ["序号"] if ordered else []
    head += [draw(st.sampled_from(("项目名称", "项目支出名称")))]
    head += [f"{draw(st.sampled_from(('预算数', '年度资金总额', '2025年预算数')))}{aside}"]
    head += [f"财政拨款{aside}", f"其他资金{aside}"]
    head += [draw(st.sampled_from(("绩效目标", "年度绩效目标", "项目年度绩效目标")))]
    head += ["立项依据文号"] if further else []
    own = len(head)
    head += ["一级指标", "二级指标", "三级指标"]
    head += ["指标性质", "指标值", "度量单位"] if split else ["指标值"]
    table = Table()
    if says == "row":
        table.rows.append([f"单位：{unit}", *[""] * (len(head) - 1)])
        table.merged.append((0, 0, 0, len(head) - 1))
    table.rows.append(head)
    for n, plan in enumerate(projects, 1):
        first = len(table.rows)
        said = [str(n)] if ordered else []
        said += [plan.name, *(shown(a, unit) for a in (plan.budget, plan.fiscal, plan.other))]
        said += [plan.goal, *([plan.note] if further else [])]
        for at, row in enumerate(plan.rows):
            target = [row.sign, row.number, row.unit] if split else [row.target]
            begun = said if at == 0 else [""] * own
            table.rows.append([*begun, row.level1, row.level2, row.name, *target])
        if fill == "merge" and len(plan.rows) > 1:
            last = len(table.rows) - 1
            table.merged += [(first, last, column, column) for column in range(own)]
    if draw(st.booleans()):
        sums = [sum((getattr(p, k) for p in projects), Decimal(0)) for k in
                ("budget", "fiscal", "other")]  # fmt: skip
        total = ["合计", *(shown(s, unit) for s in sums)]
        lead = [""] if ordered else []
        table.rows.append([*lead, *total, *[""] * (len(head) - len(lead) - len(total))])
    above = [f"单位：{unit}"] if says == "line" else []
    return Page([TITLE, *above, table])


@st.composite
def forms(draw: st.DrawFn, projects: Sequence[Plan]) -> Page:
    """The projects as a form each."""
    unit = draw(st.sampled_from(("万元", "元")))
    page = Page([TITLE])
    further, long_term = draw(st.booleans()), draw(st.booleans())
    for plan in projects:
        page.blocks.append("项目支出绩效目标表")
        table = Table()
        table.rows.append(["项目名称", plan.name, "", ""])
        table.rows.append(["主管部门", "云溪县水务局", "实施单位", "云溪县水务局"])
        if further:
            table.rows.append(["立项依据文号", plan.note, "", ""])
            table.merged.append((2, 2, 1, 3))
        at = len(table.rows)
        money = (("年度资金总额", plan.budget), ("其中：财政拨款", plan.fiscal),
                 ("其他资金", plan.other))  # fmt: skip
        for n, (label, amount) in enumerate(money):
            head = f"项目资金（{unit}）" if n == 0 else ""
            table.rows.append([head, label, shown(amount, unit), ""])
            table.merged.append((at + n, at + n, 2, 3))
        table.merged += [(0, 0, 1, 3), (at, at + 2, 0, 0)]
        table.rows.append(["年度目标", plan.goal, "", ""])
        table.merged.append((at + 3, at + 3, 1, 3))
        if long_term:
            table.rows.append(["长期绩效指标", "", "", ""])
            table.merged.append((len(table.rows) - 1, len(table.rows) - 1, 0, 3))
            table.rows.append(["一级指标", "二级指标", "三级指标", "指标值"])
            table.rows.append(["产出指标", "数量指标", "三年总量", "≥999份"])
            table.rows.append(["年度绩效指标", "", "", ""])
            table.merged.append((len(table.rows) - 1, len(table.rows) - 1, 0, 3))
        table.rows.append(["一级指标", "二级指标", "三级指标", "指标值"])
        for row in plan.rows:
            table.rows.append([row.level1, row.level2, row.name, row.target])
        page.blocks.append(table)
    return page


def imported(page: Page, shape: str) -> Imported:
    problems = Problems()
    made = read_disclosure(SHAPES[shape](page), families(), id="a", year=None, problems=problems)
    assert made is not None, problems.found
    return made


def kept(project: Project, form_unit: str) -> list[Decimal | None]:
    """The amounts, in 万元, of columns that the form lacks, in the one unit that they say.

    That is their own, or else that of their head, or else the form's, in which they are printed.
    """
    found = []
    for entry in project.others:
        said = next(iter(units_named(str(entry.column))), form_unit)
        found.append(parse_amount(entry.text, said).value)
    return found


def check(made: Imported, projects: Sequence[Plan]) -> None:
    """The same projects, amounts and indicators; and nothing is lost of the rest."""
    disclosure = made.disclosure
    assert made.account.closes
    assert all(table.closes for table in made.account.money)
    assert sum(table.count for table in made.account.money) >= len(projects)
    family = families()[disclosure.family]
    assert (disclosure.year, disclosure.department.text) == (2025, "云溪县水务局")
    read = [(str(p.name), p.budget.value) for p in disclosure.projects]
    assert read == [(p.name, p.budget) for p in projects]
    for project, plan in zip(disclosure.projects, projects, strict=True):
        form_unit = family.forms[project.form].unit
        for amount, drawn in ((project.fiscal, plan.fiscal), (project.other, plan.other)):
            assert drawn in (amount.value, *kept(project, form_unit))
        assert [
            (str(r.level1), str(r.level2), str(r.name), r.target.wording)
            for r in project.indicators.rows
        ] == [(r.level1, r.level2, r.name, r.target) for r in plan.rows]
        assert [p.words.text for p in project.goals] == [plan.goal]
    assert list(disclosure.all_remarks()) == []


RELAXED = settings(
    max_examples=12,
    deadline=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@RELAXED
@given(st.data(), plans(), st.sampled_from(sorted(SHAPES)))
def test_a_list_in_any_layout_gives_its_projects(
    data: st.DataObject, projects: list[Plan], shape: str
) -> None:
    check(imported(data.draw(lists(projects)), shape), projects)


@RELAXED
@given(st.data(), plans(), st.sampled_from(sorted(SHAPES)))
def test_forms_in_any_layout_give_their_projects(
    data: st.DataObject, projects: list[Plan], shape: str
) -> None:
    check(imported(data.draw(forms(projects)), shape), projects)
