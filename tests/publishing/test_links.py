"""Before anything is published every link inside the site is followed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from generator.build import Report, Settings, build
from generator.publishing.links import Follower, Site
from tests.conftest import ROOT, TEMPLATES
from tests.invalid_cases import SETTINGS
from tests.test_build import DRAFT, PROJECT, quiet, write
from tests.versions.test_corrections import FORMER

PAGE = "<!DOCTYPE html><title>x</title><body>"


def faults(folder: Path, files: dict[str, str], root: str = "", kept: str = "") -> list[str]:
    write(folder, files)
    site = Site(files, lambda path: folder / path, lambda p: bool(kept) and p.startswith(kept))
    found = site.faults(files, root)
    follower = Follower(root)
    assert all(follower.passing((path, text.encode()) for path, text in files.items()))
    links = follower.links()
    told = links.are_sound and site.has_all(links.outward, known=())
    assert told == (not found), "the job that made the pages and the site do not agree"
    return [f"{f.page} {f.link} {f.rule.id}" for f in found]


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ("b.html", []),
        ("b.html#here", []),
        ("b.html#gone", ["a.html b.html#gone LJ01"]),
        ("c.html", ["a.html c.html LJ01"]),
        ("../b.html", ["a.html ../b.html LJ01"]),
        ("%E7%94%B2.html", []),
        ("#top", ["a.html #top LJ01"]),
        ("/b.html", ["a.html /b.html LJ01"]),
        ("https://www.example.cn/", []),
        ("mailto:a@example.cn", []),
    ],
)
def test_a_link_leads_to_a_file_and_an_anchor_that_are_there(
    tmp_path: Path, link: str, expected: list[str]
) -> None:
    files = {"a.html": f'{PAGE}<a href="{link}">x</a>', "甲.html": PAGE,
             "b.html": f'{PAGE}<p id="here">x</p>'}  # fmt: skip
    assert faults(tmp_path, files) == expected


def test_images_scripts_and_what_a_style_names_count_too(tmp_path: Path) -> None:
    page = f'{PAGE}<img src="no.svg"><script src="no.js"></script>'
    files = {"a.html": page, "s/a.css": "a{background:url(../no.png)} b{background:url('b.png')}",
             "s/b.png": ""}  # fmt: skip
    assert faults(tmp_path, files) == [
        "a.html no.svg LJ01", "a.html no.js LJ01", "s/a.css ../no.png LJ01",
    ]  # fmt: skip


def test_an_anchor_that_is_there_twice_is_a_fault(tmp_path: Path) -> None:
    page = f'{PAGE}<p id="a">x</p><p id="a">y</p>'
    assert faults(tmp_path, {"a.html": page}) == ["a.html a LJ02"]


def test_links_from_the_root_of_the_site_are_followed_where_the_root_is_known(
    tmp_path: Path,
) -> None:
    files = {"404.html": f'{PAGE}<a href="/x/a.html">x</a><a href="/x/b.html">x</a>',
             "a.html": PAGE}  # fmt: skip
    assert faults(tmp_path, files, "/x/") == ["404.html /x/b.html LJ01"]


def test_what_an_earlier_build_published_and_this_one_keeps_may_be_linked(tmp_path: Path) -> None:
    files = {"a.html": f'{PAGE}<a href="2025/b/index.html">x</a>'}
    assert faults(tmp_path, files, kept="2025/b/") == []


def test_a_dead_link_of_a_changed_template_stops_the_build_and_names_the_content(
    tmp_path: Path,
) -> None:
    own = tmp_path / "templates/pages/project.html.j2"
    own.parent.mkdir(parents=True)
    shutil.copy(ROOT / "templates/pages/project.html.j2", own)
    text = own.read_text("utf-8")
    own.write_text(text.replace("{{ blocks(", '<a href="gone.html">x</a>{{ blocks('), "utf-8")
    content = write(tmp_path / "content", {"站点.yaml": SETTINGS, "2025/a.yaml": FORMER})
    settings = Settings(
        content, tmp_path / "site", (tmp_path / "templates", TEMPLATES), with_pdf=False
    )
    report = build(settings, quiet)
    assert report.published is None
    assert [(d.rule, d.span.path) for d in report.diagnostics] == [("LJ01", "2025/a.yaml")]
    assert "2025/a/001/index.html" in report.diagnostics[0].message
    assert not list((tmp_path / "site").rglob("*.html"))


def built(folder: Path, files: dict[str, str]) -> Report:
    content = write(folder / "content", {"站点.yaml": SETTINGS, **files})
    return build(Settings(content, folder / "site", (TEMPLATES,), with_pdf=False), quiet)


def test_a_former_address_leads_to_the_new_one(tmp_path: Path) -> None:
    """A project's own, and every page below a former name of the department."""
    moved = (DRAFT + PROJECT).replace("地址: 001", "地址: 009\n    原地址: 001")
    report = built(tmp_path, {"2025/a.yaml": moved + "原地址: jiu\n"})
    assert report.published is not None
    for old, new in (
        ("2025/a/001", "../009/index.html"),
        ("2025/jiu", "../a/index.html"),
        ("2025/jiu/001", "../../a/009/index.html"),
        ("2025/jiu/009", "../../a/009/index.html"),
        ("2025/jiu/ledger", "../../a/ledger/index.html"),
    ):
        page = (tmp_path / "site" / old / "index.html").read_text("utf-8")
        assert f'<meta http-equiv="refresh" content="0; url={new}">' in page
        assert f'<a href="{new}">打开新网址</a>' in page
        assert '<meta name="robots" content="noindex">' in page


def test_a_former_name_that_another_department_has_is_a_clash(tmp_path: Path) -> None:
    report = built(tmp_path, {"2025/a.yaml": DRAFT + "原地址: B\n", "2025/b.yaml": DRAFT})
    assert report.published is None
    assert [d.rule for d in report.diagnostics] == ["WJ07"]
    assert "2025/b/" in report.diagnostics[0].message


def test_a_page_that_the_last_build_published_is_not_read_again(tmp_path: Path) -> None:
    site = Site(["b.html"], tmp_path.joinpath, lambda _: False)
    assert site.has_all(["b.html#here"], known={"b.html"}), "and none stands there to be read"
    assert not site.has_all(["c.html"], known={"b.html"})
