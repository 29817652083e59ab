"""Nothing is made twice, and what is made step by step is what is made at once."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from itertools import islice
from pathlib import Path

import pytest

from generator.build import Settings, build
from tests.conftest import ROOT, TEMPLATES
from tests.edits import (
    cache_of,
    cut,
    edits_give_what_a_clean_build_gives,
    sample,
    small,
)
from tests.pictures import png
from tests.test_build import DRAFT, PROJECT, digests, quiet, run, write

TWO = {"2025/a.yaml": DRAFT + PROJECT, "2025/b.yaml": DRAFT}


def test_nothing_is_made_and_nothing_written_where_nothing_changed(tmp_path: Path) -> None:
    content, site = write(tmp_path / "content", TWO), tmp_path / "site"
    first = run(content, site)
    assert first.work.rendered == ("2025/a", "2025/b")
    times = {p: p.stat().st_mtime_ns for p in (*site.rglob("*"), cache_of(site))}
    second = run(content, site)
    assert second.work == replace(second.work, examined=(), rendered=(), pdfs=(), parts=())
    assert second.diagnostics == first.diagnostics
    assert second.published is not None
    assert (second.published.written, second.published.removed) == ((), ())
    run(content, site)
    assert {p: p.stat().st_mtime_ns for p in site.rglob("*") if p in times} == {
        p: t for p, t in times.items() if p != cache_of(site)
    }


def test_a_build_with_nothing_to_do_loads_no_rules_templates_or_outputs(tmp_path: Path) -> None:
    content, site = write(tmp_path / "content", TWO), tmp_path / "site"
    words = ("build", "--no-pdf", "--content", str(content), "--output", str(site))
    assert {"generator.steps", "generator.checks.prose.shares", "jinja2"} <= loaded_by(*words)
    again = loaded_by(*words)
    idle = (
        "generator.checks",
        "generator.department",
        "generator.outputs.pages",
        "generator.steps",
    )
    assert not {m for m in again if m.startswith((*idle, "jinja2", "xlrd", "urllib.request"))}


def loaded_by(*words: str) -> set[str]:
    """The modules that a command has loaded when it is done."""
    code = "import sys; from generator.cli import main; main(sys.argv[1:]); print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code, *words], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return set(done.stdout.splitlines()[-1].split())


def test_an_edit_makes_that_department_and_what_lists_it(tmp_path: Path) -> None:
    public = {f"{year}/{name}.yaml": DRAFT.replace("2025", str(year)) for year in (2024, 2025)
              for name in "ab"}  # fmt: skip
    content, site = write(tmp_path / "content", public), tmp_path / "site"
    run(content, site)
    write(content, {"2024/a.yaml": public["2024/a.yaml"].replace("按季", "按月")})
    report = run(content, site)
    assert report.work.rendered == ("2024/a", "2025/a"), "the next year is compared with it"
    # The record of a draft holds nothing of its text: no list says anything else of it.
    assert report.work.parts == ()
    write(content, {"2024/a.yaml": public["2024/a.yaml"].replace("某局", "新局")})
    assert set(run(content, site).work.parts) == {
        "portal/search",
        "portal/site",
        "portal/year/2024",
    }


def test_a_pdf_is_laid_out_again_only_where_what_it_prints_changed(tmp_path: Path) -> None:
    own = tmp_path / "templates/pages/project.html.j2"
    own.parent.mkdir(parents=True)
    shutil.copy(TEMPLATES / "pages/project.html.j2", own)
    content, site = write(tmp_path / "content", TWO), tmp_path / "site"
    settings = Settings(content, site, (tmp_path / "templates", TEMPLATES))
    first = build(settings, quiet)
    assert first.work.pdfs == ("2025/a", "2025/b")
    own.write_text(own.read_text("utf-8").replace("<article>", '<article class="own">'), "utf-8")
    second = build(settings, quiet)
    assert second.work.rendered == ("2025/a", "2025/b")
    assert second.work.pdfs == ()
    write(content, {"2025/a.yaml": TWO["2025/a.yaml"].replace("按季", "按月")})
    assert build(settings, quiet).work.pdfs == ("2025/a",)
    (site / "2025/a/a-2025.pdf").write_bytes(b"damaged")
    assert build(settings, quiet).work.pdfs == ("2025/a",)
    assert (site / "2025/a/a-2025.pdf").read_bytes().startswith(b"%PDF")


def test_a_picture_is_part_of_what_a_disclosure_is_made_from(tmp_path: Path) -> None:
    shown = DRAFT.replace("总体绩效目标: |", "总体绩效目标: |\n  ![检测站](附件/站.png)")
    content, site = write(tmp_path / "content", TWO | {"2025/a.yaml": shown}), tmp_path / "site"
    place = content / "2025" / "a" / "附件" / "站.png"
    place.parent.mkdir(parents=True)
    place.write_bytes(png())
    run(content, site)
    (former,) = (site / "2025/a/files").iterdir()
    assert run(content, site).work.rendered == ()
    place.write_bytes(png(size=(50, 50)))
    assert run(content, site).work.rendered == ("2025/a",)
    (now,) = (site / "2025/a/files").iterdir()
    assert now.name != former.name
    assert now.read_bytes() == place.read_bytes()
    assert now.name in (site / "2025/a/index.html").read_text("utf-8")


def test_errors_are_told_before_anything_is_rendered(tmp_path: Path) -> None:
    content = write(tmp_path / "content", {**TWO, "2025/c.yaml": DRAFT + "未知: 甲\n"})
    report = run(content, tmp_path / "site")
    assert report.published is None
    assert report.work.examined == ("2025/a", "2025/b", "2025/c")
    assert report.work.rendered == ()
    write(content, {"2025/c.yaml": DRAFT})
    again = run(content, tmp_path / "site")
    assert again.work.examined == ("2025/c",), "what was sound is examined once"
    assert again.work.rendered == ("2025/a", "2025/b", "2025/c")


def test_an_error_in_between_costs_nothing_but_its_own_department(tmp_path: Path) -> None:
    content, site = write(tmp_path / "content", TWO), tmp_path / "site"
    run(content, site)
    write(content, {"2025/b.yaml": DRAFT + "未知: 甲\n"})
    assert run(content, site).published is None
    write(content, {"2025/b.yaml": DRAFT.replace("按季", "按月")})
    mended = run(content, site)
    assert mended.work.rendered == ("2025/b",)
    assert mended.work.parts == ()


def _flipped(data: bytes) -> bytes:
    return data[:-400] + bytes(255 - byte for byte in data[-400:])


def _of_another_version(data: bytes) -> bytes:
    return data.replace(b"gongkai cache ", b"gongkai cache 9", 1)


@pytest.mark.parametrize(
    "damage", [cut, _flipped, _of_another_version, lambda _: b"", lambda _: b"\xff\0[[[\n" * 9]
)
def test_a_damaged_cache_costs_work_and_nothing_else(
    tmp_path: Path, damage: Callable[[bytes], bytes]
) -> None:
    content, site = write(tmp_path / "content", TWO), tmp_path / "site"
    run(content, site)
    before, cache = digests(site), cache_of(site)
    cache.write_bytes(damage(cache.read_bytes()))
    report = run(content, site)
    assert report.published is not None
    assert report.published.written == ()
    assert digests(site) == before


def test_what_cannot_be_remembered_is_told_and_made_anew_the_next_time(tmp_path: Path) -> None:
    content, site = write(tmp_path / "content", TWO), tmp_path / "site"
    cache_of(site).mkdir()
    for _ in range(2):
        report = run(content, site)
        assert report.work.rendered == ("2025/a", "2025/b")
        assert report.published is not None
        assert report.published.weakness.endswith("写不进去（它是文件夹），下次全部重做")


def test_a_file_that_cannot_be_read_is_tried_again(tmp_path: Path) -> None:
    """Its job is not remembered: what keeps it from being read is none of the content."""
    content, site = write(tmp_path / "content", {"2025/b.yaml": DRAFT}), tmp_path / "site"
    (tmp_path / "elsewhere.yaml").write_text(DRAFT, "utf-8")
    (content / "2025/a.yaml").symlink_to(tmp_path / "elsewhere.yaml")
    assert run(content, site).published is None
    assert run(content, site).work.examined == ("2025/a",)


def test_edits_of_every_kind_give_what_a_clean_build_gives(tmp_path: Path) -> None:
    """Each kind once, in the ways that a build may come about; every fourth is compared."""
    project = small(tmp_path, seed=1)
    tally = edits_give_what_a_clean_build_gives(project, project.kinds.items(), apart=4)
    assert tally.made.total() == len(project.kinds)
    assert tally.published.total() > len(project.kinds) // 2
    assert tally.spared


@pytest.mark.edits
def test_a_hundred_random_edits_give_what_a_clean_build_gives(tmp_path: Path) -> None:
    seed = random.randrange(10**6)
    print(f"seed {seed}")  # shown where it fails
    project = sample(tmp_path, seed)
    tally = edits_give_what_a_clean_build_gives(project, islice(project.edits(), 100))
    assert tally.published.total() > 50
    assert tally.spared > 100


def test_another_version_of_the_program_makes_everything_anew(tmp_path: Path) -> None:
    """A line of its code, a word that its rules look for: a job was made with both."""
    project = PROJECT.replace("检查次数", "设备故障次数")
    write(tmp_path / "content", {"2025/a.yaml": DRAFT + project})
    compiled = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "generator", tmp_path / "generator", ignore=compiled)
    (tmp_path / "templates").symlink_to(TEMPLATES)

    def told(output: str) -> str:
        """What the copy of the program says of a build, but for what it wrote."""
        done = subprocess.run(
            [sys.executable, "-m", "generator", "build", "--no-pdf", "--jobs", "1",
             "--output", output],
            cwd=tmp_path, env=os.environ | {"PYTHONPATH": str(tmp_path)}, check=True,
            capture_output=True, text=True, encoding="utf-8",
        )  # fmt: skip
        return done.stdout.rpartition("已生成")[0]

    def edit(path: str, old: str, new: str) -> None:
        place = tmp_path / "generator" / path
        text = place.read_text("utf-8")
        assert old in text
        place.write_text(text.replace(old, new), "utf-8")

    first = told("site")
    assert "至少补一行" in first
    assert "“设备故障次数”" in first
    edit("checks/projects/classes.py", "至少补一行", "最好补一行")
    assert told("site") == first.replace("至少补一行", "最好补一行")
    edit("lexicon/words/directions.yaml", " 故障 滞纳", " 滞纳")
    last = told("site")
    assert "“设备故障次数”" not in last
    assert told("clean") == last
    assert digests(tmp_path / "site") == digests(tmp_path / "clean")


def test_pdfs_that_were_left_off_for_a_while_are_those_of_a_clean_build(tmp_path: Path) -> None:
    """With `--no-pdf` those that are still true stay; with PDFs again all are there."""
    content, site = write(tmp_path / "content", TWO), tmp_path / "site"
    settings = Settings(content, site, (TEMPLATES,))
    build(settings, quiet)
    write(content, {"2025/a.yaml": TWO["2025/a.yaml"].replace("按季", "按月")})
    build(replace(settings, with_pdf=False), quiet)
    assert not (site / "2025/a/a-2025.pdf").exists()
    assert (site / "2025/b/b-2025.pdf").exists()
    write(content, {"2025/b.yaml": TWO["2025/b.yaml"].replace("某局", "新局")})
    assert build(settings, quiet).work.pdfs == ("2025/a", "2025/b")
    build(replace(settings, output=tmp_path / "clean"), quiet)
    assert digests(site) == digests(tmp_path / "clean")


def test_a_changed_file_that_is_as_large_and_as_old_as_it_was_is_read(tmp_path: Path) -> None:
    """An editor or a copy set its time back; long ago, so that its time alone is trusted."""
    content, site = write(tmp_path / "content", TWO), tmp_path / "site"
    place = content / "2025/a.yaml"
    long_ago = (10**9, 10**9)
    os.utime(place, long_ago)
    run(content, site)
    place.write_text(TWO["2025/a.yaml"].replace("按季", "按月"), "utf-8")
    os.utime(place, long_ago)
    assert run(content, site).work.rendered == ("2025/a",)
