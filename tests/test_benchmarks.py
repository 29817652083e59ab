"""The benchmarks: that their tables reach docs/性能.md and nothing else of it; none is run."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.__main__ import BENCHMARKS
from benchmarks.build import County, beside, side_by_side
from benchmarks.costs import Cost
from benchmarks.county import write_county
from benchmarks.generators import Generator, Page, pages_of
from benchmarks.tables import replaced, sections, table
from generator.build import Settings, check
from tests.conftest import ROOT

PAGE = """# 性能

手写的。

<!-- 测得：build -->

| 旧的 |
|---|

<!-- 完 -->

中间的。

<!-- 测得：pdf -->
<!-- 完 -->

末尾的。
"""
LINES = st.text(st.characters(codec="utf-8", exclude_characters="<\r\x0b\x0c\x85"), max_size=80)


@given(LINES)
def test_a_section_takes_its_table_and_all_else_stays(body: str) -> None:
    page = replaced(PAGE, "build", body)
    before, _, rest = PAGE.partition("\n| 旧的 |")
    assert page.startswith(before)
    assert page.endswith(rest[rest.index("<!-- 完 -->") :])
    assert page[len(before) : -len(rest[rest.index("<!-- 完 -->") :])].strip() == body.strip()


@given(LINES, LINES)
def test_what_was_measured_last_stands_there(first: str, second: str) -> None:
    assert replaced(replaced(PAGE, "pdf", first), "pdf", second) == replaced(PAGE, "pdf", second)


@pytest.mark.parametrize("page", ["没有标记。\n", PAGE + PAGE, PAGE.replace("<!-- 完 -->", "")])
def test_a_page_without_exactly_one_place_for_a_table_is_refused(page: str) -> None:
    with pytest.raises(KeyError, match="build"):
        replaced(page, "build", "| 新的 |")


def test_the_page_has_a_place_for_every_benchmark_and_for_nothing_else() -> None:
    page = (ROOT / "docs/性能.md").read_text("utf-8")
    assert sorted(sections(page)) == sorted(b.name for b in BENCHMARKS)


def test_every_benchmark_that_makes_a_table_is_run_by_make_bench() -> None:
    option = "add_table_option(parser)"
    scripts = (ROOT / "benchmarks").glob("[!_]*.py")
    made = [script.stem for script in scripts if option in script.read_text("utf-8")]
    assert sorted(made) == sorted(b.name for b in BENCHMARKS)


def test_a_cell_cannot_break_its_table() -> None:
    assert table(("a|b", 1), [("c\nd", "\\")]) == "| a\\|b | 1 |\n|---|---|\n| c d | \\\\ |\n"


COUNTY = """部门: 某局
项目:
  - 名称: 甲
    绩效目标: |
      一。
      二。
    绩效指标: |
      | 名称 | 值 |
      |---|---|
      | 件数 | 1 |
  - 名称: 乙
    用途: 丙
"""
TABLE = "| 名称 | 值 |\n|---|---|\n| 件数 | 1 |\n"


@pytest.fixture
def county(tmp_path: Path) -> Path:
    """The folder of a county with one department."""
    place = tmp_path / "content/2025/d0001.yaml"
    place.parent.mkdir(parents=True)
    place.write_text(COUNTY, "utf-8")
    return tmp_path


def test_without_real_texts_the_sample_makes_a_county_that_may_be_published(tmp_path: Path) -> None:
    content = tmp_path / "content"
    write_county(content, count=2, tables=10, real=tmp_path / "none")
    report = check(Settings(content, tmp_path / "site", (ROOT / "templates",)), lambda *_: None)
    assert len(report.results) == 2
    assert not report.blocked


def test_a_county_whose_text_speaks_of_what_it_lacks_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="没法豁免"):
        write_county(tmp_path / "content", count=1, tables=1, real=tmp_path / "none")


def test_other_generators_get_a_page_for_each_project_with_its_tables(county: Path) -> None:
    assert pages_of(county / "content") == [
        Page("d0001/001", "甲", f"绩效目标\n\n一。\n\n二。\n\n绩效指标\n\n{TABLE}"),
        Page("d0001/002", "乙", "用途: 丙\n"),
    ]


def _write_nothing(folder: Path, pages: Sequence[Page]) -> None:
    folder.mkdir()


def test_a_generator_that_is_not_there_or_fails_is_told_in_the_table(county: Path) -> None:
    absent = Generator("甲", None, _write_nothing, ())
    broken = Generator("乙", "1.0", _write_nothing, ("false",))
    silent = Generator("丙", "1.0", _write_nothing, ("true",))
    others = tuple((g, beside(g, county)) for g in (absent, broken, silent))
    cost = Cost(1.5, 1.0, 60.0)
    rows = [*side_by_side([County(1, cost, cost, cost, cost, 50.0, 60.0, others)])]
    assert [row[1:3] for row in rows[2:]] == [
        ("甲", "没有装上"), ("乙", "没有成功"), ("丙", "没有成功"),
    ]  # fmt: skip


def test_the_locks_of_what_is_measured_beside_name_no_registry() -> None:
    peers = ROOT / "benchmarks/peers"
    assert "://" not in (peers / "requirements.lock").read_text("utf-8")
    packages = json.loads((peers / "package-lock.json").read_text("utf-8"))["packages"]
    assert all(p["integrity"] for name, p in packages.items() if name)
    assert not any("resolved" in p for p in packages.values())


@pytest.mark.parametrize(
    ("name", "hidden"),
    [
        ("build", ("pytest", "hypothesis", "playwright", "tests")),
        ("pdf", ("pytest", "hypothesis", "playwright", "tests")),
        ("search", ("pytest", "hypothesis", "playwright", "tests")),
        ("serve", ("pytest", "hypothesis", "playwright", "tests")),
        ("page_fill", ("pytest", "hypothesis", "playwright", "pypdf")),
    ],
)
def test_a_benchmark_runs_after_make_site_alone(name: str, hidden: tuple[str, ...]) -> None:
    script = str(ROOT / f"benchmarks/{name}.py")
    code = (
        f"import sys, runpy; sys.modules.update(dict.fromkeys({hidden!r}));"
        f"sys.argv = [{script!r}, '--help']; runpy.run_path({script!r}, run_name='__main__')"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "--table" in done.stdout
