"""Other static site generators on the pages of a county: the same texts and tables, written
as each of them wants its pages, with a layout of a title and a body and nothing else.

Whatever a generator would make besides (feeds, lists, a search index, navigation) is
switched off, so its cost is the least that it can be. Hugo builds once more with what it
makes unasked, its lists, feeds and site map, which gongkai makes too.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Final

from benchmarks import installed
from benchmarks.costs import Cost, median, run

_LAYOUT: Final = '<!DOCTYPE html><html lang="zh-CN"><meta charset="utf-8"><title>{title}</title>\
<h1>{title}</h1>{body}</html>'


@dataclass(frozen=True, slots=True)
class Page:
    """A page for a project: its place without an ending, its title, and Markdown."""

    place: str
    title: str
    body: str


@dataclass(frozen=True, slots=True)
class Generator:
    """Another generator: its name, its version if it is installed, how its pages are written
    into a folder, and the command that makes `out` there from them."""

    name: str
    version: str | None
    write: Callable[[Path, Sequence[Page]], None]
    command: tuple[str | Path, ...]


def pages_of(content: Path) -> list[Page]:
    """The project pages of a county's content folder."""
    return [
        Page(f"{text.stem}/{number:03}", title, body)
        for text in sorted(content.glob("20*/*.yaml"))
        for number, (title, body) in enumerate(_projects(text.read_text("utf-8")), 1)
    ]


def _projects(text: str) -> Iterator[tuple[str, str]]:
    """The name of each project, and its text and tables as Markdown has them."""
    _, _, projects = text.partition("\n项目:\n")
    for project in re.split(r"(?m)^  - ", projects)[1:]:
        name, *lines = (line.strip().removesuffix(": |") for line in project.splitlines())
        blocks = (
            ("\n" if is_table else "\n\n").join(block)
            for is_table, block in groupby(lines, _is_in_table)
        )
        yield name.partition(": ")[2], "\n\n".join(blocks) + "\n"


def _is_in_table(line: str) -> bool:
    return line.startswith("|")


def generators() -> Iterator[Generator]:
    """All of them, installed or not."""
    python = (installed.PYTHON, "-m")
    hugo = installed.program("hugo/binaries/hugo*")
    version = installed.version("hugo") if hugo else None
    command = (hugo or "hugo", "--quiet", "-d", "out")
    yield Generator("Hugo", version, _write_hugo, command)
    yield Generator("Hugo 连同列表、订阅、网站地图", version, _write_whole_hugo, command)
    eleventy = ("node", installed.ELEVENTY / "cmd.cjs", "--quiet")
    version = installed.eleventy_version() if shutil.which("node") else None
    yield Generator("Eleventy", version, _write_eleventy, eleventy)
    mkdocs = (*python, "mkdocs", "build", "--quiet")
    yield Generator("MkDocs", installed.version("mkdocs"), _write_mkdocs, mkdocs)
    pelican = (*python, "pelican", "pages", "-s", "settings.py", "-o", "out", "--quiet")
    yield Generator("Pelican", installed.version("pelican"), _write_pelican, pelican)


def taken(generator: Generator, folder: Path, pages: Sequence[Page]) -> Cost:
    """What a generator takes for the pages, from nothing.

    Raises RuntimeError where it fails, and where a page or a table is missing.
    """
    generator.write(folder, pages)
    out = folder / "out"

    def make() -> Cost:
        shutil.rmtree(out, ignore_errors=True)
        return run(generator.command, folder)

    cost = median(make)
    made = [text.read_text("utf-8") for text in out.rglob("*.html")]
    tables = sum(text.count("<table") for text in made)
    wanted = sum(len(re.findall(r"(?m)^\|(?:-+\|)+$", page.body)) for page in pages)
    if len(made) < len(pages) or tables != wanted:
        told = f"做出 {len(made)} 页、{tables} 张表，应有 {len(pages)} 页、{wanted} 张表"
        raise RuntimeError(f"{generator.name} {told}")
    return cost


def _write_all(folder: Path, files: Iterable[tuple[str, str]]) -> None:
    for name, text in files:
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, "utf-8")


def _with_front_matter(page: Page) -> str:
    return f"---\ntitle: {json.dumps(page.title, ensure_ascii=False)}\n---\n{page.body}"


def _write_hugo(folder: Path, pages: Sequence[Page]) -> None:
    off = ("home", "section", "taxonomy", "term", "rss", "sitemap", "robotsTXT", "404")
    _write_whole_hugo(folder, pages, f"disableKinds = {json.dumps(off)}\n")


def _write_whole_hugo(folder: Path, pages: Sequence[Page], settings: str = "") -> None:
    layout = _LAYOUT.format(title="{{ .Title }}", body="{{ .Content }}")
    files = [("hugo.toml", f'title = "x"\nbaseURL = "/"\n{settings}')]
    files += [(f"layouts/_default/{kind}.html", layout) for kind in ("single", "list")]
    _write_all(folder, files)
    _write_all(folder, ((f"content/{p.place}.md", _with_front_matter(p)) for p in pages))


def _write_eleventy(folder: Path, pages: Sequence[Page]) -> None:
    settings = {
        "markdownTemplateEngine": False,
        "dir": {"input": "pages", "includes": "../layouts", "output": "out"},
    }
    layout = _LAYOUT.format(title="{{ title }}", body="{{ content }}")
    files = [
        ("eleventy.config.cjs", f"module.exports = () => ({json.dumps(settings)});\n"),
        ("layouts/page.liquid", layout),
        ("pages/pages.json", '{"layout": "page.liquid"}\n'),
    ]
    _write_all(folder, files)
    _write_all(folder, ((f"pages/{p.place}.md", _with_front_matter(p)) for p in pages))


def _write_mkdocs(folder: Path, pages: Sequence[Page]) -> None:
    settings = (
        "site_name: x\ndocs_dir: pages\nsite_dir: out\nplugins: []\n"
        "theme:\n  name: null\n  custom_dir: theme\n"
    )
    layout = _LAYOUT.format(title="{{ page.title }}", body="{{ page.content }}")
    _write_all(folder, [("mkdocs.yml", settings), ("theme/main.html", layout)])
    _write_all(folder, ((f"pages/{p.place}.md", _with_front_matter(p)) for p in pages))


def _write_pelican(folder: Path, pages: Sequence[Page]) -> None:
    settings = """\
SITENAME, TIMEZONE, THEME = 'x', 'UTC', 'theme'
PAGE_PATHS, ARTICLE_PATHS, DIRECT_TEMPLATES = [''], [], []
PAGE_URL = PAGE_SAVE_AS = '{slug}.html'
AUTHOR_SAVE_AS = CATEGORY_SAVE_AS = TAG_SAVE_AS = ''
FEED_ALL_ATOM = CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = None
AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None
"""
    layout = _LAYOUT.format(title="{{ page.title }}", body="{{ page.content }}")
    _write_all(folder, [("settings.py", settings), ("theme/templates/page.html", layout)])
    _write_all(
        folder,
        ((f"pages/{p.place}.md", f"Title: {p.title}\nSlug: {p.place}\n\n{p.body}") for p in pages),
    )
