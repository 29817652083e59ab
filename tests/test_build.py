"""A build from end to end: the same bytes whatever runs it, all or nothing, only what was read."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.build import Report, Settings, build, check
from generator.cli import main
from generator.diagnostics import Level
from tests.conftest import ROOT, TEMPLATES

DRAFT = """\
部门: 某局
年度: 2025
表式: 河北
状态: 草案
总体绩效目标: |
  全年工作有序开展。
分项绩效目标:
  - 标题: 监管
    内容: 按季检查。
"""
PROJECT = """\
项目:
  - 名称: 抽检
    地址: 001
    编码: 99010125P00312010007P
    预算数: 36.00
    支出计划: 3月底20%，6月底50%，10月底80%，12月底100%
    用途: 用于抽检。
    绩效目标: 抽检覆盖全县
    绩效指标: |
      | 一级指标 | 二级指标 | 三级指标 | 指标值 | 依据 |
      |---|---|---|---|---|
      | 产出指标 | 数量指标 | 检查次数 | ≥4次 | 年度计划 |
"""
SITE = "名称: 某县\n"


def write(folder: Path, files: dict[str, str]) -> Path:
    for path, text in files.items():
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, "utf-8")
    return folder


def quiet(done: int, total: int, name: str) -> None:
    """Nobody watches the progress of a test."""


def run(content: Path, output: Path, **more: object) -> Report:
    return build(Settings(content, output, (TEMPLATES,), with_pdf=False, **more), quiet)  # type: ignore[arg-type]


def digests(folder: Path) -> dict[str, str]:
    return {
        p.relative_to(folder).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest()
        for p in sorted(folder.rglob("*"))
        if p.is_file()
    }


def test_every_way_of_building_gives_the_same_bytes(tmp_path: Path) -> None:
    """One worker or two; another language, clock, hash seed and folder."""
    first = _built(tmp_path / "a", ROOT, {"TZ": "Asia/Shanghai"}, 1)
    odd = {"TZ": "America/New_York", "LC_ALL": "C", "LANG": "C", "PYTHONHASHSEED": "7"}
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    second = _built(tmp_path / "b" / "deep", elsewhere, odd, 2)
    assert first == second
    assert any(path.endswith(".pdf") for path in first)


def _built(output: Path, cwd: Path, variables: dict[str, str], jobs: int) -> dict[str, str]:
    """What the command makes of two departments, run as a user runs it."""
    content = output.parent / f"content-{jobs}"
    write(content, {"站点.yaml": SITE, "2025/a.yaml": DRAFT + PROJECT, "2025/b.yaml": DRAFT})
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **variables}
    done = subprocess.run(
        [sys.executable, "-m", "generator", "build", "--content", str(content),
         "--output", str(output), "--jobs", str(jobs)],
        cwd=cwd, env=environment, capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return digests(output)


@pytest.mark.parametrize(
    "files",
    [{}, {"站点.yaml": SITE}, {"2025/a.yaml": DRAFT}],
    ids=["nothing", "settings alone", "a department without projects"],
)
def test_a_site_with_little_in_it_is_built(tmp_path: Path, files: dict[str, str]) -> None:
    content = write(tmp_path / "content", files)
    content.mkdir(exist_ok=True)
    report = run(content, tmp_path / "site")
    assert report.published is not None
    assert (tmp_path / "site/index.html").is_file()
    assert not [d for d in report.diagnostics if d.level is Level.ERROR]


def test_a_result_says_which_files_it_was_made_from(tmp_path: Path) -> None:
    content = write(
        tmp_path / "content",
        {
            "2025/a.yaml": DRAFT,
            "2025/b/部门.yaml": DRAFT.split("总体")[0],
            "2025/b/01-总体绩效目标.md": "全年。",
            "2025/b/02-分项绩效目标.md": "### 监管\n内容：检查。",
            "2025/b/.隐藏.md": "没人读",
        },
    )
    results = {r.key: r for r in run(content, tmp_path / "site").results}
    assert set(results["2025/a"].inputs) == {"2025/a.yaml"}
    assert set(results["2025/b"].inputs) == {
        "2025/b/部门.yaml", "2025/b/01-总体绩效目标.md", "2025/b/02-分项绩效目标.md",
    }  # fmt: skip
    text = (content / "2025/a.yaml").read_bytes()
    assert results["2025/a"].inputs["2025/a.yaml"] == hashlib.sha256(text).hexdigest()


def test_check_reads_the_same_files_and_finds_the_same(tmp_path: Path) -> None:
    content = write(
        tmp_path / "content",
        {"2025/a.yaml": DRAFT, "2025/b.yaml": DRAFT + "未知: 甲\n", "杂.txt": "甲"},
    )
    built = run(content, tmp_path / "site")
    checked = check(Settings(content, Path(), (TEMPLATES,)), quiet)
    assert checked.diagnostics == built.diagnostics
    assert [r.inputs for r in checked.results] == [r.inputs for r in built.results]
    assert checked.published is None


def test_a_faulty_department_stops_the_publication_of_all(tmp_path: Path) -> None:
    content = write(tmp_path / "content", {"2025/a.yaml": DRAFT, "2025/b.yaml": DRAFT})
    run(content, tmp_path / "site")
    before = digests(tmp_path / "site")
    write(
        content, {"2025/a.yaml": DRAFT.replace("某局", "新局"), "2025/b.yaml": DRAFT + "未知: 甲\n"}
    )
    report = run(content, tmp_path / "site")
    assert report.published is None
    assert [r.key for r in report.blocked] == ["2025/b"]
    assert digests(tmp_path / "site") == before


@pytest.mark.parametrize(
    "broken",
    [DRAFT + "标识: bumen\n未知: 甲\n", "\0", ""],
    ids=["a fault in it", "no text at all", "empty"],
)
def test_keep_going_publishes_the_others_and_keeps_what_the_faulty_one_published(
    tmp_path: Path, broken: str
) -> None:
    """The faulty one has an address of its own, which its file name does not tell."""
    named = DRAFT + "标识: bumen\n"
    content = write(tmp_path / "content", {"2025/a.yaml": DRAFT, "2025/b.yaml": named})
    run(content, tmp_path / "site")
    kept = {p: d for p, d in digests(tmp_path / "site").items() if p.startswith("2025/bumen/")}
    assert kept
    write(content, {"2025/a.yaml": DRAFT.replace("某局", "新局"), "2025/b.yaml": broken})
    report = run(content, tmp_path / "site", keep_going=True)
    assert report.published is not None
    assert "2025/a/index.html" in report.published.written
    after = digests(tmp_path / "site")
    assert {p: d for p, d in after.items() if p in kept} == kept
    recorded = json.loads((tmp_path / "site/manifest.json").read_text("utf-8"))["files"]
    assert set(kept) <= set(recorded)


def test_a_department_that_is_kept_stays_in_lists_data_and_search(tmp_path: Path) -> None:
    """Nothing of the site changes where the faulty one is all that changed."""
    content = tmp_path / "content"
    shutil.copytree(ROOT / "content", content)
    assert run(content, tmp_path / "site").published is not None
    before = digests(tmp_path / "site")
    water = content / "2025/shuiwu/部门.yaml"
    water.write_text(water.read_text("utf-8") + "\n未知: 甲\n", "utf-8")
    (content / "2025/czj.yaml").write_text("", "utf-8")
    report = run(content, tmp_path / "site", keep_going=True)
    assert [r.key for r in report.blocked] == ["2025/czj", "2025/shuiwu"]
    assert report.published is not None
    assert (report.published.written, report.published.removed) == ((), ())
    assert digests(tmp_path / "site") == before


def test_two_disclosures_of_one_address_are_both_kept_back(tmp_path: Path) -> None:
    content = write(
        tmp_path / "content",
        {"2025/a.yaml": DRAFT + "标识: B\n", "2025/b.yaml": DRAFT, "2024/b.yaml": DRAFT},
    )
    write(content, {"2024/b.yaml": DRAFT.replace("2025", "2024")})
    report = run(content, tmp_path / "site", keep_going=True)
    assert [r.key for r in report.blocked] == ["2025/a", "2025/b"]
    assert [d.rule for d in report.diagnostics if d.level is Level.ERROR] == ["WJ07"]
    assert (tmp_path / "site/2024/b/index.html").is_file()
    assert not (tmp_path / "site/2025").exists()


def test_a_warning_counts_where_it_is_asked_to(tmp_path: Path) -> None:
    content = write(
        tmp_path / "content", {"站点.yaml": SITE, "2025/a.yaml": DRAFT + "待核: |\n  原表有合计\n"}
    )
    assert run(content, tmp_path / "site").published is not None
    assert run(content, tmp_path / "strict", strict=True).published is None


def test_a_department_that_left_the_content_leaves_the_site(tmp_path: Path) -> None:
    content = write(tmp_path / "content", {"2025/a.yaml": DRAFT, "2025/b.yaml": DRAFT})
    run(content, tmp_path / "site")
    (content / "2025/b.yaml").unlink()
    run(content, tmp_path / "site")
    assert (tmp_path / "site/2025/a/index.html").is_file()
    assert not (tmp_path / "site/2025/b").exists()


def test_names_that_are_not_composed_are_found_in_any_process(tmp_path: Path) -> None:
    """A name as macOS writes it (é in two characters) is the name as everybody types it."""
    content = write(
        tmp_path / "content",
        {"2025/a.yaml": DRAFT, "2025/cafe\u0301.yaml": DRAFT + "标识: cafe\n"},
    )
    report = run(content, tmp_path / "site", jobs=2)
    assert report.published is not None
    assert sorted(p for r in report.results for p in r.inputs) == [
        "2025/a.yaml", "2025/caf\u00e9.yaml",
    ]  # fmt: skip


PATHS = st.sampled_from(
    ("站点.yaml", "2025/a.yaml", "2025/b.md", "2025/c/部门.yaml", "2025/c/项目.csv",
     "2025/c/项目.xlsx",
     "2025/c/绩效指标.csv", "2025/c/01-总体绩效目标.md", "2025/c/02-分项绩效目标.md",
     "2025/c/项目/1.yaml", "2025/c/项目/2.md", "2025/甲.yaml", "2024/a.yaml", "杂")
)  # fmt: skip
SAMPLES = [
    p.read_bytes()
    for p in sorted((ROOT / "content").rglob("*"))
    if p.is_file() and p.stat().st_size
]


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """A piece of a sound file, cut and with strange bytes in it; or strange bytes alone."""
    sample = draw(st.sampled_from(SAMPLES))[: draw(st.integers(0, 3000))]
    pieces = [sample]
    for _ in range(draw(st.integers(0, 4))):
        at = draw(st.integers(0, len(pieces[-1])))
        strange = draw(st.one_of(st.binary(max_size=6), st.text(max_size=4).map(_encoded)))
        pieces = [*pieces[:-1], pieces[-1][:at], strange, pieces[-1][at:]]
    return draw(st.sampled_from((b"".join(pieces), b"".join(pieces[1:]))))


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


@settings(
    max_examples=80,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(files=st.dictionaries(PATHS, damaged(), max_size=7))
def test_no_content_folder_gives_a_traceback(
    tmp_path_factory: pytest.TempPathFactory, files: dict[str, bytes]
) -> None:
    content = tmp_path_factory.mktemp("content")
    for path, data in files.items():
        place = content / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)
    report = run(content, content.parent / f"{content.name}-site")
    assert all(d.message and d.rule for d in report.diagnostics)
    main(["check", "--format", "json", "--content", str(content)])
