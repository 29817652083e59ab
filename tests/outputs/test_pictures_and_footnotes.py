"""Pictures and footnotes wherever a disclosure goes: page, PDF, data, search, ledger."""

from __future__ import annotations

import io
import json
from pathlib import Path

import lxml.html
import pytest
from PIL import Image

from generator.build import Settings
from generator.department import check
from generator.outputs.pdf.pictures import for_paper
from generator.outputs.search.texts import findables
from generator.preparing import prepare
from generator.sources.picture_file import picture_facts
from tests.outputs.illustrated import FILES, TEXT, write
from tests.outputs.pdf_reader import Pdf
from tests.outputs.pdf_samples import TEMPLATES, Made, make
from tests.pictures import jpeg, png, saved
from tests.strategies import families


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("stage")


@pytest.fixture(scope="module")
def made(stage: Path, tmp_path_factory: pytest.TempPathFactory) -> Made:
    return make(write(tmp_path_factory.mktemp("content")), stage, "2025/sw")


@pytest.fixture(scope="module")
def pdf(made: Made) -> Pdf:
    return Pdf(made.pdf)


@pytest.fixture(scope="module")
def page(made: Made, stage: Path) -> lxml.html.HtmlElement:
    return lxml.html.fromstring((stage / "2025/sw/index.html").read_bytes())


def test_notes_and_pictures_are_numbered_through_the_document(made: Made) -> None:
    notes = [note for laid in made.document.walk() for note in laid.notes]
    assert [(n.label, n.content.plain) for n in notes] == [
        ("注1", "其中 30.00 万元是财政资金。"), ("注2", "见年度计划。"), ("注3", "枯水期加密。"),
    ]  # fmt: skip
    assert [shown.title for shown in made.document.illustrations] == [
        "图1　检测 36.00 万元的水样", "图2", "图3　河道", "图4", "图5", "图6　又是这张",
    ]  # fmt: skip


def test_the_page_shows_each_picture_with_description_size_and_caption(
    page: lxml.html.HtmlElement, stage: Path
) -> None:
    figures = page.xpath("//figure")
    assert len(figures) == 6
    (image,) = figures[0].xpath("img")
    assert image.get("alt") == "近五年检测的水样，1 个项目"
    assert (image.get("width"), image.get("height"), image.get("loading")) == (
        "4000", "400", "lazy",
    )  # fmt: skip
    assert figures[0].xpath("string(figcaption)") == "图1　检测 36.00 万元的水样"
    assert (stage / "2025/sw" / image.get("src")).read_bytes() == FILES["水样.png"]
    assert figures[2].xpath("img/@width") == ["30"], "a picture that lies on its side is upright"


def test_a_picture_that_is_shown_twice_is_one_file(stage: Path) -> None:
    assert len(list((stage / "2025/sw/files").iterdir())) == len(FILES)


def test_marks_lead_to_notes_and_back(page: lxml.html.HtmlElement) -> None:
    marks = page.xpath('//a[@role="doc-noteref"]')
    assert [m.get("aria-label") for m in marks] == ["注1", "注2", "注3"]
    for mark in marks:
        (note,) = page.xpath(f'//p[@id="{mark.get("href")[1:]}"]')
        assert note.get("role") == "doc-footnote"
        (back,) = note.xpath('a[@role="doc-backlink"]')
        assert back.get("href") == f"#{mark.get('id')}"
    text = page.xpath('string(//p[contains(., "全年安排")])')
    assert "[^" not in text


def test_a_figure_in_a_note_leads_to_its_cell(page: lxml.html.HtmlElement) -> None:
    (figure,) = page.xpath('//p[@id="zhu-1"]//a[@class="figure"]')
    (cell,) = page.xpath(f'//td[@id="{figure.get("href")[1:]}"]')
    assert cell.text_content().strip() == "30.00"


def test_the_pdf_tags_figures_captions_and_notes(pdf: Pdf) -> None:
    figures = pdf.root.all("Figure")
    assert [str(f.source["/Alt"]) for f in figures][:2] == [
        "近五年检测的水样，1 个项目", "站房里的检测台",
    ]  # fmt: skip
    assert [c.whole_text for c in pdf.root.all("Caption")][2] == "图3　河道"
    notes = pdf.root.all("Note")
    assert [note.id for note in notes] == ["zhu-1", "zhu-2", "zhu-3"]
    assert [note.all("Lbl")[0].whole_text for note in notes] == ["1", "2", "3"]
    assert notes[0].whole_text == "1其中 30.00 万元是财政资金。"


def test_a_note_stands_in_the_tree_where_it_is_cited_and_on_paper_at_the_foot(pdf: Pdf) -> None:
    (paragraph,) = [p for p in pdf.root.all("P") if p.all("Note") and "全年" in p.whole_text]
    roles = [kid.role for kid in paragraph.kids]
    assert roles == ["Link", "Reference", "Note", "Reference", "Note"]
    text = pdf.reader.pages[paragraph.pages[0]].extract_text()
    assert text.index("照片") < text.index("其中")


def test_a_figure_has_its_place_on_the_page(pdf: Pdf) -> None:
    for figure in pdf.root.all("Figure"):
        left, bottom, right, top = (float(n) for n in figure.attribute("BBox"))
        assert 79 < left < right < 522
        assert 99 < bottom < top < 737


def test_the_pdf_is_the_same_each_time(made: Made, tmp_path: Path) -> None:
    again = make(write(tmp_path / "content"), tmp_path / "stage", "2025/sw")
    assert again.pdf == made.pdf


@pytest.mark.parametrize(
    "data",
    [*FILES.values(), png("P"), png("1"), png("L"), jpeg("L")],
    ids=lambda data: picture_facts(data).digest[:6],
)
def test_paper_has_no_picture_that_shines_through_or_is_meant_for_a_press(data: bytes) -> None:
    with Image.open(io.BytesIO(for_paper(data))) as printed:
        assert printed.mode in ("RGB", "L")
        assert not printed.getexif()
        assert printed.width <= 1600
        facts = picture_facts(data)
        assert abs(printed.width / printed.height - facts.width / facts.height) < 0.05


def test_white_shows_where_a_picture_is_transparent() -> None:
    clear = Image.new("RGBA", (4, 4), (0, 0, 0, 0))
    with Image.open(io.BytesIO(for_paper(saved(clear)))) as printed:
        assert printed.getpixel((1, 1)) == (255, 255, 255)


def test_the_data_hold_notes_and_pictures(stage: Path) -> None:
    data = json.loads((stage / "2025/sw/data/disclosure.json").read_bytes())
    text = data["正文"]["总体绩效目标"]
    assert text[:3] == [
        "全年安排 36.00 万元，用于供水。",
        {"脚注": "注1", "内容": "其中 30.00 万元是财政资金。"},
        {"脚注": "注2", "内容": "见年度计划。"},
    ]
    assert text[3]["图"] == "图1"
    assert (stage / "2025/sw" / text[3]["文件"]).read_bytes() == FILES["水样.png"]
    assert data["分项绩效目标"][0]["内容"] == [
        "按季抽检。", {"脚注": "注3", "内容": "枯水期加密。"},
    ]  # fmt: skip
    package = json.loads((stage / "2025/sw/data/datapackage.json").read_bytes())
    assert len(package["attachments"]) == len(FILES)


def test_notes_captions_and_descriptions_are_found(made: Made) -> None:
    found = findables(made.disclosure, families()["河北"], made.document)
    text = "\n".join(one.text for one in found)
    for word in ("其中 30.00 万元是财政", "枯水期加密", "检测 36.00 万元的水样", "站房里的检测台"):
        assert word in text
    assert "[^" not in text


SAID = "全年公开项目 8 个"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("见年度计划", SAID),
        ("近五年检测的水样，{{ 项目数 }} 个项目", SAID),
        ("又是这张", SAID),
        ("，用于供水", f"，用于供水，{SAID}"),
    ],
    ids=["note", "description", "caption", "behind a mark"],
)
def test_what_notes_and_pictures_say_is_held_against_the_rest(
    typed: str, said: str, tmp_path: Path
) -> None:
    """The finding stands at the very sign, though marks of notes before it are no text."""
    content = write(tmp_path / "content")
    text = TEXT.replace(typed, said)
    (content / "2025" / "sw.yaml").write_text(text, "utf-8")
    before = text[: text.index(SAID) + SAID.index("8")]
    place = before.count("\n") + 1, len(before) - before.rindex("\n")
    settings = Settings(content, tmp_path, (TEMPLATES,), with_pdf=False)
    (job,) = prepare(settings, tmp_path).jobs
    found = [d for d in check(job).diagnostics if d.rule == "JX093"]
    assert [(d.span.line, d.span.column) for d in found] == [place]
