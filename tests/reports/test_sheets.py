"""`check --report`: a sheet for each disclosure, whole in itself, for the author to read."""

from __future__ import annotations

import json
import shutil
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from generator.cli import main

if TYPE_CHECKING:
    from playwright.sync_api import Browser

SHEETS = ["index.html", "ju-2025.html", "jyj-2025.html", "wjj-2025.html"]


@pytest.fixture
def folder(content: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """The folder of the sheets."""
    assert main(["check", "--content", content.name, "--report", "检查单"]) == 1
    capsys.readouterr()
    return content.parent / "检查单"


class Reader(HTMLParser):
    """A page's text, tags, and whatever it would fetch or run."""

    def __init__(self, page: Path) -> None:
        super().__init__()
        self.text = ""
        self.tags: list[str] = []
        self.fetched: list[str | None] = []
        self.feed(page.read_text("utf-8"))

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.fetched += [
            v for k, v in attributes if k in ("src", "data", "action") or k[:2] == "on"
        ]
        if tag == "link":
            self.fetched.append(tag)

    def handle_data(self, data: str) -> None:
        self.text += data


def test_each_disclosure_has_a_sheet_and_a_list_names_them(folder: Path) -> None:
    assert sorted(p.name for p in folder.glob("*.html")) == SHEETS
    text = (folder / "index.html").read_text("utf-8")
    assert [name for name in SHEETS[1:] if f'href="{name}"' not in text] == []
    assert "杂.txt" in Reader(folder / "index.html").text


def test_a_sheet_says_all_of_every_finding(
    content: Path, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["check", "--content", content.name, "--format", "json"])
    records = json.loads(capsys.readouterr().out)["diagnostics"]
    texts = {name: " ".join(Reader(folder / name).text.split()) for name in SHEETS}
    for record in records:
        stem = record["path"].split("/")[1].split(".")[0] if "/" in record["path"] else ""
        text = texts[f"{stem}-2025.html" if stem else "index.html"]
        cell = record["path"].endswith(".xlsx")
        place = (
            f"单元格 {'?ABC'[record['column']]}{record['line']}"
            if cell
            else f"第 {record['line']} 行第 {record['column']} 列"
        )
        for said in (record["path"], place, record["rule"], record["message"], record["hint"]):
            assert " ".join(said.split()) in text
        assert " ".join(record["text"].split()) in text
    counted = [sum(r["level"] == level for r in records) for level in ("错误", "警告", "提示")]
    assert f"错误{counted[0]} 警告{counted[1]} 提示{counted[2]}" in texts["index.html"]


def test_reasons_stand_with_the_rules_and_answers_with_what_they_answer(folder: Path) -> None:
    text = Reader(folder / "jyj-2025.html").text
    assert "理由：上级资金<另行>列示" in text
    assert "JX002 " in text
    assert "没有要改的地方" in text


def test_a_sheet_needs_nothing_and_runs_nothing(folder: Path) -> None:
    for name in SHEETS:
        page = Reader(folder / name)
        assert page.fetched == []
        assert "script" not in page.tags
    assert "<script>alert(1)</script>" in Reader(folder / "ju-2025.html").text


def test_the_same_content_gives_the_same_sheets(content: Path, folder: Path) -> None:
    before = {p.name: p.read_bytes() for p in folder.iterdir()}
    main(["check", "--content", content.name, "--report", "检查单"])
    assert {p.name: p.read_bytes() for p in folder.iterdir()} == before


def test_sheets_of_departments_that_are_gone_go_and_other_files_stay(
    content: Path, folder: Path
) -> None:
    (folder / "批注.docx").write_text("审核人的", "utf-8")
    (content / "2025/ju.yaml").unlink()
    main(["check", "--content", content.name, "--report", "检查单"])
    left = sorted(p.name for p in folder.glob("*.html"))
    assert left == ["index.html", "jyj-2025.html", "wjj-2025.html"]
    assert (folder / "批注.docx").read_text("utf-8") == "审核人的"


def test_sheets_never_go_over_a_site_or_a_strange_file(
    content: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output = content.parent / "site"
    (content / "杂.txt").unlink()
    (content / "2025/ju.yaml").unlink()
    shutil.rmtree(content / "2025/wjj")
    assert main(["build", "--content", content.name, "--no-pdf", "--jobs", "1"]) == 0
    before = {p: p.read_bytes() for p in output.rglob("*") if p.is_file()}
    assert main(["check", "--content", content.name, "--report", "site"]) == 3
    assert "没有改动任何文件" in capsys.readouterr().err
    assert {p: p.read_bytes() for p in output.rglob("*") if p.is_file()} == before


def test_two_disclosures_of_one_address_have_a_sheet_each(content: Path) -> None:
    (content / "2025/yi.yaml").write_text(
        "标识: ju\n" + (content / "2025/ju.yaml").read_text("utf-8"), "utf-8"
    )
    main(["check", "--content", content.name, "--report", "检查单"])
    names = {p.name for p in (content.parent / "检查单").glob("*.html")}
    assert names == {*SHEETS, "yi-2025.html"}


def test_a_sheet_is_readable_for_everybody(browser: Browser, folder: Path) -> None:
    axe = pytest.importorskip("axe_playwright_python.base")
    found = {}
    for scheme in ("light", "dark"):
        with browser.new_context(
            viewport={"width": 360, "height": 740}, color_scheme=scheme, bypass_csp=True
        ) as context:
            page = context.new_page()
            for name in SHEETS:
                page.goto((folder / name).as_uri())
                page.evaluate(axe.AXE_SCRIPT)
                report = page.evaluate("() => axe.run()")
                found[scheme, name] = [v["id"] for v in report["violations"]]
                wide = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
                assert not page.evaluate(wide)
    assert {k: v for k, v in found.items() if v} == {}


def test_the_policy_of_a_sheet_lets_its_own_style_through(browser: Browser, folder: Path) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        said: list[str] = []
        page.on("console", lambda message: said.append(message.text))
        page.goto((folder / "ju-2025.html").as_uri())
        assert page.evaluate("getComputedStyle(document.querySelector('h1')).fontSize") == "28px"
        assert said == []
