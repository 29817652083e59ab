"""`gongkai bundle`: ZIPs that a CMS, an archive or a USB stick can take."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

import pytest
from lxml import html

from generator.cli import main
from generator.publishing.bundle.fragment import fragment
from generator.publishing.bundle.pages import Bounds
from tests.invalid_cases import SETTINGS
from tests.publishing.test_consent import Web
from tests.test_build import DRAFT, digests
from tests.versions.test_corrections import CURRENT, FORMER

if TYPE_CHECKING:
    from playwright.sync_api import Page

HOME = "https://www.example.cn/yjsgk/"
FILES: dict[str, str | None] = {
    "站点.yaml": SETTINGS,
    "2025/a.v1.yaml": FORMER,
    "2025/a.yaml": CURRENT.replace("工作有序", "工作全面"),
    "2025/b/部门.yaml": FORMER + "附件:\n  - 标题: 批复\n    文件: pifu.pdf\n",
    "2025/b/附件/pifu.pdf": "%PDF-1.4",
    "2025/d.yaml": DRAFT,
}


@pytest.fixture(scope="module")
def web(tmp_path_factory: pytest.TempPathFactory) -> Web:
    web = Web(tmp_path_factory.mktemp("web"))
    web.publish(FILES)
    return web


def bundle(web: Web, output: Path) -> Path:
    assert main(["bundle", "--site", str(web.site), "--output", str(output)]) == 0
    return output


@pytest.fixture(scope="module")
def unpacked(web: Web, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every ZIP unpacked, as on a stick."""
    folder = tmp_path_factory.mktemp("stick")
    for place in bundle(web, folder / "zips").glob("*.zip"):
        with zipfile.ZipFile(place) as archive:
            archive.extractall(folder)
    return folder


def test_each_public_disclosure_has_a_zip_and_so_has_the_site(unpacked: Path) -> None:
    names = sorted(p.name for p in (unpacked / "zips").glob("*.zip"))
    assert names == ["a-2025.zip", "b-2025.zip", "site.zip"]


def test_a_zip_holds_the_folder_and_what_goes_with_it(unpacked: Path) -> None:
    found = set(digests(unpacked / "b-2025"))
    for path in ("fragment.html", "catalogue.json", "README.txt", "SHA256SUMS", "manifest.json",
                 "2025/b/index.html", "2025/b/001/index.html", "2025/b/data/projects.csv",
                 "2025/b/data/disclosure.json", "2025/b/files/pifu.pdf"):  # fmt: skip
        assert path in found
    assert not [p for p in found if p.startswith(("2025/a", "2025/d", "search", "index"))]
    assert "2025/a/v1/index.html" in digests(unpacked / "a-2025")


def test_the_same_site_makes_the_same_bytes(web: Web, unpacked: Path, tmp_path: Path) -> None:
    assert digests(bundle(web, tmp_path / "again")) == digests(unpacked / "zips")


def links(folder: Path) -> Iterator[tuple[Path, str]]:
    for page in folder.rglob("*.html"):
        for link in html.fromstring(page.read_bytes()).xpath("//@href | //@src | //@action"):
            yield page, str(link)


@pytest.mark.parametrize("name", ["a-2025", "b-2025", "site"])
def test_from_a_folder_every_link_leads_to_a_file_or_to_the_web(unpacked: Path, name: str) -> None:
    """404.html too, whose links begin at the root of the server elsewhere."""
    for page, link in links(unpacked / name):
        parts = urlsplit(link)
        if parts.scheme or not parts.path:
            continue
        assert not parts.path.startswith("/")
        assert (page.parent / unquote(parts.path)).is_file(), (page, link)


def test_what_a_zip_lacks_is_looked_up_on_the_web(unpacked: Path) -> None:
    found = {link for _, link in links(unpacked / "b-2025")}
    assert f"{HOME}index.html" in found
    assert f"{HOME}search/index.html" in found
    assert "data/projects.csv" in found


def test_drafts_are_in_no_zip(unpacked: Path) -> None:
    assert not (unpacked / "site/2025/d").exists()
    assert (unpacked / "site/2025/a/index.html").is_file()


def test_pages_that_need_no_change_are_those_of_the_site(web: Web, unpacked: Path) -> None:
    site, copy = digests(web.site), digests(unpacked / "site")
    changed = {p for p in site if p in copy and site[p] != copy[p]}
    assert changed <= {"404.html", "2025/index.html", "index.html", "map/index.html",
                       "SHA256SUMS", "manifest.json"}  # fmt: skip
    assert not [p for p in site if p not in copy and not p.startswith("2025/d/")]


def test_the_fragment_has_its_styles_inline_and_no_script(unpacked: Path) -> None:
    text = (unpacked / "b-2025/fragment.html").read_text("utf-8")
    unwanted = r"<(script|style|link|svg|button|form|h1|html|body)\b| class=| on\w+="
    assert not re.search(unwanted, text)
    tree = html.fromstring(text)
    for table in tree.xpath("//table"):
        assert all(cell.get("style") for cell in table.xpath(".//td | .//th"))
    anchors = set(tree.xpath("//@id"))
    for link in tree.xpath("//a/@href"):
        assert link[1:] in anchors if link.startswith("#") else urlsplit(link).scheme
    for words in ("工作有序开展", "检查次数", "≥4次", f"{HOME}2025/b/data/projects.csv"):
        assert words in text


def test_the_entry_is_that_of_the_catalogue(unpacked: Path) -> None:
    (entry,) = json.loads((unpacked / "a-2025/catalogue.json").read_text("utf-8"))
    assert entry["索引号"] == "SLX-a/2025-002"
    assert entry["网址"] == f"{HOME}2025/a/index.html"
    assert len(json.loads((unpacked / "site/catalogue.json").read_text("utf-8"))) == 2


def test_a_zip_is_verified_like_a_site(unpacked: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for place in (unpacked / "zips").glob("*.zip"):
        assert main(["verify", str(place)]) == 0
    assert main(["verify", str(unpacked / "zips")]) == 0
    assert main(["verify", str(unpacked / "b-2025")]) == 0
    (unpacked / "b-2025/fragment.html").write_text("改了", "utf-8")
    assert main(["verify", str(unpacked / "b-2025")]) == 1
    assert "改动：fragment.html" in capsys.readouterr().out
    content = ["--content", str(unpacked)]
    assert main(["verify", str(unpacked / "zips/site.zip"), *content]) == 2


def test_a_site_that_is_not_as_published_is_not_bundled(tmp_path: Path) -> None:
    web = Web(tmp_path)
    assert main(["bundle", "--site", str(web.site), "--output", str(tmp_path / "b")]) == 2
    web.publish({"站点.yaml": SETTINGS, "2025/a.yaml": FORMER})
    inside = ["bundle", "--site", str(web.site), "--output", str(web.site / "b")]
    assert main(inside) == 2
    (web.site / "index.html").write_text("改了", "utf-8")
    assert main(["bundle", "--site", str(web.site), "--output", str(tmp_path / "b")]) == 1
    assert not (tmp_path / "b").exists()


def test_without_an_address_on_the_web_what_is_lacking_leads_nowhere(tmp_path: Path) -> None:
    web = Web(tmp_path)
    web.publish({"站点.yaml": SETTINGS.replace(f"网址: {HOME}\n", ""), "2025/a.yaml": FORMER})
    with zipfile.ZipFile(bundle(web, tmp_path / "b") / "a-2025.zip") as archive:
        page = archive.read("a-2025/2025/a/index.html").decode()
        fragment = archive.read("a-2025/fragment.html").decode()
    assert "../../index.html" not in page
    assert "<form" not in page.partition("<main")[0].partition("site-search")[2]
    assert 'href="#' in fragment
    assert not re.search(r'href="(?!#|mailto:|https?:)', fragment)


@pytest.mark.parametrize("name", ["site/404.html", "site/index.html", "b-2025/2025/b/index.html"])
def test_on_a_stick_a_page_has_its_style_and_asks_nobody(
    page: Page, unpacked: Path, name: str
) -> None:
    asked: list[str] = []
    failed: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("requestfailed", lambda request: failed.append(request.url))
    page.goto((unpacked / name).as_uri())
    band = page.evaluate("getComputedStyle(document.querySelector('.site-header')).backgroundColor")
    assert band != "rgba(0, 0, 0, 0)"
    assert all(url.startswith("file://") for url in asked)
    assert not failed


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        (HOME, f'<img src="{HOME}2025/a/files/x.png" alt="检测站">'),
        ("", "<span>（图：检测站）</span>"),
    ],
)
def test_a_fragment_shows_the_sites_pictures_or_says_what_is_on_them(url: str, shown: str) -> None:
    page = (
        '<main id="main"><figure><img src="files/x.png" alt="检测站" loading="lazy">'
        "<figcaption>图1</figcaption></figure></main>"
    )
    made = fragment(page.encode(), "2025/a/index.html", Bounds(frozenset(), url), ())
    assert shown in made.decode()
