"""What can be said of the built files without a browser."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

BUDGET = 150 * 1024


@dataclass
class Read:
    """The parts of a page that these tests look at."""

    path: Path
    ids: Counter[str] = field(default_factory=Counter)
    links: list[str] = field(default_factory=list)
    loaded: list[str] = field(default_factory=list)
    headings: list[int] = field(default_factory=list)
    headers: list[str] = field(default_factory=list)
    references: list[str] = field(default_factory=list)
    tags: Counter[str] = field(default_factory=Counter)
    inline: list[str] = field(default_factory=list)
    meta: dict[str, str] = field(default_factory=dict)


class _Parser(HTMLParser):
    def __init__(self, read: Read) -> None:
        super().__init__()
        self.read = read

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        read, values = self.read, {name: value or "" for name, value in attrs}
        read.tags[tag] += 1
        if "id" in values:
            read.ids[values["id"]] += 1
        if tag == "a":
            read.links.append(values["href"])
        if tag == "link":
            read.loaded.append(values["href"])
        if "src" in values:
            read.loaded.append(values["src"])
        if re.fullmatch("h[1-6]", tag):
            read.headings.append(int(tag[1]))
        read.headers += values.get("headers", "").split()
        for name in ("aria-labelledby", "aria-describedby", "aria-controls", "for"):
            read.references += values.get(name, "").split()
        # Data for search engines is no script: a browser does not run it.
        runs = tag == "script" and values.get("type") != "application/ld+json"
        own = tag == "style" or (runs and "src" not in values)
        if own or any(n == "style" or n.startswith("on") for n in values):
            read.inline.append(self.get_starttag_text() or tag)
        if tag == "meta" and "name" in values:
            read.meta[values["name"]] = values["content"]


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[Path, Read]:
    found = {}
    for path in sorted(site.rglob("*.html")):
        found[path] = Read(path)
        _Parser(found[path]).feed(path.read_text("utf-8"))
    assert len(found) > 30
    return found


def _target(page: Path, link: str) -> Path:
    return (page.parent / unquote(urlsplit(link).path)).resolve() if urlsplit(link).path else page


def test_every_link_ends_in_a_file_and_every_anchor_is_there(pages: dict[Path, Read]) -> None:
    for path, page in pages.items():
        for link in page.links:
            if urlsplit(link).scheme or path.name == "404.html":
                continue
            target, anchor = _target(path, link), unquote(urlsplit(link).fragment)
            assert target.is_file(), (path, link)
            assert not anchor or anchor in pages[target].ids, (path, link)


def test_a_link_that_leaves_the_site_is_one_of_the_footer(pages: dict[Path, Read]) -> None:
    away = {link for page in pages.values() for link in page.links if urlsplit(link).scheme}
    assert away == {
        "mailto:yusuan@shilixian.example",
        "mailto:fankui@shilixian.example",
        "https://www.shilixian.example/dzjg/",
        "https://www.shilixian.example/jiucuo/",
        "https://beian.miit.gov.cn/",
        "https://beian.mps.gov.cn/",
    }


def test_a_page_loads_only_files_of_the_site(pages: dict[Path, Read], site: Path) -> None:
    for path, page in pages.items():
        for link in page.loaded if path.name != "404.html" else ():
            target = _target(path, link)
            assert target.is_file(), (path, link)
            assert target.is_relative_to(site), (path, link)
    for style in site.rglob("*.css"):
        assert not re.search(r"url\(|@import", style.read_text("utf-8")), style


def test_no_page_has_script_or_style_of_its_own(pages: dict[Path, Read]) -> None:
    assert not [(p.path, p.inline) for p in pages.values() if p.inline]


def test_every_page_has_one_title_and_its_headings_leave_no_level_out(
    pages: dict[Path, Read],
) -> None:
    for path, page in pages.items():
        assert page.headings[0] == 1, path
        assert page.headings.count(1) == 1, path
        steps = zip(page.headings, page.headings[1:], strict=False)
        assert all(below - above <= 1 for above, below in steps), (path, page.headings)


def test_no_two_elements_share_an_id(pages: dict[Path, Read]) -> None:
    for path, page in pages.items():
        assert not [id for id, count in page.ids.items() if count > 1], path


def test_the_heads_that_a_cell_names_and_the_labels_of_regions_are_there(
    pages: dict[Path, Read],
) -> None:
    for path, page in pages.items():
        assert not {*page.headers, *page.references} - page.ids.keys(), path
    assert any(page.headers for page in pages.values())


def test_every_table_has_a_caption_in_a_region_that_keys_can_scroll(
    pages: dict[Path, Read], site: Path
) -> None:
    for path, page in pages.items():
        text = path.read_text("utf-8")
        regions = re.findall(r'role="region" aria-labelledby="[^"]+" tabindex="0">\s*<table', text)
        assert page.tags["table"] == page.tags["caption"] == len(regions), path


def test_every_page_says_whose_site_it_is(pages: dict[Path, Read]) -> None:
    for path, page in pages.items():
        assert page.meta["SiteName"] == "示例县部门预算绩效公开平台", path
        assert page.meta["SiteIDCode"] == "1399010001", path
        assert page.meta["Description"], path


def test_only_drafts_former_versions_and_no_page_are_kept_from_search_engines(
    pages: dict[Path, Read], site: Path
) -> None:
    kept = {path for path, page in pages.items() if page.meta.get("robots") == "noindex"}
    folders = (site / "2025/hard", site / "2024/jyj/v1", site / "404.html")
    assert kept == {p for p in pages if any(p.is_relative_to(folder) for folder in folders)}


def test_a_disclosure_of_ten_tables_weighs_less_than_its_budget(
    pages: dict[Path, Read], site: Path
) -> None:
    page = site / "2025/hard/index.html"
    assert page.read_text("utf-8").count('class="grid fields') == 10
    loaded = [_target(page, link) for link in pages[page].loaded]
    assert {path.suffix for path in loaded} == {".css", ".js", ".png", ".svg"}
    assert sum(path.stat().st_size for path in (page, *loaded)) <= BUDGET
