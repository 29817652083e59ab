"""All three real documents in one site, one command each: every cell is there."""

from __future__ import annotations

import contextlib
import io
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from lxml import html
from pypdf import PdfReader

from generator.cli import main as gongkai
from tests.importing.truth import Truth, items, not_found, squeezed, strings

_AMOUNT = re.compile(r"^([0-9.,]+)万元$")
YEARS = {"julu-2024": 2024, "linwu-2021": 2021, "gaoxin-2020": 2020}
PIECES = {"julu-2024": 469, "linwu-2021": 461, "gaoxin-2020": 3002}
# So much may stand between two cells: a head printed again, labels, a caption.
GAP_IN_HTML, GAP_IN_PDF = 600, 1200
# What a page of the PDF prints of its own before and after its text.
FURNITURE = re.compile(r"^(?:草案)?(?:单位：万元)*|(?:续表.{0,90}?)?(?:单位：万元)?—\d+—(?:草案)?$")


@dataclass(frozen=True)
class Built:
    """What the commands said, and where the site stands."""

    site: Path
    codes: list[int]
    said: str

    def page(self, name: str) -> html.HtmlElement:
        """The text of the disclosure, without what stands before it: charts, contents."""
        root: html.HtmlElement = html.parse(
            str(self.site / str(YEARS[name]) / name / "index.html")
        ).getroot()
        (article,) = root.iter("article")
        return article

    def pdf(self, name: str) -> bytes:
        year = YEARS[name]
        return (self.site / str(year) / name / f"{name}-{year}.pdf").read_bytes()


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, real_file: Callable[[str], Path]) -> Built:
    folder = tmp_path_factory.mktemp("three")
    files = [real_file(f"{name}.docx") for name in YEARS]
    said = io.StringIO()
    with contextlib.chdir(folder), contextlib.redirect_stdout(said):
        codes = [gongkai(["import", str(file)]) for file in files]
        codes.append(gongkai(["build"]))
    return Built(folder / "site", codes, said.getvalue())


@pytest.fixture(params=list(YEARS))
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def truth(real_file: Callable[[str], Path], name: str) -> Truth:
    return dict(json.loads(real_file(f"{name}.json").read_text("utf-8")))


def printed(pieces: list[str]) -> list[str]:
    """What is printed of them: an amount stands under the unit of its form, without its own."""
    return [_AMOUNT.sub(r"\1", piece) for piece in pieces]


def test_one_command_each_is_enough(built: Built) -> None:
    assert built.codes == [0, 0, 0, 0]
    assert built.said.count("没有待核内容") == 3
    assert "已生成 3 份公开" in built.said


def test_every_cell_and_paragraph_is_on_the_page(built: Built, truth: Truth, name: str) -> None:
    wanted = strings(truth)
    assert len(wanted) == PIECES[name]
    assert not_found(squeezed(built.page(name).text_content()), printed(wanted), GAP_IN_HTML) == []


def test_every_indicator_is_a_row_of_whole_cells(built: Built, truth: Truth, name: str) -> None:
    rows = {
        tuple(squeezed(c.text_content()) for c in row.xpath("./td|./th"))
        for row in built.page(name).iter("tr")
    }
    keys = ("l3", "desc", "value", "basis", "standard")
    wanted = [
        tuple(squeezed(row[key]) for key in keys if row.get(key) is not None)
        for item in items(truth, "project", "project_form", "overall_form")
        for row in item["indicators"]
    ]
    ends = {row[-n:] for row in rows for n in {len(row) for row in wanted}}
    assert [row for row in wanted if row not in ends] == []


def test_every_cell_and_paragraph_is_in_the_pdf(built: Built, truth: Truth, name: str) -> None:
    pages = PdfReader(io.BytesIO(built.pdf(name))).pages
    text = "".join(FURNITURE.sub("", squeezed(page.extract_text())) for page in pages)
    assert not_found(text, printed(strings(truth)), GAP_IN_PDF) == []
