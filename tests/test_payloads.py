"""A payload in each kind of field does nothing but be printed, wherever it arrives."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, Final

import openpyxl
import pytest
from lxml import etree, html
from pypdf.generic import IndirectObject

from generator.build import Settings, build
from generator.cli import main
from generator.model.amounts import to_decimal
from tests.conftest import TEMPLATES, Once
from tests.outputs.pdf_reader import Pdf
from tests.payloads import FIELDS, files, payload, site_settings, withdrawal
from tests.test_build import quiet, write

SVG: Final = "http://www.w3.org/2000/svg"
# What a reader of PDF would run, or open by itself.
ACTIONS: Final = frozenset({"/JavaScript", "/JS", "/Launch", "/SubmitForm", "/AA", "/RichMedia"})
FORMULA: Final = re.compile(r"[=+@＝＋－＠\t\r\n-]")


@pytest.fixture(scope="module")
def site(once: Once) -> Path:
    """Published with PDFs; then one department is taken down."""

    def make(folder: Path) -> None:
        content = write(folder / "content", files())
        settings = Settings(content, folder / "site", (TEMPLATES,))
        report = build(settings, quiet)
        assert report.published is not None, [str(d) for d in report.diagnostics]
        (content / "2025/d.yaml").unlink()
        write(content, {"站点.yaml": site_settings() + withdrawal()})
        report = build(settings, quiet)
        assert report.published is not None, [str(d) for d in report.diagnostics]

    return once("payloads", make) / "site"


def found(site: Path, ending: str) -> list[Path]:
    """Files by their ending; what is taken down leaves a folder of such a name."""
    return [p for p in sorted(site.rglob(f"*{ending}")) if p.is_file()]


class Elements(HTMLParser):
    """The elements of a page as a browser takes them, with its text, scripts and comments."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.texts: list[str] = []
        self.data: list[str] = []
        self.comments: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_data(self, data: str) -> None:
        is_data = bool(self.elements) and self.elements[-1][0] in ("script", "style")
        (self.data if is_data else self.texts).append(data)

    def handle_comment(self, data: str) -> None:
        self.comments.append(data)

    def attributes(self, *names: str) -> Iterator[str]:
        for _, attributes in self.elements:
            yield from (v for k, v in attributes.items() if not names or k in names)


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[str, Elements]:
    pages = {
        p.relative_to(site).as_posix(): Elements(p.read_text("utf-8")) for p in found(site, ".html")
    }
    assert len(pages) > 20
    return pages


def test_every_payload_is_printed_to_the_letter(pages: dict[str, Elements]) -> None:
    text = "\n".join("".join(page.texts) for page in pages.values())
    values = "\n".join(value for page in pages.values() for value in page.attributes("content"))
    fields = set(FIELDS) - {"简称"}  # in JSON-LD alone
    unprinted = {f for f in fields if payload(f) not in text and payload(f) not in values}
    assert unprinted == set()


def assert_harmless(page: Elements) -> None:
    assert not [c for c in page.comments if "svg" in c]
    for tag, attributes in page.elements:
        assert tag != "img" or attributes.get("src") != "x"
        assert not [name for name in attributes if name.startswith("on")]
    for address in page.attributes("href", "src", "action", "data"):
        assert not re.match(r"\s*(javascript|data|vbscript):", address, re.IGNORECASE)


def test_no_page_has_an_element_or_attribute_of_a_payload(pages: dict[str, Elements]) -> None:
    for page in pages.values():
        assert_harmless(page)


def test_attributes_hold_payloads_to_the_letter(pages: dict[str, Elements]) -> None:
    values = [v for page in pages.values() for v in page.attributes() if "onerror" in v]
    for value in values:
        assert "&amp;" not in value
        assert re.search(r"=甲\w", value), value
    for field in ("部门", "全称", "名称"):
        assert any(payload(field) in value for value in values), field


def test_json_ld_is_one_block_of_data_that_says_what_was_typed(site: Path) -> None:
    blocks = []
    for path in found(site, ".html"):
        text = path.read_text("utf-8")
        for block in re.findall(r'<script type="application/ld\+json">(.*?)</script>', text, re.S):
            assert "<" not in block
            blocks.append(json.loads(block))
    said = json.dumps(blocks, ensure_ascii=False)
    for field in ("部门", "简称"):
        assert json.dumps(payload(field), ensure_ascii=False)[1:-1] in said, field


def test_no_script_of_data_can_be_ended_by_a_text(pages: dict[str, Elements], site: Path) -> None:
    for page in pages.values():
        assert not [data for data in page.data if "</" in data or "<!--" in data]
    for path in found(site, ".js"):
        assert "</script" not in path.read_text("utf-8")


def test_the_overview_is_a_drawing_and_no_more(site: Path) -> None:
    drawings = found(site, ".svg")
    texts = ""
    for path in drawings:
        root = etree.fromstring(path.read_bytes())
        for element in root.iter():
            assert isinstance(element.tag, str)
            assert etree.QName(element).namespace == SVG
            assert etree.QName(element).localname not in ("script", "foreignObject", "image", "a")
            assert not [name for name in element.attrib if str(name).startswith("on")]
        texts += re.sub(r"\s", "", "".join(str(t) for t in root.itertext()))
    assert sum("overview" in path.name for path in drawings) >= 3
    assert re.sub(r"\s", "", payload("部门")) in texts


def test_feed_and_sitemap_are_xml_of_their_own_elements(site: Path) -> None:
    feed, sitemap = (etree.parse(site / name).getroot() for name in ("feed.xml", "sitemap.xml"))
    assert {etree.QName(e).localname for e in feed.iter("{*}*")} == {
        "feed", "title", "id", "updated", "link", "entry", "published", "author", "name", "summary",
    }  # fmt: skip
    assert {etree.QName(e).localname for e in sitemap.iter("{*}*")} == {
        "urlset", "url", "loc", "lastmod",
    }  # fmt: skip
    titles = [e.text or "" for e in feed.iter("{*}title", "{*}name", "{*}summary")]
    for field in ("全称", "部门", "撤下"):
        assert any(payload(field) in title for title in titles), field
    for address in (*sitemap.iter("{*}loc"), *feed.iter("{*}id")):
        assert re.fullmatch(r"[\w:/.,%-]+", address.text or "")


def tables(site: Path) -> Iterator[tuple[Path, list[list[str]]]]:
    for path in found(site, ".csv"):
        text = path.read_bytes().decode("utf-8-sig")
        yield path, list(csv.reader(io.StringIO(text, newline="")))


def test_no_cell_of_a_csv_starts_a_formula(site: Path) -> None:
    cells = [(p, c) for p, rows in tables(site) for row in rows for c in row]
    for path, cell in cells:
        assert len(cell) < 2 or not FORMULA.match(cell) or to_decimal(cell) is not None, (
            f"{path}: {cell}"
        )
    texts = {cell for _, cell in cells}
    for field in ("名称", "指标", "描述", "依据", "表头", "单元格"):
        assert f"'{payload(field)}" in texts or f"'{payload(field)}1" in texts, field
    assert {"'=1+1", "'+甲", "'-甲", "'@甲"} <= texts


def test_every_csv_has_cells_of_text_as_many_as_its_head(site: Path) -> None:
    for path, rows in tables(site):
        assert {len(row) for row in rows} == {len(rows[0])}, path


def test_no_workbook_holds_a_formula_or_a_link(site: Path) -> None:
    texts = set()
    books = found(site, ".xlsx")
    assert len(books) >= 4
    for path in books:
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                part = archive.read(name)
                assert b"<f>" not in part
                assert b"<f " not in part
                assert b'TargetMode="External"' not in part
                etree.fromstring(part)
        for sheet in openpyxl.load_workbook(path):
            for row in sheet.iter_rows():
                assert not [cell for cell in row if cell.data_type == "f"]
                texts |= {cell.value for cell in row}
    assert not [text for text in texts if str(text).startswith("'")]
    for field in ("名称", "指标", "描述", "依据", "表头", "单元格"):
        assert payload(field) in texts or f"{payload(field)}1" in texts, field


def strings(value: Any) -> Iterator[str]:
    match value:
        case str():
            yield value
        case dict():
            for key, item in value.items():
                yield key
                yield from strings(item)
        case list():
            for item in value:
                yield from strings(item)


def test_the_data_says_what_was_typed(site: Path) -> None:
    said = {
        path.name: {*strings(json.loads(path.read_text("utf-8")))}
        for path in sorted(site.glob("2025/a/data/*.json"))
    }
    assert f"{payload('部门')}a" in said["disclosure.json"]
    for field in ("名称", "目标", "指标", "栏目内容", "豁免", "附件", "事项", "小标题", "分项"):
        texts = said["disclosure.json"] | said["ledger.json"]
        assert any(payload(field) in text for text in texts), field
    assert any(payload("部门") in text for text in said["datapackage.json"])


@pytest.fixture(scope="module", params=["a", "b", "c"])
def pdf(site: Path, request: pytest.FixtureRequest) -> Pdf:
    id = request.param
    return Pdf((site / f"2025/{id}/{id}-2025.pdf").read_bytes())


def dictionaries(value: Any, seen: set[int]) -> Iterator[dict[str, Any]]:
    """Every dictionary of a PDF, each once."""
    waiting = [value]
    while waiting:
        value = waiting.pop()
        if isinstance(value, IndirectObject):
            if value.idnum in seen:
                continue
            seen.add(value.idnum)
            value = value.get_object()
        if isinstance(value, dict):
            yield value
            waiting += [value.raw_get(k) if hasattr(value, "raw_get") else value[k] for k in value]
        elif isinstance(value, list):
            waiting += list(value)


def test_a_pdf_runs_nothing_and_leads_to_the_site_alone(pdf: Pdf) -> None:
    all_of_it = list(dictionaries(pdf.reader.trailer, set()))
    assert len(all_of_it) > 100
    for dictionary in all_of_it:
        assert not ACTIONS & {str(key) for key in dictionary}
        assert str(dictionary.get("/S")) not in ACTIONS
        if "/URI" in dictionary:
            assert re.match(r"https://www\.example\.cn/[\w/.-]+$", str(dictionary["/URI"]))


def test_a_pdf_says_its_title_to_the_letter(pdf: Pdf) -> None:
    assert pdf.reader.metadata is not None
    title = str(pdf.reader.metadata.title)
    assert payload("部门") in title or payload("标题") in title
    root = etree.fromstring(pdf.catalog["/Metadata"].get_data().strip())
    (said,) = root.iterfind(".//{http://purl.org/dc/elements/1.1/}title//{*}li")
    assert said.text == title
    assert not [e for e in root.iter() if not isinstance(e, etree._ProcessingInstruction)
                and etree.QName(e).localname in ("img", "script", "svg")]  # fmt: skip


def test_the_tags_and_bookmarks_of_a_pdf_hold_payloads_as_text(pdf: Pdf) -> None:
    text = squeezed(pdf.root.whole_text)
    for field in ("名称", "目标", "指标", "单位"):
        assert squeezed(payload(field)) in text, field
    roles = {tag.role for tag in pdf.root.walk()}
    assert all(re.fullmatch(r"[A-Z][A-Za-z0-9]*", role) for role in roles)
    assert any(payload("名称") in title for title in titles(pdf.reader.outline))


def squeezed(text: str) -> str:
    """Without blanks: a line of print may end anywhere."""
    return re.sub(r"\s", "", text)


def titles(outline: list[Any]) -> Iterator[str]:
    for item in outline:
        if isinstance(item, list):
            yield from titles(item)
        else:
            yield str(item.title)


def test_the_fragment_and_the_papers_of_a_bundle_are_harmless(site: Path, tmp_path: Path) -> None:
    assert main(["bundle", "--site", str(site), "--output", str(tmp_path)]) == 0
    for id in "abc":
        with zipfile.ZipFile(tmp_path / f"{id}-2025.zip") as archive:
            text = archive.read(f"{id}-2025/fragment.html").decode("utf-8")
            assert_harmless(Elements(text))
            assert {e.tag for e in html.fromstring(text).iter()} <= {
                "main", "div", "h2", "h3", "h4", "h5", "h6", "p", "ul", "ol", "li", "dl", "dt",
                "dd", "a", "table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td", "br",
                "span", "strong", "time", "data", "abbr", "dfn", "figure", "figcaption", "small",
                "b", "em", "hr", "cite", "blockquote",
            }  # fmt: skip
            said = "".join(Elements(text).texts)
            for field in ("名称", "目标", "指标"):
                assert payload(field) in said, field
            entry = json.loads(archive.read(f"{id}-2025/catalogue.json"))
            assert any(payload("部门") in text for text in strings(entry))
