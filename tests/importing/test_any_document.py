"""Whatever a Word file holds: no fault, no character lost, and text that reads back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from generator.contents import find
from generator.diagnostics import Problems, Span
from generator.files import Folder
from generator.importing import import_document
from generator.importing.ledger import words_in
from generator.loader import load
from generator.model.disclosure import Disclosure
from generator.model.tables import Cell, Grid
from generator.model.words import DataTable
from generator.sources.word_source import WordDocument
from generator.sources.word_text import WordParagraph
from generator.writing import write
from tests.importing.word_files import families

HEBEI = {"河北": families()["河北"]}
LINES = (
    "",
    "目  录",
    "云溪县水务局",
    "云溪县水务局2025年部门预算绩效文本",
    "（草案）",
    "第一部分 部门整体绩效目标",
    "第二部分 专项资金绩效目标：",
    "一、总体绩效目标",
    "二、分项绩效目标",
    "工作保障措施",
    "1.饮水监测。按季抽检。",
    "2.一方面，清淤；另一方面，养护",
    "1、加强组织领导",
    "绩效目标：按季抽检。",
    "绩效指标：次数，指标值：3",
    "续表",
    "长度，指标值：",
    "3.打井经费绩效目标表",
    "绩效目标表",
    "414001 云溪县水务局本级",
    "单位：元",
    "云溪县水务局编制",
    "### 井",
    "| 井 |",
    "\\井",
    "待核：井",
    "六、政府采购\t3",
    "——",
    "名称：甲\n乙：丙",
    "1.\n\n2.",
)
CELLS = (
    "",
    "",
    "项目编码",
    "项目名称",
    "项目名称：打井",
    "预算数",
    "其中：财政资金",
    "其他资金",
    "预算规模及资金用途",
    "资金支出计划（%）",
    "3月底",
    "6月底",
    "12月底",
    "绩效目标",
    "一级指标",
    "二级指标",
    "三级指标",
    "指标值",
    "指标值确定依据",
    "产出指标",
    "数量指标",
    "≥3个",
    "36.00",
    "约3万元",
    "25%",
    "1,000%",
    "按进度",
    "X1 2",
    "打井|修井",
    "1.打井\n\n2.修井",
    "绩效指标",
    "单位：万元",
    "打井经费绩效目标表",
    "a b",
    "3、4",
    "/",
)
# What no form prints.
ODD = ("打井", "修井", "井", "清淤", "养护", "按季", "丙", "按进度", "约3万元", "≥3个")
HEAD = ("一级指标", "二级指标", "三级指标", "指标值")


@st.composite
def grids(draw: st.DrawFn) -> Grid:
    """A table of labels and values in any order; some with a head of indicators, some merged."""
    width = draw(st.integers(1, 6))
    rows = draw(
        st.lists(
            st.lists(st.sampled_from(CELLS), min_size=width, max_size=width), min_size=1, max_size=6
        )
    )
    if width >= len(HEAD) and draw(st.booleans()):
        rows.insert(draw(st.integers(0, len(rows))), [*HEAD, *[""] * (width - len(HEAD))])
    wide = draw(st.sets(st.integers(0, len(rows) - 1), max_size=2))
    cells = []
    for r, row in enumerate(rows):
        if r in wide:
            cells.append(Cell("", r, 0, tuple(row[0].split("\n")), colspan=width))
        else:
            cells += [Cell("", r, c, tuple(text.split("\n"))) for c, text in enumerate(row)]
    return Grid("", "", (), tuple(cells))


@st.composite
def documents(draw: st.DrawFn) -> WordDocument:
    """Paragraphs and tables in any order, each with its place."""
    blocks: list[WordParagraph | Grid] = []
    drawn = draw(st.lists(st.sampled_from(LINES) | grids(), max_size=14))
    line = 0
    for at, item in enumerate(drawn):
        if isinstance(item, str):
            line += 1
            outline = draw(st.sampled_from([None, None, 0, 2]))
            lead = draw(st.integers(0, len(item)))
            blocks.append(
                WordParagraph(item, outline=outline, lead=lead, span=Span("a.docx", line, 1))
            )
            continue
        cells = []
        for cell in item.cells:
            line += 1
            id = f"t{at}-{cell.row}-{cell.column}"
            place = Span("a.docx", line, 1)
            cells.append(
                Cell(id, cell.row, cell.column, cell.lines, colspan=cell.colspan, span=place)
            )
        blocks.append(Grid(f"t{at}", "", (), tuple(cells)))
    return WordDocument("a.docx", tuple(blocks))


def read_back(disclosure: Disclosure, shape: str) -> list[Disclosure | None]:
    with TemporaryDirectory() as name:
        for path, data in write(disclosure, HEBEI["河北"], shape).items():
            place = Path(name, str(disclosure.year), path)
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(data)
        folder, problems = Folder(Path(name)), Problems()
        return [load(folder, found, HEBEI, problems) for found in find(folder, problems)]


@given(documents(), st.sampled_from(["yaml", "md", "folder"]))
@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@example(WordDocument("a.docx", ()), "yaml")
def test_any_document(document: WordDocument, shape: str) -> None:
    problems = Problems()
    disclosure = import_document(document, HEBEI, id="a", year=2025, problems=problems)
    if disclosure is None:
        assert problems.has_errors
        return
    check_remarks(document, disclosure, problems)
    assert read_back(disclosure, shape) == [disclosure]


def texts_of(document: WordDocument) -> Iterator[str]:
    for block in document.blocks:
        if isinstance(block, WordParagraph):
            yield block.text
        else:
            yield from (cell.text for cell in block.cells)


def check_remarks(document: WordDocument, disclosure: Disclosure, problems: Problems) -> None:
    """What no form prints stands in the model or in a remark; every remark was reported."""
    notes = (x.note for s in disclosure.sections for x in s.prose if isinstance(x, DataTable))
    held = "".join("".join(t.split()) for t in (*map(str, words_in(disclosure)), *notes))
    for text in texts_of(document):
        for odd in ODD:
            if odd in text and "绩效目标表" not in text:
                assert odd in held, text
    if list(disclosure.all_remarks()):
        assert problems.found
