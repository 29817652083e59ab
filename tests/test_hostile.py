"""What an author types stays text: on every page, in every script and data file."""

from __future__ import annotations

import ast
import dataclasses
import json
import re
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, Final

import pytest

from generator.build import Settings, build
from generator.contents import find
from generator.diagnostics import Problems
from generator.files import Folder
from generator.forms import load_families
from generator.loader import load
from generator.model.disclosure import Disclosure, Opinion, Status
from generator.model.targets import Target, parse_target
from generator.model.words import DataTable, Words
from generator.writing import write
from tests.conftest import ROOT
from tests.shown_pictures import shown_pictures

FAMILIES: Final = load_families([ROOT / "templates"], Problems())
# One of each family that the sample county uses, in one file and in a folder with tables.
SAMPLES: Final = ("2025/jyj", "2025/zjj", "2025/ggfw", "2025/czj", "2025/fgj")
HOSTILE: Final = (
    """<img src=x onerror=alert(1)></script></style></title><script>alert(2)</script>"""
    """"'` onmouseover=alert(3) x=<!--<svg/onload=alert(4)>]]>&lt;b&gt;{% x %}"""
)
REFERENCE: Final = re.compile(r"\{\{.*?\}\}")
CHINESE: Final = re.compile(r"[\u4e00-\u9fff]")

# Every parser of ours with the test that feeds it arbitrary and broken input.
FUZZED: Final = {
    "YAML": "sources/test_yaml_source.py",
    "Markdown": "sources/test_markdown_source.py",
    "pipe table": "sources/test_pipe_table.py",
    "CSV and XLSX": "sources/test_table_source.py",
    "workbook of forms": "importing/test_workbooks.py",
    "DOCX": "sources/test_word_source.py",
    "Word grids and prose to model": "importing/test_any_document.py",
    "dates and keys": "sources/test_keys.py",
    "encodings": "test_files.py",
    "target": "model/test_targets.py",
    "money": "model/test_amounts.py",
    "spending plan": "loader/test_loader.py",
    "{{ }}": "document/test_figures.py",
    "numbers of headings": "document/test_outline.py",
    "a whole content folder": "test_build.py",
}


@pytest.mark.parametrize("path", FUZZED.values(), ids=FUZZED.keys())
def test_every_parser_is_fed_arbitrary_input(path: str) -> None:
    tree = ast.parse((ROOT / "tests" / path).read_text("utf-8"))
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    decorators = [ast.unparse(d) for f in functions for d in f.decorator_list]
    assert any(d.startswith("given(") for d in decorators)


def poisoned(value: Any, payload: str) -> Any:
    """A copy of a model in which every text in Chinese ends in the payload."""
    match value:
        case Words(text) if CHINESE.search(text):
            return Words(REFERENCE.sub("甲", text) + payload)
        case Target(wording) if CHINESE.search(wording):
            return parse_target(Words(wording + payload))
        case Opinion(office, opinion, date):  # the offices are the form's
            return Opinion(office, poisoned(opinion, payload), date)
        case DataTable(definition=str(name)) if name:  # its heads are the definition's
            return dataclasses.replace(
                value, rows=poisoned(value.rows, payload), note=poisoned(value.note, payload)
            )
        case tuple():
            return tuple(poisoned(item, payload) for item in value)
        case Words() | Target():
            return value
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = {f.name: getattr(value, f.name) for f in dataclasses.fields(value)}
        return type(value)(**{k: poisoned(v, payload) for k, v in fields.items()})
    return value


@cache
def samples() -> tuple[Disclosure, ...]:
    folder, problems = Folder(ROOT / "content"), Problems()
    found = {f.base: f for f in find(folder, problems)}
    loaded = [load(folder, found[base], FAMILIES, problems) for base in SAMPLES]
    return tuple(d for d in loaded if d is not None)


def site_of(folder: Path, payload: str) -> Path:
    """A site of the samples as drafts, each text of theirs and of the portal with the payload."""
    content = folder / "content"
    for sample in samples():
        draft = dataclasses.replace(
            poisoned(sample, payload), status=Status.DRAFT, attachments=(), waivers=()
        )
        if draft.overall and sample.overall:  # its name is the form's
            overall = dataclasses.replace(draft.overall, name=sample.overall.name)
            draft = dataclasses.replace(draft, overall=overall)
        files = write(draft, FAMILIES[draft.family], "yaml") | shown_pictures(sample)
        for path, data in files.items():
            place = content / str(draft.year) / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(data)
    portal = (ROOT / "content/站点.yaml").read_text("utf-8")
    lines = [line + payload if CHINESE.search(line.partition(": ")[2]) else line
             for line in portal.splitlines()]  # fmt: skip
    (content / "站点.yaml").write_text("\n".join(lines) + "\n", "utf-8")
    settings = Settings(content, folder / "site", (ROOT / "templates",), with_pdf=False)
    report = build(settings, lambda *_: None)
    blocking = [str(d) for r in report.blocked for d in r.diagnostics if d.rule[:2] != "JX"]
    assert report.published is not None, blocking[:3]
    return folder / "site"


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The same site twice: with harmless texts, and with hostile ones."""
    return (
        site_of(tmp_path_factory.mktemp("clean"), ""),
        site_of(tmp_path_factory.mktemp("hostile"), HOSTILE),
    )


class Skeleton(HTMLParser):
    """The elements of a page with the names of their attributes, and its text and scripts."""

    def __init__(self, page: Path) -> None:
        super().__init__()
        self.elements: list[tuple[str, list[str]]] = []
        self.addresses: list[str] = []
        self.text: list[str] = []
        self.scripts: list[str] = []
        self.feed(page.read_text("utf-8"))
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, sorted(name for name, _ in attrs if name != "class")))
        self.addresses += [v or "" for k, v in attrs if k in ("href", "src", "action")]

    def handle_data(self, data: str) -> None:
        inside = self.elements[-1][0] if self.elements else ""
        (self.scripts if inside == "script" else self.text).append(data)


def pages(site: Path) -> dict[str, Skeleton]:
    return {p.relative_to(site).as_posix(): Skeleton(p) for p in sorted(site.rglob("*.html"))}


def test_no_markup_of_an_author_becomes_an_element(sites: tuple[Path, Path]) -> None:
    clean, hostile = (pages(site) for site in sites)
    assert clean.keys() == hostile.keys()
    assert len(clean) > 20
    known = {(tag, *names) for page in clean.values() for tag, names in page.elements}
    for path, page in hostile.items():
        assert {(tag, *names) for tag, names in page.elements} <= known, path
    assert not [name for _, *names in known for name in names if name.startswith("on")]


def test_what_was_typed_is_printed_to_the_letter(sites: tuple[Path, Path]) -> None:
    for path, page in pages(sites[1]).items():
        assert HOSTILE in "".join(page.text), path


def test_every_address_is_a_file_an_anchor_a_mailbox_or_a_site(sites: tuple[Path, Path]) -> None:
    for page in pages(sites[1]).values():
        for address in page.addresses:
            assert re.match(r"(https?://|mailto:|#|/?(\.\./)*[\w%.-]+[/\w%.#-]*$)", address), (
                address
            )


def test_no_script_holds_a_text_that_could_end_it(sites: tuple[Path, Path]) -> None:
    for page in pages(sites[1]).values():
        assert not [script for script in page.scripts if "</" in script or "<!--" in script]
    for script in sites[1].rglob("*.js"):
        assert "</script" not in script.read_text("utf-8")


def test_the_data_says_what_was_typed(sites: tuple[Path, Path]) -> None:
    for path in sites[1].rglob("disclosure.json"):
        record = json.loads(path.read_text("utf-8"))
        assert record["部门"].endswith(HOSTILE)
